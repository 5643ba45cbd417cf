"""Which interpreters are taken for the engine's environment, on systems that are not at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from sattile_plugin.bridge import interpreters
from sattile_plugin.bridge.interpreters import Python, Search, why_unfit

GOOD = Python(r"C:\Program Files\Python312\python.exe", r"C:\Program Files\Python312", (3, 12), True, "win-amd64", True)
STORE = r"C:\Users\ana\AppData\Local\Microsoft\WindowsApps\python3.exe"
STORE_BASE = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.10_x64"


@pytest.mark.parametrize(
    ("change", "needs_pip", "words"),
    [
        ({}, True, ""),
        ({"platform": "win-arm64"}, True, ""),
        ({"version": (3, 9)}, True, "3.9"),
        ({"version": (3, 14)}, True, "3.14"),
        ({"wide": False, "platform": "win32"}, True, "32 bits"),
        ({"platform": "mingw_x86_64_ucrt_gnu"}, True, "mingw"),
        ({"executable": STORE}, True, "Store"),
        ({"base": STORE_BASE}, True, "Store"),
        ({"has_pip": False}, True, "python3-venv"),
        ({"has_pip": False}, False, ""),
    ],
)
def test_windows_takes_only_what_can_run_the_engine(plugin, change: dict, needs_pip: bool, words: str) -> None:
    reason = why_unfit(GOOD._replace(**change), needs_pip, "win32")
    assert words in reason and bool(reason) == bool(words)


def test_elsewhere_the_platform_is_the_systems_own(plugin) -> None:
    assert why_unfit(GOOD._replace(platform="linux-x86_64"), True, "linux") == ""


def test_this_python_answers_what_is_asked(plugin) -> None:
    python = Python.parse(subprocess.check_output([sys.executable, "-I", "-c", interpreters.ASK], text=True))
    assert python.executable == sys.executable and python.version == sys.version_info[:2] and python.wide


@pytest.mark.parametrize("text", ["", "Python was not found; run without arguments to install", "[]", "5"])
def test_another_answer_is_none(plugin, text: str) -> None:
    assert Python.parse(text) is None


def test_unfit_ones_are_told_and_the_next_is_tried(plugin) -> None:
    pythons = {"old": GOOD._replace(version=(3, 9), executable="old"), "good": GOOD, "the same": GOOD}
    told: list[str] = []

    def ask(path: str) -> str | None:
        return json.dumps(pythons[path]) if path in pythons else None

    search = Search(ask, told.append, "win32")
    assert list(search.fit(["broken", *pythons], needs_pip=True)) == [GOOD]
    assert told == ["old was not taken: it is 3.9"]


class Registry(SimpleNamespace):
    """A registry of Windows with the functions of the module winreg that are used."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_64KEY = "user", "machine", 1, 256
    entries: dict[tuple[str, str], dict[str, str]]

    @contextmanager
    def OpenKey(self, hive: str, path: str, reserved: int, access: int):  # noqa: N802
        assert access == 257
        if not any(held == hive and f"{name}\\".startswith(f"{path}\\") for held, name in self.entries):
            raise FileNotFoundError(path)
        yield hive, path

    def EnumKey(self, key: tuple[str, str], number: int) -> str:  # noqa: N802
        hive, path = key
        below = [name[len(path) + 1 :] for held, name in self.entries if held == hive and name.startswith(f"{path}\\")]
        names = list(dict.fromkeys(name.split("\\")[0] for name in below))
        if number >= len(names):
            raise OSError("No more data is available")
        return names[number]

    def QueryValueEx(self, key: tuple[str, str], name: str) -> tuple[str, int]:  # noqa: N802
        values = self.entries.get(key, {})
        if name not in values:
            raise FileNotFoundError(name)
        return values[name], 1


def test_windows_finds_interpreters_that_are_on_no_search_path(plugin, monkeypatch) -> None:
    core = "Software\\Python\\PythonCore"
    entries = {
        ("user", f"{core}\\3.9\\InstallPath"): {"": r"C:\Python39", "ExecutablePath": r"C:\Python39\python.exe"},
        ("user", f"{core}\\3.12\\InstallPath"): {"": r"C:\Python312"},
        ("user", f"{core}\\3.13\\InstallPath"): {"ExecutablePath": STORE},
        ("machine", f"{core}\\3.10-32\\InstallPath"): {"ExecutablePath": r"D:\Python310-32\python.exe"},
        ("machine", "Software\\Python\\ContinuumAnalytics\\py311\\InstallPath"): {"": r"D:\conda"},
    }
    monkeypatch.setitem(sys.modules, "winreg", Registry(entries=entries))
    monkeypatch.setattr(interpreters.shutil, "which", lambda name: STORE if name == "python3" else None)
    monkeypatch.setattr(interpreters.sys, "base_prefix", "/no/such/python")
    monkeypatch.setattr(interpreters.QgsApplication, "prefixPath", lambda: "/no/such/qgis")
    newest_first = [r"C:\Python312\python.exe", r"D:\Python310-32\python.exe", r"C:\Python39\python.exe"]
    assert list(interpreters.interpreters("win32")) == [*newest_first, r"D:\conda\python.exe"]


def test_a_registry_without_python_gives_none(plugin, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "winreg", Registry(entries={}))
    assert interpreters.registered() == []
