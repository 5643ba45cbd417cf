"""Which parts of a tile a model decides by: what it says when they are hidden."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_STEPS = 9
"""Positions of the patch along a side."""
_PATCH_SHARE = 8
"""The patch's radius is the tile's side by this."""
_BATCH_SIZE = 32
_LEAST_PROBABILITY = 1e-30


def occlusion_heat(predict: Callable[[np.ndarray], np.ndarray], tile: np.ndarray, number: int) -> np.ndarray:
    """Return how much each pixel speaks for a class: how far its log-odds fall when a patch over it is hidden.

    A patch in the tile's mean colour is moved over the tile (Zeiler and Fergus 2014, doi 10.1007/978-3-319-10590-1_53).
    Its edge is soft, since a network takes a flat square for a roof. Log-odds and not the probability, which hardly
    moves where the model is sure of its error.

    Parameters
    ----------
    predict
        Gives the probabilities, (n_tiles, n_classes), of (n_tiles, size_px, size_px, 3) uint8 tiles.
    tile : (size_px, size_px, 3) uint8
        Rows run south.
    number
        Number of the class.

    Returns
    -------
    heat : (size_px, size_px) float
        Mean fall over the patches, by how much each hid the pixel: above 0 it speaks for the class, below 0 against it.
    """
    patches = _patches(len(tile))
    mean = tile.mean(axis=(0, 1))
    hidden = [np.rint(tile + patch[..., None] * (mean - tile)).astype(np.uint8) for patch in patches]
    images = np.stack([tile, *hidden])
    batches = (images[first : first + _BATCH_SIZE] for first in range(0, len(images), _BATCH_SIZE))
    odds = _log_odds(np.concatenate([predict(batch) for batch in batches]), number)
    return np.asarray(np.tensordot(odds[0] - odds[1:], patches, 1) / patches.sum(axis=0))


def _patches(size_px: int) -> np.ndarray:
    """Return how much each patch hides each pixel, (n_patches, size_px, size_px) float, 0 to 1."""
    at = np.arange(size_px)
    centres = np.linspace(0, size_px - 1, _STEPS)
    away = np.square((at[None] - centres[:, None]) / (size_px / _PATCH_SHARE))
    distance = away[:, None, :, None] + away[None, :, None, :]
    return np.asarray(np.exp(-np.square(distance) / 4).reshape(-1, size_px, size_px))


def _log_odds(probability: np.ndarray, number: int) -> np.ndarray:
    """Return the log-odds of a class, (n_tiles,) float, from (n_tiles, n_classes) probabilities."""
    of_others = np.delete(probability.astype(float), number, axis=1).sum(axis=1)
    of_class = probability[:, number].astype(float)
    return np.asarray(np.log(np.maximum(of_class, _LEAST_PROBABILITY) / np.maximum(of_others, _LEAST_PROBABILITY)))
