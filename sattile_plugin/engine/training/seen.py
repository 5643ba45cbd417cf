"""What a frozen backbone sees in tiles, as they are and varied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from ..model.networks import LOGITS, Network
from .augment import vary
from .tiles import Tiles

_MOST_VIEWS, _MOST_VIEWS_IN_ALL = 5, 20_000
INFERENCE_BATCH = 64


class Features(NamedTuple):
    """What the frozen backbone sees in tiles, and their truth."""

    values: np.ndarray
    """(n_tiles, n_views, n_features) float32, what goes into the layer of logits; the first view is the tile as is."""
    target: np.ndarray
    """(n_tiles,) int, number of the class."""
    place: np.ndarray
    """(n_tiles,) int, number of the source that each tile is from."""

    @property
    def clean(self) -> np.ndarray:
        """(n_tiles, n_features) float32, of the tiles as they are."""
        return self.values[:, 0]

    def rows(self, chosen: np.ndarray) -> Features:
        """Return some of them."""
        return Features(*(column[chosen] for column in self))


class Views(NamedTuple):
    """In how many ways a tile is looked at beside as it is."""

    how: str
    """`none`, `symmetries` or `full`, as of `vary`."""
    seed: int
    """Number that the views follow from."""


SEEN_ONCE = Views("none", 0)


def view_count(tile_count: int, views: Views) -> int:
    """Return how many views of each tile there are; fewer where the tiles are many.

    >>> view_count(1000, Views("full", 1)), view_count(10000, Views("full", 1)), view_count(1000, SEEN_ONCE)
    (5, 2, 1)
    """
    if views.how == SEEN_ONCE.how:
        return 1
    return int(np.clip(_MOST_VIEWS_IN_ALL // max(tile_count, 1), 1, _MOST_VIEWS))


def features_of(
    network: Network,
    tiles: Tiles,
    progress: Callable[[int, int], None],
    views: Views = SEEN_ONCE,
    kept: Path | None = None,
) -> Features:
    """Return what goes into the layer of logits for each tile, as it is and varied by lot.

    Parameters
    ----------
    network, tiles
        The network and the tiles to look at.
    progress
        Gets the views done and in all.
    views
        How the tiles are varied.
    kept
        Where the features are kept for a later run; they are read from there when they are there.
    """
    count, n_views = len(tiles.target), view_count(len(tiles.target), views)
    total = count * n_views
    if kept is not None and kept.is_file():
        progress(total, total)
        return Features(np.load(kept, allow_pickle=False), tiles.target, tiles.place)
    head = network.model.get_layer(LOGITS)
    extractor = keras.Model(network.model.input, head.input)
    values = np.empty((count, n_views, head.input.shape[-1]), dtype=np.float32)
    for view in range(n_views):
        for first in range(0, count, INFERENCE_BATCH):
            rows = slice(first, first + INFERENCE_BATCH)
            generator = np.random.default_rng([views.seed, view, first])
            pixels = vary(np.asarray(tiles.pixels[rows]), views.how if view else SEEN_ONCE.how, generator)
            values[rows, view] = extractor.predict_on_batch(pixels)
            progress(view * count + min(first + INFERENCE_BATCH, count), total)
    if kept is not None:
        partial = kept.with_suffix(".partial.npy")
        np.save(partial, values, allow_pickle=False)
        partial.replace(kept)
    return Features(values, tiles.target, tiles.place)
