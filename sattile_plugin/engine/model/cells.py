"""Cells: what is seen at each spot of a tile, and small networks that tell by it where something stands, in Keras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import keras
import numpy as np
from keras import layers, ops

from .architectures import edges_of

DEPTHS = "depths"
"""Name of the layer where what is seen at all depths comes together."""
ODDS = "odds"
"""Name of a judge's layer that tells of every cell, before the tile is told of by them."""
_STRONGEST = 40
"""Of so many cells one decides, the strongest ones: a house of 20 m2 covers a hundredth of a tile of 50 m."""
_WIDTH = 48
_REACHES = (1, 2)
"""How far apart the cells are that are seen together, layer by layer; beside each other, then with one between."""
_DROPPED_IN, _DROPPED = 0.2, 0.1


class Projection(NamedTuple):
    """What is kept of the features of a cell: principal components of each depth, brought to a variance of 1."""

    weights: np.ndarray
    """(n_features, n_components) float32."""
    bias: np.ndarray
    """(n_components,) float32."""

    def apply(self, cells: np.ndarray) -> np.ndarray:
        """Return (..., n_components) of (..., n_features)."""
        return np.asarray(cells @ self.weights + self.bias)


def cell_map(found: Sequence[keras.KerasTensor]) -> keras.KerasTensor:
    """Return what a backbone sees at several depths as one map of cells, (n_tiles, n, n, n_features), square roots.

    Parameters
    ----------
    found
        Maps of the last layer, with half as many cells on a side, then of earlier ones, with as many or more.
    """
    last, *earlier = found
    side = earlier[-1].shape[1]
    maps = []
    for each in earlier:
        factor = each.shape[1] // side
        pools = (layers.AveragePooling2D, layers.MaxPooling2D) if factor > 1 else ()
        maps += [pool(factor)(each) for pool in pools] or [each]
    spread = layers.UpSampling2D(2)(last)
    beyond = spread.shape[1] - side
    maps.append(layers.Cropping2D(((0, beyond), (0, beyond)))(spread) if beyond else spread)
    return ops.sqrt(layers.Concatenate(name=DEPTHS)(maps))


def cell_judge(n_cells: int, n_features: int, surround: float, seed: int) -> keras.Model:
    """Build a small network that tells of a tile by its cells how much speaks for something to stand in it.

    Every cell is judged with those around it; the tile is as its strongest cells are, so that labels of whole tiles
    teach where in them it stands: learning from multiple instances (Dietterich and others 1997,
    doi 10.1016/S0004-3702(96)00034-3), of which the top ones count (Li and Vasconcelos 2015, CVPR).

    Parameters
    ----------
    n_cells, n_features
        Cells on a side of what is seen, and features of each, standardised.
    surround
        How far is seen beyond the tile, in shares of its side; those cells are seen, but do not count.
    seed
        Number that weights and what is dropped by lot follow from.

    Returns
    -------
    Model
        From (n_tiles, n_cells, n_cells, n_features) to log-odds, (n_tiles, 1).
    """
    seeds = iter(range(seed * 100, seed * 100 + 100))

    def convolved(x: keras.KerasTensor, size: int, reach: int) -> keras.KerasTensor:
        start = keras.initializers.GlorotUniform(seed=next(seeds))
        look = layers.Conv2D(
            _WIDTH, size, dilation_rate=reach, padding="same", activation="relu", kernel_initializer=start
        )
        return look(x)

    cells = keras.Input((n_cells, n_cells, n_features), name="cells")
    x = convolved(layers.SpatialDropout2D(_DROPPED_IN, seed=next(seeds))(cells), 1, 1)
    for reach in _REACHES:
        x = layers.Add()([x, convolved(layers.SpatialDropout2D(_DROPPED, seed=next(seeds))(x), 3, reach)])
    x = layers.SpatialDropout2D(_DROPPED, seed=next(seeds))(x)
    odds = layers.Conv2D(1, 1, kernel_initializer=keras.initializers.GlorotUniform(seed=next(seeds)), name=ODDS)(x)
    edges = edges_of(n_cells, surround)
    counted = layers.Flatten()(layers.Cropping2D((edges, edges))(odds))
    return keras.Model(cells, StrongestMean(max(1, counted.shape[1] // _STRONGEST))(counted), name=f"judge_{seed}")


@keras.saving.register_keras_serializable(package="sattile")
class StrongestMean(layers.Layer):
    """The mean of the largest values of each row, (n, n_values) to (n, 1)."""

    def __init__(self, count: int, **options: object) -> None:
        super().__init__(**options)
        self.count = count

    def call(self, values: keras.KerasTensor) -> keras.KerasTensor:
        """Return the mean, (n, 1)."""
        return ops.mean(ops.top_k(values, self.count)[0], axis=1, keepdims=True)

    def get_config(self) -> dict[str, object]:
        """Return what the layer is built anew from."""
        return {**super().get_config(), "count": self.count}
