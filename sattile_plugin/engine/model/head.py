"""The last layer of a classifier: from what a backbone sees in a tile to the probability of each class."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import softmax

from .calibration import Scaling


class Head(NamedTuple):
    """A layer of logits."""

    weights: np.ndarray
    """(n_features, n_classes) float."""
    bias: np.ndarray
    """(n_classes,) float."""

    def logits(self, features: np.ndarray) -> np.ndarray:
        """Return (n_tiles, n_classes) logits of (n_tiles, n_features)."""
        return np.asarray(features @ self.weights + self.bias)

    def probability(self, features: np.ndarray) -> np.ndarray:
        """Return (n_tiles, n_classes) probabilities of (n_tiles, n_features), float64 to tell logits by."""
        return np.asarray(softmax(self.logits(features).astype(float), axis=1))

    def scaled(self, scaling: Scaling) -> Head:
        """Return the head whose probabilities are calibrated.

        >>> head = Head(np.array([[2.0, 4.0]]), np.array([0.0, 8.0])).scaled(Scaling(2.0, np.array([0.5, -0.5])))
        >>> head.bias.tolist(), head.weights.tolist()
        ([0.5, 3.5], [[1.0, 2.0]])
        """
        return Head(self.weights / scaling.temperature, self.bias / scaling.temperature + scaling.prior)

    def without(self, prior: np.ndarray) -> Head:
        """Return the head that takes all classes for as frequent again."""
        return Head(self.weights, self.bias - prior)
