"""Getting to know a place by some of its tiles, before all are looked at: its photo, and what looks built there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ...contract.messages import Reporter
from ..io.tile_images import TileImage
from .adaptation import PlaceFit, fit_to_place, tell_fit
from .appearance import SAMPLE_TILES, Retouch, fit_appearance
from .onnx_file import Seen, TileModel


class Looking(NamedTuple):
    """How a model looks at tiles."""

    adapt: bool
    """Whether to fit it to places that it did not learn from, and their photos to it."""
    symmetries: bool
    """Whether to take the mean over the eight symmetries of every tile."""
    batch_size: int
    """Tiles that go through the network at once."""


class Acquaintance(NamedTuple):
    """What some tiles tell of their place."""

    seen: Seen
    """What the model sees in them, as it has it."""
    fit: PlaceFit
    """How its probabilities become those of the place."""
    retouch: Retouch
    """What is done to images of the place before the model sees them."""


def sample_of(tile_count: int) -> np.ndarray:
    """Return which tiles of a place to get to know it by, (n_sample,) int, ascending: drawn by lot, always alike.

    Every so many tiles would be whole columns of a grid.
    """
    size = min(tile_count, SAMPLE_TILES)
    return np.sort(np.random.default_rng(1).choice(tile_count, size, replace=False))


def get_to_know(
    model: TileModel,
    images: Sequence[TileImage],
    is_new: bool,
    how: Looking,
    source: str,
    reporter: Reporter,
    progress: Callable[[int], None],
) -> Acquaintance:
    """Look at some tiles of a place, and tell the user how it differs from those of training.

    Where the model is fitted to the place, these tiles are seen in all eight symmetries, also where the others are to
    be seen once: two groups part more clearly then, and what is learned from the tiles serves all.

    Parameters
    ----------
    model, images
        What looks, and the images of the tiles.
    is_new
        Whether the model did not learn from most of this place.
    how
        How it looks at all tiles.
    source
        Raster or library that the images are from.
    reporter
        Is told what is done.
    progress
        Called with the number of tiles looked at.
    """
    retouch = fit_appearance(images, model.metadata, how.adapt, source, reporter)
    fits = how.adapt and is_new and model.tells_bati
    retouched = (image._replace(pixels=retouch.apply(image.pixels)) for image in images)
    found: list[Seen] = []
    for seen in model.see_images(retouched, how.batch_size, how.symmetries or fits):
        found.append(seen)
        progress(sum(len(batch.novelty) for batch in found))
    if not found:
        return Acquaintance(Seen(np.empty((0, len(model.classes))), np.empty((0, 0)), np.empty(0)), PlaceFit(), retouch)
    whole = Seen(*(np.concatenate(column) for column in zip(*found)))
    fit = PlaceFit()
    if fits:
        fit = fit_to_place(whole.probability[:, 1], whole.embedding, may_be_surer=not retouch.sharpens)
    tell_fit(fit, source, reporter)
    return Acquaintance(whole, fit, retouch)
