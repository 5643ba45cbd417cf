"""The last layer of a classifier: from what a backbone sees in a tile to the probability of each class."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import softmax


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
        """Return (n_tiles, n_classes) probabilities of (n_tiles, n_features)."""
        return np.asarray(softmax(self.logits(features), axis=1))

    def cooled(self, temperature: float) -> Head:
        """Return the head with its logits divided by a temperature, so that its probabilities are calibrated.

        >>> Head(np.array([[2.0, 4.0]]), np.array([0.0, 8.0])).cooled(2.0).bias.tolist()
        [0.0, 4.0]
        """
        return Head(self.weights / temperature, self.bias / temperature)
