"""Groups of rows that look alike, by K-Means, by Ward's hierarchy, or by the same among neighbours only."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.cluster.hierarchy import cut_tree
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import cdist
from sklearn.cluster import AgglomerativeClustering, KMeans, MiniBatchKMeans

_LARGE = 20_000
"""Rows from which K-Means learns from batches."""
_MAX_WARD_ROWS = 3_000


class Grouping(NamedTuple):
    """Rows in groups."""

    labels: np.ndarray
    """(n,) int from 0."""
    centres: np.ndarray
    """(k, n_features) float, means of the groups."""
    inertia: float
    """Sum of the squared distances to the centres."""


Grouper = Callable[[np.ndarray, int, np.random.Generator, np.ndarray], Grouping]
"""Groups chosen rows: features (n, n_features) of those rows, k, generator, and which rows they are, (n,) int."""


def grouper(method: str, neighbours: sp.csr_matrix | None = None) -> Grouper:
    """Return what groups rows by a method: kmeans, ward or contiguous; the last needs who is whose neighbour.

    Parameters
    ----------
    neighbours : (n_all, n_all) sparse
        Not 0 where two rows are neighbours; all must hang together.
    """
    if method == "kmeans":
        return lambda features, k, generator, rows: k_means(features, k, generator)

    def by_ward(features: np.ndarray, k: int, generator: np.random.Generator, rows: np.ndarray) -> Grouping:
        near = None
        if method == "contiguous" and neighbours is not None:
            near = tied(neighbours[rows][:, rows], lambda mine, others: cdist(features[mine], features[others]))
        tree = ward_tree(features, near)
        return grouping_of(compact(cut_tree(tree, k).reshape(-1)), features)

    return by_ward


def k_means(features: np.ndarray, k: int, generator: np.random.Generator) -> Grouping:
    """Return the groups of K-Means, started from the centres of Ward's groups.

    That start comes out lower than the best of many random ones, and hardly depends on chance (G. W. Milligan, An
    examination of the effect of six types of error perturbation on fifteen clustering algorithms, 1980). From 20,000
    rows on K-Means learns from batches (D. Sculley, Web-scale k-means clustering, 2010).
    """
    kind = MiniBatchKMeans if len(features) >= _LARGE else KMeans
    seed = int(generator.integers(2**31))
    found = kind(k, init=_ward_centres(features, k, generator), n_init=1, random_state=seed).fit(features)
    return grouping_of(compact(found.labels_), features)


def compact(labels: np.ndarray) -> np.ndarray:
    """Return labels from 0 without gaps.

    >>> compact(np.array([4, 0, 4])).tolist()
    [1, 0, 1]
    """
    return np.unique(labels, return_inverse=True)[1].astype(int)


def ward_tree(features: np.ndarray, neighbours: sp.csr_matrix | None = None) -> np.ndarray:
    """Return Ward's hierarchy (J. H. Ward, 1963) as (n - 1, 4) float, in the form of scipy's linkage.

    With `neighbours`, only groups that touch are joined, and a join is drawn no lower than those below it.
    """
    model = AgglomerativeClustering(None, distance_threshold=0, connectivity=neighbours, linkage="ward").fit(features)
    count = len(features)
    sizes = np.ones(2 * count - 1)
    heights = np.zeros(2 * count - 1)
    for number, (one, other) in enumerate(model.children_, start=count):
        sizes[number] = sizes[one] + sizes[other]
        heights[number] = max(model.distances_[number - count], heights[one], heights[other])
    return np.column_stack([model.children_, heights[count:], sizes[count:]]).astype(float)


def grouping_of(labels: np.ndarray, features: np.ndarray) -> Grouping:
    """Return the grouping that labels from 0 make of features."""
    centres = np.stack([features[labels == number].mean(axis=0) for number in range(labels.max() + 1)])
    return Grouping(labels, centres, float(((features - centres[labels]) ** 2).sum()))


def tied(neighbours: sp.csr_matrix, distance: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> sp.csr_matrix:
    """Return neighbours that all hang together: parts that stand apart are joined at their nearest rows.

    Parameters
    ----------
    distance
        From two arrays of row numbers, (a,) and (b,), to their distances, (a, b).
    """
    found = neighbours.tolil()
    while True:
        count, part = connected_components(found.tocsr(), directed=False)
        if count == 1:
            return found.tocsr()
        mine, others = np.flatnonzero(part == 0), np.flatnonzero(part != 0)
        between = distance(mine, others)
        one, other = np.unravel_index(between.argmin(), between.shape)
        found[mine[one], others[other]] = found[others[other], mine[one]] = 1


def _ward_centres(features: np.ndarray, k: int, generator: np.random.Generator) -> np.ndarray:
    rows = generator.choice(len(features), min(len(features), _MAX_WARD_ROWS), replace=False)
    chosen = features[np.sort(rows)]
    labels = AgglomerativeClustering(k, linkage="ward").fit_predict(chosen)
    return grouping_of(labels, chosen).centres
