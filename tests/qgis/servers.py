"""Servers on loopback: QGIS Server behind a proxy that fails on demand, and a folder of files; all end with a test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsVectorLayer
from scene import Scene

MAPSERVER = shutil.which("qgis_mapserver")
EXCEPTION = b"<ServiceExceptionReport><ServiceException>out of order</ServiceException></ServiceExceptionReport>"
SLOW_S = 3.0


class Front:
    """What stands before a server: counts requests, and fails the next ones of a kind as told."""

    def __init__(self, answer) -> None:
        self.answer = answer
        self.requests: list[str] = []
        self.faults: list[tuple[str, str]] = []
        self.blank = b""
        """Image to give for the fault blank."""
        self._lock = threading.Lock()

    def fail(self, kind: str, *faults: str) -> None:
        """Answer the next requests whose address holds `kind` with these faults, one each."""
        self.faults += [(kind, fault) for fault in faults]

    def count(self, kind: str = "") -> int:
        return sum(kind in path for path in self.requests)

    def next_fault(self, path: str) -> str:
        with self._lock:
            self.requests.append(path)
            found = next((fault for fault in self.faults if fault[0] in path), None)
            if found:
                self.faults.remove(found)
            return found[1] if found else ""


def handler_of(front: Front) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fault = front.next_fault(self.path)
            status, kind, body = front.answer(self.path, self.headers["Host"])
            if fault.isdigit():
                status, kind, body = int(fault), "text/plain", b"no"
            elif fault == "xml":
                kind, body = "text/xml", EXCEPTION
            elif fault == "cut":
                body = body[: len(body) // 2]
            elif fault == "slow":
                time.sleep(SLOW_S)
            elif fault == "blank":
                body = front.blank
            elif fault == "less":
                body = body.replace(b'numberOfFeatures="3"', b'numberOfFeatures="7"')
            self.reply(status, kind, body, whole=fault != "broken off")

        def reply(self, status: int, kind: str, body: bytes, whole: bool) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                if status == 429:
                    self.send_header("Retry-After", "0")
                self.end_headers()
                self.wfile.write(body if whole else body[: len(body) // 2])
            except (BrokenPipeError, ConnectionResetError):
                pass

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    return Handler


@contextmanager
def front_of(answer) -> Iterator[tuple[Front, str]]:
    """Yield a front before `answer(path, host)` and its address."""
    front = Front(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(front))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield front, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def qgis_server(scene: Scene) -> Iterator[tuple[Front, str]]:
    """Yield a front before a QGIS Server that serves the scene as WMS, WMTS, WCS and WFS, and its address."""
    port = _free_port()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QGIS_SERVER_LOG_LEVEL": "2"}
    program = [MAPSERVER, "-p", str(write_project(scene)), f"127.0.0.1:{port}"]
    with (scene.folder / "server.log").open("wb") as log:
        server = subprocess.Popen(program, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(port)
            with front_of(lambda path, host: _forward(port, path, host)) as both:
                yield both
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def files(folder: Path):
    """Return an answer from the files of a folder; none is 404."""

    def answer(path: str, host: str) -> tuple[int, str, bytes]:
        file = folder / urlsplit(path).path.lstrip("/")
        return (200, "image/png", file.read_bytes()) if file.is_file() else (404, "text/plain", b"none")

    return answer


def write_project(scene: Scene) -> Path:
    """Write a project that offers the scene's raster and buildings to services of every kind."""
    project = QgsProject()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:2154"))
    ortho = QgsRasterLayer(str(scene.raster), "ortho")
    buildings = QgsVectorLayer(f"{scene.buildings}|layername=buildings", "buildings", "ogr")
    project.addMapLayers([ortho, buildings])
    project.writeEntry("WMSUrl", "/", "")
    project.writeEntry("WMSCrsList", "/", ["EPSG:2154", "EPSG:3857"])
    project.writeEntry("WCSLayers", "/", [ortho.id()])
    project.writeEntry("WFSLayers", "/", [buildings.id()])
    project.writeEntry("WFSLayersPrecision", f"/{buildings.id()}", 6)
    project.writeEntry("WMTSLayers", "Layer", [ortho.id()])
    project.writeEntry("WMTSPngLayers", "Layer", [ortho.id()])
    path = scene.folder / "served.qgs"
    assert project.write(str(path))
    return path


def _forward(port: int, path: str, host: str) -> tuple[int, str, bytes]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310 - loopback
            return reply.status, reply.headers["Content-Type"], reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"] or "text/plain", error.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/?SERVICE=WMS&REQUEST=GetCapabilities", timeout=30).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("qgis_mapserver does not answer")
