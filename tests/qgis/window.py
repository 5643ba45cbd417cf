"""A real QGIS window on a virtual screen, with the built plugin in a fresh profile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PLUGIN = HERE.parents[1] / "build" / "plugin" / "sattile_plugin"
needs_window = pytest.mark.skipif(
    not (shutil.which("xvfb-run") and shutil.which("qgis")), reason="needs xvfb-run and qgis"
)


def seen_in_window(script: str, folder: Path) -> dict[str, Any]:
    """Run a script of this folder inside a window; return what it saw."""
    profiles = folder / "profiles"
    profile = profiles / "profiles" / "default"
    shutil.copytree(PLUGIN, profile / "python" / "plugins" / "sattile_plugin")
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text("[PythonPlugins]\nsattile_plugin=true\nprocessing=true\n")
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "SATTILE_TEST_FOLDER": str(folder)}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH")]))
    for name in ("QGIS_CUSTOM_CONFIG_PATH", "QGIS_OPTIONS_PATH", "QGIS_PLUGINPATH"):
        environment.pop(name, None)
    options = ["--nologo", "--noversioncheck", "--profiles-path", str(profiles), "--code", str(HERE / script)]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]
    ended = subprocess.run([*screen, "qgis", *options], env=environment, timeout=180, capture_output=True, text=True)
    seen: dict[str, Any] = json.loads((folder / "seen.json").read_text())
    assert ended.returncode == 0 and "error" not in seen, seen.get("error", ended.stderr)
    return seen
