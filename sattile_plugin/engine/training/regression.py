"""Logistic regression on features, anew or as a change of one that is there."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from ..model.head import Head

_MOST_STEPS = 500
_NOTHING = 1e-10


class Regression:
    """Features made ready once, to fit heads of several strengths of regularisation to.

    Parameters
    ----------
    values : (n_views, n_features) float
        Features as they are; they are standardised for the fit.
    target : (n_views,) int
        Number of the class.
    shares : (n_views,) float
        Weight of each row.
    """

    def __init__(self, values: np.ndarray, target: np.ndarray, shares: np.ndarray) -> None:
        self._values, self._target, self._shares = values, target, shares
        self._scaler = StandardScaler().fit(values)
        self._turned, self._axes = _turned(self._scaler.transform(values))
        self._anew = LogisticRegression(max_iter=_MOST_STEPS, warm_start=True)

    def anew(self, strength: float) -> Head:
        """Fit a head; `strength` is the inverse of the L2 regularisation, C. It starts from the one fitted before."""
        found = self._anew.set_params(C=strength)
        found.fit(self._turned, self._target, sample_weight=self._shares)
        weights, bias = found.coef_.T, found.intercept_
        if weights.shape[1] == 1:
            weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
        return self._head(weights, bias)

    def change(self, strength: float, start: Head) -> Head:
        """Fit the smallest change of a head, by the same loss and the same regularisation, of the change.

        With a strength near 0 the head stays as it is.
        """
        before, truth = start.logits(self._values), np.eye(len(start.bias))[self._target]
        shape = (self._turned.shape[1] + 1, len(start.bias))

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            change = flat.reshape(shape)
            logits = before + self._turned @ change[:-1] + change[-1]
            error = self._shares[:, None] * (softmax(logits, axis=1) - truth)
            value = -(self._shares * (truth * log_softmax(logits, axis=1)).sum(axis=1)).sum()
            slope = np.vstack([self._turned.T @ error, error.sum(axis=0)]) + change / strength
            return float(value + (change**2).sum() / 2 / strength), slope.ravel()

        found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS})
        change = self._head(found.x.reshape(shape)[:-1], found.x.reshape(shape)[-1])
        return Head(start.weights + change.weights, start.bias + change.bias)

    def _head(self, weights: np.ndarray, bias: np.ndarray) -> Head:
        """Return a head that takes features as they are."""
        weights = (self._axes @ weights) / self._scaler.scale_[:, None]
        return Head(weights, bias - self._scaler.mean_ @ weights)


def _turned(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return features along the axes that the rows span, and these axes: fewer numbers, and the same regression.

    L2 regularisation does not mind how the axes are turned, and keeps weights within the span of the rows.
    """
    if values.shape[0] >= values.shape[1]:
        return values, np.eye(values.shape[1])
    squares, left = np.linalg.eigh((values @ values.T).astype(float))
    kept = squares > squares.max() * _NOTHING
    lengths = np.sqrt(squares[kept])
    return left[:, kept] * lengths, values.T @ left[:, kept] / lengths
