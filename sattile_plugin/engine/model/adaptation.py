"""A place that training never saw: what tells its two classes apart there, found without any label.

On another place the two classes keep apart, but both may look a little more or less built than those of training, and
0.5 then no longer parts them: the valley between the two groups does. And what built tiles have in common there may
differ from what they had in training: it is learned from those tiles that the model is sure of. How sure one may be of
them is read off how clearly the groups part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pyproj import CRS
from shapely import Polygon, box, get_coordinates, make_valid, union_all
from shapely.geometry.base import BaseGeometry
from sklearn.linear_model import LogisticRegression
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

from ...contract.messages import Reporter
from ..io.crs import transform_of

_MIN_TILES = 30
_MIN_APART = 3.5
"""Ashman's D from which on two groups count as clearly apart."""
_MIN_SHARE = 0.05
_STEPS = 400
_LEAST = 1e-6
_MIN_OF_A_CLASS = 5
_TOLD_TEMPERATURE = 1.25
"""Temperature from which on the user is told, and below its inverse."""
_STRENGTH = 1e-3
"""Inverse of the regularisation; from a third of it to three times as much serve alike."""
_OWN_SHARE = 0.5
"""How much counts what the place's own tiles teach, beside the model."""
_HIDDEN = 2.5
"""How many times less sure one may be than two groups look, since what lies in the wrong one is not seen."""
_MOST = 4.0
"""How many times less sure, or surer, than by the model one may be."""
_GROUPS_SHARE = 0.75
"""How much counts, on the scale of a logarithm, how sure the groups say that one may be; the rest is the model."""
_PIECES = 100
"""Straight pieces of the edge of an extent in another system."""


class PlaceFit(NamedTuple):
    """How log-odds of a model become those of a place: scaled, and moved by what the features of a tile say there."""

    parting: float = 0.0
    """Log-odds of the model at which the two groups of tiles part."""
    n_learned: int = 0
    """Tiles that taught what tells the classes apart; 0 where there are too few, and the model alone decides."""
    temperature: float = 1.0
    """By what log-odds were divided, as the groups part less clearly than the model has it; below 1, more clearly."""
    scale: float = 1.0
    weights: np.ndarray | float = 0.0
    """(n_features,) float, of embeddings; 0 where none counts."""
    bias: float = 0.0

    @property
    def parting_p_bati(self) -> float:
        """Probability of bati at which the model has the two groups part."""
        return float(1 / (1 + np.exp(-self.parting)))

    def probability(self, probability: np.ndarray, embedding: np.ndarray) -> np.ndarray:
        """Return (n_tiles, 2) probabilities of non_bati and bati as the place has them.

        Parameters
        ----------
        probability : (n_tiles, 2) float
            As the model has them; NaN stays.
        embedding : (n_tiles, n_features) float
            What it sees in these tiles.
        """
        if not self.n_learned and not self.parting:
            return probability
        moved = self.scale * _log_odds(probability[:, 1]) + self.bias
        if self.n_learned:
            # Unlike a product of matrices of two number types, it makes no second embedding of 64 bits.
            moved += np.einsum("ij,j->i", embedding, self.weights)
        p_bati = 1 / (1 + np.exp(-moved))
        return np.stack([1 - p_bati, p_bati], axis=1)


def fit_to_place(p_bati: np.ndarray, embedding: np.ndarray, may_be_surer: bool = True) -> PlaceFit:
    """Learn from unlabelled tiles of a place how a model's probabilities become the place's own.

    First its two groups are parted in their `valley`. Then a regularised logistic regression learns from all tiles what
    the model says of them, each weighed by how sure that is (self-training; Yarowsky 1995, Lee 2013), and the mean of
    both, the model and the regression, decides. As many tiles as before are held for bati: only which ones they are is
    learned, since a share that is learned from itself runs away where few tiles are built. Last, the log-odds are
    brought to the `temperature` that the two groups suggest.

    Parameters
    ----------
    p_bati : (n_tiles,) float
        Probability of bati of tiles of one place; NaN where there is no image.
    embedding : (n_tiles, n_features) float
        What the model sees in them.
    may_be_surer
        Whether probabilities may become surer; not where the photo shows too little for it.
    """
    parting = valley(p_bati)
    known = ~np.isnan(p_bati)
    said = _log_odds(p_bati[known]) - parting
    classes = said > 0
    if len(said) < _MIN_TILES or np.bincount(classes, minlength=2).min() < _MIN_OF_A_CLASS:
        return PlaceFit(parting, bias=-parting)
    scaler = StandardScaler().fit(embedding[known])
    sureness = np.abs(np.tanh(said / 2))
    regression = LogisticRegression(C=_STRENGTH, max_iter=1000)
    regression.fit(scaler.transform(embedding[known]), classes, sample_weight=sureness)
    weights = regression.coef_[0] / scaler.scale_
    learned = embedding[known] @ weights
    own, models = _OWN_SHARE / max(learned.std(), _LEAST), (1 - _OWN_SHARE) / max(said.std(), _LEAST)
    both = models * said + own * learned
    between = np.sort(both)[len(both) - classes.sum() - 1 :][:2].mean()
    spread = said.std() / max(both.std(), _LEAST)
    divisor = temperature(spread * (both - between))
    divisor = divisor if may_be_surer else max(divisor, 1.0)
    spread /= divisor
    bias = -spread * (models * parting + between)
    return PlaceFit(parting, len(said), divisor, float(spread * models), spread * own * weights, float(bias))


