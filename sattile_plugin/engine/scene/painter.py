"""Painting one block of the scene, from the ground up to the sensor."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from .canvas import Canvas, Window
from .covering import paint_roofs
from .crowns import CrownLibrary, paint_crowns
from .features import Layer
from .ground import Noise, paint_areas, paint_background
from .layout import Layout
from .roads import paint_ways
from .shadows import darken, ground_shade, roof_shade
from .texture import Texture

_MARGIN_PX = 8
"""Pixels painted around a block, so that filters see the same at its edges as in its middle."""
_BLUR_PX = 0.55
_SENSOR_NOISE = 1.7
"""Standard deviation of the sensor's noise, of 255."""
_HAZE = ((12.0, 0.945), (14.0, 0.94), (16.0, 0.915))
"""Light that the air adds, and the share of the ground's that it lets through, in red, green and blue."""


class Painter:
    """Paints windows of a scene; each pixel depends on the seed and its place alone."""

    def __init__(self, seed: int, resolution_m: float) -> None:
        self.layout = Layout(seed)
        self.resolution_m = resolution_m
        self._noise = Noise(seed, resolution_m)
        self._library = CrownLibrary(seed, resolution_m)
        self._sensor = Texture(seed, 5, resolution_m, (resolution_m, 3 * resolution_m))

    def paint(self, window: Window) -> npt.NDArray[np.uint8]:
        """Return the pixels of a window: (3, n_rows, n_columns) uint8, row 0 the southernmost."""
        wide = window.grown(_MARGIN_PX)
        canvas = Canvas(wide, self.resolution_m, np.zeros((3, wide.n_rows, wide.n_columns), np.float32))
        features = self.layout.features(wide.bounds(self.resolution_m))
        noise = self._noise
        noise.enter(wide)
        paint_background(canvas, noise)
        paint_areas(canvas, noise, features.areas, Layer.LAND, Layer.PATCH)
        paint_ways(canvas, noise, features.ways)
        paint_areas(canvas, noise, features.areas, Layer.PLOT, Layer.MARKING)
        everywhere = (slice(None), slice(None))
        darken(canvas, everywhere, ground_shade(canvas, self._library, features))
        paint_roofs(canvas, noise, roof_shade(canvas, self._library, features), features)
        paint_crowns(canvas, self._library, features)
        return self._seen(canvas, noise)

    def _seen(self, canvas: Canvas, noise: Noise) -> npt.NDArray[np.uint8]:
        """Return what the camera records: light, haze, blur and noise."""
        inner = slice(_MARGIN_PX, -_MARGIN_PX)
        light = np.float32(1) + np.float32(0.022) * noise.light
        size = canvas.window.n_rows - 2 * _MARGIN_PX, canvas.window.n_columns - 2 * _MARGIN_PX
        seen = np.empty((3, *size), np.uint8)
        rows = np.arange(size[0]) + canvas.window.row
        columns = np.arange(size[1]) + canvas.window.column
        for number, (channel, (added, through)) in enumerate(zip(canvas.pixels, _HAZE)):
            channel *= light
            blurred = ndimage.gaussian_filter(channel, _BLUR_PX, truncate=3.0)[inner, inner]
            blurred *= np.float32(through)
            blurred += np.float32(added)
            # The sensor's noise differs between channels: the same texture, read elsewhere.
            blurred += np.float32(_SENSOR_NOISE) * self._sensor.at(rows + 311 * number, columns + 173 * number)
            seen[number] = np.clip(np.rint(blurred, out=blurred), 0, 255)
        return seen
