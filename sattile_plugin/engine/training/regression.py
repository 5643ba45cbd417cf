"""Logistic regression on features, anew or as a change of one that is there."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.preprocessing import StandardScaler
from threadpoolctl import ThreadpoolController

from ..model.head import Head

_MOST_STEPS = 500
_LEAST_SLOPE = 1e-4
_NOTHING = 1e-10
_MOST_TURNED = 4096
"""Rows from which on the axes that they span are not looked for: time goes with the cube, 7 s for 4,096."""


class Change(NamedTuple):
    """What a regression adds to the head that it starts from."""

    head: Head
    """The head with the change."""
    found: np.ndarray
    """Where the search ended, for a next one to begin at."""


class Regression:
    """Features made ready once, to fit heads to with several strengths of regularisation, and to some of the rows.

    For labels that are certain and no head to start from it is scikit-learn's LogisticRegression, which has neither
    labels that leave some doubt nor the regularisation of a change.

    Parameters
    ----------
    values : (n_views, n_features) float
        Features as they are; they are standardised for the fit.
    truth : (n_views, n_classes) float
        What is believed of each row, that sums to 1.
    """

    def __init__(self, values: np.ndarray, truth: np.ndarray) -> None:
        self._values, self._truth = values, truth
        self._scaler = StandardScaler().fit(values)
        self._turned, self._axes = _turned(self._scaler.transform(values))

    def fit(
        self, strength: float, shares: np.ndarray, start: Head | None = None, begin: np.ndarray | None = None
    ) -> Change:
        """Fit a head, or the smallest change of one, by cross-entropy and L2 regularisation of what is changed.

        Parameters
        ----------
        strength
            Inverse of the regularisation, C as in scikit-learn; near 0 a head stays as it is.
        shares : (n_views,) float
            Weight of each row; a row of weight 0 is not learned from.
        start
            The head to change; a head of nothing by default.
        begin
            Where the search begins, what a weaker or stronger regularisation found.
        """
        truth, total, n_classes = self._truth, shares.sum(), self._truth.shape[1]
        before = start.logits(self._values) if start else 0.0
        shape = (self._turned.shape[1] + 1, n_classes)
        held_back = (2 if n_classes == 2 else 1) / strength / total

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            change = flat.reshape(shape)
            logits = before + self._turned @ change[:-1].astype(self._turned.dtype) + change[-1]
            error = shares[:, None] / total * (softmax(logits, axis=1) - truth)
            value = -(shares / total * (truth * log_softmax(logits, axis=1)).sum(axis=1)).sum()
            slope = np.empty(shape)
            slope[:-1] = self._turned.T @ error.astype(self._turned.dtype) + change[:-1] * held_back
            slope[-1] = error.sum(axis=0)
            return float(value + (change[:-1] ** 2).sum() * held_back / 2), slope.ravel()

        options = {"maxiter": _MOST_STEPS, "gtol": _LEAST_SLOPE, "ftol": 64 * np.finfo(float).eps}
        first = np.zeros(shape).ravel() if begin is None else begin
        with _one_thread_of_scipy():
            found = minimize(loss, first, jac=True, method="L-BFGS-B", options=options).x
        change = self._head(found.reshape(shape)[:-1], found.reshape(shape)[-1])
        if start is None:
            return Change(change, found)
        return Change(Head(start.weights + change.weights, start.bias + change.bias), found)

    def _head(self, weights: np.ndarray, bias: np.ndarray) -> Head:
        """Return a head that takes features as they are."""
        weights = (weights if self._axes is None else self._axes @ weights) / self._scaler.scale_[:, None]
        return Head(weights, bias - self._scaler.mean_ @ weights)


def _one_thread_of_scipy() -> AbstractContextManager[object]:
    """Keep the algebra that SciPy brings beside NumPy's to one thread: theirs in turn wait for each other's otherwise.

    NumPy multiplies the features, by far the most of the work; SciPy's steps are small. A fit takes 0.4 of the time.
    """
    libraries = ThreadpoolController()
    beside = [library["filepath"] for library in libraries.info() if "scipy.libs" in library["filepath"]]
    return libraries.select(filepath=beside).limit(limits=1)


def _turned(values: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Return features along the axes that the rows span, and these axes: fewer numbers, and the same regression.

    Where there are many rows the features come back as they are, without axes.

    L2 regularisation does not mind how the axes are turned, and keeps weights within the span of the rows.
    """
    if values.shape[0] >= min(values.shape[1], _MOST_TURNED):
        return values, None
    squares, left = np.linalg.eigh((values @ values.T).astype(float))
    kept = squares > squares.max() * _NOTHING
    lengths = np.sqrt(squares[kept])
    turned = (left[:, kept] * lengths).astype(values.dtype)
    return turned, values.T @ left[:, kept] / lengths
