"""Painting roofs: each pixel takes the highest wing there and the brightness of its slope."""

from __future__ import annotations

import numpy as np

from .canvas import OVERSAMPLE, Canvas, Patch, Window, coverage, window_of
from .features import Features, FloatArray, Structure
from .frame import Bounds
from .ground import Noise
from .shadows import darken


def paint_roofs(canvas: Canvas, noise: Noise, shade: FloatArray, features: Features) -> None:
    """Paint all roofs, the lowest first.

    Parameters
    ----------
    shade : (n_rows, n_columns) float32
        Shadow of trees at the height of roofs, 0 to 1.
    """
    for structure in sorted(features.structures, key=lambda one: (one.height_m, one.polygon.bounds)):
        window = window_of(Bounds(*structure.polygon.bounds), canvas.resolution_m).grown(1)
        shared = canvas.overlap(window)
        if shared is None:
            continue
        here, there = shared
        patch, bright = roof_patch(structure, window, canvas.resolution_m)
        roof = structure.roof
        tone = noise.grain[here] * np.float32(0.035) + noise.patches[here] * np.float32(roof.weathering * 0.55)
        tone = bright[there] * (tone + np.float32(1))
        _blend_shaded(canvas, here, patch.alpha[there], roof.colour, tone, shade[here])
        for polygon, colour in structure.fittings:
            fitting = coverage(polygon, canvas.resolution_m)
            seen = canvas.overlap(fitting.window)
            if seen:
                canvas.blend(seen[0], fitting.alpha[seen[1]] * np.float32(0.9), colour, np.float32(1))


def _blend_shaded(
    canvas: Canvas,
    here: tuple[slice, slice],
    alpha: FloatArray,
    colour: tuple[float, float, float],
    tone: FloatArray,
    shade: FloatArray,
) -> None:
    """Lay a roof on the canvas; where trees shade it, it is darker."""
    lit = Canvas(canvas.window, canvas.resolution_m, np.empty((3, *alpha.shape), np.float32))
    everywhere = (slice(None), slice(None))
    for channel, value in zip(lit.pixels, colour):
        np.multiply(tone, np.float32(value), out=channel)
    darken(lit, everywhere, shade)
    for channel, roof in zip(canvas.pixels, lit.pixels):
        part = channel[here]
        part += alpha * (roof - part)


def roof_patch(structure: Structure, window: Window, resolution_m: float) -> tuple[Patch, FloatArray]:
    """Return the coverage of a roof and its brightness: (n_rows, n_columns) float32.

    Parameters
    ----------
    window : Window
        Pixels to work out; it holds the whole roof.
    """
    step_m = resolution_m / OVERSAMPLE
    x_m = window.column * resolution_m + (np.arange(window.n_columns * OVERSAMPLE) + 0.5) * step_m
    y_m = window.row * resolution_m + (np.arange(window.n_rows * OVERSAMPLE) + 0.5) * step_m
    highest = np.full((len(y_m), len(x_m)), -0.5, np.float32)
    bright = np.zeros_like(highest)
    rib_m = structure.roof.rib_m
    for wing in structure.wings:
        height, own, along_m = wing.relief(x_m[None, :], y_m[:, None])
        if rib_m:
            own = own * (1 + np.float32(0.05) * np.sign(np.sin(along_m * (2 * np.pi / rib_m))))
        above = height > highest
        highest = np.where(above, height, highest)
        bright = np.where(above, own, bright)
    covered = highest >= 0
    alpha = _averaged(covered.astype(np.float32))
    brightness = _averaged(bright) / np.maximum(alpha, np.float32(1e-3))
    return Patch(window, alpha), brightness


def _averaged(values: FloatArray) -> FloatArray:
    """Return the mean of each pixel's sub-pixels.

    >>> _averaged(np.eye(3, dtype=np.float32)).tolist()
    [[0.3333333432674408]]
    """
    total = sum(
        values[down::OVERSAMPLE, along::OVERSAMPLE] for down in range(OVERSAMPLE) for along in range(OVERSAMPLE)
    )
    mean: FloatArray = np.asarray(total, np.float32) / np.float32(OVERSAMPLE**2)
    return mean
