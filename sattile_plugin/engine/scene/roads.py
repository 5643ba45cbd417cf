"""Painting ways: roads, tracks and streams, and the dashes on main roads."""

from __future__ import annotations

from typing import Optional

import numpy as np
import shapely

from . import palette
from .canvas import Canvas, coverage, window_of
from .features import Colour, FloatArray, Way
from .frame import Bounds
from .ground import Noise

_PIECE_POINTS = 7
"""Points of a way that are painted at once; a patch of a whole road would be mostly empty."""


def paint_ways(canvas: Canvas, noise: Noise, ways: list[Way]) -> None:
    """Paint all ways, verges first and main roads last."""
    verges = [Way(way.line, way.width_m + 2.2, "verge") for way in ways if way.surface not in ("water", "track")]
    for surface in palette.SURFACES:
        alike = [way for way in (*ways, *verges) if way.surface == surface]
        mask = _way_mask(canvas, alike)
        if mask is None:
            continue
        cover = palette.SURFACES[surface]
        everywhere = (slice(None), slice(None))
        canvas.blend(everywhere, mask, cover.colour, noise.tone(cover, everywhere))
    _paint_marks(canvas, [way for way in ways if way.surface == "main"])
    _paint_track_grass(canvas, [way for way in ways if way.surface == "track"])


def _way_mask(canvas: Canvas, ways: list[Way], soft_m: float = 0.5) -> Optional[FloatArray]:
    """Return the coverage of some ways together: (n_rows, n_columns) float32, or nothing where there is none."""
    mask: Optional[FloatArray] = None
    for way in ways:
        for piece in _pieces(way):
            ground = piece.ground()
            if canvas.overlap(window_of(Bounds(*ground.bounds), canvas.resolution_m)) is None:
                continue
            patch = coverage(ground, canvas.resolution_m, soft_m, 2)
            shared = canvas.overlap(patch.window)
            if shared is None:
                continue
            mask = np.zeros(canvas.pixels.shape[1:], np.float32) if mask is None else mask
            part = mask[shared[0]]
            np.maximum(part, patch.alpha[shared[1]], out=part)
    return mask


def _pieces(way: Way) -> list[Way]:
    points = list(way.line.coords)
    starts = range(0, max(len(points) - 1, 1), _PIECE_POINTS - 1)
    lines = [shapely.LineString(points[start : start + _PIECE_POINTS]) for start in starts]
    return [Way(line, way.width_m, way.surface) for line in lines]


def _paint_marks(canvas: Canvas, roads: list[Way]) -> None:
    """Paint the dashes in the middle of main roads: 3 m long, 10 m apart."""
    for road in roads:
        for start_m in np.arange(0, road.line.length, 13.0):
            at = road.line.interpolate(start_m)
            if not canvas.window.bounds(canvas.resolution_m).grown(4).meets(at):
                continue
            dash = shapely.LineString([at, road.line.interpolate(start_m + 3)])
            if dash.length > 1:
                _lay(canvas, dash.buffer(0.09, cap_style="flat"), (220, 218, 212), 0.8)


def _paint_track_grass(canvas: Canvas, tracks: list[Way]) -> None:
    """Let grass grow between the ruts."""
    mask = _way_mask(canvas, [Way(track.line, 0.7, "track") for track in tracks])
    if mask is not None:
        canvas.blend((slice(None), slice(None)), mask * np.float32(0.6), palette.GRASS.colour, np.float32(1))


def _lay(canvas: Canvas, polygon: shapely.Polygon, colour: Colour, strength: float) -> None:
    patch = coverage(polygon, canvas.resolution_m)
    shared = canvas.overlap(patch.window)
    if shared:
        canvas.blend(shared[0], patch.alpha[shared[1]] * np.float32(strength), colour, np.float32(1))
