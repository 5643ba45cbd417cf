"""Sites of a village that need more ground than a plot: the church in its square, and works."""

from __future__ import annotations

import math
from typing import Optional

import numpy as np
import shapely

from . import palette
from .farms import works
from .features import Area, Features, Layer, Way
from .frame import Frame
from .gardens import crowns, scattered
from .houses import church
from .palette import varied_cover
from .settlements import Settlement
from .streets import lines_in

_CHURCH = (50.0, 25.0)
_WORKS = (110.0, 72.0)
"""Width and depth of the grounds of the church and of works, in metres."""


def add_sites(
    made: Features, settlement: Settlement, roads: list[Way], taken: list[shapely.Geometry], rng: np.random.Generator
) -> list[shapely.Polygon]:
    """Build the church and the works of a village where there is room, and return their grounds."""
    grounds: list[shapely.Polygon] = []
    for size_m, reach in ((_CHURCH, (0.0, 0.5)), (_WORKS, (0.5, 1.1))):
        frame = _site(settlement, roads, taken, size_m, reach, rng)
        if frame is None:
            continue
        grounds.append(frame.box(-size_m[0] / 2, 0, size_m[0] / 2, size_m[1]))
        if size_m == _CHURCH:
            _add_church(made, frame, rng)
        else:
            made.add([works(frame, rng)])
    return grounds


def _add_church(made: Features, frame: Frame, rng: np.random.Generator) -> None:
    """Build a church in its square, along the road."""
    width_m, depth_m = _CHURCH
    square = frame.box(-width_m / 2, 0, width_m / 2, depth_m)
    made.areas.append(Area(square, varied_cover(palette.YARD, rng), Layer.PLOT))
    made.structures.append(church(Frame(*frame.at(-3.0, depth_m / 2), frame.angle_rad), rng))
    edge = square.difference(square.buffer(-2.5))
    made.trees.append(crowns(scattered(edge, 30, rng), palette.GARDEN, (1.4, 2.8), 2.2, rng))


def _site(
    settlement: Settlement,
    roads: list[Way],
    taken: list[shapely.Geometry],
    size_m: tuple[float, float],
    reach: tuple[float, float],
    rng: np.random.Generator,
) -> Optional[Frame]:
    """Return a free place beside a road; u runs along the road, v away from it.

    Parameters
    ----------
    size_m : tuple of two floats
        Width along the road and depth.
    reach : tuple of two floats
        Least and greatest distance from the middle of the settlement, in radii.
    """
    width_m, depth_m = size_m
    nearest_m, farthest_m = (share * settlement.radius_m for share in reach)
    wide = settlement.point.buffer(farthest_m + width_m)
    lines = [part for road in roads for part in lines_in(road.line, wide) if part.length > 1.2 * width_m]
    for _ in range(60 if lines else 0):
        line = lines[rng.integers(len(lines))]
        along_m = rng.uniform(width_m / 2, line.length - width_m / 2)
        start, middle, end = (line.interpolate(along_m + step_m) for step_m in (-20, 0, 20))
        angle_rad = math.atan2(end.y - start.y, end.x - start.x) + (math.pi if rng.random() < 0.5 else 0.0)
        frame = Frame(*Frame(middle.x, middle.y, angle_rad).at(0, 6.5), angle_rad)
        ground = frame.box(-width_m / 2, 0, width_m / 2, depth_m)
        near = nearest_m <= settlement.point.distance(ground) <= farthest_m
        if near and not shapely.intersects(taken, ground).any():
            return frame
    return None