def is_known(place: Mapping[str, Any], training: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether a model learned from more than half of a place or from this very library: nothing is to be fitted.

    Parameters
    ----------
    place, training
        The place and those of training, each with crs and extent (xmin, ymin, xmax, ymax in its units) where it is on a
        map, as `image_sets.place_of` gives them, else with the digest of its images as content.

    >>> here = {"crs": "EPSG:2154", "extent": [0, 0, 100, 100]}
    >>> is_known(here, [{"crs": "EPSG:2154", "extent": [40, 0, 900, 900]}, {"library": "photos"}])
    True
    >>> is_known(here, [{"crs": "EPSG:2154", "extent": [60, 0, 900, 900]}])
    False
    """
    if "extent" not in place:
        return "content" in place and any(origin.get("content") == place["content"] for origin in training)
    here = box(*place["extent"])
    return bool(learned_ground(training, place["crs"]).intersection(here).area > here.area / 2)


def learned_ground(training: Iterable[Mapping[str, Any]], crs: str) -> BaseGeometry:
    """Return the ground that the extents of training cover together, in the system `crs`; libraries have none.

    >>> halves = [{"crs": "EPSG:2154", "extent": [west, 0, west + 50, 100]} for west in (0, 50)]
    >>> learned_ground(halves, "EPSG:2154").area
    10000.0
    """
    return union_all([_ground_in(origin, crs) for origin in training if "extent" in origin])


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
    logits = _log_odds(p_bati[~np.isnan(p_bati)])[:, None]
    if len(logits) < _MIN_TILES:
        return 0.0
    mixture = GaussianMixture(2, n_init=3, random_state=0).fit(logits)
    low, high = np.argsort(mixture.means_[:, 0])
    means, variances = mixture.means_[:, 0], mixture.covariances_[:, 0, 0]
    apart = np.sqrt(2) * (means[high] - means[low]) / np.sqrt(variances.sum())
    if apart < _MIN_APART or not means[low] < 0 < means[high] or mixture.weights_.min() < _MIN_SHARE:
        return 0.0
    between = np.linspace(means[low], means[high], _STEPS)
    return float(between[int((mixture.predict_proba(between[:, None])[:, high] >= 0.5).argmax())])


def temperature(log_odds: np.ndarray) -> float:
    """Return by what log-odds are to be divided, so that they are as sure as two groups part; 1 where there are none.

    Two Gaussians of one variance v, m apart, part with log-odds of slope m / v (unsupervised calibration of scores,
    Brümmer and Garcia-Romero 2014, arXiv 1311.0707). Both constants were settled on places left out.

    Parameters
    ----------
    log_odds : (n_tiles,) float
        Of the tiles of one place.
    """
    mixture = GaussianMixture(2, covariance_type="tied", n_init=3, random_state=0).fit(log_odds[:, None])
    low, high = np.sort(mixture.means_[:, 0])
    if not low < 0 < high:
        return 1.0
    suggested = (_HIDDEN * mixture.covariances_[0, 0] / (high - low)) ** _GROUPS_SHARE
    return float(np.clip(suggested, 1 / _MOST, _MOST))


def tell_fit(place: PlaceFit, source: str, reporter: Reporter) -> None:
    """Tell the user how probabilities were fitted to a place, of which `source` holds the images."""
    if place.parting:
        reporter.notice("adapted", place=Path(source).name, p_bati=round(place.parting_p_bati, 2))
    if place.n_learned:
        reporter.notice("place_learned", place=Path(source).name, count=place.n_learned)
    if place.temperature > _TOLD_TEMPERATURE:
        reporter.notice("place_less_sure", place=Path(source).name)
    elif place.temperature < 1 / _TOLD_TEMPERATURE:
        reporter.notice("place_surer", place=Path(source).name)


def _log_odds(p_bati: np.ndarray) -> np.ndarray:
    known = np.clip(p_bati, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(known / (1 - known)))


def _ground_in(origin: Mapping[str, Any], crs: str) -> BaseGeometry:
    """Return an extent in another system; nowhere where it cannot be brought there."""
    ground = box(*origin["extent"])
    if origin["crs"] == crs:
        return ground
    west, south, east, north = ground.bounds
    found = transform_of(CRS(origin["crs"]), CRS(crs))(ground, max(east - west, north - south) / _PIECES)
    return make_valid(found) if np.isfinite(get_coordinates(found)).all() else Polygon()
