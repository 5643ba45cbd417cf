"""Imagery from services as a project holds them: real servers on loopback, with the faults that servers have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import processing
import pytest
from osgeo import gdal
from qgis.core import (
    QgsNetworkAccessManager,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer
from qgis.PyQt.QtGui import QImage
from scene import NORTH, SIDE_M, WEST, Scene
from servers import MAPSERVER, SLOW_S, Front, qgis_server

from sattile_plugin.bridge.errors import Cancelled, ServiceFailed
from sattile_plugin.bridge.layers import vector_input
from sattile_plugin.bridge.services import cache, network, wms
from sattile_plugin.bridge.services.inputs import any_raster_input, with_tiles

pytestmark = pytest.mark.skipif(MAPSERVER is None, reason="needs qgis_mapserver")
BLOCKS, BLOCK_PX = 16, 64


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


def fetched(layer: QgsRasterLayer, tiles: str, feedback: QgsProcessingFeedback, resolution: float = 1.0) -> Path:
    """Return the raster that a layer becomes."""
    grid = vector_input(QgsVectorLayer(tiles, "grid", "ogr"))
    values = with_tiles({"raster": any_raster_input(layer), "tiles": grid}, resolution)
    return Path(values["raster"].written(Path(), feedback))


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


def test_a_wms_becomes_the_same_pixels_by_blocks_and_only_once(served, scene: Scene, tiles) -> None:
    front, url = served
    layer, told = wms_layer(url), Told()
    path = fetched(layer, tiles, told)
    assert pixels(path) == pixels(scene.raster)
    assert front.count("GetMap") == BLOCKS
    assert "16 of 16 blocks" in told.lines[0] and "m a pixel" in told.lines[0]
    before = len(front.requests)
    assert fetched(layer, tiles, Told()) == path
    assert len(front.requests) == before


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
    before = front.count("GetMap")
    assert pixels(fetched(layer, tiles, Told())) == pixels(scene.raster)
    assert front.count("GetMap") - before == BLOCKS - len(kept)


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
    before = front.count("GetMap")
    assert pixels(fetched(layer, tiles, Told())) == pixels(scene.raster)
    assert front.count("GetMap") - before == BLOCKS - len(kept)
