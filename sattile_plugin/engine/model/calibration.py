"""Calibration: whether a probability of 0.8 is right eight times in ten, and the temperature that makes it so."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar

_BINS = 10
_DRAWS = 200
_LEAST, _MOST = 1e-4, 10.0
"""Bounds of a temperature. Strongly regularised logits of few features want a low one; a high one would take away what
little is known."""
_SMALLEST = float(np.finfo(float).tiny)
"""Logits of a softmax are told from its probabilities as long as these are numbers; more is cut off."""
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How much of a prior is tried."""


NO_PRIOR = np.zeros(1)
"""What is added to logits where classes occur as often as they were weighed."""


class Scaling(NamedTuple):
    """What makes logits calibrated: they are divided by a temperature, and a prior is added."""

    temperature: float
    prior: np.ndarray
    """(n_classes,) float, or one 0: the logarithm of how often each class occurs."""

    def apply(self, probability: np.ndarray) -> np.ndarray:
        """Return (n_tiles, n_classes) probabilities calibrated."""
        return cooled(probability, self.temperature, self.prior)


def fit_scaling(target: np.ndarray, probability: np.ndarray, prior: np.ndarray | None) -> Scaling:
    """Return the scaling of the lowest log loss: as much of a prior as serves, with its best temperature.

    Where classes weighed alike, a classifier takes each for as frequent as the others, unless it could part all that it
    learned from, when weights change little; how often they occur is given back as Saerens et al. 2002, Adjusting the
    Outputs of a Classifier to New a Priori Probabilities (doi 10.1162/089976602753284446), do, wholly or in part. Tiles
    that were not learned from tell how much serves.

    Parameters
    ----------
    target : (n_tiles,) int
        Number of the class.
    probability : (n_tiles, n_classes) float
        Softmax of the logits.
    prior : (n_classes,) float or None
        Logarithm of how often each class occurs among the known tiles; None where classes did not weigh alike.
    """
    priors = [NO_PRIOR] if prior is None else [share * prior for share in _SHARES]
    fitted = [Scaling(fit_temperature(target, probability, each), each) for each in priors]
    return min(
        fitted, key=lambda scaling: _loss(_modest_truth(target, probability.shape[1]), scaling.apply(probability))
    )


def log_prior(target: np.ndarray, place: np.ndarray, n_classes: int) -> np.ndarray:
    """Return the logarithm of how often each class occurs, (n_classes,), their mean 0; every place counts the same.

    Places without some class say nothing, unless all are so: then all tiles count as of one.

    >>> log_prior(np.array([0, 0, 0, 1]), np.zeros(4), 2).round(4).tolist()
    [0.5493, -0.5493]
    """
    counts = np.stack([np.bincount(target[place == number], minlength=n_classes) for number in np.unique(place)])
    whole = counts[(counts > 0).all(axis=1)]
    logarithm = np.log(whole if len(whole) else counts.sum(axis=0, keepdims=True) + 0.5)
    return np.asarray((logarithm - logarithm.mean(axis=1, keepdims=True)).mean(axis=0))


def fit_temperature(target: np.ndarray, probability: np.ndarray, prior: np.ndarray = NO_PRIOR) -> float:
    """Return the temperature that the logits are best divided by, by the lowest log loss.

    Guo et al. 2017, On Calibration of Modern Neural Networks (arXiv 1706.04599). Few tiles without an error do not
    prove certainty: of 2 n tiles a label is taken to be right n + 1 times in n + 2, which is what Platt 1999,
    Probabilistic Outputs for Support Vector Machines, takes where each of two classes has n. It is at most 10: of tiles
    that a classifier knows next to nothing of, the lowest log loss would make all probabilities alike.

    Parameters
    ----------
    target : (n_tiles,) int
        Number of the class.
    probability : (n_tiles, n_classes) float
        Softmax of the logits.
    prior
        What is added to the logits afterwards.
    """
    truth = _modest_truth(target, probability.shape[1])

    def loss(logarithm: float) -> float:
        return _loss(truth, cooled(probability, np.exp(logarithm), prior))

    found = minimize_scalar(loss, bounds=(np.log(_LEAST), np.log(_MOST)), method="bounded")
    return float(np.exp(found.x))


