"""Answers become the pixels of a block, checked, and blocks become one raster.

GDAL returns None or raises RuntimeError, as the last plugin that asked for either had it; both are met here.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Optional
from uuid import uuid4

from osgeo import gdal, osr  # type: ignore[import-not-found]
from qgis.core import QgsFeedback
from qgis.PyQt.QtGui import QImage

from ...contract.texts import QT_TRANSLATE_NOOP
from ..errors import Cancelled, LayerNotWritten
from ..language import tr
from .answers import parse_xml
from .cache import written_whole
from .grids import Grid
from .network import BadAnswer

_ENDS = {b"\x89PNG": b"IEND\xaeB`\x82", b"\xff\xd8\xff": b"\xff\xd9"}
"""How an image that is whole ends, by how it begins; a decoder fills what is missing with grey or black."""
_TAIL_BYTES = 32
_NOT_AN_IMAGE = QT_TRANSLATE_NOOP("SatTile", "an answer that is no image")
_CUT_IMAGE = QT_TRANSLATE_NOOP("SatTile", "an image that is cut off")
_WRONG_SIZE = QT_TRANSLATE_NOOP("SatTile", "an image of another size")
_TILED_TIFF = ("TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "ZLEVEL=1")


class Corner(NamedTuple):
    """North-west corner of pixels, in units of their system."""

    west: float
    north: float


class Patch:
    """The pixels of one answer, red, green, blue and opacity, 8 bit each.

    Raises
    ------
    BadAnswer
        It is an error report, no image, cut off or of another size.
    """

    def __init__(self, answer: bytes, side_px: int) -> None:
        _check_whole(answer)
        image = QImage.fromData(answer)
        if image.isNull():
            raise BadAnswer(tr(_CUT_IMAGE))
        if (image.width(), image.height()) != (side_px, side_px):
            raise BadAnswer(tr(_WRONG_SIZE))
        image = image.convertToFormat(QImage.Format.Format_RGBA8888)
        self.side_px = side_px
        self.pixels = bytes(image.constBits().asstring(image.sizeInBytes()))
        self.is_transparent = not any(self.pixels[3::4])


def write_image_block(patches: list[tuple[Patch, int, int]], grid: Grid, corner: Corner, path: Path) -> None:
    """Write patches, each with its column and row in the block; what none covers is transparent."""
    gdal.ErrorReset()
    with written_whole(path) as partial:
        try:
            _draw(patches, grid, corner, partial)
        except RuntimeError as error:
            raise LayerNotWritten(layer=path.name, reason=str(error)) from error
        _check_written(partial, path.name)


def write_coverage_block(answer: bytes, grid: Grid, corner: Corner, path: Path) -> None:
    """Write the values of a coverage at the place that was asked for, whatever the answer says of it."""
    if answer.lstrip()[:1] == b"<":
        parse_xml(answer)
        raise BadAnswer(tr(_NOT_AN_IMAGE))
    memory = f"/vsimem/{uuid4().hex}.tif"
    gdal.ErrorReset()
    gdal.FileFromMemBuffer(memory, answer)
    with written_whole(path) as partial:
        try:
            _copy_coverage(memory, grid, corner, partial)
        except RuntimeError as error:
            raise BadAnswer(tr(_CUT_IMAGE)) from error
        finally:
            _forget(memory)
        _check_written(partial, path.name)


def assemble(
    blocks: list[Path], crs: str, resolution: Optional[float], path: Path, name: str, feedback: QgsFeedback
) -> None:
    """Write the blocks as one cloud-optimised GeoTIFF.

    Parameters
    ----------
    resolution
        Where given, the blocks are warped to `crs`, to pixels at whole multiples of it.
    """
    gdal.ErrorReset()
    virtual, warped = (f"/vsimem/{uuid4().hex}.vrt" for _ in range(2))
    try:
        _join(blocks, virtual)
        if resolution is not None:
            _warp(virtual, warped, crs, resolution)
        with written_whole(path) as partial:
            _write_cog(virtual if resolution is None else warped, partial, feedback)
            if feedback.isCanceled():
                raise Cancelled
            _check_written(partial, path.name)
    except RuntimeError as error:
        if feedback.isCanceled():
            raise Cancelled from error
        raise LayerNotWritten(layer=name, reason=str(error)) from error
    finally:
        _forget(warped)
        _forget(virtual)


def _draw(patches: list[tuple[Patch, int, int]], grid: Grid, corner: Corner, path: Path) -> None:
    side = grid.block_px
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, 4, gdal.GDT_Byte, list(_TILED_TIFF))
    if dataset is None:
        raise LayerNotWritten(layer=path.name, reason=gdal.GetLastErrorMsg())
    dataset.SetGeoTransform((corner.west, grid.resolution, 0, corner.north, 0, -grid.resolution))
    dataset.SetProjection(_wkt(grid.crs))
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    for patch, column, row in patches:
        px = patch.side_px
        spaces = {"buf_pixel_space": 4, "buf_line_space": 4 * px, "buf_band_space": 1}
        dataset.WriteRaster(column, row, px, px, patch.pixels, **spaces)


def _copy_coverage(memory: str, grid: Grid, corner: Corner, path: Path) -> None:
    found = gdal.Open(memory)
    if found is None or found.ReadRaster() is None:
        raise BadAnswer(tr(_CUT_IMAGE))
    east = corner.west + found.RasterXSize * grid.resolution
    south = corner.north - found.RasterYSize * grid.resolution
    bounds = (corner.west, corner.north, east, south)
    gdal.Translate(str(path), found, outputBounds=bounds, outputSRS=_wkt(grid.crs), creationOptions=list(_TILED_TIFF))


def _join(blocks: list[Path], virtual: str) -> None:
    """Lay blocks side by side; what none covers is transparent."""
    has_opacity = gdal.Open(str(blocks[0])).RasterCount in (2, 4)
    gdal.BuildVRT(virtual, [str(block) for block in blocks], addAlpha=not has_opacity)


def _warp(source: str, target: str, crs: str, resolution: float) -> None:
    gdal.Warp(
        target,
        source,
        format="VRT",
        dstSRS=_wkt(crs),
        xRes=resolution,
        yRes=resolution,
        targetAlignedPixels=True,
        resampleAlg="bilinear",
    )


def _write_cog(source: str, path: Path, feedback: QgsFeedback) -> None:
    gdal.Translate(
        str(path),
        source,
        format="COG",
        creationOptions=["COMPRESS=DEFLATE", "PREDICTOR=YES", "LEVEL=1", "BIGTIFF=IF_SAFER", "NUM_THREADS=2"],
        callback=lambda share, message, data: 0 if feedback.isCanceled() else 1,
    )


def _check_whole(answer: bytes) -> None:
    if answer.lstrip()[:1] == b"<":
        parse_xml(answer)
        raise BadAnswer(tr(_NOT_AN_IMAGE))
    end = next((end for start, end in _ENDS.items() if answer.startswith(start)), None)
    if end is not None and end not in answer[-_TAIL_BYTES:]:
        raise BadAnswer(tr(_CUT_IMAGE))
    if not answer:
        raise BadAnswer(tr(_NOT_AN_IMAGE))


def _forget(memory: str) -> None:
    """Free a file in memory, made or not."""
    if gdal.VSIStatL(memory) is not None:
        gdal.Unlink(memory)


def _check_written(path: Path, name: str) -> None:
    """Raise LayerNotWritten where not all of a file is on the disk; a full disk shows when a file is closed."""
    if not path.is_file() or gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise LayerNotWritten(layer=name, reason=gdal.GetLastErrorMsg())


def _wkt(crs: str) -> str:
    system = osr.SpatialReference()
    system.SetFromUserInput(crs)
    return str(system.ExportToWkt())
