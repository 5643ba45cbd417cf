"""Streets of a village: they branch off its roads and end where they meet others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely
import shapely.ops

from .features import Way
from .settlements import Settlement

_STEP_M = 12.0
_MIN_LENGTH_M = 48.0
_CLEARANCE_M = 44.0
"""Distance under which a growing street turns into another one and ends."""


@dataclass
class _Growth:
    """A village's network while it grows."""

    disc: shapely.Polygon
    lines: list[shapely.LineString]
    rng: np.random.Generator

    def branch_off(self, parent: shapely.LineString) -> list[shapely.LineString]:
        """Grow streets to both sides of a line and take them in."""
        grown: list[shapely.LineString] = []
        for side in (1, -1):
            along_m = self.rng.uniform(30, 75)
            while along_m < parent.length - 25:
                street = self._grow(parent, along_m, side) if self.rng.random() < 0.85 else None
                if street is not None:
                    self.lines.append(street)
                    grown.append(street)
                along_m += self.rng.uniform(62, 105)
        return grown

    def _grow(self, parent: shapely.LineString, along_m: float, side: int) -> Optional[shapely.LineString]:
        start, ahead = parent.interpolate(along_m), parent.interpolate(along_m + 2)
        heading = math.atan2(ahead.y - start.y, ahead.x - start.x) + side * math.pi / 2 + self.rng.normal(0, 0.13)
        curve = self.rng.normal(0, 0.025)
        others = shapely.MultiLineString(self.lines)
        points = [start]
        while self.disc.contains(points[-1]) and len(points) < 30:
            heading += curve + self.rng.normal(0, 0.035)
            last = points[-1]
            point = shapely.Point(last.x + _STEP_M * math.cos(heading), last.y + _STEP_M * math.sin(heading))
            points.append(point)
            gap_m = others.distance(point)
            if len(points) > 4 and gap_m < _CLEARANCE_M:
                points.append(shapely.ops.nearest_points(others, point)[0])
                break
            if len(points) == 4 and gap_m < 0.8 * 3 * _STEP_M:
                return None
        if len(points) == 1:
            return None
        line = shapely.LineString(points)
        return line if line.length >= _MIN_LENGTH_M else None


def streets_of(settlement: Settlement, roads: list[Way], rng: np.random.Generator) -> list[Way]:
    """Return the streets of a settlement, besides the roads through it.

    Parameters
    ----------
    roads : list of Way
        Roads that cross the settlement.
    """
    disc = settlement.point.buffer(settlement.radius_m)
    spine = [part for road in roads for part in lines_in(road.line, disc)]
    growth = _Growth(disc, list(spine), rng)
    generations = 2 if settlement.kind == "village" else 1
    parents = spine
    for _ in range(generations):
        parents = [street for parent in parents for street in growth.branch_off(parent)]
    width_m = 4.6 if settlement.kind == "village" else 3.6
    return [Way(line, width_m, "street") for line in growth.lines[len(spine) :]]


def lines_in(line: shapely.LineString, area: shapely.Polygon) -> list[shapely.LineString]:
    """Return the parts of a line within an area.

    >>> [part.length for part in lines_in(shapely.LineString([(0, 0), (9, 0)]), shapely.box(2, -1, 5, 1))]
    [3.0]
    """
    inside = line.intersection(area)
    parts = getattr(inside, "geoms", [inside])
    return [part for part in parts if part.geom_type == "LineString" and part.length > 0]
