"""A row a cluster: how many communes, which are typical, what their tiles look like."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics.pairwise import euclidean_distances

from ...contract import fields
from .described import Described

_TYPICAL_COMMUNES = 3
TYPICAL_TILES = 8


def summarise(communes: pd.DataFrame) -> pd.DataFrame:
    """Return the table of clusters, a row each, from the communes' columns; communes without cluster do not count."""
    grouped = communes.dropna(subset=[fields.CLUSTER]).groupby(fields.CLUSTER)
    table = grouped[fields.COMMUNE_ID].size().rename("size").to_frame()
    nearest = communes.sort_values(fields.CENTRE_DISTANCE).groupby(fields.CLUSTER)[fields.COMMUNE_ID]
    table["typical_communes"] = nearest.apply(lambda names: ", ".join(names.head(_TYPICAL_COMMUNES)))
    shares = [str(column) for column in communes if fields.is_segment_share(str(column))]
    for column in (fields.SILHOUETTE, fields.STABILITY, fields.BUILT_SHARE, *shares):
        if column in communes:
            table[column] = grouped[column].mean().round(4)
    return table.reset_index().astype({fields.CLUSTER: int})


def typical_tiles(
    described: Described, commune_of_tile: np.ndarray, cluster_of_commune: np.ndarray
) -> dict[int, np.ndarray]:
    """Return the rows of the tiles that say most of each cluster: like its own mean, unlike those of the others.

    Parameters
    ----------
    commune_of_tile : (n_tiles,) int
        -1 outside.
    cluster_of_commune : (n_communes,) int
        From 1; 0 for a commune in no cluster.
    """
    cluster = np.where(commune_of_tile >= 0, cluster_of_commune[commune_of_tile], 0)
    numbers = sorted(set(cluster_of_commune[cluster_of_commune > 0]) & set(cluster))
    means = np.stack([described.features[cluster == number].mean(axis=0) for number in numbers])
    distance = euclidean_distances(described.features, means)
    found = {}
    for column, number in enumerate(numbers):
        others = np.delete(distance, column, axis=1)
        lead = distance[:, column] - (others.min(axis=1) if others.size else 0)
        rows = np.flatnonzero(cluster == number)
        found[int(number)] = rows[np.argsort(lead[rows], kind="stable")[:TYPICAL_TILES]]
    return found
