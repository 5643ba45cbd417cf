"""The zip: what is in it, and that a fresh QGIS profile runs it."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from scene import Scene, rows

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE = ROOT / "dist" / "sattile_plugin.zip"
ALLOWED = {".py", ".qml", ".md", ".svg", ".qm", ".txt", ".model3", ".html", ".css", ""}


@pytest.fixture(scope="module")
def names() -> list[PurePosixPath]:
    with zipfile.ZipFile(ARCHIVE) as zipped:
        return [PurePosixPath(name) for name in zipped.namelist()]


def test_the_zip_holds_one_folder_with_what_qgis_asks_for(names: list[PurePosixPath]) -> None:
    assert {name.parts[0] for name in names} == {"sattile_plugin"}
    inside = {str(name.relative_to("sattile_plugin")) for name in names}
    wanted = {"metadata.txt", "LICENSE", "README.md", "__init__.py", "resources.py", "i18n/sattile_fr.qm"}
    assert wanted <= inside and {"worker/launch.py", "styles/tile_label.qml", "icons/sattile.svg"} <= inside
    assert {"models/training_set.model3", "engine/reporting/page.html", "engine/reporting/page.css"} <= inside


def test_the_zip_holds_no_cache_no_test_no_binary(names: list[PurePosixPath]) -> None:
    assert {name.suffix for name in names} <= ALLOWED
    assert not [name for name in names if {"__pycache__", "tests"} & set(name.parts)]
    assert ARCHIVE.stat().st_size < 2_000_000


def test_metadata_is_complete() -> None:
    metadata = configparser.ConfigParser(interpolation=None)
    with zipfile.ZipFile(ARCHIVE) as zipped:
        metadata.read_string(zipped.read("sattile_plugin/metadata.txt").decode())
    wanted = "name description version qgisMinimumVersion author email about tracker repository license icon"
    assert all(metadata["general"].get(field) for field in wanted.split())
    assert metadata["general"]["hasProcessingProvider"] == "yes"
    assert metadata["general"]["supportsQt6"] == "yes", "a QGIS 3 built with Qt 6 refuses the plugin without it"


def qgis_process() -> str:
    """Return the program itself: on Debian the other name is a wrapper that passes an option it does not know."""
    found = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    assert found
    return found


@pytest.fixture
def profile(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a fresh profile into which the zip was unpacked, its plugin enabled."""
    plugins = tmp_path / "profile" / "python" / "plugins"
    shutil.unpack_archive(ARCHIVE, plugins)
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
        "QGIS_PLUGINPATH": str(plugins),
        "XDG_RUNTIME_DIR": str(runtime),
    }
    subprocess.run([qgis_process(), "plugins", "enable", "sattile_plugin"], env=environment, check=True)
    return environment


def test_qgis_process_runs_the_zip_in_a_fresh_profile(scene: Scene, profile: dict[str, str]) -> None:
    arguments = [f"RASTER={scene.raster}", "TILE_SIZE_M=100", f"OUTPUT={scene.path('grid.gpkg')}"]
    command = [qgis_process(), "--json", "run", "sattile:buildtilegrid", "--", *arguments]
    ran = subprocess.run(command, env=profile, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["results"]["TILE_COUNT"] == 4
    assert len(rows(scene.path("grid.gpkg"))) == 4


def test_qgis_process_says_what_is_wrong(scene: Scene, profile: dict[str, str]) -> None:
    command = [qgis_process(), "run", "sattile:buildtilegrid", "--", f"OUTPUT={scene.path('grid.gpkg')}"]
    ran = subprocess.run(command, env=profile, capture_output=True, text=True, timeout=120)
    assert ran.returncode != 0 and "exactly one of the three" in ran.stdout + ran.stderr
