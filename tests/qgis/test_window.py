"""A real QGIS window, on a virtual screen: menu, toolbar, settings, a run from a dialog, and unloading."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from scene import Scene

from sattile_plugin.processing.provider import ALGORITHMS

PLUGIN = Path(__file__).resolve().parents[2] / "build" / "plugin" / "sattile_plugin"
SCRIPT = Path(__file__).parent / "in_window.py"


@pytest.mark.skipif(not (shutil.which("xvfb-run") and shutil.which("qgis")), reason="needs xvfb-run and qgis")
def test_the_plugin_in_a_window(scene: Scene) -> None:
    profiles = scene.folder / "profiles"
    profile = profiles / "profiles" / "default"
    shutil.copytree(PLUGIN, profile / "python" / "plugins" / "sattile_plugin")
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text("[PythonPlugins]\nsattile_plugin=true\nprocessing=true\n")
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "SATTILE_TEST_FOLDER": str(scene.folder)}
    for name in ("QGIS_CUSTOM_CONFIG_PATH", "QGIS_OPTIONS_PATH", "QGIS_PLUGINPATH"):
        environment.pop(name, None)
    options = ["--nologo", "--noversioncheck", "--profiles-path", str(profiles), "--code", str(SCRIPT)]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]
    ended = subprocess.run([*screen, "qgis", *options], env=environment, timeout=180, capture_output=True, text=True)
    seen = json.loads((scene.folder / "seen.json").read_text())
    assert ended.returncode == 0 and "error" not in seen, seen.get("error", ended.stderr)
    assert len(seen["menu"]) == len(ALGORITHMS) + 4 and seen["menu"][0] == "Paint a sample scene…"
    assert seen["icons"] == [True] * len(ALGORITHMS)
    assert seen["options_page"]
    assert seen["layers"] == {"Tile grid": 16} and seen["outline"] == "#f0e442"
    assert seen["unloaded"] and seen["provider_gone"] and seen["toolbar_gone"]
