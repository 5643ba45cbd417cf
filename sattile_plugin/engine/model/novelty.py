"""How far the features of a tile are from those that a model learned from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from sklearn.decomposition import PCA
from sklearn.model_selection import GroupKFold

_COMPONENTS, _KNOWN_COMPONENTS = 64, 256
_TILES_PER_COMPONENT = 8
_FOLDS = 5
_FARTHEST = 0.99


class Domain(NamedTuple):
    """Where the features of training lie: around one centre, or around several of one model after the other."""

    axes: np.ndarray
    """(n_features, n_axes) float32, the axes of all centres."""
    shift: np.ndarray
    """(n_axes,) float32; features times the axes, plus this, have length 1 at the edge along the axes of one centre."""
    owner: np.ndarray
    """(n_axes, n_centres) float32, 1 where an axis is of a centre, else 0."""

    def distance(self, features: np.ndarray) -> np.ndarray:
        """Return the distance of (n_tiles, n_features) from the nearest centre, (n_tiles,); 1 is the edge."""
        squares = (features @ self.axes + self.shift) ** 2
        return np.asarray(np.sqrt((squares @ self.owner).min(axis=1)))

    def beside(self, other: Domain) -> Domain:
        """Return both: what lies in either of them is inside."""
        n_own, n_other = self.owner.shape[1], other.owner.shape[1]
        owner = np.vstack([np.pad(self.owner, ((0, 0), (0, n_other))), np.pad(other.owner, ((0, 0), (n_own, 0)))])
        return Domain(np.hstack([self.axes, other.axes]), np.concatenate([self.shift, other.shift]), owner)


def learn_domain(features: np.ndarray, block: np.ndarray) -> Domain:
    """Fit the domain: Mahalanobis distance along the principal axes, 1 at the farthest 1 % of tiles.

    The distance is that of Lee et al. 2018 (arXiv 1807.03888) with one Gaussian for all classes. New tiles may stand
    farther away than those that the axes were fitted to, or, where these are few, nearer; so the edge is that of tiles
    of blocks that were left out in turn, or that of all, whichever is farther.

    Parameters
    ----------
    features : (n_tiles, n_features) float
        What the network sees in the tiles of training and validation.
    block : (n_tiles,) array
        Spatial block of each tile.
    """
    domain = _fit(features)
    known = _rotated(features)
    folds = min(_FOLDS, len(np.unique(block)))
    edge = float(np.quantile(domain.distance(features), _FARTHEST))
    if folds > 1:
        pairs = GroupKFold(folds).split(known, groups=block)
        left_out = np.concatenate([_fit(known[fitted]).distance(known[rest]) for fitted, rest in pairs])
        edge = max(edge, float(np.quantile(left_out, _FARTHEST)))
    scale = np.float32(max(edge, 1e-6))
    return domain._replace(axes=domain.axes / scale, shift=domain.shift / scale)


def _rotated(features: np.ndarray) -> np.ndarray:
    """Return the features along their strongest principal axes, which is all that the folds need."""
    count = min(_KNOWN_COMPONENTS, *features.shape)
    return (
        np.asarray(PCA(count, svd_solver="randomized", random_state=0).fit_transform(features))
        if count > 1
        else features
    )


def _fit(features: np.ndarray) -> Domain:
    count = max(min(_COMPONENTS, features.shape[1], len(features) // _TILES_PER_COMPONENT), 1)
    pca = PCA(count, svd_solver="auto" if min(features.shape) > 1 else "full", random_state=0).fit(features)
    spread = np.sqrt(np.maximum(pca.explained_variance_, 1e-6 * pca.explained_variance_[0] + 1e-12))
    axes = (pca.components_.T / spread).astype(np.float32)
    return Domain(axes, -pca.mean_.astype(np.float32) @ axes, np.ones((count, 1), np.float32))
