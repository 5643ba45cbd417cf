"""Measure the ground that buildings cover in tiles, exactly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_TOUCH_M2 = 1e-6
"""Area up to which a building only touches a tile."""


class Built(NamedTuple):
    """What is built in each tile; arrays are (n_tiles,)."""

    area_m2: np.ndarray
    """Ground covered by buildings, float, square metres; ground under two buildings counts once."""
    building_count: np.ndarray
    """Buildings with a part in the tile, int."""
    largest_m2: np.ndarray
    """Largest part that one building has in the tile, float, square metres."""
    overlapping_count: int
    """Number of buildings that share ground with others."""


def measure_built(tiles: np.ndarray, buildings: np.ndarray) -> Built:
    """Measure the buildings in each tile.

    A building that lies in one tile is added whole and only the others are cut. Buildings that overlap are
    dissolved first, as far as the covered ground goes; count and largest are of the buildings as given.

    Parameters
    ----------
    tiles : (n_tiles,) polygons
        In metres.
    buildings : (n_buildings,) polygons or multipolygons
        Valid, in the same coordinate reference system.
    """
    building, tile, area = _areas_in_tiles(tiles, buildings)
    building, tile, area = (column[area > _TOUCH_M2] for column in (building, tile, area))
    groups = overlapping_groups(buildings)
    alone = ~np.isin(building, np.concatenate(groups)) if groups else np.ones(len(building), dtype=bool)
    covered = np.bincount(tile[alone], area[alone], minlength=len(tiles)).astype(float)
    if groups:
        merged = np.array([shapely.union_all(buildings[group]) for group in groups])
        _, merged_tile, merged_area = _areas_in_tiles(tiles, merged)
        covered += np.bincount(merged_tile, merged_area, minlength=len(tiles))
    largest = np.zeros(len(tiles))
    np.maximum.at(largest, tile, area)
    return Built(covered, np.bincount(tile, minlength=len(tiles)), largest, sum(len(group) for group in groups))


def overlapping_groups(polygons: np.ndarray) -> list[np.ndarray]:
    """Return the indices of polygons that share ground, directly or through others, a group each.

    Examples
    --------
    Two squares that overlap and one that only touches:

    >>> squares = np.array([shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2), shapely.box(3, 0, 4, 2)])
    >>> [group.tolist() for group in overlapping_groups(squares)]
    [[0, 1]]
    """
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    first, second = first[first < second], second[first < second]
    share_ground = shapely.relate_pattern(polygons[first], polygons[second], "T********")
    first, second = first[share_ground], second[share_ground]
    links = coo_array((np.ones(len(first)), (first, second)), shape=(len(polygons), len(polygons)))
    _, component = connected_components(links, directed=False)
    involved = np.unique(np.concatenate([first, second]))
    order = involved[np.argsort(component[involved], kind="stable")]
    starts = np.flatnonzero(np.diff(component[order])) + 1
    return np.split(order, starts) if len(order) else []


def _areas_in_tiles(tiles: np.ndarray, buildings: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return building index, tile index and shared area of each pair that meets."""
    building, tile = shapely.STRtree(tiles).query(buildings, predicate="intersects")
    area = np.empty(len(building))
    whole = shapely.covered_by(buildings[building], tiles[tile])
    area[whole] = shapely.area(buildings[building[whole]])
    area[~whole] = shapely.area(shapely.intersection(buildings[building[~whole]], tiles[tile[~whole]]))
    return building, tile, area
