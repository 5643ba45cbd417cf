"""Roads between settlements, the lanes that lead to farms, and streams."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Optional

import numpy as np
import numpy.typing as npt
import shapely
import shapely.ops

from .features import Way
from .frame import Bounds, Kind, generator
from .settlements import VILLAGE_CELL_M, VILLAGE_ORIGIN_M, Settlement, settlements_near, village_of

_NEIGHBOURS = ((1, 0, 0.92), (0, 1, 0.92), (1, 1, 0.2))
"""Step to a neighbour in the wide lattice, and how likely a road leads there."""
_LONGEST_LANE_M = 600.0
_STREAM_SPACING_M = 1900.0
_STREAM_PIECE_M = 400.0


def roads_near(seed: int, bounds: Bounds) -> list[Way]:
    """Return the roads between villages that may be seen within bounds."""
    cells = bounds.grown(VILLAGE_CELL_M).cells(VILLAGE_CELL_M, VILLAGE_ORIGIN_M)
    roads = [_road(seed, ix, iy, turn) for ix, iy in cells for turn in range(len(_NEIGHBOURS))]
    return [road for road in roads if road and bounds.meets(road.line)]


@lru_cache(maxsize=4096)
def _road(seed: int, ix: int, iy: int, turn: int) -> Optional[Way]:
    step_x, step_y, likely = _NEIGHBOURS[turn]
    rng = generator(seed, Kind.TRUNK, ix * len(_NEIGHBOURS) + turn, iy)
    if rng.random() > likely:
        return None
    start, end = village_of(seed, ix, iy), village_of(seed, ix + step_x, iy + step_y)
    line = winding(start.point, end.point, rng, bend=0.13)
    return Way(line, 6.4, "main") if rng.random() < 0.55 else Way(line, 5.0, "street")


def lanes_near(seed: int, bounds: Bounds) -> list[Way]:
    """Return the lanes to outlying settlements that may be seen within bounds."""
    outlying = [one for one in settlements_near(seed, bounds.grown(_LONGEST_LANE_M)) if one.kind != "village"]
    lanes = [access(seed, settlement) for settlement in outlying]
    return [lane for lane in lanes if lane and bounds.meets(lane.line)]


@lru_cache(maxsize=4096)
def access(seed: int, settlement: Settlement) -> Optional[Way]:
    """Return the lane from an outlying settlement to the nearest road."""
    around = Bounds(*settlement.bounds).grown(VILLAGE_CELL_M)
    roads = roads_near(seed, around)
    if not roads:
        return None
    rng = generator(seed, Kind.ACCESS, settlement.ix, settlement.iy)
    network = shapely.MultiLineString([road.line for road in roads])
    foot = shapely.ops.nearest_points(network, settlement.point)[0]
    if foot.distance(settlement.point) < 15:
        return None
    line = winding(settlement.point, foot, rng, bend=0.09)
    return Way(line, 3.6, "street") if rng.random() < 0.5 else Way(line, 3.2, "gravel")


def winding(start: shapely.Point, end: shapely.Point, rng: np.random.Generator, bend: float) -> shapely.LineString:
    """Return a gently winding line from one point to another.

    Parameters
    ----------
    bend : float
        How far it strays to the side, as a share of its length.
    """
    ends = np.array([[start.x, start.y], [end.x, end.y]])
    along = ends[1] - ends[0]
    aside = np.array([-along[1], along[0]])
    length_m = float(np.hypot(*along))
    t = np.linspace(0, 1, max(int(length_m / 14), 3))[:, None]
    wave_1, wave_2, wave_3 = rng.normal(0, bend / 1.6, 3) * (1, 0.55, 0.22)
    stray = wave_1 * np.sin(math.pi * t) + wave_2 * np.sin(2 * math.pi * t) + wave_3 * np.sin(5 * math.pi * t)
    return shapely.LineString(ends[0] + along * t + aside * stray)


def streams_near(seed: int, bounds: Bounds) -> list[Way]:
    """Return the pieces of streams that may be seen within bounds; streams run from west to east."""
    columns = sorted({ix for ix, _ in bounds.cells(_STREAM_PIECE_M)})
    numbers = sorted({iy for _, iy in bounds.cells(_STREAM_SPACING_M)})
    pieces = [_stream_piece(seed, ix, number) for number in numbers for ix in columns]
    return [piece for piece in pieces if bounds.meets(piece.line)]


def _stream_piece(seed: int, ix: int, number: int) -> Way:
    x_m = np.linspace(ix * _STREAM_PIECE_M, (ix + 1) * _STREAM_PIECE_M, 41)
    line = shapely.LineString(np.column_stack([x_m, _stream_north_m(seed, number, x_m)]))
    return Way(line, 3.2, "water")


def _stream_north_m(seed: int, number: int, x_m: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how far north a stream is at each x: a few sines, so that it goes on for ever."""
    rng = generator(seed, Kind.STREAM, number)
    north_m = np.full_like(x_m, number * _STREAM_SPACING_M + rng.uniform(650, 1150))
    for wavelength_m, height_m in ((2300, 150), (640, 50), (230, 20), (83, 6)):
        north_m += height_m * np.sin(2 * math.pi * (x_m / wavelength_m + rng.random()))
    return north_m
