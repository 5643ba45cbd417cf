"""Painting the ground: areas with their grain and rows."""

from __future__ import annotations

import math

import numpy as np

from . import palette
from .canvas import Canvas, Window, coverage
from .features import Area, Cover, FloatArray, Layer, Rows
from .texture import Texture

_PROFILE_STEP_M = 0.1


class Noise:
    """The textures of a scene and, for one block, their values."""

    def __init__(self, seed: int, resolution_m: float) -> None:
        fine_m = max(resolution_m, 0.1)
        self.resolution_m = resolution_m
        self._grain = Texture(seed, 1, fine_m, (fine_m, 8 * fine_m))
        self._patches = Texture(seed, 2, 0.5, (1.0, 14.0))
        self._drift = Texture(seed, 3, 2.0, (12.0, 160.0))
        self._light = Texture(seed, 4, 12.0, (150.0, 2500.0), 512)

    def enter(self, window: Window) -> None:
        """Work out the noise of a window."""
        rows = np.arange(window.row, window.row + window.n_rows)
        columns = np.arange(window.column, window.column + window.n_columns)
        y_m, x_m = (rows + 0.5) * self.resolution_m, (columns + 0.5) * self.resolution_m
        self.grain = self._grain.at(rows, columns)
        self.patches = self._patches.between(y_m, x_m)
        self.drift = self._drift.between(y_m, x_m)
        self.light = self._light.between(y_m, x_m)
        # A second look at the same texture, elsewhere and coarser: fading of the meadows, independent of the first.
        self.dryness = self._drift.between(y_m * 0.61 + 977.0, x_m * 0.61 + 413.0)

    def tone(self, cover: Cover, here: tuple[slice, slice]) -> FloatArray:
        """Return the brightness of a cover in a part of the window."""
        tone = self.grain[here] * np.float32(cover.grain)
        tone += self.patches[here] * np.float32(cover.patches)
        tone += self.drift[here] * np.float32(cover.drift)
        tone += np.float32(1)
        return np.maximum(tone, np.float32(0.3), out=tone)


def paint_background(canvas: Canvas, noise: Noise) -> None:
    """Fill the canvas with the grass that grows where nothing else does."""
    everywhere = (slice(None), slice(None))
    canvas.blend(everywhere, 1.0, palette.GRASS.colour, noise.tone(palette.GRASS, everywhere))


def paint_areas(canvas: Canvas, noise: Noise, areas: list[Area], low: Layer, high: Layer) -> None:
    """Paint the areas of some layers, lowest first."""
    chosen = [area for area in areas if low <= area.layer <= high]
    for area in sorted(chosen, key=lambda area: area.layer):
        if not area.polygon.is_empty:
            _paint_area(canvas, noise, area)


def _paint_area(canvas: Canvas, noise: Noise, area: Area) -> None:
    large = area.polygon.area > 3000
    patch = coverage(area.polygon, canvas.resolution_m, area.soft_m, 2 if large else 3)
    shared = canvas.overlap(patch.window)
    if shared is None:
        return
    here, there = shared
    alpha, tone = patch.alpha[there], noise.tone(area.cover, here)
    rows = area.cover.rows
    if rows is None:
        _blend_vegetation(canvas, noise, here, alpha, area.cover, tone)
        return
    mix = _row_tones(canvas, rows, here)
    for channel, first, second in zip(canvas.pixels, area.cover.colour, rows.second):
        part = channel[here]
        part += alpha * ((np.float32(first) + mix * np.float32(second - first)) * tone - part)


def _blend_vegetation(
    canvas: Canvas, noise: Noise, here: tuple[slice, slice], alpha: FloatArray, cover: Cover, tone: FloatArray
) -> None:
    """Lay a cover without rows; what is green there fades to straw in dry spots."""
    green = cover.colour[1] - cover.colour[2]
    if green < 25:
        canvas.blend(here, alpha, cover.colour, tone)
        return
    dry = noise.dryness[here] + np.float32(0.5) * noise.patches[here]
    for channel, value, shift in zip(canvas.pixels, cover.colour, (0.065, 0.02, 0.03)):
        part = channel[here]
        part += alpha * (np.float32(value) * (tone + np.float32(shift) * dry) - part)


def _row_tones(canvas: Canvas, rows: Rows, here: tuple[slice, slice]) -> FloatArray:
    """Return the profile of stripes at each pixel of a part of the canvas."""
    step = canvas.resolution_m / _PROFILE_STEP_M
    row = np.arange(here[0].start, here[0].stop) + canvas.window.row
    column = np.arange(here[1].start, here[1].stop) + canvas.window.column
    # Across the stripes, in profile steps; y runs north with the rows.
    y = (row * (step * math.cos(rows.angle_rad))).astype(np.float64)
    x = (column * (-step * math.sin(rows.angle_rad))).astype(np.float64)
    across = np.floor(y[:, None] + x).astype(np.int32) % len(rows.profile)
    return rows.profile[across]
