"""The pixels of one block while it is painted.

Rows run north: row 0 is the southernmost. The writer turns the block over, since rasters run south.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Optional, Union

import numpy as np
import shapely
from PIL import Image, ImageDraw
from scipy import ndimage

from .features import Colour, FloatArray
from .frame import Bounds

Amount = Union[FloatArray, np.floating[Any], float]
"""One number for every pixel, or the same for all."""

OVERSAMPLE = 3
"""Sides of the sub-pixels in a pixel, for edges that are not jagged."""


class Window(NamedTuple):
    """A rectangle of the scene's pixels; column 0 and row 0 touch the scene's lower-left corner."""

    column: int
    row: int
    n_columns: int
    n_rows: int

    def bounds(self, resolution_m: float) -> Bounds:
        """Return the ground of the window.

        >>> Window(10, 0, 5, 5).bounds(0.5)
        Bounds(xmin=5.0, ymin=0.0, xmax=7.5, ymax=2.5)
        """
        left, low = self.column * resolution_m, self.row * resolution_m
        return Bounds(left, low, left + self.n_columns * resolution_m, low + self.n_rows * resolution_m)

    def grown(self, margin_px: int) -> Window:
        """Return the window with a margin on all sides."""
        return Window(
            self.column - margin_px, self.row - margin_px, self.n_columns + 2 * margin_px, self.n_rows + 2 * margin_px
        )


def window_of(bounds: Bounds, resolution_m: float) -> Window:
    """Return the smallest window that holds bounds."""
    column, row = int(np.floor(bounds.xmin / resolution_m)), int(np.floor(bounds.ymin / resolution_m))
    right, top = int(np.ceil(bounds.xmax / resolution_m)), int(np.ceil(bounds.ymax / resolution_m))
    return Window(column, row, max(right - column, 1), max(top - row, 1))


class Patch(NamedTuple):
    """A small picture to be laid on the canvas."""

    window: Window
    alpha: FloatArray
    """(n_rows, n_columns) float32, 0 to 1: share of each pixel that is covered."""


def coverage(
    polygon: shapely.Geometry, resolution_m: float, soft_m: float = 0.0, oversample: int = OVERSAMPLE
) -> Patch:
    """Return the share of each pixel that a polygon covers.

    The patch always holds the whole polygon, however little of it a block sees: so all blocks see the same.
    """
    soft_px = soft_m / resolution_m / 2
    window = window_of(Bounds(*polygon.bounds), resolution_m).grown(1 + int(2 * soft_px))
    image = Image.new("L", (window.n_columns * oversample, window.n_rows * oversample))
    draw = ImageDraw.Draw(image)
    for part in getattr(polygon, "geoms", [polygon]):
        for ring, value in [(part.exterior, 255), *((hole, 0) for hole in part.interiors)]:
            sub_px = np.asarray(ring.coords)[:, :2] / resolution_m - (window.column, window.row)
            draw.polygon(np.floor(sub_px * oversample).astype(int).ravel().tolist(), fill=value)
    alpha = np.asarray(image.reduce(oversample), np.float32) * np.float32(1 / 255)
    return Patch(window, ndimage.gaussian_filter(alpha, soft_px, truncate=2.0) if soft_px > 0.3 else alpha)


@dataclass
class Canvas:
    """Colours of a window."""

    window: Window
    resolution_m: float
    pixels: FloatArray
    """(3, n_rows, n_columns) float32, 0 to 255."""

    def overlap(self, window: Window) -> Optional[tuple[tuple[slice, slice], tuple[slice, slice]]]:
        """Return the rows and columns shared with another window, on the canvas and in that window."""
        left, low = max(window.column, self.window.column), max(window.row, self.window.row)
        right = min(window.column + window.n_columns, self.window.column + self.window.n_columns)
        top = min(window.row + window.n_rows, self.window.row + self.window.n_rows)
        if left >= right or low >= top:
            return None
        here, there = (
            (slice(low - one.row, top - one.row), slice(left - one.column, right - one.column))
            for one in (self.window, window)
        )
        return here, there

    def blend(self, here: tuple[slice, slice], alpha: Amount, colour: Colour, tone: Amount) -> None:
        """Lay a colour over a part of the canvas.

        Parameters
        ----------
        alpha, tone : (n_rows, n_columns) float32
            How much of each pixel is covered, and the brightness of the colour there.
        """
        for channel, value in zip(self.pixels, colour):
            part = channel[here]
            part += alpha * (np.float32(value) * tone - part)
