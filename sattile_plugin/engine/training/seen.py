"""What a backbone sees in tiles, as they are and varied."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..model.features import Backbone
from .augment import vary
from .tiles import Tiles

_MOST_VIEWS, _MOST_VIEWS_IN_ALL = 5, 20_000
_BATCH = 16
"""Tiles that go through the backbone at once; more are no quicker on a processor."""
_READ_AHEAD = 4


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

    def beside(self, more: Features) -> Features:
        """Return them with more views of the same tiles."""
        return self._replace(values=np.concatenate([self.values, more.values], axis=1))


class Views(NamedTuple):
    """Views of a tile that are drawn by lot."""

    how: str
    """`none`, `symmetries` or `full`, as of `vary`."""
    seed: int
    """Number that the views follow from."""
    number: int
    """How many."""


AS_IT_IS = Views("none", 0, 1)


def varied_views(tile_count: int, how: str, seed: int) -> Views:
    """Return the views that tiles to learn from are seen in beside as they are; fewer where the tiles are many.

    >>> [varied_views(count, "full", 1).number for count in (1000, 10_000, 30_000)]
    [4, 1, 0]
    >>> varied_views(1000, "none", 1).number
    0
    """
    if how == AS_IT_IS.how:
        return Views(how, seed, 0)
    return Views(how, seed, int(np.clip(_MOST_VIEWS_IN_ALL // max(tile_count, 1), 1, _MOST_VIEWS)) - 1)


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
        generator = np.random.default_rng([views.seed, view, first])
        return vary(np.asarray(tiles.pixels[first : first + _BATCH]), views.how, generator)

    places = [(view, first) for view in range(views.number) for first in range(0, count, _BATCH)]
    with ThreadPoolExecutor(1) as pool:
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
