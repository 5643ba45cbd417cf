"""Logistic regression on features, anew or as a change of one that is there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

_MOST_STEPS = 500


class Head(NamedTuple):
    """A layer of logits."""

    weights: np.ndarray
    """(n_features, n_classes) float."""
    bias: np.ndarray
    """(n_classes,) float."""

    def logits(self, values: np.ndarray) -> np.ndarray:
        """Return (n_tiles, n_classes) logits of (n_tiles, n_features)."""
        return np.asarray(values @ self.weights + self.bias)

    def probability(self, values: np.ndarray) -> np.ndarray:
        """Return (n_tiles, n_classes) probabilities of (n_tiles, n_features)."""
        return np.asarray(softmax(self.logits(values), axis=1))


def fit_anew(values: np.ndarray, target: np.ndarray, shares: np.ndarray, strength: float) -> Head:
    """Fit a head to features.

    Parameters
    ----------
    values : (n_views, n_features) float
        Features as they are; they are standardised for the fit.
    target : (n_views,) int
        Number of the class.
    shares : (n_views,) float
        Weight of each row.
    strength
        Inverse of the L2 regularisation, C.
    """
    scaler = StandardScaler().fit(values)
    found = LogisticRegression(C=strength, max_iter=_MOST_STEPS)
    found.fit(scaler.transform(values), target, sample_weight=shares)
    weights, bias = found.coef_.T, found.intercept_
    if weights.shape[1] == 1:
        weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    return _unstandardised(weights, bias, scaler)


def fit_change(values: np.ndarray, target: np.ndarray, shares: np.ndarray, strength: float, start: Head) -> Head:
    """Fit the smallest change of a head, by the same loss and the same regularisation, of the change.

    With a strength near 0 the head stays as it is.
    """
    scaler = StandardScaler().fit(values)
    standardised, before = scaler.transform(values), start.logits(values)
    truth = np.eye(len(start.bias))[target]
    shape = (values.shape[1] + 1, len(start.bias))

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        change = flat.reshape(shape)
        logits = before + standardised @ change[:-1] + change[-1]
        error = shares[:, None] * (softmax(logits, axis=1) - truth)
        value = -(shares * (truth * log_softmax(logits, axis=1)).sum(axis=1)).sum()
        slope = np.vstack([standardised.T @ error, error.sum(axis=0)]) + change / strength
        return float(value + (change**2).sum() / 2 / strength), slope.ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS})
    change = _unstandardised(found.x.reshape(shape)[:-1], found.x.reshape(shape)[-1], scaler)
    return Head(start.weights + change.weights, start.bias + change.bias)


def _unstandardised(weights: np.ndarray, bias: np.ndarray, scaler: StandardScaler) -> Head:
    """Return a head that takes features as they are."""
    weights = weights / scaler.scale_[:, None]
    return Head(weights, bias - scaler.mean_ @ weights)
