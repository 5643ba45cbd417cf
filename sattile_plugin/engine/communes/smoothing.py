"""Segments that look less ragged on the map."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import scipy.sparse as sp
from scipy.spatial import cKDTree

_REACH = 1.5
"""Distance of the centres of neighbours, in tiles: those at the corners count too."""


def smoothed(labels: np.ndarray, tiles: gpd.GeoDataFrame, times: int) -> np.ndarray:
    """Return labels of which each, so many times, became that of most of its tile and the eight around it.

    Where two are as many, a tile keeps its own if that is one of them.

    >>> import shapely
    >>> row = gpd.GeoDataFrame(geometry=list(shapely.box(range(3), 0, range(1, 4), 1)))
    >>> smoothed(np.array([0, 1, 0]), row, 1).tolist()
    [0, 0, 0]
    """
    if not times:
        return labels
    near = _neighbours(tiles)
    count = int(labels.max()) + 1
    for _ in range(times):
        votes = near @ np.eye(count)[labels]
        votes[np.arange(len(labels)), labels] += 0.5
        labels = votes.argmax(axis=1)
    return labels


def _neighbours(tiles: gpd.GeoDataFrame) -> sp.csr_matrix:
    """Return who is whose neighbour, (n_tiles, n_tiles) sparse of 0 and 1, each its own."""
    side = float(np.sqrt(tiles.area).median())
    centres = tiles.geometry.centroid
    pairs = cKDTree(np.column_stack([centres.x, centres.y])).query_pairs(_REACH * side, output_type="ndarray")
    one, other = np.concatenate([pairs, pairs[:, ::-1]]).T
    found = sp.csr_matrix((np.ones(len(one)), (one, other)), shape=(len(tiles), len(tiles)))
    return sp.csr_matrix(found + sp.eye(len(tiles)))
