"""Imagery from services as a project holds them: real servers on loopback, with the faults that servers have."""

from __future__ import annotations

import time
from pathlib import Path

import processing
import pytest
from imagery import BLOCK_PX, BLOCKS, Told, fetched, finished, pixels, transparent_image, wms_layer
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsNetworkAccessManager,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from scene import NORTH, SIDE_M, WEST, Scene
from servers import MAPSERVER, SLOW_S

from sattile_plugin.bridge.errors import Cancelled, ServiceFailed, ServiceTooLarge
from sattile_plugin.bridge.layers import vector_input
from sattile_plugin.bridge.services import raster
from sattile_plugin.bridge.services.inputs import any_raster_input, with_tiles

pytestmark = pytest.mark.skipif(MAPSERVER is None, reason="needs qgis_mapserver")


def test_a_wms_becomes_the_same_pixels_by_blocks_and_only_once(served, scene: Scene, tiles, manners) -> None:
    front, url = served
    layer, told = wms_layer(url), Told()
    path = fetched(layer, tiles, told)
    assert pixels(path) == pixels(scene.raster)
    assert front.count("GetMap") == BLOCKS
    assert "16 of 16 blocks" in told.lines[0] and "m a pixel" in told.lines[0]
    before = len(front.requests)
    assert fetched(layer, tiles, Told()) == path
    assert len(front.requests) == before


@pytest.mark.parametrize("fault", ["500", "429", "cut", "xml", "slow", "broken off", "blank"])
def test_a_passing_fault_is_tried_again(served, scene: Scene, tiles, fault: str) -> None:
    front, url = served
    layer = wms_layer(url)
    usual_ms = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(int(SLOW_S * 500))
    front.blank = transparent_image(BLOCK_PX)
    faults = [fault] if fault == "blank" else [fault] * 2
    try:
        front.fail("GetMap", *faults)
        path = fetched(layer, tiles, Told())
    finally:
        QgsNetworkAccessManager.setTimeout(usual_ms)
    assert pixels(path) == pixels(scene.raster)
    assert front.count("GetMap") == BLOCKS + len(faults) and not front.faults


@pytest.mark.parametrize(
    "fault, words", [("500", "HTTP 500"), ("xml", "out of order"), ("cut", "cut off"), ("slow", "no answer within")]
)
def test_a_lasting_fault_is_one_sentence_and_keeps_what_is_finished(
    served, scene: Scene, tiles, fault: str, words: str
) -> None:
    front, url = served
    layer = wms_layer(url)
    usual_ms = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(500)
    front.fail("BBOX=650048.000000,6860032.000000", *[fault] * 3)
    try:
        with pytest.raises(ServiceFailed, match=words) as caught:
            fetched(layer, tiles, Told())
    finally:
        QgsNetworkAccessManager.setTimeout(usual_ms)
    assert "WMS: the server 127.0.0.1" in str(caught.value) and "\n" not in str(caught.value)
    kept = finished(scene.folder)
    assert 0 < len(kept) < BLOCKS and not list((scene.folder / "cache").rglob("*partial*"))
    before = len(front.requests)
    assert pixels(fetched(layer, tiles, Told())) == pixels(scene.raster)
    asked = {path for path in front.requests[before:] if "GetMap" in path}  # one of those cancelled may come late
    assert len(asked) == BLOCKS - len(kept)


@pytest.mark.parametrize(
    ("status", "words"),
    [("404", r"attempt 1 \(HTTP 404\)"), ("401", r"refuses access \(HTTP 401\)"), ("403", "check the login")],
)
def test_a_refusal_is_not_tried_again(served, tiles, status: str, words: str) -> None:
    front, url = served
    layer = wms_layer(url)
    front.fail("GetMap", status)
    with pytest.raises(ServiceFailed, match=words):
        fetched(layer, tiles, Told())
    assert front.count("GetMap") < BLOCKS // 2


