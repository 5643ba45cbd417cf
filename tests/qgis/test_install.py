"""Installing the engine: a small lock file, a real environment."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from qgis.core import QgsProcessingFeedback

from sattile_plugin.bridge import environment, install, install_failure, installer, runs
from sattile_plugin.bridge.errors import Cancelled, EngineBeingInstalled, EngineNotInstalled, PythonMissing
from sattile_plugin.contract.errors import DiskFull
from sattile_plugin.contract.locks import only_writer
from sattile_plugin.gui.options import engine_state


@pytest.fixture
def lock(plugin, tmp_path: Path, monkeypatch) -> Path:
    """An empty list of packages, and a settings folder of its own."""
    monkeypatch.delenv("SATTILE_ENGINE_PYTHON")
    monkeypatch.setattr(environment.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path))
    monkeypatch.setattr(environment, "_LOCKS", tmp_path)
    monkeypatch.setattr(install.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3" else None)
    (tmp_path / "base.txt").write_text("# nothing\n")
    (tmp_path / "train.txt").write_text("there-is-no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n")
    return tmp_path


class Shown(QgsProcessingFeedback):
    def __init__(self) -> None:
        super().__init__(False)
        self.percents: list[float] = []
        self.warnings: list[str] = []
        self.progressChanged.connect(self.percents.append)

    def pushWarning(self, text: str) -> None:  # noqa: N802
        self.warnings.append(text)


def starts(python: str) -> bool:
    return os.access(python, os.X_OK) and os.system(f"'{python}' -I -c 'import pip, ssl'") == 0  # noqa: S605


def test_an_installed_engine_is_found_and_known_by_its_set(lock: Path) -> None:
    feedback = Shown()
    python = install.install_engine("base", feedback)
    assert python == environment.find_engine(feedback) and starts(python)
    installed = environment.installed_engine()
    assert installed.kind == "base" and installed.is_current
    assert feedback.percents[-1] == 100 and not feedback.warnings


def test_an_engine_of_another_version_of_the_plugin_is_used_and_told(lock: Path) -> None:
    python = install.install_engine("base", Shown())
    assert "install it again" not in engine_state()
    (lock / "base.txt").write_text("# a newer plugin pins other packages\n")
    feedback = Shown()
    assert environment.find_engine(feedback) == python
    assert len(feedback.warnings) == 1 and "another version" in feedback.warnings[0]
    assert "install it again" in engine_state()


def test_of_an_engine_that_the_user_names_nothing_is_said_of_the_installed_one(lock: Path, monkeypatch) -> None:
    install.install_engine("base", Shown())
    monkeypatch.setenv("SATTILE_ENGINE_PYTHON", "/usr/bin/python3")
    assert engine_state() == "Engine in use: /usr/bin/python3"


def test_a_failed_installation_says_why_and_leaves_nothing(lock: Path) -> None:
    with pytest.raises(EngineNotInstalled) as caught:
        install.install_engine("train", Shown())
    assert "there-is-no-such-package" in str(caught.value)
    assert environment.private_engine() is None
    assert not list(environment.engine_home().iterdir())


def test_a_failed_installation_leaves_the_engine_of_before_as_it_was(lock: Path) -> None:
    python = install.install_engine("base", Shown())
    with pytest.raises(EngineNotInstalled):
        install.install_engine("train", Shown())
    assert environment.find_engine() == python and starts(python)
    assert environment.installed_engine().kind == "base"
    assert sorted(path.name for path in environment.engine_home().iterdir()) == ["e1", environment.MARKER]


def test_a_new_engine_takes_the_place_of_the_one_of_before(lock: Path) -> None:
    (lock / "train.txt").write_text("# nothing\n")
    first = Path(install.install_engine("base", Shown()))
    second = Path(install.install_engine("train", Shown()))
    assert environment.find_engine() == str(second) != str(first)
    assert environment.installed_engine().kind == "train" and not first.parents[1].exists()


def test_an_engine_stays_as_long_as_a_run_may_be_at_work_with_it(lock: Path) -> None:
    first = install.install_engine("base", Shown())
    with runs.run_folder("train"):
        second = install.install_engine("base", Shown())
        with pytest.raises(EngineNotInstalled):
            install.install_engine("train", Shown())
        assert environment.find_engine() == second and starts(first) and starts(second)
    third = install.install_engine("base", Shown())
    assert starts(third) and len(list(environment.engine_home().iterdir())) == 2


def test_two_windows_do_not_install_at_once(lock: Path) -> None:
    python = install.install_engine("base", Shown())
    with only_writer(environment.engine_home()), pytest.raises(EngineBeingInstalled, match="Another QGIS"):
        install.install_engine("base", Shown())
    assert starts(python)


def test_a_cancelled_installation_ends_at_once_and_is_no_engine(lock: Path) -> None:
    feedback = Shown()
    feedback.progressChanged.connect(lambda percent: feedback.cancel())
    began = time.monotonic()
    with pytest.raises(Cancelled):
        install.install_engine("base", feedback)
    assert time.monotonic() - began < 4
    assert environment.private_engine() is None


@pytest.mark.parametrize("text", ["", "{", "[]", "5", "{}", '{"folder": 1, "kind": "base", "lock": ""}', "\xff"])
def test_a_marker_that_cannot_be_read_counts_as_none(lock: Path, text: str) -> None:
    install.install_engine("base", Shown())
    (environment.engine_home() / environment.MARKER).write_text(text, encoding="latin-1")
    assert environment.private_engine() is None
    assert "No engine" in engine_state()


def test_an_engine_without_marker_is_made_again(lock: Path) -> None:
    install.install_engine("base", Shown())
    (environment.engine_home() / environment.MARKER).write_text("")
    assert starts(install.install_engine("base", Shown()))


def lose_python(folder: Path) -> None:
    python = environment.python_of(folder)
    python.unlink()
    python.symlink_to("/usr/bin/python9.99")


def change_version(folder: Path) -> None:
    """As after a new release of the system, whose Python is of another version."""
    next(folder.glob("lib/python3*")).rename(folder / "lib" / "python3.1")


@pytest.mark.parametrize("break_it", [lose_python, change_version])
def test_an_engine_whose_python_is_gone_is_mended_by_installing_again(lock: Path, break_it) -> None:
    install.install_engine("base", Shown())
    break_it(environment.installed_engine().folder)
    assert starts(install.install_engine("base", Shown()))


def test_an_engine_of_the_layout_of_before_is_used_until_a_new_one_is_whole(lock: Path) -> None:
    install.install_engine("base", Shown())
    home, before = environment.engine_home(), lock / "before"
    (home / "e1").rename(before)
    (home / environment.MARKER).unlink()
    home.rmdir()
    before.rename(home)
    marker = {"kind": "base", "lock": environment.lock_digest("base")}
    (home / environment.MARKER).write_text(json.dumps(marker))
    assert environment.find_engine() == str(home / "bin" / "python")
    with pytest.raises(EngineNotInstalled):
        install.install_engine("train", Shown())
    assert environment.find_engine() == str(home / "bin" / "python") and starts(environment.find_engine())
    assert starts(install.install_engine("base", Shown()))
    assert sorted(path.name for path in home.iterdir()) == ["e1", environment.MARKER]


def test_on_windows_it_stands_near_the_root_and_outside_the_roaming_settings(lock: Path, monkeypatch) -> None:
    local = r"C:\Users\abcdefghijklmnopqrst\AppData\Local"
    monkeypatch.setenv("LOCALAPPDATA", local)
    home = environment.engine_home("win32")
    name = rf"{local}\SatTile\{home.name}\e1\Lib\site-packages" + "\\"
    assert str(home) == f"{local}/SatTile/{home.name}" and len(name) + 163 < 260
    assert environment.engine_home("linux") == lock / "sattile" / "engine"
    monkeypatch.delenv("LOCALAPPDATA")
    assert environment.engine_home("win32") == lock / "sattile" / "engine"


def test_an_engine_that_roams_is_used_until_one_stands_outside(lock: Path, monkeypatch) -> None:
    roaming = install.install_engine("base", Shown())
    monkeypatch.setenv("LOCALAPPDATA", str(lock / "local"))
    on_windows = environment.engine_home("win32")
    for module in (environment, install):
        monkeypatch.setattr(module, "engine_home", lambda: on_windows)
    assert environment.find_engine() == roaming
    python = install.install_engine("base", Shown())
    assert environment.find_engine() == python and Path(python).is_relative_to(lock / "local")
    assert not Path(roaming).exists()


@pytest.mark.parametrize(
    ("platform", "words"), [("win32", "python.org"), ("darwin", "python.org"), ("linux", "python3-venv")]
)
def test_without_a_python_it_says_what_to_install(lock: Path, monkeypatch, platform: str, words: str) -> None:
    monkeypatch.setattr(installer, "interpreters", lambda platform: iter(()))
    with pytest.raises(PythonMissing) as caught:
        installer.Installer(lock / "log", Shown(), platform).make_environment(lock / "e1")
    assert "3.10" in str(caught.value) and words in str(caught.value) and "network" not in str(caught.value)


def python_with(folder: Path, name: str, lines: str) -> str:
    """Return an interpreter that does these lines of a shell, then what the system's Python does."""
    program = folder / name
    program.write_text(f'#!/bin/sh\n{lines}\nexec /usr/bin/python3 "$@"\n')
    program.chmod(0o755)
    return str(program)


