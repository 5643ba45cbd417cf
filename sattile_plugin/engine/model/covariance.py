"""How the channels of a map of features go together, in Keras."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers, ops

_STEPS = 5
_LEAST = 1e-6
"""Added to every variance, so that a tile of one colour has a root as well."""


@keras.saving.register_keras_serializable(package="sattile")
class CovarianceRoot(layers.Layer):
    """The square root of the covariance of a map's channels over the tile: what occurs together, wherever it lies.

    From (n_tiles, rows, columns, n_channels) to (n_tiles, n_channels * (n_channels + 1) / 2), the upper triangle, but
    for a factor. The root keeps strong channels from outweighing all others. It is found by five coupled steps of
    Newton and Schulz (Li, Xie, Wang and Gao 2018, arXiv 1712.01034), that need no eigenvectors, so that ONNX has them.
    """

    def call(self, found: keras.KerasTensor) -> keras.KerasTensor:
        """Return the upper triangle of the root, (n_tiles, n_channels * (n_channels + 1) / 2)."""
        n_channels = found.shape[-1]
        seen = ops.reshape(found, (-1, found.shape[1] * found.shape[2], n_channels))
        seen = seen - ops.mean(seen, axis=1, keepdims=True)
        same = ops.eye(n_channels, dtype=seen.dtype)
        covariance = ops.matmul(ops.transpose(seen, (0, 2, 1)), seen) / seen.shape[1] + _LEAST * same
        root = covariance / ops.sum(covariance * same, axis=(1, 2), keepdims=True)
        inverse = same + 0 * root
        for _ in range(_STEPS):
            step = (3 * same - ops.matmul(inverse, root)) / 2
            root, inverse = ops.matmul(root, step), ops.matmul(step, inverse)
        upper = np.flatnonzero(np.triu(np.ones((n_channels, n_channels))))
        return ops.take(ops.reshape(root, (-1, n_channels**2)), upper, axis=1)
