"""What is done to features before they are grouped, so that distances say what looks alike."""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler, normalize

_MAX_ANCHORS = 20_000
_BLENDS = 2
_WHITENING = 0.25
"""Power of its variance that a component is divided by: 0 leaves the components, 0.5 makes all of one spread."""


def rooted(features: np.ndarray) -> np.ndarray:
    """Return square roots, rows of length 1: a few loud features no longer drown the others.

    After R. Arandjelović and A. Zisserman, Three things everyone should know to improve object retrieval, 2012.

    >>> rooted(np.array([[9.0, 16.0]])).round(2).tolist()
    [[0.6, 0.8]]
    """
    roots = np.sqrt(np.abs(features))
    return np.asarray(normalize(np.copysign(roots, features, out=roots), copy=False))


def reduced(features: np.ndarray, standardise: bool, components: int) -> np.ndarray:
    """Return features of one spread, if wanted, turned to principal components that are levelled and of length 1.

    Levelling is halfway to whitening (H. Jégou and O. Chum, Negative evidences and co-occurrences in image retrieval,
    2012); `components` 0 leaves the features.
    """
    if standardise:
        features = StandardScaler().fit_transform(features)
    count = min(components, len(features) - 1, features.shape[1])
    if not count:
        return np.asarray(features)
    pca = PCA(count, svd_solver="covariance_eigh" if features.shape[1] < len(features) else "full")
    turned = pca.fit_transform(features)
    level = np.maximum(pca.explained_variance_, 1e-12) ** _WHITENING
    return np.asarray(normalize(turned / level))


def blended(features: np.ndarray, neighbours: int, generator: np.random.Generator) -> np.ndarray:
    """Return each row drawn halfway, twice, to the mean of those that look most like it.

    A low-pass filter on the graph of likeness, which groups then stand out from (X. Zhang and others, Attributed
    graph clustering via adaptive graph convolution, 2019). Neighbours are sought among 20,000 rows at most.
    """
    neighbours = min(neighbours, len(features) - 1)
    if neighbours < 1:
        return features
    rows = len(features)
    anchors = np.sort(generator.choice(rows, min(rows, _MAX_ANCHORS), replace=False))
    index = NearestNeighbors(n_neighbors=neighbours + 1).fit(features[anchors])
    near = index.kneighbors(features, return_distance=False)
    near = near[:, 1:] if rows == len(anchors) else near[:, :-1]
    for _ in range(_BLENDS):
        features = (features + features[anchors][near].mean(axis=1)) / 2
    return np.asarray(normalize(features))


def weighed_together(parts: list[np.ndarray]) -> np.ndarray:
    """Return blocks of columns side by side, each scaled to the same total spread.

    >>> weighed_together([np.array([[0.0], [2.0]]), np.array([[0.0, 0.0], [6.0, 8.0]])]).tolist()
    [[0.0, 0.0, 0.0], [2.0, 1.2, 1.6]]
    """
    total = [np.sqrt(part.var(axis=0).sum()) for part in parts]
    return np.hstack([part / (own / total[0]) if own > 0 else part for part, own in zip(parts, total)])
