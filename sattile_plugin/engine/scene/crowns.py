"""Tree crowns: a small library of shaded, lumpy balls, stamped many times."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from . import sun
from .canvas import Canvas, Window
from .features import Features, FloatArray
from .frame import Kind, generator

_RADII_M = 0.7 * 1.16 ** np.arange(15)
"""Radii of the stamps; a tree takes the nearest."""
_VARIANTS = 10


class Stamp(NamedTuple):
    """One crown seen from above, row 0 south."""

    alpha: FloatArray
    """(n, n) float32, 0 to 1."""
    tone: FloatArray
    """(n, n) float32, brightness."""


class CrownLibrary:
    """Stamps of all radii in some variants."""

    def __init__(self, seed: int, resolution_m: float) -> None:
        self.resolution_m = resolution_m
        self._stamps = [
            [
                _stamp(radius_m / resolution_m, generator(seed, Kind.CROWN, number, variant))
                for variant in range(_VARIANTS)
            ]
            for number, radius_m in enumerate(_RADII_M)
        ]

    def choose(self, x_m: float, y_m: float, radius_m: float) -> Stamp:
        """Return the stamp of a tree; which variant depends on where it stands."""
        number = int(np.clip(np.rint(np.log(radius_m / 0.7) / np.log(1.16)), 0, len(_RADII_M) - 1))
        return self._stamps[number][int(x_m * 7.3 + y_m * 13.7) % _VARIANTS]

    def window(self, stamp: Stamp, x_m: float, y_m: float) -> Window:
        """Return where a stamp lies whose middle is at a point."""
        size = len(stamp.alpha)
        column, row = (int(np.floor(value / self.resolution_m - size / 2 + 0.5)) for value in (x_m, y_m))
        return Window(column, row, size, size)


def _stamp(radius_px: float, rng: np.random.Generator) -> Stamp:
    """Draw one crown: a ball with a ragged outline, made of smaller balls of leaves."""
    half = int(np.ceil(radius_px * 1.2)) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32)
    angle, distance = np.arctan2(y, x), np.hypot(x, y)
    lobes = sum(rng.uniform(-0.3, 0.3) / n**0.7 * np.cos(n * angle + rng.uniform(0, 6.3)) for n in (2, 3, 4, 5, 7))
    reach = radius_px * (0.96 + 0.35 * lobes)
    alpha = np.clip((reach - distance) / max(0.22 * radius_px, 0.9) + 0.5, 0, 1)
    lumps = _lumps(distance.shape, radius_px, rng)
    dome = np.sqrt(np.clip(1 - (distance / reach) ** 2, 0.02, 1)) * radius_px * 0.62
    rise_y, rise_x = np.gradient(dome + lumps)
    light = sun.TO_SUN[2] - rise_x * sun.TO_SUN[0] - rise_y * sun.TO_SUN[1]
    facing = light / np.sqrt(1 + rise_x**2 + rise_y**2)
    tone = 0.52 + 0.66 * np.clip(facing, 0, 1) + rng.normal(0, 0.05, distance.shape)
    return Stamp(alpha.astype(np.float32), tone.astype(np.float32))


def _lumps(shape: tuple[int, ...], radius_px: float, rng: np.random.Generator) -> FloatArray:
    """Return the heights of tufts of leaves, in pixels."""
    lumps = np.zeros(shape, np.float32)
    for size_px, height_px in ((radius_px / 11, 0.055 * radius_px), (radius_px / 5, 0.085 * radius_px)):
        noise = ndimage.gaussian_filter(rng.standard_normal(shape), max(size_px, 0.6), mode="wrap")
        lumps += (noise / noise.std() * min(height_px, 1.2 * max(size_px, 0.6))).astype(np.float32)
    return lumps


def paint_crowns(canvas: Canvas, library: CrownLibrary, features: Features) -> None:
    """Stamp all trees, the lowest first."""
    trees = np.concatenate([*features.trees, np.empty((0, 7), np.float32)])
    order = np.lexsort((trees[:, 0], trees[:, 1], trees[:, 3]))
    for x_m, y_m, radius_m, _, *colour in trees[order].tolist():
        stamp = library.choose(x_m, y_m, radius_m)
        shared = canvas.overlap(library.window(stamp, x_m, y_m))
        if shared:
            here, there = shared
            canvas.blend(here, stamp.alpha[there], (colour[0], colour[1], colour[2]), stamp.tone[there])
