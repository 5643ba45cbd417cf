"""How far the features of a tile are from those that a model learned from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from sklearn.decomposition import PCA
from sklearn.model_selection import GroupKFold

_COMPONENTS = 64
_TILES_PER_COMPONENT = 8
_SMALLEST_SHARE = 1e-6
"""Least part of the variance along the first axis that is believed; less is rounding."""
_ITERATIONS = 2
_FOLDS = 5
_FARTHEST = 0.99


class Centre(NamedTuple):
    """Where the normalised features of one training lie: a Gaussian of the same spread along all but a few axes."""

    mean: np.ndarray
    """(n_features,) float32."""
    axes: np.ndarray
    """(n_features, n_axes) float32, of length 1 and at right angles to each other."""
    spread: np.ndarray
    """(n_axes,) float32, how far features of training reach along each axis."""
    rest: np.ndarray
    """() float32, how far they reach in each direction across the axes."""

    def squares(self, unit: np.ndarray) -> np.ndarray:
        """Return the squared distance of (n_tiles, n_features) normalised features, (n_tiles,); 1 is the edge."""
        off = unit - self.mean
        along = off @ self.axes
        across = off - along @ self.axes.T
        return np.asarray(((along / self.spread) ** 2).sum(axis=1) + ((across / self.rest) ** 2).sum(axis=1))


class Domain(NamedTuple):
    """Where the features of training lie: around one centre, or around several of one model after the other."""

    centres: tuple[Centre, ...]

    def distance(self, features: np.ndarray) -> np.ndarray:
        """Return the distance of (n_tiles, n_features) from the nearest centre, (n_tiles,); 1 is the edge."""
        unit = normalised(features)
        return np.asarray(np.sqrt(np.min([centre.squares(unit) for centre in self.centres], axis=0)))

    def beside(self, other: Domain) -> Domain:
        """Return both: what lies in either of them is inside."""
        return Domain(self.centres + other.centres)


def normalised(features: np.ndarray) -> np.ndarray:
    """Return the signed root of features, each tile's brought to length 1; (n_tiles, n_features), float32.

    This is the power normalisation of Perronnin et al. 2010 (ECCV): what counts is which features a tile has, not how
    strongly, for a backbone answers what it never saw with weak features, which lie near the middle of all.
    """
    roots = (np.sign(features) * np.sqrt(np.abs(features))).astype(np.float32)
    length = np.linalg.norm(roots, axis=1, keepdims=True)
    return np.divide(roots, length, out=np.zeros_like(roots), where=length > 0)


def learn_domain(features: np.ndarray, block: np.ndarray) -> Domain:
    """Fit the domain: Mahalanobis distance of normalised features, 1 at the farthest 1 % of tiles.

    The distance is that of Lee et al. 2018 (arXiv 1807.03888) with one Gaussian for all classes, whose covariance is
    that of probabilistic principal components (Tipping and Bishop 1999): what lies across the axes counts as well, as
    what is strange to a backbone lies there. New tiles may stand farther away than those that the axes were fitted to,
    or, where these are few, nearer; so the edge is that of tiles of blocks that were left out in turn, or that of all,
    whichever is farther.

    Parameters
    ----------
    features : (n_tiles, n_features) float
        What the network sees in the tiles of training and validation.
    block : (n_tiles,) array
        Spatial block of each tile.
    """
    unit = normalised(features)
    centre = _fit(unit)
    edge = float(np.quantile(centre.squares(unit), _FARTHEST))
    folds = min(_FOLDS, len(np.unique(block)))
    if folds > 1:
        pairs = GroupKFold(folds).split(unit, groups=block)
        fits = ((_fit(unit[fitted])._replace(rest=centre.rest), rest) for fitted, rest in pairs)
        left_out = np.concatenate([fold.squares(unit[rest]) for fold, rest in fits])
        edge = max(edge, float(np.quantile(left_out, _FARTHEST)))
    reach = np.float32(np.sqrt(max(edge, 1e-12)))
    return Domain((centre._replace(spread=centre.spread * reach, rest=centre.rest * reach),))


def _fit(unit: np.ndarray) -> Centre:
    count = max(min(_COMPONENTS, unit.shape[1] // 2, len(unit) // _TILES_PER_COMPONENT), 1)
    with np.errstate(invalid="ignore"):  # tiles that are all alike, or a single one, have no variance to divide by
        pca = PCA(count, svd_solver="randomized", iterated_power=_ITERATIONS, random_state=0).fit(unit)
    along, across = (np.nan_to_num(variance) for variance in (pca.explained_variance_, pca.noise_variance_))
    least = _SMALLEST_SHARE * along[0] + 1e-12
    spread, rest = (np.sqrt(np.maximum(variance, least)) for variance in (along, across))
    return Centre(*(np.asarray(part, np.float32) for part in (pca.mean_, pca.components_.T, spread, rest)))
