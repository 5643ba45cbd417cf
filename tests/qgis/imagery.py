"""Imagery of services in tests: layers that show it, what a user is told, the pixels that come of it."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from osgeo import gdal
from qgis.core import QgsProcessingFeedback, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QBuffer
from qgis.PyQt.QtGui import QImage
from scene import NORTH, SIDE_M, WEST

from sattile_plugin.bridge.layers import vector_input
from sattile_plugin.bridge.services.inputs import any_raster_input, with_tiles

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


def finished(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "cache").rglob("*_*.tif"))
