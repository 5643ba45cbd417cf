"""A package index on loopback, served over TLS by an authority of the test's own, and proxies on the way to it."""

from __future__ import annotations

import base64
import hashlib
import select
import socket
import socketserver
import ssl
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

WHEEL = "sattile_probe-1.0-py3-none-any.whl"
USER, PASSWORD = "jeanne", "mot de passe:/@%"


class Index(NamedTuple):
    """An index with one package."""

    url: str
    authority: Path
    """Its certificate, in PEM."""
    lock: str
    """Lock file that pins the package."""


@contextmanager
def tls_index(folder: Path) -> Iterator[Index]:
    """Yield an index of which only those who trust its authority take anything."""
    page = folder / "simple" / "sattile-probe"
    page.mkdir(parents=True)
    digest = hashlib.sha256(write_wheel(page / WHEEL).read_bytes()).hexdigest()
    (page / "index.html").write_text(f'<a href="{WHEEL}#sha256={digest}">{WHEEL}</a>')
    make_certificates(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        lock = f"sattile-probe==1.0 --hash=sha256:{digest}\n"
        yield Index(f"https://localhost:{server.server_port}/simple", folder / "authority.pem", lock)


def write_wheel(path: Path) -> Path:
    """Write a package of one module."""
    info = "sattile_probe-1.0.dist-info"
    files = {
        "sattile_probe.py": "",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: sattile-probe\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in files)
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return path


def make_certificates(folder: Path) -> None:
    """Make an authority and, signed by it, a server of the name localhost."""
    (folder / "extensions").write_text("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n")
    new = "-newkey rsa:2048 -nodes"
    for command in (
        f"req -x509 {new} -keyout authority.key -out authority.pem -days 2 -subj /CN=Authority "
        "-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign",
        f"req {new} -keyout server.key -out server.csr -subj /CN=localhost",
        "x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -out server.pem -days 2 "
        "-extfile extensions",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)


@contextmanager
def http_proxy() -> Iterator[tuple[int, list[str]]]:
    """Yield the port of a proxy that asks for a login, and what was asked of it with the right one."""
    asked: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            if self.headers["Proxy-Authorization"] != f"Basic {login}":
                self.send_error(407, "Proxy Authentication Required")
                return
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            _forward(self.connection, int(self.path.rpartition(":")[2]))

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Proxy)) as server:
        yield server.server_port, asked


@contextmanager
def socks_proxy() -> Iterator[tuple[int, list[str]]]:
    """Yield the port of a SOCKS5 proxy without login, and the names that it was asked to look up."""
    asked: list[str] = []

    class Proxy(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.read(self.rfile.read(2)[1])
            self.wfile.write(b"\5\0")
            if self.rfile.read(4)[3] != 3:
                return
            name = self.rfile.read(self.rfile.read(1)[0]).decode()
            port = int.from_bytes(self.rfile.read(2), "big")
            asked.append(f"{name}:{port}")
            self.wfile.write(b"\5\0\0\1" + bytes(6))
            _forward(self.connection, port)

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy)) as server:
        yield server.server_address[1], asked


def _forward(client: socket.socket, port: int) -> None:
    """Hand bytes on to a port of loopback and back until one side ends."""
    with socket.create_connection(("127.0.0.1", port)) as server:
        other = {client: server, server: client}
        while True:
            for end in select.select(list(other), [], [], 10)[0] or [client]:
                data = end.recv(65536)
                if not data:
                    return
                other[end].sendall(data)


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator:
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""
