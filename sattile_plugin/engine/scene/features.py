"""What a scene is made of before it is painted: covers of the ground, ways, roofs and trees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple, Optional

import numpy as np
import numpy.typing as npt
import shapely

from .frame import Bounds
from .roofs import Wing

FloatArray = npt.NDArray[np.floating[Any]]
"""Mostly float32."""
Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 255."""


class Layer(IntEnum):
    """Order in which areas are painted, lowest first."""

    LAND = 0
    PATCH = 1
    """Something on a field: bare ground, a pit, a pond."""
    PLOT = 2
    YARD = 3
    DETAIL = 4
    """Something in a yard: a pool, a bed of vegetables."""
    MARKING = 5
    """Above the ways as well: what is drawn on asphalt."""


@dataclass(frozen=True)
class Rows:
    """Stripes: a tone that depends only on the distance across them."""

    angle_rad: float
    """Direction in which the stripes run."""
    profile: FloatArray
    """(n,) float32, 0 to 1 for each 0.1 m across; repeats after its end. 1 is wholly the second colour."""
    second: Colour
    """Colour between which and the cover's own the profile mixes."""


@dataclass(frozen=True)
class Cover:
    """How a piece of ground looks."""

    colour: Colour
    grain: float = 0.05
    """Share by which brightness varies from pixel to pixel."""
    patches: float = 0.06
    """Share by which it varies over some metres."""
    drift: float = 0.04
    """Share by which it varies over some tens of metres."""
    rows: Optional[Rows] = None


@dataclass(frozen=True)
class Area:
    """A polygon of one cover."""

    polygon: shapely.Polygon
    cover: Cover
    layer: Layer = Layer.LAND
    soft_m: float = 0.0
    """Width over which its edge fades."""


@dataclass(frozen=True)
class Way:
    """A road, track or stream."""

    line: shapely.LineString
    width_m: float
    surface: str
    """A key of `palette.SURFACES`."""

    def ground(self, margin_m: float = 0.0) -> shapely.Polygon:
        """Return the ground it takes, with a margin on both sides."""
        return self.line.buffer(self.width_m / 2 + margin_m, quad_segs=3)


class Attributes(NamedTuple):
    """What BDTopo says of a building."""

    nature: str
    usage_1: str
    leger: str = "Non"


@dataclass(frozen=True)
class Roof:
    """How a roof looks."""

    colour: Colour
    weathering: float = 0.1
    """Share by which brightness varies over some metres."""
    rib_m: float = 0.0
    """Distance of the ribs of a metal sheet, 0 for none."""


@dataclass(frozen=True)
class Structure:
    """Something with a roof: a building, or a thing that only looks like one and has no attributes."""

    wings: tuple[Wing, ...]
    roof: Roof
    attributes: Optional[Attributes] = None
    fittings: tuple[tuple[shapely.Polygon, Colour], ...] = ()
    """Flat things on the roof: windows, solar panels, chimneys and their shadows."""
    polygon: shapely.Polygon = field(init=False)
    """Its footprint: the union of its wings."""

    def __post_init__(self) -> None:
        footprint = shapely.unary_union([wing.polygon() for wing in self.wings])
        object.__setattr__(self, "polygon", footprint)

    @property
    def height_m(self) -> float:
        """Height of the highest eave, as BDTopo gives it."""
        return max(wing.eave_m for wing in self.wings)


TREE_COLUMNS = 7
"""Columns of an array of trees: x, y, crown radius and height in metres, then red, green and blue."""


def no_trees() -> FloatArray:
    return np.empty((0, TREE_COLUMNS), np.float32)


@dataclass
class Features:
    """Everything that was made for some part of a scene."""

    areas: list[Area] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    structures: list[Structure] = field(default_factory=list)
    trees: list[FloatArray] = field(default_factory=list)
    """Arrays of (n, TREE_COLUMNS) float32."""

    def add(self, others: Iterable[Features]) -> None:
        """Take in what others hold, in their order."""
        for other in others:
            self.areas += other.areas
            self.ways += other.ways
            self.structures += other.structures
            self.trees += other.trees

    def within(self, bounds: Bounds) -> Features:
        """Return what may be seen within bounds."""
        return Features(
            [area for area in self.areas if bounds.meets(area.polygon)],
            [way for way in self.ways if bounds.meets(way.line)],
            [one for one in self.structures if bounds.meets(one.polygon)],
            [trees[_meets(trees, bounds)] for trees in self.trees],
        )


def _meets(trees: FloatArray, bounds: Bounds) -> npt.NDArray[np.bool_]:
    x, y = trees[:, 0], trees[:, 1]
    inside: npt.NDArray[np.bool_] = (x >= bounds.xmin) & (x <= bounds.xmax) & (y >= bounds.ymin) & (y <= bounds.ymax)
    return inside