def test_debian_without_its_venv_is_told_its_package(lock: Path, monkeypatch) -> None:
    lacking = installer.ASK.replace('"ensurepip"', '"of_another_package"')
    monkeypatch.setattr(installer, "ASK", lacking)
    with pytest.raises(PythonMissing) as caught:
        install.install_engine("base", Shown())
    assert "apt install python3-venv" in str(caught.value)
    assert "/usr/bin/python3 was not taken" in (lock / "sattile" / "install.log").read_text()


def test_an_interpreter_whose_environment_loads_nothing_gives_way_to_the_next(lock: Path, monkeypatch) -> None:
    answer = '["%s", "/usr", [3, 11], true, "linux-x86_64", true]'
    bare = lock / "bare"
    broken = 'case "$*" in *--without-pip*) mkdir -p "$5/bin"; ln -s /bin/false "$5/bin/python"; exit 0;; esac\n'
    broken += f"echo '{answer % bare}'; exit 0"
    python_with(lock, "bare", broken)
    monkeypatch.setattr(installer, "interpreters", lambda platform: iter([str(bare), "/usr/bin/python3"]))
    assert starts(install.install_engine("base", Shown()))
    monkeypatch.setattr(installer, "interpreters", lambda platform: iter([str(bare)]))
    with pytest.raises(EngineNotInstalled):
        install.install_engine("base", Shown())


