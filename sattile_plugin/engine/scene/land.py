"""The open land: a net of crooked quarters, each cut into parcels that follow its sides."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import shapely
import shapely.ops

from . import palette
from .features import Features, Way
from .frame import Bounds, Kind, generator
from .gardens import along, crowns
from .landuse import field_crop, orchard, vineyard, wood
from .palette import Foliage
from .quarters import border, quarter
from .settlements import settlements_near
from .streets import lines_in

_MIN_PARCEL_M2 = 350.0
_DEEPEST = 7
"""Cuts after which a parcel is left as it is."""
_MOST_PARCELS = 3**_DEEPEST
"""More than one quarter can have; a cut through a hollow side leaves three pieces at most."""
_WOOD_CELL_M = 560.0
_CLEARED_M = 25.0
"""Width of the belt without woods around settlements."""


class Parcel(NamedTuple):
    """A piece of a quarter, before settlements and ways take their share."""

    polygon: shapely.Polygon
    angle_rad: float
    """Direction of its longer side."""


@lru_cache(maxsize=4096)
def parcels_of(seed: int, ix: int, iy: int) -> list[Parcel]:
    """Return the parcels that a quarter is cut into."""
    rng = generator(seed, Kind.LAND, ix, iy)
    return _cut(quarter(seed, ix, iy), rng.uniform(5000, 26000), rng, 0)


def build_parcel(
    seed: int, ix: int, iy: int, number: int, taken: shapely.Geometry, cleared: shapely.Geometry
) -> Features:
    """Return what grows on one parcel of a quarter.

    Parameters
    ----------
    taken : geometry
        Ground of settlements, ways and streams near the parcel, where nothing grows.
    cleared : geometry
        Ground in the fields that has no trees.
    """
    parcel = parcels_of(seed, ix, iy)[number]
    rng = generator(seed, Kind.PARCEL, ix * _MOST_PARCELS + number, iy)
    made = Features()
    made.add([_use(seed, part, parcel.angle_rad, rng) for part in _parts(parcel.polygon.difference(taken))])
    _thin(made, taken.union(cleared))
    return made


def _cut(polygon: shapely.Polygon, target_m2: float, rng: np.random.Generator, depth: int) -> list[Parcel]:
    """Cut a polygon across its longer side until parcels have about the target area."""
    angle_rad, length_m, width_m = _longer_side(polygon)
    if polygon.area < target_m2 * rng.uniform(0.7, 1.8) or width_m < 22 or depth == _DEEPEST:
        return [Parcel(polygon, angle_rad)]
    # Long parcels are split lengthwise now and then: narrow strips are common in old open fields.
    lengthwise = rng.random() < 0.3 and width_m > 60
    cut_rad = angle_rad + (0 if lengthwise else math.pi / 2) + rng.normal(0, 0.05)
    middle = polygon.centroid
    share = rng.uniform(-0.17, 0.17) * (width_m if lengthwise else length_m)
    aside = cut_rad + math.pi / 2
    x_m, y_m = middle.x + share * math.cos(aside), middle.y + share * math.sin(aside)
    far_x, far_y = 2000 * math.cos(cut_rad), 2000 * math.sin(cut_rad)
    knife = shapely.LineString([(x_m - far_x, y_m - far_y), (x_m + far_x, y_m + far_y)])
    halves = _parts(shapely.ops.split(polygon, knife))
    return [leaf for half in halves for leaf in _cut(half, target_m2, rng, depth + 1)]


def _longer_side(polygon: shapely.Polygon) -> tuple[float, float, float]:
    """Return direction and length of the longer side of the tightest rectangle, and its width."""
    corners = np.array(polygon.minimum_rotated_rectangle.exterior.coords)
    sides = np.diff(corners[:3], axis=0)
    lengths = np.hypot(*sides.T)
    longer = int(lengths.argmax())
    return math.atan2(sides[longer, 1], sides[longer, 0]), float(lengths.max()), float(lengths.min())


def _use(seed: int, parcel: shapely.Polygon, angle_rad: float, rng: np.random.Generator) -> Features:
    """Return what grows on a parcel; woods gather in some parts of the region."""
    parcel = parcel.buffer(-float(rng.choice([0.4, 0.6, 1.2])))
    made = Features()
    for part in _parts(parcel):
        middle = part.centroid
        wooded = woodiness(seed, middle.x, middle.y)
        use = rng.random()
        if (wooded > 0.71 and not _settled(seed, part)) or use < 0.025:
            made.add([wood(part, rng)])
        elif use < 0.055:
            made.add([orchard(part, angle_rad, rng)])
        elif use < 0.09:
            made.areas.append(vineyard(part, angle_rad, rng))
        else:
            made.areas.append(field_crop(part, angle_rad, rng))
            _add_field_trees(made, part, rng)
    return made


def _settled(seed: int, parcel: shapely.Polygon) -> bool:
    """Return whether people who live near have cleared a parcel."""
    near = Bounds(*parcel.bounds).grown(_CLEARED_M)
    return any(parcel.distance(one.point) < one.radius_m + _CLEARED_M for one in settlements_near(seed, near))


def woodiness(seed: int, x_m: float, y_m: float) -> float:
    """Return how wooded a place is, 0 to 1: smooth noise between the corners of wide cells."""
    fx, fy = x_m / _WOOD_CELL_M, y_m / _WOOD_CELL_M
    ix, iy = math.floor(fx), math.floor(fy)
    tx, ty = ((t := f - i) * t * (3 - 2 * t) for f, i in ((fx, ix), (fy, iy)))
    corner = [[generator(seed, Kind.WOOD, ix + dx, iy + dy).random() for dx in (0, 1)] for dy in (0, 1)]
    return float(np.array([1 - ty, ty]) @ np.array(corner) @ np.array([1 - tx, tx]))


def _add_field_trees(made: Features, parcel: shapely.Polygon, rng: np.random.Generator) -> None:
    """Plant a hedge or some single trees along the edge of a parcel, as some have."""
    edge = parcel.exterior
    kind = rng.random()
    if kind < 0.13:
        piece = shapely.ops.substring(edge, 0, rng.uniform(0.2, 0.5), normalized=True)
        made.trees.append(hedgerow(piece, rng))
    elif kind < 0.4:
        points = shapely.get_coordinates(shapely.line_interpolate_point(edge, rng.uniform(0, edge.length, 3)))
        made.trees.append(crowns(points.astype(np.float32), palette.OAK, (2.2, 5.5), 2.1, rng))


def hedgerow(line: shapely.LineString, rng: np.random.Generator, foliage: Foliage = palette.OAK) -> np.ndarray:
    """Return shrubs close together along a line, with trees among them."""
    shrubs = crowns(along(line, 1.7, 0.5, rng), foliage, (1.0, 2.0), 1.8, rng)
    tall = crowns(along(line, rng.uniform(11, 30), 1.2, rng), foliage, (2.6, 5.0), 2.2, rng)
    return np.concatenate([shrubs, tall])


def build_border(
    seed: int, ix: int, iy: int, upright: bool, taken: shapely.Geometry, cleared: shapely.Geometry
) -> Features:
    """Return the track or hedge that runs along a side of a quarter, if one does."""
    rng = generator(seed, Kind.EDGE, 2 * ix + upright, iy + (1 << 18))
    line = border(seed, ix, iy, upright)
    kind = rng.random()
    made = Features()
    if has_track(seed, ix, iy, upright):
        pieces = [piece for piece in lines_in(line, line.envelope.buffer(1).difference(taken)) if piece.length > 25]
        made.ways += [Way(piece, 2.8, "track") for piece in pieces]
        if kind < 0.25:
            made.trees.append(hedgerow(line.parallel_offset(3.4, "left"), rng))
    elif kind < 0.45:
        made.trees.append(hedgerow(line, rng))
    _thin(made, taken.union(cleared))
    return made


def has_track(seed: int, ix: int, iy: int, upright: bool) -> bool:
    """Return whether a track runs along a side of a quarter."""
    return bool(generator(seed, Kind.EDGE, 2 * ix + upright, iy + (1 << 19)).random() < 0.45)


def _thin(made: Features, taken: shapely.Geometry) -> None:
    """Fell the trees that stand on taken ground."""
    shapely.prepare(taken)
    made.trees = [trees[~shapely.contains_xy(taken, trees[:, 0], trees[:, 1])] for trees in made.trees]


def _parts(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons of a geometry that are large enough to be used."""
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if part.geom_type == "Polygon" and part.area > _MIN_PARCEL_M2]
