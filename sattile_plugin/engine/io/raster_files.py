"""Raster files as they lie on the map: opened, with their system and outline, set upright, and windows of them."""

from __future__ import annotations

from math import ceil
from typing import Any

import rasterio
import shapely
from pyproj import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioIOError
from rasterio.transform import Affine, from_origin
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window
from shapely.geometry.base import BaseGeometry

from ...contract.errors import UnreadableFile
from .crs import is_on_earth
from .reasons import why_unreadable

ROUNDING = 1e-3
"""Share of a pixel that does not count: where edges are those of pixels, and how many pixels are as long as ground."""


def raster_footprint(path: str) -> tuple[BaseGeometry, CRS | None]:
    """Return the outline of a raster's grid of pixels in its own system, and that system."""
    with open_raster(path) as data:
        return _outline(data), raster_crs(data)


def raster_crs(data: rasterio.DatasetReader) -> CRS | None:
    """Return a raster's system; none where it does not say where on earth it lies."""
    crs = CRS.from_wkt(data.crs.to_wkt()) if data.crs else None
    return crs if is_on_earth(crs) else None


def first_bands(path: str) -> list[int]:
    """Return three bands to look at where colours do not matter: the first three, or the first alone."""
    with open_raster(path) as data:
        return [1, 2, 3] if data.count >= 3 else [1, 1, 1]


def open_raster(path: str) -> rasterio.DatasetReader:
    """Open a raster; raise UnreadableFile where it is none."""
    try:
        return rasterio.open(path)
    except RasterioIOError as error:
        raise unreadable(path, error) from error


def unreadable(path: str, error: RasterioIOError) -> UnreadableFile:
    """Return what to tell the user of a raster that cannot be read."""
    return UnreadableFile(path=path, expected="a raster", reason=why_unreadable(path, error))


def warp(source: rasterio.DatasetReader, **grid: Any) -> WarpedVRT:
    """Return a raster in another system or grid, with a band that says where it has an image."""
    has_alpha = ColorInterp.alpha in source.colorinterp
    return WarpedVRT(source, **grid, resampling=Resampling.bilinear, add_alpha=not has_alpha)


def is_upright(transform: Affine) -> bool:
    """Say whether rows run south and columns east.

    >>> [is_upright(Affine(0.5, turned, 0, turned, down, 9)) for turned, down in ((0, -0.5), (0, 0.5), (0.1, -0.5))]
    [True, False, False]
    """
    return transform.b == transform.d == 0 and transform.a > 0 > transform.e


def upright_grid(source: rasterio.DatasetReader) -> dict[str, Any]:
    """Return the grid of pixels as large as a raster's own that hold its outline, rows south and columns east.

    Of a raster that is but mirrored they are its own pixels.
    """
    west, south, east, north = _outline(source).bounds
    width_m, height_m = source.res
    return {
        "transform": from_origin(west, north, width_m, height_m),
        "width": ceil((east - west) / width_m - ROUNDING),
        "height": ceil((north - south) / height_m - ROUNDING),
    }


def clip(window: Window, width: int, height: int) -> Window:
    """Return the part of a window that lies on the raster; its size is 0 where none does."""
    left, top = max(window.col_off, 0), max(window.row_off, 0)
    right = min(window.col_off + window.width, width)
    bottom = min(window.row_off + window.height, height)
    return Window(left, top, max(right - left, 0), max(bottom - top, 0))


def slices(window: Window, inside: Window, size_px: int) -> tuple[slice, slice]:
    """Return which rows and columns of the tile's image the inner window fills."""
    rows, columns = size_px / window.height, size_px / window.width
    top, left = inside.row_off - window.row_off, inside.col_off - window.col_off
    return (
        slice(round(top * rows), round((top + inside.height) * rows)),
        slice(round(left * columns), round((left + inside.width) * columns)),
    )


def _outline(data: rasterio.DatasetReader) -> shapely.Polygon:
    corners = ((0, 0), (data.width, 0), (data.width, data.height), (0, data.height))
    return shapely.Polygon([data.transform * corner for corner in corners])
