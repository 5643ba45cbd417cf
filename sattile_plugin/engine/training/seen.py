"""What a backbone sees in tiles, as they are and varied."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..io.tile_images import READERS
from ..model.features import Backbone
from ..model.symmetries import SYMMETRIES, turned
from .augment import NONE, ONLY_SYMMETRIES, vary
from .tiles import Tiles

_MOST_VIEWS, _MOST_VIEWS_IN_ALL = 5, 20_000
_BATCH = 16
"""Tiles that go through the backbone at once; more are no quicker on a processor."""
_READ_AHEAD = 2 * READERS


class Features(NamedTuple):
    """What a backbone sees in tiles, and their truth."""

    values: np.ndarray
    """(n_tiles, n_views, n_features) float32, what goes into the layer of logits."""
    target: np.ndarray
    """(n_tiles,) int, number of the class."""
    place: np.ndarray
    """(n_tiles,) int, number of the source that each tile is from."""

    @property
    def clean(self) -> np.ndarray:
        """(n_tiles, n_features) float32, of the first view, which is the tile as it is."""
        return self.values[:, 0]

    def rows(self, chosen: np.ndarray) -> Features:
        """Return some of them."""
        return Features(*(column[chosen] for column in self))

    def beside(self, more: Features, how: str) -> Features:
        """Return them with more views of the same tiles; of symmetries the mean, as classify sees a tile in them.

        Parameters
        ----------
        more
            The same tiles in other views.
        how
            Kind of these views, as of `Views`.
        """
        values = np.concatenate([self.values, more.values], axis=1)
        if how == ONLY_SYMMETRIES:
            values = np.stack([self.clean, values.mean(axis=1)], axis=1)
        return self._replace(values=values)


class Views(NamedTuple):
    """Views of a tile: the symmetries in their order, or what is drawn by lot."""

    how: str
    """`none`, `symmetries` or `full`, as of `vary`."""
    seed: int
    """Number that views drawn by lot follow from."""
    number: int
    """How many."""


AS_IT_IS = Views(NONE, 0, 1)


def varied_views(tile_count: int, how: str, seed: int) -> Views:
    """Return the views that tiles to learn from are seen in beside as they are; fewer where the tiles are many.

    >>> [varied_views(count, "full", 1).number for count in (1000, 10_000, 30_000)]
    [4, 1, 0]
    >>> [varied_views(1000, how, 1).number for how in ("none", "symmetries")]
    [0, 7]
    """
    if how == NONE:
        return Views(how, seed, 0)
    most = SYMMETRIES if how == ONLY_SYMMETRIES else _MOST_VIEWS
    return Views(how, seed, int(np.clip(_MOST_VIEWS_IN_ALL // max(tile_count, 1), 1, most)) - 1)


def features_of(
    backbone: Backbone,
    tiles: Tiles,
    progress: Callable[[int, int], None],
    views: Views = AS_IT_IS,
    kept: Path | None = None,
) -> Features:
    """Return what goes into the layer of logits for each view of each tile.

    Parameters
    ----------
    backbone, tiles
        What looks, and the tiles to look at.
    progress
        Gets the views done and in all.
    views
        How the tiles are varied.
    kept
        Where the features are kept for a later run; they are read from there when they are there.
    """
    count = len(tiles.target)
    total = count * views.number
    if kept is not None and kept.is_file():
        progress(total, total)
        return Features(np.load(kept, allow_pickle=False), tiles.target, tiles.place)
    values = np.empty((count, views.number, backbone.n_features), dtype=np.float32)

    def drawn(view: int, first: int) -> np.ndarray:
        pixels = np.asarray(tiles.pixels[first : first + _BATCH])
        if views.how == ONLY_SYMMETRIES:
            return turned(pixels, 1 + view)
        return vary(pixels, views.how, np.random.default_rng([views.seed, view, first]))

    places = [(view, first) for view in range(views.number) for first in range(0, count, _BATCH)]
    with ThreadPoolExecutor(READERS) as pool:
        coming = (pool.submit(drawn, *place) for place in places)
        waiting: list[Future[np.ndarray]] = list(islice(coming, _READ_AHEAD))
        for view, first in places:
            pixels = waiting.pop(0).result()
            waiting.extend(islice(coming, 1))
            values[first : first + _BATCH, view] = backbone.describe(pixels, views=1)
            progress(view * count + min(first + _BATCH, count), total)
    if kept is not None:
        partial = kept.with_suffix(".partial.npy")
        np.save(partial, values, allow_pickle=False)
        partial.replace(kept)
    return Features(values, tiles.target, tiles.place)
