"""The network as QGIS reaches it: proxies with a login and authorities of a company, for pip, uv and the engine."""

from __future__ import annotations

import os
import shutil
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from package_index import PASSWORD, USER, Index, http_proxy, socks_proxy, tls_index
from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsNetworkAccessManager,
    QgsProcessingFeedback,
    QgsSettings,
    QgsTask,
)
from qgis.PyQt.QtCore import QProcessEnvironment
from qgis.PyQt.QtNetwork import QSslCertificate

from sattile_plugin.bridge import connection, environment, install, process
from sattile_plugin.bridge.errors import EngineNotInstalled

NAMES = ("PIP_CERT", "PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "NO_PROXY", "no_proxy", "OSGEO4W_ROOT")
BUNDLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
UV = shutil.which("uv", path=Path(__file__).resolve().parents[2] / ".venv" / "bin")


@pytest.fixture
def bare(plugin, monkeypatch) -> None:
    """What the machine of the test says of the network is not known."""
    for name in (*NAMES, *BUNDLES):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def index(bare, tmp_path: Path, monkeypatch) -> Iterator[Index]:
    """An index over TLS whose one package is the base set, and a settings folder of the test's own."""
    (tmp_path / "served").mkdir()
    monkeypatch.delenv("SATTILE_ENGINE_PYTHON")
    monkeypatch.setattr(environment.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path))
    monkeypatch.setattr(environment, "_LOCKS", tmp_path)
    only_pip(monkeypatch)
    with tls_index(tmp_path / "served") as index:
        (tmp_path / "base.txt").write_text(index.lock)
        for name, value in {"PIP_INDEX_URL": index.url, "UV_DEFAULT_INDEX": index.url, "UV_NO_CACHE": "1"}.items():
            monkeypatch.setenv(name, value)
        for name in ("UV_NO_CONFIG", "PIP_RETRIES", "PIP_NO_CACHE_DIR"):
            monkeypatch.setenv(name, "1")
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        yield index


def only_pip(monkeypatch) -> None:
    monkeypatch.setattr(install.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3" else None)


def with_uv(monkeypatch) -> None:
    assert UV
    monkeypatch.setattr(install.shutil, "which", {"python3": "/usr/bin/python3", "uv": UV}.get)


@pytest.fixture
def trusted(index: Index) -> Iterator[None]:
    """The index's authority is one that QGIS trusts."""
    manager = _unlocked()
    authority = QSslCertificate(index.authority.read_bytes())
    assert manager.storeCertAuthority(authority)
    manager.initSslCaches()
    yield
    manager.removeCertAuthority(authority)
    manager.initSslCaches()


@pytest.fixture
def set_proxy() -> Iterator:
    """Return a function that sets the proxy of QGIS as its options dialog does."""

    def setter(**values: object) -> None:
        for name, value in {"proxyEnabled": True, "proxyHost": "localhost", **values}.items():
            QgsSettings().setValue(f"proxy/{name}", value)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()

    yield setter
    QgsSettings().remove("proxy")
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


def _unlocked():
    manager = QgsApplication.authManager()
    assert not manager.isDisabled() and manager.setMasterPassword("of the test", True)
    return manager


def stored_login() -> str:
    """Return the id of an authentication configuration."""
    login = QgsAuthMethodConfig("Basic")
    login.setName("proxy")
    login.setConfig("username", USER)
    login.setConfig("password", PASSWORD)
    stored = _unlocked().storeAuthenticationConfig(login)
    assert stored[0] if isinstance(stored, tuple) else stored
    return login.id()


def install_base() -> bool:
    """Install the package of the index; say whether it is there."""
    python = Path(install.install_engine("base", QgsProcessingFeedback(False)))
    return any(python.parents[1].glob("lib/python*/site-packages/sattile_probe.py"))


def test_who_is_not_trusted_is_named_as_the_reason(index: Index) -> None:
    with pytest.raises(EngineNotInstalled) as caught:
        install_base()
    assert "CERTIFICATE_VERIFY_FAILED" in str(caught.value)


@pytest.mark.parametrize("program", [only_pip, with_uv])
def test_whom_qgis_trusts_is_trusted(trusted, monkeypatch, program) -> None:
    program(monkeypatch)
    assert install_base()
    assert not list(environment.engine_home().parent.glob("*.pem"))


def test_certificates_that_the_users_pip_names_count(index: Index, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "pip.ini").write_text(f"[global]\ncert = {index.authority}\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.ini"))
    assert install_base()


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_certificates_that_the_user_names_for_all_programs_count(index: Index, monkeypatch, name: str) -> None:
    monkeypatch.setenv(name, str(index.authority))
    assert install_base()


@pytest.mark.parametrize("program", [only_pip, with_uv])
def test_a_proxy_gets_the_login_of_an_authentication_configuration(trusted, set_proxy, monkeypatch, program) -> None:
    program(monkeypatch)
    with http_proxy() as (port, asked):
        set_proxy(proxyType="HttpProxy", proxyPort=port, authcfg=stored_login())
        assert install_base()
    assert asked


