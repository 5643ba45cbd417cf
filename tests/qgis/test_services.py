"""Imagery from services as a project holds them: real servers on loopback, with the faults that servers have."""

from __future__ import annotations

import time
from collections.abc import Iterator
from math import floor
from pathlib import Path
from typing import Optional

import processing
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsNetworkAccessManager,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer
from qgis.PyQt.QtGui import QImage
from scene import NORTH, SIDE_M, WEST, Scene
from servers import MAPSERVER, SLOW_S, Front, files, front_of, qgis_server

from sattile_plugin.bridge.errors import Cancelled, ServiceFailed, ServiceTooLarge
from sattile_plugin.bridge.layers import vector_input
from sattile_plugin.bridge.services import cache, network, raster, wms
from sattile_plugin.bridge.services.inputs import any_raster_input, with_tiles

pytestmark = pytest.mark.skipif(MAPSERVER is None, reason="needs qgis_mapserver")
BLOCKS, BLOCK_PX = 16, 64
HALF_M = 20037508.342789244


class Told(QgsProcessingFeedback):
    """Keeps what the user would read, and cancels after so much progress."""

    def __init__(self, cancel_at: float = 101) -> None:
        super().__init__(False)
        self.lines: list[str] = []
        self._cancel_at = cancel_at
        self.progressChanged.connect(self._look)

    def pushInfo(self, info: str) -> None:  # noqa: N802
        self.lines.append(info)

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self.lines.append(warning)

    def _look(self, progress: float) -> None:
        if progress >= self._cancel_at:
            self.cancel()


@pytest.fixture
def quick(monkeypatch, tmp_path) -> None:
    """Small blocks, short pauses and a cache of the test's own."""
    monkeypatch.setattr(wms, "_BLOCK_PX", BLOCK_PX)
    monkeypatch.setattr(network, "POLICY", network.Policy(attempts=3, first_pause_s=0.02))
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "cache")


@pytest.fixture
def served(quick, scene: Scene) -> Iterator[tuple[Front, str]]:
    with qgis_server(scene) as both:
        yield both


@pytest.fixture
def tiles(scene: Scene) -> str:
    grid = {"RASTER": str(scene.raster), "OUTPUT": scene.path("grid.gpkg")}
    return processing.run("sattile:buildtilegrid", grid)["OUTPUT"]


def wms_layer(url: str, image_format: str = "image/png", crs: str = "EPSG:2154") -> QgsRasterLayer:
    source = f"crs={crs}&format={image_format}&layers=ortho&styles=&url={url}/"
    layer = QgsRasterLayer(source, "WMS", "wms")
    assert layer.isValid()
    return layer


def fetched(layer: QgsRasterLayer, tiles: str, told: Told, resolution: Optional[float] = 1.0) -> Path:
    """Return the raster that a layer becomes."""
    grid = vector_input(QgsVectorLayer(tiles, "grid", "ogr"))
    values = with_tiles({"raster": any_raster_input(layer), "tiles": grid}, resolution)
    return Path(values["raster"].written(Path(), told))


def transparent_image(side_px: int) -> bytes:
    """Return a PNG in which nothing is."""
    image = QImage(side_px, side_px, QImage.Format.Format_ARGB32)
    image.fill(0)
    buffer = QBuffer()
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def pixels(path: Path) -> bytes:
    """Return the red, green and blue of the scene's square."""
    cut = gdal.Translate(
        "", gdal.Open(str(path)), format="MEM", projWin=(WEST, NORTH, WEST + SIDE_M, NORTH - SIDE_M), bandList=[1, 2, 3]
    )
    return cut.ReadRaster()


@pytest.fixture(params=["GDAL as it is", "GDAL raises"])
def manners(request) -> Iterator[None]:
    """Both ways in which other plugins may have left GDAL; from QGIS 3.40 on Processing itself makes it raise."""
    changes = request.param == "GDAL raises" and not gdal.GetUseExceptions()
    if changes:
        gdal.UseExceptions()
    yield
    if changes:
        gdal.DontUseExceptions()


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