def is_highest(temperature: float) -> bool:
    """Say whether a fitted temperature is the highest that is taken, so that it may not have scaled enough.

    >>> is_highest(2.5), is_highest(9.9999)
    (False, True)
    """
    return temperature > 0.999 * _MOST


def cooled(probability: np.ndarray, temperature: float, prior: np.ndarray = NO_PRIOR) -> np.ndarray:
    """Return the probabilities that logits divided by a temperature give, a prior added, (n_tiles, n_classes).

    >>> cooled(np.array([[0.2, 0.8]]), 0.5).round(4).tolist()
    [[0.0588, 0.9412]]
    """
    logits = np.log(np.clip(probability.astype(float), _SMALLEST, 1)) / temperature + prior
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def reliability(target: np.ndarray, probability: np.ndarray) -> list[dict[str, Any]]:
    """Return the reliability diagram: ten bins of probability with how often it came true.

    With two classes the probability is that of the second one, bati, with more it is that of the most probable one.

    Parameters
    ----------
    target : (n_tiles,) int
    probability : (n_tiles, n_classes) float

    Returns
    -------
    list of dict
        low, high, confidence (mean probability), accuracy (share that came true) and count of each bin with tiles.
    """
    said, true = _said_and_true(target, probability)
    number = np.minimum((said * _BINS).astype(int), _BINS - 1)
    found = []
    for bin_number in np.unique(number):
        inside = number == bin_number
        found.append(
            {
                "low": float(bin_number / _BINS),
                "high": float((bin_number + 1) / _BINS),
                "confidence": float(said[inside].mean()),
                "accuracy": float(true[inside].mean()),
                "count": int(inside.sum()),
            }
        )
    return found


def calibration_error(diagram: list[dict[str, Any]]) -> float | None:
    """Return the expected calibration error of a reliability diagram, 0 to 1; None without tiles.

    >>> calibration_error([{"confidence": 0.9, "accuracy": 0.7, "count": 1}, {"confidence": 0.1, "accuracy": 0.1,
    ... "count": 3}])
    0.05
    """
    total = sum(entry["count"] for entry in diagram)
    if not total:
        return None
    gaps = (entry["count"] * abs(entry["confidence"] - entry["accuracy"]) for entry in diagram)
    return round(sum(gaps) / total, 6)


def chance_error(probability: np.ndarray, generator: np.random.Generator) -> float | None:
    """Return the calibration error that chance alone gives so many tiles, were every probability right; None without.

    The mean over draws of the truth from the probabilities themselves: an error no larger says nothing against a model.

    Parameters
    ----------
    probability : (n_tiles, n_classes) float
    generator
        Source of the draws.
    """
    said = probability[:, 1] if probability.shape[1] == 2 else probability.max(axis=1)
    if not len(said):
        return None
    number = np.minimum((said * _BINS).astype(int), _BINS - 1)
    gaps = ((generator.random(len(said)) < said) - said for _ in range(_DRAWS))
    found = [np.abs(np.bincount(number, weights=gap, minlength=_BINS)).sum() / len(said) for gap in gaps]
    return round(float(np.mean(found)), 6)


def _loss(truth: np.ndarray, probability: np.ndarray) -> float:
    """Return the mean log loss of (n_tiles, n_classes) probabilities, where the truth is believed so much."""
    return float(-(truth * np.log(np.clip(probability, _SMALLEST, 1))).sum(axis=1).mean())


def _modest_truth(target: np.ndarray, n_classes: int) -> np.ndarray:
    """Return what is believed of each tile, (n_tiles, n_classes): its class nearly, the others the rest alike."""
    doubt = 1 / (len(target) / 2 + 2)
    truth = np.full((len(target), n_classes), doubt / (n_classes - 1))
    truth[np.arange(len(target)), target] = 1 - doubt
    return truth


def _said_and_true(target: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if probability.shape[1] == 2:
        return probability[:, 1], target == 1
    return probability.max(axis=1), probability.argmax(axis=1) == target
