"""How QGIS reaches the network, for programs beside it: its proxy and the certificates that it trusts."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path, PureWindowsPath
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QProcessEnvironment

SOCKS = "socks5h"
"""Scheme of a proxy that pip alone cannot use; the proxy looks names up, as it does for QGIS."""

_SCHEMES = {"HttpProxy": "http", "HttpCachingProxy": "http", "Socks5Proxy": SOCKS}
_PROXY_NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
_DIRECT_NAMES = ("NO_PROXY", "no_proxy")
_CERTIFICATE_NAMES = ("PIP_CERT", "SSL_CERT_FILE")
_CERTIFICATES_OF_QGIS = ("SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
_PUBLIC_AUTHORITIES = ("certifi", "pip._vendor.certifi")


class Connection(NamedTuple):
    """How QGIS reaches the network."""

    proxy: str
    """Its URL, with the login; empty for none or the system's own."""
    direct_hosts: list[str]
    """Hosts that are asked without the proxy."""
    certificates: bytes
    """Authorities that QGIS trusts, in PEM; empty where QGIS cannot tell."""


def read_connection() -> Connection:
    """Return what holds now; for the main thread, whose manager knows the logins of the user."""
    manager = QgsNetworkAccessManager.instance()
    hosts = [_host(address) for address in (*manager.noProxyList(), *manager.excludeList())]
    trusted = bytes(QgsApplication.authManager().trustedCaCertsPemText())
    return Connection(proxy_url(), [host for host in hosts if host], trusted)


def proxy_url() -> str:
    """Return the proxy that the user set in QGIS, as a URL; empty for none or the system's own.

    The login is the one that QGIS itself uses, from the settings or from an authentication configuration; for the
    main thread too.
    """
    settings = QgsSettings()
    scheme = _SCHEMES.get(settings.value("proxy/proxyType", ""))
    if scheme is None or not settings.value("proxy/proxyEnabled", False, type=bool):
        return ""
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    login = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@" if proxy.user() else ""
    return f"{scheme}://{login}{proxy.hostName()}:{proxy.port()}"


def set_proxy(environment: QProcessEnvironment, connection: Connection) -> None:
    """Have a program go by the proxy of QGIS, and past it where QGIS does."""
    if not connection.proxy:
        return
    for name in _PROXY_NAMES:
        environment.insert(name, connection.proxy)
    before = next((environment.value(name) for name in _DIRECT_NAMES if environment.value(name)), "")
    hosts = ",".join([*filter(None, [before]), *connection.direct_hosts])
    for name in _DIRECT_NAMES if hosts else ():
        environment.insert(name, hosts)


def set_certificates(environment: QProcessEnvironment, connection: Connection, file: Path) -> None:
    """Have a program trust whom QGIS trusts, by a bundle written to `file`, unless the user named one.

    pip and uv take a bundle instead of their own, so it holds the public authorities too: Windows lists those only
    that it met before.
    """
    root = environment.value("OSGEO4W_ROOT")
    for name in _CERTIFICATES_OF_QGIS if root else ():
        if PureWindowsPath(environment.value(name)).is_relative_to(PureWindowsPath(root)):
            environment.remove(name)
    if not connection.certificates:
        return
    named = Path(environment.value("SSL_CERT_FILE"))
    parts = [connection.certificates, _public_authorities(), named.read_bytes() if named.is_file() else b""]
    file.write_bytes(b"\n".join(parts))
    for name in _CERTIFICATE_NAMES:
        if not environment.contains(name):
            environment.insert(name, str(file))


def _public_authorities() -> bytes:
    for name in _PUBLIC_AUTHORITIES:
        try:
            return Path(import_module(name).where()).read_bytes()
        except (ImportError, OSError):
            continue
    return b""


def _host(address: str) -> str:
    """Return the host of what an address begins with, as users write it: ``http://intern/``, ``intern``."""
    return urlsplit(address if "://" in address else f"//{address}").hostname or ""
