"""A real QGIS window: a lasso in the diagram selects communes on the map, the Atlas opens, all goes on unloading."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from commune_ground import make_clusters

PLUGIN = Path(__file__).resolve().parents[2] / "build" / "plugin" / "sattile_plugin"
SCRIPT = Path(__file__).parent / "communes_in_window.py"


@pytest.mark.skipif(not (shutil.which("xvfb-run") and shutil.which("qgis")), reason="needs xvfb-run and qgis")
def test_communes_in_a_window(plugin, tmp_path: Path) -> None:
    make_clusters(tmp_path)
    profiles = tmp_path / "profiles"
    profile = profiles / "profiles" / "default"
    shutil.copytree(PLUGIN, profile / "python" / "plugins" / "sattile_plugin")
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text("[PythonPlugins]\nsattile_plugin=true\nprocessing=true\n")
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "SATTILE_TEST_FOLDER": str(tmp_path)}
    for name in ("QGIS_CUSTOM_CONFIG_PATH", "QGIS_OPTIONS_PATH", "QGIS_PLUGINPATH"):
        environment.pop(name, None)
    options = ["--nologo", "--noversioncheck", "--profiles-path", str(profiles), "--code", str(SCRIPT)]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]
    ended = subprocess.run([*screen, "qgis", *options], env=environment, timeout=180, capture_output=True, text=True)
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert ended.returncode == 0 and "error" not in seen, seen.get("error", ended.stderr)
    assert seen["without_result"] and seen["diagram_layers"] == ["Diagram of communes"]
    assert seen["on_map"] == ["C2", "C5", "C8"]
    assert seen["next_diagram"] == "Diagram of tiles" and seen["pages"] == 9
    assert seen["unloaded"] and seen["dock_gone"]
