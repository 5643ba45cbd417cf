"""A real QGIS, headless, with the plugin as users get it: built by the package script, put first on the path.

The engine is the checkout's own, unless SATTILE_ENGINE_PYTHON names another.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "build" / "plugin"

os.environ["GDAL_PAM_ENABLED"] = "NO"  # statistics of shared rasters stay out of their folder
os.environ.setdefault("SATTILE_ENGINE_PYTHON", str(ROOT / ".venv" / "bin" / "python"))


def pytest_configure(config: pytest.Config) -> None:
    """Build the plugin before any test module is imported, and before workers are started."""
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, ROOT / "scripts" / "package.py"], check=True, stdout=subprocess.DEVNULL)
    sys.path[:0] = [str(PLUGINS), str(Path(__file__).parent), "/usr/share/qgis/python/plugins"]


@pytest.fixture(scope="session")
def plugin(qgis_app, qgis_processing) -> Iterator[object]:
    """The plugin without a window, its provider registered."""
    import sattile_plugin

    assert Path(sattile_plugin.__file__).is_relative_to(PLUGINS)
    plugin = sattile_plugin.classFactory(None)
    plugin.initProcessing()
    yield plugin
    plugin.unload()


@pytest.fixture
def loading(plugin, monkeypatch):
    """Results are loaded as in a window, but for the view of the layer tree, which QGIS 3.44 wants to be a real one."""
    monkeypatch.setattr("processing.gui.Postprocessing.iface", None, raising=False)


@pytest.fixture
def scene(plugin, tmp_path):
    """A raster of 4 by 4 tiles of 50 m and three square buildings, as files and as layers."""
    from scene import make_scene

    return make_scene(tmp_path)


@pytest.fixture
def quick(plugin, monkeypatch, tmp_path) -> None:
    """Services with small blocks, short pauses and a cache of the test's own."""
    from imagery import BLOCK_PX

    from sattile_plugin.bridge.services import cache, network, wms

    monkeypatch.setattr(wms, "_BLOCK_PX", BLOCK_PX)
    monkeypatch.setattr(network, "POLICY", network.Policy(attempts=3, first_pause_s=0.02))
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "cache")


@pytest.fixture
def served(quick, scene):
    """A front before a QGIS Server that serves the scene, and its address."""
    from servers import qgis_server

    with qgis_server(scene) as both:
        yield both


@pytest.fixture
def tiles(scene) -> str:
    """The grid of the scene."""
    import processing

    grid = {"RASTER": str(scene.raster), "OUTPUT": scene.path("grid.gpkg")}
    return processing.run("sattile:buildtilegrid", grid)["OUTPUT"]


@pytest.fixture(params=["GDAL as it is", "GDAL raises"])
def manners(request) -> Iterator[None]:
    """Both ways in which other plugins may have left GDAL; from QGIS 3.40 on Processing itself makes it raise."""
    from osgeo import gdal

    changes = request.param == "GDAL raises" and not gdal.GetUseExceptions()
    if changes:
        gdal.UseExceptions()
    yield
    if changes:
        gdal.DontUseExceptions()
