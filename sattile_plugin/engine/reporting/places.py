"""How a layer is laid out on maps: places that one map would show as specks have each their own, with a scale bar."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse as sp
import shapely
from pyproj import CRS
from scipy.sparse.csgraph import connected_components

_CELLS, _MOST_PLACES = 40, 6
"""Parts of the map's length of which one is a gap between places, and the most places that have a map each."""


def places_apart(areas: gpd.GeoDataFrame) -> list[gpd.GeoDataFrame]:
    """Return the areas by place, from west to east, where places are too far apart to be seen on one map.

    They are where a gap of a fortieth of the whole lies around each, each takes less than a quarter of its length, and
    there are six at most; else all areas are one place.
    """
    west, south, east, north = areas.total_bounds
    length = max(east - west, north - south)
    number = _place_numbers(areas.bounds, length / _CELLS)
    places = [areas[number == place] for place in range(min(number.max() + 1, _MOST_PLACES + 1))]
    sides = [max(np.ptp(place.total_bounds[::2]), np.ptp(place.total_bounds[1::2])) for place in places]
    if not 2 <= len(places) <= _MOST_PLACES or max(sides) >= length / 4:
        return [areas]
    return sorted(places, key=lambda place: float(place.total_bounds[0]))


def _place_numbers(bounds: pd.DataFrame, gap: float) -> np.ndarray:
    """Return the place that each area lies in, (n,) int from 0: between places there is a gap of that width.

    What lies in one cell of that width counts as one area, so that many tiles take no time.
    """
    cell = pd.Series(list(zip(bounds["minx"] // gap, bounds["miny"] // gap)))
    code, _ = pd.factorize(cell)
    extents = bounds.groupby(code).agg({"minx": "min", "miny": "min", "maxx": "max", "maxy": "max"}).to_numpy()
    boxes = shapely.box(*extents.T)
    near = shapely.STRtree(boxes).query(boxes, predicate="dwithin", distance=gap)
    joined = sp.coo_matrix((np.ones(near.shape[1]), tuple(near)), shape=(len(boxes), len(boxes)))
    return np.asarray(connected_components(joined, directed=False)[1][code])


def in_metres(crs: CRS | None) -> bool:
    """Say whether lengths in a system are metres."""
    return crs is not None and crs.is_projected and crs.axis_info[0].unit_name == "metre"


def round_length_m(bounds: Sequence[float]) -> float:
    """Return a round length of about a fifth of the width of some bounds.

    >>> round_length_m((0.0, 0.0, 1200.0, 300.0)), round_length_m((0.0, 0.0, 13_000.0, 9000.0))
    (200.0, 2000.0)
    """
    wanted = max(bounds[2] - bounds[0], bounds[3] - bounds[1], 1e-6) / 5
    power = 10.0 ** np.floor(np.log10(wanted))
    return float(power * max((step for step in (2, 5) if step * power <= wanted), default=1))
