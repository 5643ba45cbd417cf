"""Images that QGIS drew, as files: encoded by GDAL, with their place, and whole when they bear their name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from osgeo import gdal  # type: ignore[import-not-found]
from qgis.PyQt.QtGui import QImage, QPainter

from ..contract.errors import UnwritableOutput
from ..contract.library import MIN_VALID_SHARE, WHITE_SHARE, WORLD_SUFFIXES, world_file
from ..contract.paths import partial_path

_DRIVERS = {
    "png": ("PNG", ["ZLEVEL=1"]),
    "jpeg": ("JPEG", ["QUALITY=90"]),
    "webp": ("WEBP", ["LOSSLESS=YES"]),
    "tif": ("GTiff", ["COMPRESS=DEFLATE", "PHOTOMETRIC=RGB"]),
}
_BLACK, _WHITE = b"\0\0\0", b"\xff\xff\xff"


class Ground(NamedTuple):
    """Where an image lies: its upper-left corner and the size of a pixel, in metres; y runs north."""

    xmin: float
    ymax: float
    resolution_m_per_px: float


def without_alpha(image: QImage) -> QImage:
    """Return the image as three bands on black, as the engine gives ground that has no image."""
    flat = QImage(image.size(), QImage.Format.Format_RGB888)
    flat.fill(0)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    return flat


def has_enough(image: QImage) -> bool:
    """Say whether enough of a three-band image is not black, nor all of it white, by the measure of the engine."""
    whole = image.width() * image.height()
    allowed_black, allowed_white = (1 - MIN_VALID_SHARE) * whole, WHITE_SHARE * whole
    pixels = _bytes(image)
    if pixels.count(0) <= 3 * allowed_black and pixels.count(255) < 3 * allowed_white:
        return True
    lines = range(0, len(pixels), image.bytesPerLine())
    found = Counter(pixels[start : start + 3] for line in lines for start in range(line, line + 3 * image.width(), 3))
    return found[_BLACK] <= allowed_black and found[_WHITE] < allowed_white


def write_drawn(
    image: QImage, ground: Ground, crs_wkt: str, path: Path, image_format: str, with_world_file: bool
) -> None:
    """Write a three-band image; only a GeoTIFF carries its place and system inside.

    Raises
    ------
    UnwritableOutput
        GDAL or the disk failed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    driver, options = _DRIVERS[image_format]
    dataset = _dataset(image)
    if image_format == "tif":
        step = ground.resolution_m_per_px
        dataset.SetGeoTransform((ground.xmin, step, 0, ground.ymax, 0, -step))
        dataset.SetProjection(crs_wkt)
    partial = partial_path(path)
    if gdal.GetDriverByName(driver).CreateCopy(str(partial), dataset, options=options) is None:
        raise UnwritableOutput(path=path, reason=gdal.GetLastErrorMsg())
    if with_world_file:
        path.with_suffix(f".{WORLD_SUFFIXES[image_format]}").write_text(world_file(*ground), encoding="ascii")
    partial.replace(path)


def _dataset(image: QImage) -> gdal.Dataset:
    width, height = image.width(), image.height()
    dataset = gdal.GetDriverByName("MEM").Create("", width, height, 3)
    spaces = {"buf_pixel_space": 3, "buf_line_space": image.bytesPerLine(), "buf_band_space": 1}
    dataset.WriteRaster(0, 0, width, height, _bytes(image), width, height, gdal.GDT_Byte, [1, 2, 3], **spaces)
    return dataset


def _bytes(image: QImage) -> bytes:
    return bytes(image.constBits().asstring(image.sizeInBytes()))
