"""The net of crooked quarters that the open land is divided into."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import shapely

from .frame import Kind, generator

CELL_M = 390.0


def node(seed: int, ix: int, iy: int) -> tuple[float, float]:
    """Return where four quarters meet, in scene metres."""
    rng = generator(seed, Kind.NODE, ix, iy)
    # Every second row of nodes is shifted, so that quarters do not line up over the whole region.
    shift = 0.22 if iy % 2 else -0.22
    return (ix + shift + rng.uniform(-0.27, 0.27)) * CELL_M, (iy + rng.uniform(-0.3, 0.3)) * CELL_M


def border(seed: int, ix: int, iy: int, upright: bool) -> shapely.LineString:
    """Return the crooked line from a node to its eastern or northern neighbour.

    The line is a function of its two nodes, so both quarters that share it have the same.
    """
    rng = generator(seed, Kind.EDGE, 2 * ix + upright, iy)
    start = np.array(node(seed, ix, iy))
    end = np.array(node(seed, ix + (not upright), iy + upright))
    across = np.array([start[1] - end[1], end[0] - start[0]])
    t = np.linspace(0, 1, 13)[:, None]
    bow = rng.normal(0, 0.035) * np.sin(math.pi * t) + rng.normal(0, 0.02) * np.sin(2 * math.pi * t)
    return shapely.LineString(start + (end - start) * t + across * bow)


@lru_cache(maxsize=4096)
def quarter(seed: int, ix: int, iy: int) -> shapely.Polygon:
    """Return the ground between four nodes."""
    south, north = border(seed, ix, iy, False), border(seed, ix, iy + 1, False)
    west, east = border(seed, ix, iy, True), border(seed, ix + 1, iy, True)
    ring = [*south.coords, *east.coords[1:], *north.coords[-2::-1], *west.coords[-2:0:-1]]
    return shapely.Polygon(ring).buffer(0)
