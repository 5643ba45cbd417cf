"""The programs of an installation, run one after the other: an environment is made, packages are put into it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Optional

from qgis.core import QgsProcessingFeedback

from ..contract.texts import QT_TRANSLATE_NOOP
from .connection import SOCKS, proxy_url
from .environment import python_of
from .errors import EngineNotInstalled, ProcessNotStarted, PythonMissing
from .install_failure import installation_error
from .interpreters import ASK, Python, Search, interpreters
from .main_thread import in_main_thread
from .process import run_process

_SITE_PACKAGES = ("lib/python*/site-packages", "Lib/site-packages")
_LOADS = "import ctypes, sqlite3, ssl, zlib"
_FETCHED_PYTHON = ("--python-preference", "only-managed", "--python", ">=3.10,<3.14")
"""Have uv fetch a Python; those of this computer were found unfit."""
_PIP_CERT = "global.cert="
_DLL_PATHS = "sattile_dlls.pth"
_NO_SOCKS = QT_TRANSLATE_NOOP(
    "SatTile", "pip cannot go by the SOCKS5 proxy that QGIS uses: name an HTTP proxy, or install uv"
)


class Installer:
    """Runs the programs of an installation and shows how far it is."""

    def __init__(self, log: Path, feedback: QgsProcessingFeedback, platform: str = sys.platform) -> None:
        self._log = log
        self._feedback = feedback
        self._platform = platform
        self._uv = shutil.which("uv")
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")

    def step(self, percent: float, text: str) -> None:
        """Tell the user what comes now."""
        self._feedback.setProgress(percent)
        self._feedback.setProgressText(text)

    def check_proxy(self) -> None:
        """Refuse a proxy that cannot do.

        Raises
        ------
        EngineNotInstalled
            It is a SOCKS5 proxy, and pip, which needs a package of its own for it, is to download.
        """
        if not self._uv and in_main_thread(proxy_url, self._feedback).startswith(SOCKS):
            raise EngineNotInstalled(reason=_NO_SOCKS, log=self._log)

    def make_environment(self, folder: Path) -> None:
        """Make an environment with pip, by the first interpreter whose environment loads what the engine needs.

        Raises
        ------
        PythonMissing
            No interpreter is fit for it.
        EngineNotInstalled, DiskFull
            One is, but it failed.
        """
        search = Search(self._ask, self._tell, self._platform)
        code = 0
        for python in search.fit(interpreters(self._platform), needs_pip=not self._uv):
            code = self._make_with(python, folder)
            if code == 0:
                return
            shutil.rmtree(folder, ignore_errors=True)
        if self._uv:
            code = self._run([self._uv, "venv", *_FETCHED_PYTHON, str(folder)])
        elif code == 0:
            raise PythonMissing(expected=search.advice(), log=self._log)
        if code != 0:
            raise installation_error(self._log, code)

    def install(self, folder: Path, lock: Path) -> None:
        """Install the packages of a lock file; progress is the share of them that is in place.

        Raises
        ------
        EngineNotInstalled, DiskFull
            They could not be had, or not be kept.
        """
        wanted = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE)) or 1

        def show_share() -> None:
            installed = sum(1 for place in _SITE_PACKAGES for _ in folder.glob(f"{place}/*.dist-info"))
            self._feedback.setProgress(5 + 90 * min(installed / wanted, 1))

        command = [*self._install_command(folder), "--require-hashes", "-r", str(lock)]
        code = run_process(command, self._log, self._feedback, self._feedback.pushInfo, show_share)
        if code != 0:
            raise installation_error(self._log, code)

    def _make_with(self, python: Python, folder: Path) -> int:
        """Make the environment by an interpreter; return 0, or the exit code of the program that failed."""
        if self._uv:
            code = self._run([self._uv, "venv", "--python", python.executable, str(folder)])
            return code or self._load(folder, python)
        return (
            self._run([python.executable, "-I", "-m", "venv", "--without-pip", str(folder)])
            or self._load(folder, python)
            or self._run([self._python(folder), "-I", "-m", "ensurepip", "--upgrade", "--default-pip"])
        )

    def _load(self, folder: Path, python: Python) -> int:
        """Load what the engine needs in the environment, which on Windows may have to be shown libraries first."""
        command = [self._python(folder), "-I", "-c", _LOADS]
        code = self._run(command)
        if code == 0 or self._platform != "win32":
            return code
        write_dll_paths(folder, Path(python.base))
        return self._run(command)

    def _install_command(self, folder: Path) -> list[str]:
        python = self._python(folder)
        if self._uv:
            return [self._uv, "pip", "install", "--python", python]
        pip = [python, "-I", "-m", "pip"]
        command = [*pip, "install", "--disable-pip-version-check", "--progress-bar", "off"]
        return [*command, *self._named_certificates(pip)]

    def _named_certificates(self, pip: list[str]) -> list[str]:
        """Return the option for the certificates that the user's configuration of pip names, if any.

        Without it, those of QGIS, which stand in the environment, would take their place.
        """
        if "PIP_CERT" in os.environ:
            return []
        lines: list[str] = []
        run_process([*pip, "config", "list"], self._log, self._feedback, lines.append)
        named = [line[len(_PIP_CERT) :] for line in lines if line.startswith(_PIP_CERT)]
        return ["--cert", ast.literal_eval(named[-1])] if named else []

    def _python(self, folder: Path) -> str:
        return str(python_of(folder, self._platform))

    def _run(self, command: list[str]) -> int:
        """Run a program and return its exit code; one that may not be started fails too, and the log says so."""
        try:
            return run_process(command, self._log, self._feedback, self._feedback.pushInfo)
        except ProcessNotStarted as error:
            self._tell(str(error))
            return 1

    def _ask(self, path: str) -> Optional[str]:
        """Return the last line of what an interpreter tells of itself, None where it cannot."""
        lines: list[str] = []
        try:
            code = run_process([path, "-I", "-c", ASK], self._log, self._feedback, lines.append)
        except ProcessNotStarted:
            return None
        return lines[-1] if code == 0 and lines else None

    def _tell(self, text: str) -> None:
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"{text}\n")


def write_dll_paths(folder: Path, base: Path) -> None:
    """Show an environment of Windows the folders of the libraries of the Python that it was made from.

    QGIS's own Python, ``apps/Python312`` beside ``bin``, and conda's find them by means that do not pass on to an
    environment; a ``.pth`` file, unlike a ``sitecustomize.py``, is not hidden by theirs.
    """
    beside = [base.parents[1] / "bin"] if base.parent.name.lower() == "apps" else []
    folders = [*beside, base, base / "DLLs", base / "Library" / "bin"]
    lines = [f"import os; os.add_dll_directory({str(path)!a})\n" for path in folders if path.is_dir()]
    site_packages = folder / "Lib" / "site-packages"
    site_packages.mkdir(parents=True, exist_ok=True)
    (site_packages / _DLL_PATHS).write_text("".join(lines), encoding="ascii")
