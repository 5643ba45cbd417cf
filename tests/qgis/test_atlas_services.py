"""An Atlas of a service: the pixels of the served raster, and no image in silence where the server fails."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from atlas_ground import ATLAS, DIRECT, different, pixels_of
from qgis.core import QgsProcessingException, QgsProject, QgsRasterLayer
from scene import Scene
from servers import MAPSERVER, qgis_server

pytestmark = pytest.mark.skipif(MAPSERVER is None, reason="needs qgis_mapserver")


@pytest.fixture
def served(scene: Scene):
    with qgis_server(scene) as both:
        yield both
    QgsProject.instance().clear()


def export(scene: Scene, raster: object, method: int, name: str) -> Path:
    grid = {"RASTER": str(scene.raster), "OUTPUT": scene.path(f"{name}.gpkg")}
    tiles = processing.run("sattile:buildtilegrid", grid)["OUTPUT"]
    parameters = {"TILES": tiles, "RASTER": raster, "METHOD": method, "OUTPUT": scene.path(name)}
    if method == ATLAS:
        parameters["SERVICE_RESOLUTION_M_PER_PX"] = 1
    return Path(processing.run("sattile:exporttileimages", parameters)["OUTPUT"])


def wms_layer(url: str) -> QgsRasterLayer:
    source = f"crs=EPSG:2154&format=image/png&layers=ortho&styles=&url={url}/?"
    return QgsRasterLayer(source, "service", "wms")


def test_a_wms_gives_the_pixels_of_the_served_raster(served, scene: Scene) -> None:
    _, url = served
    direct, atlas = export(scene, str(scene.raster), DIRECT, "direct"), export(scene, wms_layer(url), ATLAS, "atlas")
    assert len(pixels_of(atlas)) == 16 and different(pixels_of(direct), pixels_of(atlas)) == []


@pytest.mark.parametrize("fault", ["500", "xml", "cut"])
def test_a_server_that_fails_ends_the_run_in_a_sentence(served, scene: Scene, fault: str) -> None:
    front, url = served
    layer = wms_layer(url)
    front.fail("GetMap", *[fault] * 50)
    with pytest.raises(QgsProcessingException, match="The Atlas cannot draw"):
        export(scene, layer, ATLAS, "faulty")
    assert not Path(scene.path("faulty")).exists()
    front.faults.clear()
    assert len(pixels_of(export(scene, layer, ATLAS, "faulty"))) == 16
