"""Which parts of a tile a model decides by: what it says when they are hidden."""

from __future__ import annotations

import numpy as np

from ..model.onnx_file import TileModel

_STEPS = 9
"""Positions of the patch along a side."""
_PATCH_SHARE = 4
"""The patch's side is the tile's by this."""
_BATCH_SIZE = 32
_LEAST_PROBABILITY = 1e-6


def occlusion_heat(model: TileModel, tile: np.ndarray, number: int) -> np.ndarray:
    """Return how much each pixel speaks for a class: how far its log-odds fall when a patch over it is hidden.

    A patch in the tile's mean colour is moved over the tile (Zeiler and Fergus 2014, doi 10.1007/978-3-319-10590-1_53).
    Log-odds and not the probability, since of an error that the model is sure of the probability hardly moves.

    Parameters
    ----------
    tile : (size_px, size_px, 3) uint8
        Rows run south.
    number
        Number of the class.

    Returns
    -------
    heat : (size_px, size_px) float
        Mean fall over the patches that hid the pixel: above 0 it speaks for the class, below 0 against it.
    """
    size_px = len(tile)
    patch_px = max(1, size_px // _PATCH_SHARE)
    corners = np.unique(np.linspace(0, size_px - patch_px, _STEPS).round().astype(int)).tolist()
    places = [(slice(top, top + patch_px), slice(left, left + patch_px)) for top in corners for left in corners]
    masked = np.repeat(tile[None], len(places) + 1, axis=0)
    for image, place in zip(masked, places):
        image[place] = tile.mean(axis=(0, 1)).round()
    said = np.concatenate(
        [model.predict(masked[first : first + _BATCH_SIZE])[:, number] for first in range(0, len(masked), _BATCH_SIZE)]
    )
    odds = _log_odds(said.astype(float))
    fall, covered = np.zeros((size_px, size_px)), np.zeros((size_px, size_px))
    for place, value in zip(places, odds[-1] - odds[:-1]):
        fall[place] += value
        covered[place] += 1
    return np.asarray(fall / np.maximum(covered, 1))


def _log_odds(probability: np.ndarray) -> np.ndarray:
    inside = np.clip(probability, _LEAST_PROBABILITY, 1 - _LEAST_PROBABILITY)
    return np.asarray(np.log(inside / (1 - inside)))