def test_uv_fetches_a_python_where_none_fits(lock: Path, monkeypatch) -> None:
    asked = lock / "asked"
    uv = python_with(lock, "uv", f'echo "$@" > "{asked}"; echo "error: dns error" >&2; exit 2')
    monkeypatch.setattr(install.shutil, "which", {"uv": uv}.get)
    monkeypatch.setattr(installer, "interpreters", lambda platform: iter(()))
    with pytest.raises(EngineNotInstalled) as caught:
        install.install_engine("base", Shown())
    assert "dns error" in str(caught.value)
    assert asked.read_text().startswith("venv --python-preference only-managed --python >=3.10,<3.14 ")


def test_libraries_of_the_python_of_qgis_are_shown_to_its_environment(lock: Path) -> None:
    base, folder = lock / "QGIS é" / "apps" / "Python312", lock / "e1"
    for place in (base.parents[1] / "bin", base / "DLLs", folder / "Scripts"):
        place.mkdir(parents=True)
    path_file = folder / "Lib" / "site-packages" / "sattile_dlls.pth"
    python_with(folder / "Scripts", "python.exe", f'test -e "{path_file}" || exit 1')
    python = installer.Python(str(base / "python.exe"), str(base), (3, 12), True, "win-amd64", True)
    assert installer.Installer(lock / "log", Shown(), "linux")._load(folder / "none", python) != 0
    assert installer.Installer(lock / "log", Shown(), "win32")._load(folder, python) == 0
    shown: list[str] = []
    for line in path_file.read_text(encoding="ascii").splitlines():
        exec(line.replace("os.add_dll_directory", "shown.append"))  # noqa: S102 - as Python runs such a file
    assert shown == [str(base.parents[1] / "bin"), str(base), str(base / "DLLs")]


SSL = (
    "WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'SSLError(SSLCertVerificationError(1, "
    "'[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed certificate in chain'))': /simple/six/"
)
NONE = "ERROR: No matching distribution found for six==1.17.0"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([SSL, SSL, NONE], "not trusted: 'SSLError(SSLCertVerificationError"),
        ([NONE.replace("six", "a407b"), NONE], NONE),
        (
            ["error: Failed to fetch", "  Caused by: invalid peer certificate: UnknownIssuer", "  more"],
            "not trusted: Caused by: inv",
        ),
        (
            ["x ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Auth'))", NONE],
            "the proxy does not answer, or refuses access: x Proxy",
        ),
        (
            ["ReadTimeoutError: Read timed out.", "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"],
            "altered on its way, perhaps by a proxy: ERROR: THESE",
        ),
    ],
)
def test_the_line_that_tells_most_of_a_failure_is_shown_with_its_meaning(plugin, lines: list[str], told: str) -> None:
    assert told in str(install_failure.reason_in(lines))


def test_a_failure_without_a_word_is_told_by_its_code(plugin, tmp_path: Path) -> None:
    log = tmp_path / "install.log"
    log.touch()
    assert "exit code 3" in str(install_failure.installation_error(log, 3))


@pytest.mark.parametrize("line", ["OSError: [Errno 28] No space left on device", "failed (os error 112)"])
def test_a_full_disk_is_told_as_such(plugin, tmp_path: Path, line: str) -> None:
    log = tmp_path / "install.log"
    log.write_text(f"Collecting\n{line}\n")
    assert isinstance(install_failure.installation_error(log, 1), DiskFull)


@pytest.mark.parametrize("kind", install.KINDS)
def test_each_set_ships_its_lock_file_with_checksums(plugin, kind: str) -> None:
    text = environment.lock_file(kind).read_text()
    assert "numpy==" in text and "--hash=sha256:" in text
    assert ("tensorflow" in text) == (kind != "base")
    assert ("onnxruntime-gpu==" in text) == (kind == "gpu")


def test_a_mac_is_offered_no_set_for_nvidia_cards(plugin, monkeypatch) -> None:
    assert list(install.offered_kinds()) == ["base", "train", "gpu"]
    monkeypatch.setattr(install.sys, "platform", "darwin")
    assert list(install.offered_kinds()) == ["base", "train"]


def test_the_marker_is_plain(lock: Path) -> None:
    install.install_engine("base", Shown())
    marker = json.loads((environment.engine_home() / environment.MARKER).read_text())
    assert marker == {"folder": "e1", "kind": "base", "lock": environment.lock_digest("base")}
