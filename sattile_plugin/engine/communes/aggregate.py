"""From tiles to communes: what lies in a commune counts by its area there."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse as sp
import shapely

_COLUMNS = 128
"""Features that are brought to double precision at a time, so that many tiles take little memory."""


class Membership(NamedTuple):
    """Which tiles lie in which communes."""

    weights: sp.csr_matrix
    """(n_communes, n_tiles) float, share of the commune's described area that is this tile; a row sums to 1 or 0."""
    commune_of_tile: np.ndarray
    """(n_tiles,) int, commune that holds the most of the tile; -1 where none does."""

    @property
    def tile_count(self) -> np.ndarray:
        """Number of tiles that a commune has some of, (n_communes,) int."""
        return np.diff(self.weights.indptr)


def membership(communes: np.ndarray, tiles: np.ndarray) -> Membership:
    """Return the area of each tile in each commune, as shares; geometries in one metric system.

    >>> tiles = shapely.box([0, 10], 0, [10, 20], 10)
    >>> found = membership(shapely.box([0, 15], 0, [15, 20], 10), tiles)
    >>> found.weights.toarray().round(3).tolist()
    [[0.667, 0.333], [0.0, 1.0]]
    """
    tile, commune = shapely.STRtree(communes).query(tiles, predicate="intersects")
    inside = shapely.contains_properly(communes[commune], tiles[tile])
    area = shapely.area(tiles)[tile]
    area[~inside] = shapely.area(shapely.intersection(communes[commune[~inside]], tiles[tile[~inside]]))
    kept = area > 0
    areas = sp.csr_matrix((area[kept], (commune[kept], tile[kept])), shape=(len(communes), len(tiles)))
    most = np.asarray(areas.argmax(axis=0)).reshape(-1)
    covered = np.asarray(areas.sum(axis=0)).reshape(-1) > 0
    totals = np.asarray(areas.sum(axis=1)).reshape(-1)
    shares = sp.diags(1 / np.where(totals > 0, totals, 1)) @ areas
    return Membership(sp.csr_matrix(shares), np.where(covered, most, -1))


def mean_and_spread(weights: sp.csr_matrix, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the weighted mean and standard deviation of the tiles' features, (n_communes, n_features) float32 each."""
    found = []
    for first in range(0, features.shape[1], _COLUMNS):
        part = features[:, first : first + _COLUMNS].astype(np.float64)
        mean = weights @ part
        spread = np.sqrt(np.maximum(weights @ np.square(part) - mean**2, 0))
        found.append((mean.astype(np.float32), spread.astype(np.float32)))
    means, spreads = zip(*found)
    return np.hstack(means), np.hstack(spreads)


def class_shares(weights: sp.csr_matrix, values: pd.Series) -> pd.DataFrame:
    """Return the share by area of each class in each commune, (n_communes, n_classes), of tiles with a class."""
    known = values.notna().to_numpy()
    classes = sorted(values[known].unique().tolist())
    of_class = np.stack([(values == name).to_numpy() & known for name in classes], axis=1).astype(float)
    total = weights @ known.astype(float)
    shares = np.asarray(weights @ of_class) / np.where(total > 0, total, np.nan)[:, None]
    return pd.DataFrame(shares, columns=classes)


def weights_of(communes: gpd.GeoDataFrame, tiles: gpd.GeoDataFrame) -> Membership:
    """Return the membership of two layers in one metric system."""
    return membership(communes.geometry.to_numpy(), tiles.geometry.to_numpy())
