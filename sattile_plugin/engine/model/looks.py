"""What can be told of an image without a network: whether it shows anything, and whether it is there twice."""

from __future__ import annotations

from typing import NamedTuple

import imagehash
import numpy as np
from PIL import Image

_FLAT_LEVELS = 4
_FLAT_SHARE = 0.99
"""Share of pixels within `_FLAT_LEVELS` of the median colour from which an image is blank; calm water has 0.95."""
_EDGE_SHARE = 16
"""Part of an image's side that is not looked at on each side, since resampling lets the neighbours shine in."""
_CLOUD_DARKEST = 150
_CLOUD_SATURATION = 0.15
"""A clear image has shadows or colours; the brightest beaches of UC Merced reach 142 at a saturation of 0.09."""
_HASH_PX = 32
_MAX_HASH_DISTANCE = 6
_MIN_LIKENESS = 0.98
_CHUNK = 1000


class Look(NamedTuple):
    """What one image looks like."""

    blank: bool
    """Nearly all of it is one colour."""
    cloudy: bool
    """It is bright and grey and has no dark spot: cloud, thick haze or overexposure."""
    hashes: np.ndarray
    """(8,) uint64, perceptual hash of each symmetry, the image itself first."""


def look_at(pixels: np.ndarray) -> Look:
    """Look at an image, (height, width, 3) uint8.

    Cloud is told by the dark channel: of a clear image at least some spots are dark in one band (He et al. 2011,
    doi 10.1109/TPAMI.2010.168).
    """
    edge = len(pixels) // _EDGE_SHARE
    colours = pixels[edge : len(pixels) - edge, edge : len(pixels) - edge].reshape(-1, 3).astype(np.int16)
    flat = (np.abs(colours - np.median(colours, axis=0)) <= _FLAT_LEVELS).all(axis=1).mean()
    darkest, brightest = colours.min(axis=1), colours.max(axis=1)
    saturation = ((brightest - darkest) / np.maximum(brightest, 1)).mean()
    blank = bool(flat >= _FLAT_SHARE)
    cloudy = bool(np.percentile(darkest, 5) >= _CLOUD_DARKEST and saturation <= _CLOUD_SATURATION)
    return Look(blank, cloudy and not blank, _hashes(pixels))


def earlier_twins(hashes: np.ndarray, features: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """Find images that are there already: the same, compressed anew, turned or mirrored.

    Candidates are near by perceptual hash and are confirmed by the cosine of the square roots of their features.

    Parameters
    ----------
    hashes : (n_images, 8) uint64
        Of each symmetry of the image.
    features : (n_images, n_features) float
        At least 0.
    usable : (n_images,) bool
        Whether the image shows something; the others have no twins.

    Returns
    -------
    twins : (n_images,) int
        Number of the first image that is alike, -1 where there is none before.
    """
    twins = np.full(len(hashes), -1)
    roots = np.sqrt(features)
    roots /= np.maximum(np.linalg.norm(roots, axis=1, keepdims=True), 1e-12)
    for later, earlier in _near_pairs(hashes, np.flatnonzero(usable)):
        if twins[later] < 0 and roots[later] @ roots[earlier] >= _MIN_LIKENESS:
            twins[later] = twins[earlier] if twins[earlier] >= 0 else earlier
    return twins


def _near_pairs(hashes: np.ndarray, rows: np.ndarray) -> list[tuple[int, int]]:
    """Return later and earlier image of each pair whose hashes are near, in their order."""
    pairs = []
    for first in range(0, len(rows), _CHUNK):
        chunk, before = rows[first : first + _CHUNK], rows[: first + _CHUNK]
        distance = np.full((len(chunk), len(before)), 64, dtype=np.uint8)
        for symmetry in range(8):
            differing = hashes[chunk, 0][:, None] ^ hashes[before, symmetry][None]
            np.minimum(distance, np.bitwise_count(differing), out=distance)
        later, earlier = np.nonzero(distance <= _MAX_HASH_DISTANCE)
        pairs += [pair for pair in zip(chunk[later].tolist(), before[earlier].tolist()) if pair[1] < pair[0]]
    return pairs


def _hashes(pixels: np.ndarray) -> np.ndarray:
    grey = np.asarray(Image.fromarray(pixels).convert("L").resize((_HASH_PX, _HASH_PX), Image.Resampling.LANCZOS))
    views = [np.rot90(view, turns) for view in (grey, grey[:, ::-1]) for turns in range(4)]
    bits = np.stack([imagehash.phash(Image.fromarray(np.ascontiguousarray(view))).hash.ravel() for view in views])
    return np.packbits(bits, axis=1).view(np.uint64).ravel()
