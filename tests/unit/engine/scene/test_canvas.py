"""Windows, coverage and blending on a few pixels."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sattile_plugin.engine.scene.canvas import Canvas, Window, coverage, window_of
from sattile_plugin.engine.scene.frame import Bounds


def test_the_window_of_bounds_holds_them():
    assert window_of(Bounds(0.9, 2.0, 3.1, 4.0), 1.0) == Window(0, 2, 4, 2)
    assert window_of(Bounds(-0.3, 0.0, 0.2, 0.1), 0.5) == Window(-1, 0, 2, 1)


def test_coverage_of_whole_and_half_pixels():
    patch = coverage(shapely.box(10, 20, 13, 22.5), 1.0, oversample=4)
    left, low = patch.window.column, patch.window.row
    # The outline itself is drawn one sub-pixel wide: hence 3 of 4, not 2 of 4.
    assert patch.alpha[20 - low : 23 - low, 11 - left].tolist() == pytest.approx([1.0, 1.0, 0.75], abs=0.01)


def test_coverage_leaves_out_holes():
    ring = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
    patch = coverage(ring, 1.0)
    assert patch.alpha[4 - patch.window.row, 4 - patch.window.column] < 0.5
    assert patch.alpha[1 - patch.window.row, 1 - patch.window.column] == pytest.approx(1.0)


def test_coverage_keeps_the_area():
    assert coverage(shapely.Point(3.3, 4.4).buffer(5), 0.2).alpha.sum() * 0.2**2 == pytest.approx(78.0, rel=0.02)


def test_overlap_of_two_windows():
    canvas = Canvas(Window(10, 10, 5, 5), 1.0, np.zeros((3, 5, 5), np.float32))
    assert canvas.overlap(Window(13, 8, 9, 4)) == ((slice(0, 2), slice(3, 5)), (slice(2, 4), slice(0, 2)))
    assert canvas.overlap(Window(15, 10, 2, 2)) is None


def test_blending_half_of_a_colour():
    canvas = Canvas(Window(0, 0, 1, 1), 1.0, np.full((3, 1, 1), 100, np.float32))
    canvas.blend((slice(None), slice(None)), 0.5, (200, 100, 0), 1.0)
    assert canvas.pixels.ravel().tolist() == [150, 100, 50]
