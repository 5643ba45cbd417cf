"""Stable names of tiles, in the form of the European statistical grids."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from .crs import name_crs

_TOLERANCE_M = 1e-3


def tile_prefix(crs: CRS, path: str, tile_size_m: float) -> str:
    """Return what the names of all tiles of a grid begin with: ``CRS2154RES50m``.

    Raises
    ------
    UnnamedCrs
        The system has no authority code; `path` tells the user where it came from.
    """
    return f"CRS{name_crs(crs, path)}RES{plain_number(tile_size_m)}m"


def tile_names(cells: np.ndarray, tile_size_m: float, prefix: str) -> list[str]:
    """Return each tile's stable name: the prefix, then northing and easting of its lower-left corner.

    The form is that of the European statistical grids (INSPIRE, Data Specification on Geographical Grid Systems).

    Examples
    --------
    >>> tile_names(np.array([[137200, 13000]]), 50.0, "CRS2154RES50m")
    ['CRS2154RES50mN6860000E650000']
    """
    return [
        f"{prefix}N{plain_number(row * tile_size_m)}E{plain_number(column * tile_size_m)}"
        for row, column in cells.tolist()
    ]


def names_of_squares(frame: gpd.GeoDataFrame, source: str) -> list[str] | None:
    """Return names for the tiles of a layer that has none; None unless all are upright squares of one size."""
    west, south, east, north = shapely.bounds(frame.geometry.to_numpy()).T
    size_m = round(float(np.median(east - west)), 3)
    sides = np.concatenate([east - west, north - south])
    upright = np.allclose(frame.area, size_m**2, rtol=1e-4)
    if size_m <= 0 or not upright or np.abs(sides - size_m).max() > _TOLERANCE_M:
        return None
    corners = np.stack([south, west], axis=1).round(3)
    return tile_names(corners / size_m, size_m, tile_prefix(frame.crs, source, size_m))


def plain_number(number: float) -> str:
    """Return a number without an exponent, a needless point or the sign of a negative zero.

    >>> plain_number(6860000.0), plain_number(12.5), plain_number(-1e-9)
    ('6860000', '12.5', '0')
    """
    return f"{round(number, 6) + 0.0:.6f}".rstrip("0").rstrip(".")