def test_a_proxy_without_its_login_is_named_as_the_reason(trusted, set_proxy) -> None:
    with http_proxy() as (port, asked):
        set_proxy(proxyType="HttpProxy", proxyPort=port)
        with pytest.raises(EngineNotInstalled) as caught:
            install_base()
    assert "407" in str(caught.value) and not asked


def test_pip_is_not_sent_to_a_socks_proxy(trusted, set_proxy) -> None:
    with socks_proxy() as (port, asked):
        set_proxy(proxyType="Socks5Proxy", proxyPort=port)
        with pytest.raises(EngineNotInstalled) as caught:
            install_base()
    assert "SOCKS5" in str(caught.value) and not asked


def test_uv_goes_by_a_socks_proxy(trusted, set_proxy, monkeypatch) -> None:
    with_uv(monkeypatch)
    with socks_proxy() as (port, asked):
        set_proxy(proxyType="Socks5Proxy", proxyPort=port)
        assert install_base()
    assert asked[0].startswith("localhost:")


def test_hosts_that_qgis_asks_directly_are_asked_directly(trusted, set_proxy, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intern.example")
    direct = {"noProxyUrls": ["http://one.example/maps", ""], "proxyExcludedUrls": ["https://localhost:1"]}
    with http_proxy() as (port, asked):
        set_proxy(proxyType="HttpProxy", proxyPort=port, **direct)
        assert install_base()
        with process.clean_environment(tmp_path / "certificates.pem", QgsProcessingFeedback(False)) as clean:
            names = clean.value("NO_PROXY")
    assert not asked and names == clean.value("no_proxy") == "intern.example,one.example,localhost"


@pytest.mark.parametrize("kind", ["DefaultProxy", ""])
def test_without_a_proxy_of_its_own_the_systems_stays(bare, set_proxy, kind: str) -> None:
    set_proxy(proxyType=kind, proxyPort=1)
    assert connection.proxy_url() == ""


def test_a_task_asks_the_window_for_its_proxy(bare, set_proxy, tmp_path: Path) -> None:
    """The window has the login since the user gave the master password; the task's thread would have to ask for it."""
    set_proxy(proxyType="HttpProxy", proxyPort=1, authcfg=stored_login())
    QgsApplication.authManager().clearAllCachedConfigs()
    QgsApplication.authManager().clearMasterPassword()
    lines: list[str] = []
    command = ["/usr/bin/python3", "-I", "-c", "import os; print(os.environ['HTTPS_PROXY'])"]

    def run(task: QgsTask) -> None:
        process.run_process(command, tmp_path / "log", QgsProcessingFeedback(False), lines.append)

    task, ends = QgsTask.fromFunction("run", run), time.monotonic() + 20
    QgsApplication.taskManager().addTask(task)
    while not lines and time.monotonic() < ends:
        QgsApplication.processEvents()
        time.sleep(0.01)
    assert lines == ["http://jeanne:mot%20de%20passe%3A%2F%40%25@localhost:1"]


def changed(values: dict[str, str], file: Path) -> QProcessEnvironment:
    """Return an environment of these values after the certificates of QGIS were added."""
    variables = QProcessEnvironment()
    for name, value in values.items():
        variables.insert(name, value)
    connection.set_certificates(variables, connection.Connection("", [], b"of QGIS"), file)
    return variables


def test_bundles_that_qgis_on_windows_sets_for_itself_are_not_handed_on(bare, tmp_path: Path) -> None:
    root, file = r"C:\PROGRA~1\QGIS", tmp_path / "certificates.pem"
    own = {name: rf"c:\progra~1\qgis\bin\{name}" for name in BUNDLES}
    clean = changed({"OSGEO4W_ROOT": root, **own}, file)
    assert clean.value("SSL_CERT_FILE") == clean.value("PIP_CERT") == str(file)
    assert not any(clean.contains(name) for name in BUNDLES if name != "SSL_CERT_FILE")
    users = {name: rf"D:\ca\{name}" for name in (*BUNDLES, "PIP_CERT")}
    clean = changed({"OSGEO4W_ROOT": root, **users}, file)
    assert {name: clean.value(name) for name in users} == users


def test_a_bundle_holds_the_public_authorities_too(bare, tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "certificates.pem"
    public = Path(ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt")
    monkeypatch.setattr(connection, "import_module", lambda name: type("certifi", (), {"where": lambda: str(public)}))
    changed({}, file)
    assert file.read_bytes() == b"\n".join([b"of QGIS", public.read_bytes(), b""])


def test_an_engine_that_downloads_trusts_whom_qgis_trusts(trusted, index: Index, tmp_path: Path) -> None:
    lines: list[str] = []
    program = f"import urllib.request as r; print(r.urlopen({index.url + '/sattile-probe/'!r}).status)"
    code = process.run_process(
        ["/usr/bin/python3", "-I", "-c", program], tmp_path / "log", QgsProcessingFeedback(False), lines.append
    )
    assert (code, lines) == (0, ["200"]), (tmp_path / "log").read_text()
