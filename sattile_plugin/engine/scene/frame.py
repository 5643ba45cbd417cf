"""Where things are: bounds, cells and the random generator of each cell."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import shapely

_CELL_ORIGIN = 1 << 20
"""Added to cell numbers, because the seeds of a generator cannot be negative."""


class Kind(IntEnum):
    """What a generator is for; two kinds never share their random numbers."""

    VILLAGE = 1
    OUTLYING = 2
    TRUNK = 3
    ACCESS = 4
    STREETS = 5
    PLOTS = 6
    FARM = 7
    NODE = 8
    EDGE = 9
    LAND = 10
    WOOD = 11
    EXTRA = 12
    STREAM = 13
    TEXTURE = 14
    CROWN = 15
    COMMUNE = 16
    VILLAGE_SIZE = 17
    PARCEL = 18


def generator(seed: int, kind: Kind, ix: int = 0, iy: int = 0) -> np.random.Generator:
    """Return the random generator of one cell.

    >>> generator(1, Kind.LAND, -2, 3).random() == generator(1, Kind.LAND, -2, 3).random()
    True
    """
    return np.random.default_rng([seed % 2**32, int(kind), ix + _CELL_ORIGIN, iy + _CELL_ORIGIN])


class Bounds(NamedTuple):
    """A rectangle in scene metres; y runs north."""

    xmin: float
    ymin: float
    xmax: float
    ymax: float

    def grown(self, margin_m: float) -> Bounds:
        """Return the rectangle with a margin on all sides.

        >>> Bounds(0, 0, 10, 10).grown(5)
        Bounds(xmin=-5, ymin=-5, xmax=15, ymax=15)
        """
        return Bounds(self.xmin - margin_m, self.ymin - margin_m, self.xmax + margin_m, self.ymax + margin_m)

    def meets(self, geometry: Any) -> bool:
        """Return whether the box of a geometry meets the rectangle."""
        xmin, ymin, xmax, ymax = geometry.bounds
        return bool(xmin <= self.xmax and xmax >= self.xmin and ymin <= self.ymax and ymax >= self.ymin)

    def cells(self, cell_m: float, origin_m: float = 0.0) -> Iterator[tuple[int, int]]:
        """Yield the numbers of the square cells that the rectangle meets.

        >>> list(Bounds(5, 5, 15, 8).cells(10))
        [(0, 0), (1, 0)]
        """
        columns = range(_cell(self.xmin - origin_m, cell_m), _cell(self.xmax - origin_m, cell_m) + 1)
        rows = range(_cell(self.ymin - origin_m, cell_m), _cell(self.ymax - origin_m, cell_m) + 1)
        return ((ix, iy) for iy in rows for ix in columns)


def _cell(distance_m: float, cell_m: float) -> int:
    return math.floor(distance_m / cell_m)


class Frame(NamedTuple):
    """A turned coordinate system: u runs along `angle_rad` from the origin, v to the left of it."""

    x_m: float
    y_m: float
    angle_rad: float

    def at(self, u_m: float, v_m: float) -> tuple[float, float]:
        """Return the scene coordinates of a local point.

        >>> Frame(10, 0, 0.0).at(2, 3)
        (12.0, 3.0)
        """
        cos, sin = math.cos(self.angle_rad), math.sin(self.angle_rad)
        return self.x_m + u_m * cos - v_m * sin, self.y_m + u_m * sin + v_m * cos

    def polygon(self, corners_uv_m: list[tuple[float, float]]) -> shapely.Polygon:
        """Return the polygon of local corners, in scene coordinates."""
        return shapely.Polygon([self.at(u, v) for u, v in corners_uv_m])

    def box(self, umin: float, vmin: float, umax: float, vmax: float) -> shapely.Polygon:
        """Return a turned rectangle, in scene coordinates."""
        return self.polygon([(umin, vmin), (umax, vmin), (umax, vmax), (umin, vmax)])


CRS = "EPSG:2154"
"""System of the map on which the scene lies."""
ORIGIN_M = (650_000.0, 6_860_000.0)
"""East and north of the scene's lower-left corner."""


def on_map(geometries: Any) -> Any:
    """Return geometries of the scene in the coordinates of the map.

    >>> on_map(shapely.Point(5, 7))
    <POINT (650005 6860007)>
    """
    return shapely.transform(geometries, lambda points: points + ORIGIN_M)
