"""A place that training never saw: where its own two groups of tiles part, found without any label.

On another place the two classes keep apart, but both may look a little more or less built than those of training, and
0.5 then no longer parts them. The valley between the two groups does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from pyproj import Transformer
from shapely import box
from sklearn.mixture import GaussianMixture

_MIN_TILES = 30
_MIN_APART = 3.5
"""Ashman's D from which on two groups count as clearly apart."""
_MIN_SHARE = 0.05
_STEPS = 400
_LEAST = 1e-6


def is_known(place: Mapping[str, Any], training: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether more than half of a place lies within one that a model learned from, so that nothing is to be fitted.

    Parameters
    ----------
    place, training
        The place and those of training, each with crs and extent (xmin, ymin, xmax, ymax in its units) where it is on a
        map, as `image_sets.place_of` gives them.

    >>> here = {"crs": "EPSG:2154", "extent": [0, 0, 100, 100]}
    >>> is_known(here, [{"crs": "EPSG:2154", "extent": [40, 0, 900, 900]}, {"library": "photos"}])
    True
    >>> is_known(here, [{"crs": "EPSG:2154", "extent": [60, 0, 900, 900]}])
    False
    """
    if "extent" not in place:
        return False
    extents = (_extent_in(origin, place["crs"]) for origin in training if "extent" in origin)
    here = box(*place["extent"])
    return any(box(*extent).intersection(here).area > here.area / 2 for extent in extents)


def valley(p_bati: np.ndarray) -> float:
    """Return the log-odds at which the two groups of a place part; 0 where there are no two clear groups.

    A mixture of two Gaussians is fitted to the log-odds (minimum error thresholding, Kittler and Illingworth 1986, doi
    10.1016/0031-3203(86)90030-0). It counts when the groups are clearly apart (Ashman et al. 1994, doi 10.1086/117248),
    the model holds one of them for bati and the other not, and neither is a handful of tiles: a place that is all
    forest or all town is left as it is.

    Parameters
    ----------
    p_bati : (n_tiles,) float
        Probability of bati of the tiles of one place; NaN where there is no image.
    """
    known = np.clip(p_bati[~np.isnan(p_bati)], _LEAST, 1 - _LEAST)
    if len(known) < _MIN_TILES:
        return 0.0
    logits = np.log(known / (1 - known))[:, None]
    mixture = GaussianMixture(2, n_init=3, random_state=0).fit(logits)
    low, high = np.argsort(mixture.means_[:, 0])
    means, variances = mixture.means_[:, 0], mixture.covariances_[:, 0, 0]
    apart = np.sqrt(2) * (means[high] - means[low]) / np.sqrt(variances.sum())
    if apart < _MIN_APART or not means[low] < 0 < means[high] or mixture.weights_.min() < _MIN_SHARE:
        return 0.0
    between = np.linspace(means[low], means[high], _STEPS)
    return float(between[int((mixture.predict_proba(between[:, None])[:, high] >= 0.5).argmax())])


def shifted(probability: np.ndarray, log_odds: float) -> np.ndarray:
    """Return (n_tiles, 2) probabilities of non_bati and bati, moved so that those log-odds become 0.

    >>> shifted(np.array([[0.8, 0.2]]), float(np.log(0.25))).tolist()
    [[0.5, 0.5]]
    """
    p_bati = probability[:, 1] / (probability[:, 1] + probability[:, 0] * np.exp(log_odds))
    return np.stack([1 - p_bati, p_bati], axis=1)


def _extent_in(origin: Mapping[str, Any], crs: str) -> Sequence[float]:
    """Return an extent in another system; nowhere where it cannot be brought there."""
    if origin["crs"] == crs:
        return list(origin["extent"])
    found = Transformer.from_crs(origin["crs"], crs, always_xy=True).transform_bounds(*origin["extent"])
    return found if np.isfinite(found).all() else (0.0, 0.0, 0.0, 0.0)
