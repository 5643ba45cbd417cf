"""Which Python of this computer can make the engine's environment."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import count
from pathlib import Path, PureWindowsPath
from typing import Any, Callable, NamedTuple, Optional

from qgis.core import QgsApplication

from ..contract.texts import QT_TRANSLATE_NOOP

ASK = """
import importlib.util, json, sys, sysconfig
has_pip = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
print(json.dumps([sys.executable, sys.base_prefix, sys.version_info[:2], sys.maxsize > 2**32,
    sysconfig.get_platform(), has_pip]))
"""
"""Program by which an interpreter tells of itself."""

_OLDEST, _NEWEST = (3, 10), (3, 13)
_NAMES = ("python3", "python3.13", "python3.12", "python3.11", "python3.10", "python")
_WINDOWS = ("win-amd64", "win-arm64")
_STORE = "windowsapps"
_NO_PIP = "it has no venv or ensurepip (Debian, Ubuntu: python3-venv)"


class Python(NamedTuple):
    """What an interpreter tells of itself."""

    executable: str
    base: str
    """Its ``sys.base_prefix``."""
    version: tuple[int, ...]
    wide: bool
    """Of 64 bits."""
    platform: str
    """Its ``sysconfig.get_platform()``."""
    has_pip: bool
    """It can make environments and put pip into them."""

    @classmethod
    def parse(cls, text: str) -> Optional[Python]:
        """Read the answer to `ASK`; None for anything else."""
        try:
            executable, base, version, *rest = json.loads(text)
            return cls(executable, base, tuple(version), *rest)
        except (ValueError, TypeError):
            return None


def why_unfit(python: Python, needs_pip: bool, platform: str = sys.platform) -> str:
    """Say why an interpreter cannot make the engine, for the log; empty where it can.

    Python from the Microsoft Store writes to folders that only it can see; MSYS2's takes none of the packages.
    """
    if not _OLDEST <= python.version <= _NEWEST:
        return f"it is {'.'.join(map(str, python.version))}"
    if not python.wide:
        return "it has 32 bits"
    if platform == "win32" and python.platform not in _WINDOWS:
        return f"it is built for {python.platform}"
    if platform == "win32" and (_is_of_store(python.executable) or _is_of_store(python.base)):
        return "it is from the Microsoft Store"
    return _NO_PIP if needs_pip and not python.has_pip else ""


class Search:
    """Looks for interpreters that fit and remembers why others do not.

    Parameters
    ----------
    ask
        Gives what an interpreter answers to `ASK`, None where it does not start or fails.
    tell
        Takes in, for the log, what was refused.
    """

    def __init__(
        self, ask: Callable[[str], Optional[str]], tell: Callable[[str], None], platform: str = sys.platform
    ) -> None:
        self._ask = ask
        self._tell = tell
        self._platform = platform
        self._lacks_pip = False

    def fit(self, paths: Iterable[str], needs_pip: bool) -> Iterator[Python]:
        """Yield the interpreters among `paths` that can make the engine, each once."""
        seen: set[str] = set()
        for path in paths:
            python = Python.parse(self._ask(path) or "")
            if python is None or python.executable in seen:
                continue
            seen.add(python.executable)
            reason = why_unfit(python, needs_pip, self._platform)
            if reason:
                self._lacks_pip |= reason == _NO_PIP
                self._tell(f"{python.executable} was not taken: {reason}")
            else:
                yield python

    def advice(self) -> str:
        """Return what to install where none fits, a text to translate."""
        if self._platform == "win32":
            return QT_TRANSLATE_NOOP(
                "SatTile", "install Python 3.12 of 64 bits from python.org, not from the Microsoft Store"
            )
        if self._platform == "darwin":
            return QT_TRANSLATE_NOOP("SatTile", "install Python 3.12 from python.org")
        if self._lacks_pip:
            return QT_TRANSLATE_NOOP(
                "SatTile", "install the module venv of Python (on Debian and Ubuntu: sudo apt install python3-venv)"
            )
        return QT_TRANSLATE_NOOP(
            "SatTile", "install one with the module venv (on Debian and Ubuntu: sudo apt install python3 python3-venv)"
        )


def interpreters(platform: str = sys.platform) -> Iterator[str]:
    """Yield interpreters that may exist; inside QGIS ``sys.executable`` can be QGIS itself, so it is not asked."""
    if platform == "win32":
        yield from registered()
    for name in _NAMES:
        found = shutil.which(name)
        if found and not (platform == "win32" and _is_of_store(found)):
            yield found
    base = Path(sys.base_prefix)
    prefix = Path(QgsApplication.prefixPath())
    for path in (base / "bin/python3", base / "python3.exe", base / "python.exe", prefix / "bin/python3"):
        if path.is_file():
            yield str(path)


def registered() -> list[str]:
    """Return the interpreters in the registry of Windows, where installers write them by PEP 514; newest first.

    Most installers leave the search path alone, and QGIS starts with a search path of its own.
    """
    registry = import_module("winreg")
    found: list[tuple[str, str]] = []
    for hive in (registry.HKEY_CURRENT_USER, registry.HKEY_LOCAL_MACHINE):
        for company in _subkeys(registry, hive, r"Software\Python"):
            for tag in _subkeys(registry, hive, rf"Software\Python\{company}"):
                path = _executable(registry, hive, rf"Software\Python\{company}\{tag}\InstallPath")
                if path and not _is_of_store(path):
                    found.append((tag, path))
    return [path for _, path in sorted(found, key=_by_version, reverse=True)]


def _by_version(found: tuple[str, str]) -> list[int]:
    return [int(part) for part in found[0].partition("-")[0].split(".") if part.isdigit()]


def _subkeys(registry: Any, hive: Any, path: str) -> list[str]:
    names: list[str] = []
    with suppress(OSError), registry.OpenKey(hive, path, 0, _reading(registry)) as key:
        for number in count():
            names.append(registry.EnumKey(key, number))
    return names


def _executable(registry: Any, hive: Any, path: str) -> str:
    """Return the interpreter of an entry: its ``ExecutablePath``, else ``python.exe`` in the folder it names."""
    with suppress(OSError), registry.OpenKey(hive, path, 0, _reading(registry)) as key:
        with suppress(OSError):
            return str(registry.QueryValueEx(key, "ExecutablePath")[0])
        return str(PureWindowsPath(registry.QueryValueEx(key, "")[0]) / "python.exe")
    return ""


def _reading(registry: Any) -> int:
    return int(registry.KEY_READ | registry.KEY_WOW64_64KEY)


def _is_of_store(path: str) -> bool:
    return _STORE in PureWindowsPath(path.lower()).parts
