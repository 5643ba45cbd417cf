"""Images of tiles: what one is, where they come from, and threads that read them ahead."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple, Protocol

import geopandas as gpd
import numpy as np

READERS = min(8, max(2, os.cpu_count() or 1))
"""Threads that read images ahead; on a machine with a graphics card two would be slower than the card."""
_RUN = 64
"""Images that a thread reads in a row."""


class TileImage(NamedTuple):
    """One image and how much of it there is."""

    pixels: np.ndarray
    """(size_px, size_px, 3) uint8; rows run south."""
    valid_share: float
    """Share of the tile that has an image, 0 to 1."""


def tile_of(window: np.ndarray, surround: float) -> np.ndarray:
    """Return the tile in the middle of a window, (size_px, size_px, ...), that shows its surroundings too.

    >>> tile_of(np.arange(36).reshape(6, 6), 0.25)[0].tolist()
    [7, 8, 9, 10]
    """
    edge = round(len(window) * surround / (1 + 2 * surround))
    return window[edge : len(window) - edge, edge : len(window) - edge]


class ImageSource(Protocol):
    """Something that gives images by number, from several threads at once."""

    def read(self, number: int, size_px: int, surround: float = 0.0) -> TileImage:
        """Return one image, resampled to `size_px`, with `surround` times the tile's side around it."""

    def identity(self) -> list[list[object]]:
        """Return what tells its files from others."""


def read_ahead(calls: Iterator[tuple[ImageSource, int]], size_px: int, surround: float = 0.0) -> Iterator[TileImage]:
    """Yield images in order while threads read the next ones; some hundred are held at a time.

    A thread reads many in a row: neighbours lie on the same blocks of a raster, which each thread unpacks for itself.
    So most is gained where the order is that of `neighbours_together`.
    """

    def read(run: list[tuple[ImageSource, int]]) -> list[TileImage]:
        return [source.read(number, size_px, surround) for source, number in run]

    with ThreadPoolExecutor(READERS) as pool:
        runs = iter(lambda: list(islice(calls, _RUN)), [])
        coming = (pool.submit(read, run) for run in runs)
        waiting: list[Future[list[TileImage]]] = list(islice(coming, READERS + 2))
        while waiting:
            yield from waiting.pop(0).result()
            waiting.extend(islice(coming, 1))


def neighbours_together(tiles: gpd.GeoDataFrame, rows: np.ndarray) -> np.ndarray:
    """Return rows of tiles along a Hilbert curve: what follows one another lies close by in both directions."""
    if not rows.size:
        return rows
    return rows[np.argsort(tiles.geometry.iloc[rows].hilbert_distance().to_numpy(), kind="stable")]