def write_pyramid(scene: Scene, zoom: int) -> tuple[Path, Path]:
    """Cut the scene into the images of one XYZ level; return their folder and the raster that they show."""
    folder, merged = scene.folder / "pyramid", scene.folder / "mercator.tif"
    unit = 2 * HALF_M / (256 * 2**zoom)
    side = 256 * unit
    box = gdal.Info(gdal.Warp("", str(scene.raster), format="MEM", dstSRS="EPSG:3857"), format="json")
    (west, north), (east, south) = (box["cornerCoordinates"][name] for name in ("upperLeft", "lowerRight"))
    columns = range(floor((west + HALF_M) / side), floor((east + HALF_M) / side) + 1)
    rows = range(floor((HALF_M - north) / side), floor((HALF_M - south) / side) + 1)
    bounds = (
        columns.start * side - HALF_M,
        HALF_M - rows.stop * side,
        columns.stop * side - HALF_M,
        HALF_M - rows.start * side,
    )
    size = {"width": 256 * len(columns), "height": 256 * len(rows)}
    gdal.Warp(str(merged), str(scene.raster), dstSRS="EPSG:3857", outputBounds=bounds, dstAlpha=True, **size)
    for column in columns:
        for row in rows:
            image = folder / str(zoom) / str(column) / f"{row}.png"
            image.parent.mkdir(parents=True, exist_ok=True)
            window = [256 * (column - columns.start), 256 * (row - rows.start), 256, 256]
            gdal.Translate(str(image), str(merged), format="PNG", srcWin=window)
            image.with_name(f"{row}.png.aux.xml").unlink(missing_ok=True)
    return folder, merged


def same_where_both_are(block: Path, merged: Path) -> bool:
    """Tell whether a block shows the pixels of a raster that lies in it."""
    one, other = gdal.Open(str(block)), gdal.Open(str(merged))
    west, pixel, _, north, _, _ = other.GetGeoTransform()
    left, _, _, top, _, _ = one.GetGeoTransform()
    window = (round((west - left) / pixel), round((top - north) / pixel), other.RasterXSize, other.RasterYSize)
    return one.ReadRaster(*window) == other.ReadRaster()


def finished(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "cache").rglob("*_*.tif"))


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


def test_a_refusal_is_not_tried_again(served, tiles) -> None:
    front, url = served
    layer = wms_layer(url)
    front.fail("GetMap", "403")
    with pytest.raises(ServiceFailed, match=r"attempt 1 \(HTTP 403\)"):
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


def test_a_wcs_gives_its_values(served, scene: Scene, tiles, manners) -> None:
    front, url = served
    layer = QgsRasterLayer(f"crs=EPSG:2154&format=GeoTIFF&identifier=ortho&url={url}/", "WCS", "wcs")
    assert layer.isValid() and 0.9 < any_raster_input(layer).own_resolution < 1.1
    front.fail("GetCoverage", "xml", "cut")
    before = front.count("GetCoverage")
    path = fetched(layer, tiles, Told())
    assert front.count("GetCoverage") - before == 1 + 2
    assert pixels(path) == pixels(scene.raster)
    fetched(layer, tiles, Told())
    assert front.count("GetCoverage") - before == 1 + 2


def test_a_wmts_is_fetched_by_its_own_images(served, scene: Scene, tiles) -> None:
    front, url = served
    capabilities = f"{url}/?SERVICE%3DWMTS%26REQUEST%3DGetCapabilities"
    source = f"crs=EPSG:3857&format=image/png&layers=ortho&styles=default&tileMatrixSet=EPSG:3857&url={capabilities}"
    layer = QgsRasterLayer(source, "WMTS", "wms")
    assert layer.isValid()
    front.fail("GetTile", "500", "xml")
    path = fetched(layer, tiles, Told(), resolution=2.0)
    images = front.count("GetTile")
    assert images <= 32 + 20
    made = gdal.Open(str(path))
    assert made.GetGeoTransform()[1] == 2.0
    fetched(layer, tiles, Told(), resolution=2.0)
    assert front.count("GetTile") == images


def test_an_xyz_is_fetched_by_its_own_images(quick, scene: Scene, tiles) -> None:
    folder, merged = write_pyramid(scene, zoom=17)
    with front_of(files(folder)) as (front, url):
        layer = QgsRasterLayer(f"type=xyz&url={url}/{{z}}/{{x}}/{{y}}.png&zmin=0&zmax=17", "XYZ", "wms")
        told = Told()
        path = fetched(layer, tiles, told, resolution=0.5)
        assert front.count("/17/") == len(front.requests) == 16 and "at 0.78 m" in told.lines[0]
        front.requests.clear()
        fetched(layer, tiles, Told(), resolution=0.5)
        assert front.requests == []
    (block,) = (scene.folder / "cache").rglob("*_*.tif")
    assert gdal.Open(str(path)).GetGeoTransform()[1] == 0.78
    assert same_where_both_are(block, merged)
