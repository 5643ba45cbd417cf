"""Plots along streets: who builds where in a village."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely

from .features import Way
from .frame import Frame
from .settlements import Settlement


@dataclass(frozen=True)
class Plot:
    """A piece of ground beside a street."""

    frame: Frame
    """Origin in the middle of the street side; u runs along the street, v away from it."""
    width_m: float
    depth_m: float
    polygon: shapely.Polygon
    centrality: float
    """1 in the heart of the settlement, 0 at its edge."""


def lay_plots(
    settlement: Settlement, ways: list[Way], taken: list[shapely.Geometry], rng: np.random.Generator
) -> list[Plot]:
    """Lay plots on both sides of all ways within a settlement; no two overlap.

    Parameters
    ----------
    ways : list of Way
        Roads and streets with lines that run within the settlement.
    taken : list of geometry
        Ground on which no plot may lie, that of the ways included.
    """
    taken = list(taken)
    plots: list[Plot] = []
    fronts = [way for way in ways if way.surface != "water"]
    # The second, coarser round fills the gaps that the first one left.
    for way, step_m in [(way, step_m) for step_m in (3.0, 9.0) for way in fronts]:
        for side in (1, -1):
            along_m = rng.uniform(4, 14)
            while along_m < way.line.length - 8:
                plot = _lay(settlement, way, along_m, side, taken, rng)
                if plot is None:
                    along_m += step_m
                    continue
                along_m += plot.width_m + rng.choice([0.0, 0.0, 3.0])
                taken.append(plot.polygon)
                plots.append(plot)
    return plots


def _lay(
    settlement: Settlement, way: Way, along_m: float, side: int, taken: list[shapely.Geometry], rng: np.random.Generator
) -> Optional[Plot]:
    """Return a plot at a place along a way, or nothing where it does not fit."""
    place = way.line.interpolate(along_m)
    distance_m = math.hypot(place.x - settlement.x_m, place.y - settlement.y_m)
    centrality = min(max(1.05 - distance_m / settlement.radius_m, 0.0), 1.0)
    dense = settlement.kind == "village" and centrality > rng.uniform(0.55, 0.8)
    width_m = rng.uniform(9, 15) if dense else rng.uniform(15, 24) + 6 * (1 - centrality) * rng.random()
    depth_m = rng.uniform(24, 34) if dense else rng.uniform(27, 42)
    if along_m + width_m > way.line.length:
        return None
    best: Optional[Plot] = None
    # The shallowest first: most places are refused, and so by one test.
    for share in (0.6, 0.78, 1.0):
        plot = _plot_at(way, along_m, side, width_m, depth_m * share, centrality if dense else min(centrality, 0.5))
        if not plot.polygon.is_valid or shapely.intersects(plot.polygon, taken).any():
            break
        best = plot
    return best


def _plot_at(way: Way, along_m: float, side: int, width_m: float, depth_m: float, centrality: float) -> Plot:
    """Return a rectangle beside the chord of a way; the chord's bow is kept off by a strip of ground."""
    start, end = way.line.interpolate(along_m), way.line.interpolate(along_m + width_m)
    angle_rad = math.atan2(end.y - start.y, end.x - start.x)
    offset_m = way.width_m / 2 + 1.5
    x_m, y_m = Frame((start.x + end.x) / 2, (start.y + end.y) / 2, angle_rad).at(0, side * offset_m)
    frame = Frame(x_m, y_m, angle_rad if side > 0 else angle_rad + math.pi)
    half_m = width_m / 2 - 0.02
    return Plot(frame, width_m, depth_m, frame.box(-half_m, 0, half_m, depth_m), centrality)
