"""Shadows on the ground and, from trees, on roofs."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from . import sun
from .canvas import Canvas, coverage
from .crowns import CrownLibrary
from .features import Features, FloatArray

_SOFT_M = 0.22
"""Half shade at the edge of a shadow: the sun is no point."""
_TREE_SHADE = 0.88
"""Share of the light that a crown takes away."""


def ground_shade(canvas: Canvas, library: CrownLibrary, features: Features) -> FloatArray:
    """Return how far each pixel of the ground lies in shadow, 0 to 1: (n_rows, n_columns) float32."""
    shade = np.zeros(canvas.pixels.shape[1:], np.float32)
    for structure in features.structures:
        for wing in structure.wings:
            patch = coverage(wing.shadow(), canvas.resolution_m, oversample=2)
            shared = canvas.overlap(patch.window)
            if shared:
                np.maximum(shade[shared[0]], patch.alpha[shared[1]], out=shade[shared[0]])
    _add_crowns(shade, canvas, library, features, above_m=0.0)
    return _softened(shade, canvas)


def roof_shade(canvas: Canvas, library: CrownLibrary, features: Features) -> FloatArray:
    """Return how far each pixel would lie in the shadow of trees on a roof 4 m high."""
    shade = np.zeros(canvas.pixels.shape[1:], np.float32)
    _add_crowns(shade, canvas, library, features, above_m=4.0)
    return _softened(shade, canvas)


def _softened(shade: FloatArray, canvas: Canvas) -> FloatArray:
    blurred: FloatArray = ndimage.gaussian_filter(shade, max(_SOFT_M / canvas.resolution_m, 0.4), truncate=2.5)
    return blurred


def _add_crowns(shade: FloatArray, canvas: Canvas, library: CrownLibrary, features: Features, above_m: float) -> None:
    """Add the shadows of trees: two stamps each, for a crown is a ball and its shadow longer than wide."""
    trees = np.concatenate([*features.trees, np.empty((0, 7), np.float32)])
    for x_m, y_m, radius_m, height_m in trees[:, :4].tolist():
        stamp = library.choose(x_m, y_m, radius_m)
        middle_m = height_m - radius_m - above_m
        for fall_m in (middle_m, middle_m + 0.6 * radius_m):
            if fall_m <= 0:
                continue
            window = library.window(stamp, x_m + fall_m * sun.SHADOW_PER_M[0], y_m + fall_m * sun.SHADOW_PER_M[1])
            shared = canvas.overlap(window)
            if shared:
                here, there = shared
                np.maximum(shade[here], stamp.alpha[there] * np.float32(_TREE_SHADE), out=shade[here])


def darken(canvas: Canvas, here: tuple[slice, slice], shade: FloatArray) -> None:
    """Take away the light of the sun where there is shade."""
    for channel, left in zip(canvas.pixels, sun.SHADE):
        part = channel[here]
        part *= np.float32(1) - np.float32(1 - left) * shade
