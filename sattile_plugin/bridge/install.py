"""Install the engine: a Python environment of its own, from the lock file that ships with the plugin."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication, QgsProcessingFeedback

from ..contract.texts import QT_TRANSLATE_NOOP, phrase
from .environment import MARKER, engine_folder, python_of
from .errors import EngineNotInstalled, ProcessNotStarted
from .language import tr
from .process import run_process

KINDS = {
    "base": QT_TRANSLATE_NOOP("SatTile", "Base set: tile, label, split, apply a model (about 700 MB)"),
    "train": QT_TRANSLATE_NOOP("SatTile", "Training set: the base set and TensorFlow (about 2 GB)"),
    "gpu": QT_TRANSLATE_NOOP(
        "SatTile", "Set for NVIDIA cards: the training set and CUDA, driver 580 or newer (about 5 GB)"
    ),
}

_FOR_CARDS = "gpu"
_LOCKS = Path(__file__).resolve().parents[1] / "worker" / "locks"
_OLDEST, _NEWEST = (3, 10), (3, 13)
_SITE_PACKAGES = ("lib/python*/site-packages", "Lib/site-packages")
_ASK_VERSION = "import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1])"


def install_engine(kind: str, feedback: QgsProcessingFeedback) -> str:
    """Make or complete the private environment; return its Python.

    A marker file, written last, tells a whole environment from one that was interrupted.

    Raises
    ------
    EngineNotInstalled
        No Python to make it with, or the packages could not be had.
    Cancelled
        The user cancelled; what is there is not taken for an engine.
    """
    folder = engine_folder()
    installer = _Installer(folder.with_name("install.log"), feedback)
    uv = shutil.which("uv")
    if _must_be_made_anew(folder, kind):
        shutil.rmtree(folder, ignore_errors=True)
        installer.step(1, tr("Making the environment"))
        installer.run(_venv_command(uv, folder, installer))
    (folder / MARKER).unlink(missing_ok=True)
    installer.step(5, tr("Installing the packages"))
    installer.install(uv, folder, lock_file(kind))
    marker = {"kind": kind, "lock": lock_digest(kind)}
    (folder / MARKER).write_text(json.dumps(marker), encoding="utf-8")
    feedback.setProgress(100)
    return str(python_of(folder))


def installed_kind() -> Optional[str]:
    """Return which set is installed, a key of `KINDS`; None for none or one of an older plugin."""
    marker = engine_folder() / MARKER
    if not marker.is_file():
        return None
    written = json.loads(marker.read_text(encoding="utf-8"))
    kind = written["kind"]
    return kind if kind in KINDS and written["lock"] == lock_digest(kind) else None


def lock_file(kind: str) -> Path:
    """Return the list of pinned packages of a set."""
    return _LOCKS / f"{kind}.txt"


def lock_digest(kind: str) -> str:
    """Return what tells one state of a lock file from another."""
    lock = lock_file(kind)
    return hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else ""


def offered_kinds() -> dict[str, str]:
    """Return the sets that this system can use, with their labels to translate; no Mac has an NVIDIA card."""
    return {kind: label for kind, label in KINDS.items() if kind != _FOR_CARDS or sys.platform != "darwin"}


def _must_be_made_anew(folder: Path, kind: str) -> bool:
    """Say whether there is no whole environment, or one whose runtime the set replaces: both are the same module."""
    marker = folder / MARKER
    if not marker.is_file():
        return True
    return (json.loads(marker.read_text(encoding="utf-8"))["kind"] == _FOR_CARDS) != (kind == _FOR_CARDS)


class _Installer:
    """Runs the programs of an installation and shows how far it is."""

    def __init__(self, log: Path, feedback: QgsProcessingFeedback) -> None:
        self._log = log
        self._feedback = feedback
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")

    def step(self, percent: float, text: str) -> None:
        """Tell the user what comes now."""
        self._feedback.setProgress(percent)
        self._feedback.setProgressText(text)

    def run(self, command: list[str]) -> None:
        """Run a program that must succeed."""
        self._check(run_process(command, self._log, self._feedback, self._feedback.pushInfo))

    def install(self, uv: Optional[str], folder: Path, lock: Path) -> None:
        """Install the packages of a lock file; progress is the share of them that is in place."""
        wanted = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE)) or 1
        command = _install_command(uv, folder, lock)

        def show_share() -> None:
            installed = sum(1 for place in _SITE_PACKAGES for _ in folder.glob(f"{place}/*.dist-info"))
            self._feedback.setProgress(5 + 90 * min(installed / wanted, 1))

        self._check(run_process(command, self._log, self._feedback, self._feedback.pushInfo, show_share))

    def version_of(self, python: str) -> Optional[tuple[int, ...]]:
        """Return the version of an interpreter that can make environments, else None."""
        lines: list[str] = []
        try:
            code = run_process([python, "-I", "-c", _ASK_VERSION], self._log, self._feedback, lines.append)
        except ProcessNotStarted:
            return None
        return tuple(int(part) for part in lines[-1].split()) if code == 0 and lines else None

    def _check(self, code: int) -> None:
        if code != 0:
            lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            reason = lines[-1] if lines else phrase("exit code {code}", code=code)
            raise EngineNotInstalled(reason=reason, log=self._log)

    def no_python(self) -> EngineNotInstalled:
        """Return the error that says what is missing."""
        wanted = QT_TRANSLATE_NOOP("SatTile", "no Python 3.10 to 3.13 with the module venv was found on this computer")
        return EngineNotInstalled(reason=wanted, log=self._log)


def _venv_command(uv: Optional[str], folder: Path, installer: _Installer) -> list[str]:
    """Return the command that makes an empty environment; uv fetches a Python where none fits."""
    base = next((p for p in _interpreters() if _OLDEST <= (installer.version_of(p) or (0, 0)) <= _NEWEST), None)
    if uv:
        return [uv, "venv", "--python", base or ">=3.10,<3.14", str(folder)]
    if base is None:
        raise installer.no_python()
    return [base, "-I", "-m", "venv", str(folder)]


def _install_command(uv: Optional[str], folder: Path, lock: Path) -> list[str]:
    python = str(python_of(folder))
    if uv:
        return [uv, "pip", "install", "--python", python, "--require-hashes", "-r", str(lock)]
    pip = [python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    return [*pip, "--require-hashes", "-r", str(lock)]


def _interpreters() -> Iterator[str]:
    """Yield interpreters that may exist; inside QGIS ``sys.executable`` can be QGIS itself, so it is not asked."""
    for name in ("python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"):
        found = shutil.which(name)
        if found:
            yield found
    base = Path(sys.base_prefix)
    prefix = Path(QgsApplication.prefixPath())
    for path in (base / "bin/python3", base / "python3.exe", base / "python.exe", prefix / "bin/python3"):
        if path.is_file():
            yield str(path)