def test_cancel_keeps_finished_blocks(served, scene: Scene, tiles) -> None:
    front, url = served
    layer = wms_layer(url)
    with pytest.raises(Cancelled):
        fetched(layer, tiles, Told(cancel_at=30))
    kept = finished(scene.folder)
    assert 4 <= len(kept) < BLOCKS
    before = len(front.requests)
    assert pixels(fetched(layer, tiles, Told())) == pixels(scene.raster)
    asked = {path for path in front.requests[before:] if "GetMap" in path}  # one of those cancelled may come late
    assert len(asked) == BLOCKS - len(kept)


def test_an_algorithm_takes_a_wms_as_it_stands(served, scene: Scene, tiles) -> None:
    _, url = served
    images = {"TILES": tiles, "OUTPUT": scene.path("images"), "SERVICE_RESOLUTION_M_PER_PX": 1}
    assert processing.run("sattile:exporttileimages", {**images, "RASTER": wms_layer(url)})["IMAGE_COUNT"] == 16
    from_file = {**images, "RASTER": str(scene.raster), "OUTPUT": scene.path("from_file")}
    processing.run("sattile:exporttileimages", from_file)
    found, wanted = (sorted(Path(scene.path(name)).rglob("*.png")) for name in ("images", "from_file"))
    assert [path.name for path in found] == [path.name for path in wanted]
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(found, wanted))


def test_fetching_works_in_the_background_as_from_a_dialog(served, scene: Scene, tiles) -> None:
    front, url = served
    layer, context, told = wms_layer(url), QgsProcessingContext(), Told()
    given = {"TILES": tiles, "RASTER": layer, "OUTPUT": scene.path("images"), "SERVICE_RESOLUTION_M_PER_PX": 1}
    algorithm = QgsApplication.processingRegistry().algorithmById("sattile:exporttileimages").create()
    task = QgsProcessingAlgRunnerTask(algorithm, given, context, told)
    ended: list[tuple[bool, dict]] = []
    task.executed.connect(lambda *result: ended.append(result))
    QgsApplication.taskManager().addTask(task)
    until = time.monotonic() + 60
    while not ended and time.monotonic() < until:
        QgsApplication.processEvents()
        time.sleep(0.01)
    assert ended and ended[0][0] and ended[0][1]["IMAGE_COUNT"] == 16
    assert front.count("GetMap") == BLOCKS


def test_a_service_cannot_be_tiled(served, scene: Scene) -> None:
    _, url = served
    algorithm = QgsApplication.processingRegistry().algorithmById("sattile:buildtilegrid").create()
    given = {"RASTER": wms_layer(url), "OUTPUT": scene.path("other.gpkg")}
    valid, sentence = algorithm.checkParameterValues(given, QgsProcessingContext())
    assert not valid and "WMS is a service" in sentence and "extent" in sentence


def test_too_much_is_refused_before_anything_is_asked(served, tiles) -> None:
    front, url = served
    layer = wms_layer(url)
    QgsSettings().setValue(raster.LIMIT_SETTING, 0.05)
    try:
        with pytest.raises(ServiceTooLarge, match="coarser resolution"):
            fetched(layer, tiles, Told())
    finally:
        QgsSettings().remove(raster.LIMIT_SETTING)
    assert front.count("GetMap") == 0


def test_a_place_without_image_is_transparent_and_said(served, scene: Scene, tiles) -> None:
    _, url = served
    layer, told = wms_layer(url), Told()
    wide = QgsVectorLayer("Polygon?crs=EPSG:2154", "wide", "memory")
    square = QgsFeature()
    square.setGeometry(QgsGeometry.fromRect(QgsRectangle(WEST, NORTH - SIDE_M, WEST + 2 * SIDE_M, NORTH)))
    wide.dataProvider().addFeatures([square])
    values = with_tiles({"raster": any_raster_input(layer), "tiles": vector_input(wide)}, 1.0)
    path = Path(values["raster"].written(Path(), told))
    assert pixels(path) == pixels(scene.raster)
    assert any("shows nothing in" in line for line in told.lines)
    made = gdal.Open(str(path))
    assert set(made.GetRasterBand(4).ReadRaster()) == {0, 255}
