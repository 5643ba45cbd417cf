"""Roofs: heights, brightness and shadows that follow from a few numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from sattile_plugin.engine.scene import sun
from sattile_plugin.engine.scene.roofs import Wing

GABLE = Wing(0, 0, 0.0, half_length_m=6, half_width_m=4, eave_m=3, slope=0.5)
HIP = Wing(0, 0, 0.0, half_length_m=6, half_width_m=4, eave_m=3, slope=0.5, form="hip")


@pytest.mark.parametrize(
    ("wing", "x_m", "y_m", "height_m"),
    [
        (GABLE, 0, 0, 5.0),
        (GABLE, 5, 0, 5.0),
        (GABLE, 5, 2, 4.0),
        (GABLE, 0, -3, 3.5),
        (HIP, 0, 0, 5.0),
        (HIP, 5, 0, 3.5),
        (HIP, 0, 7, -1.0),
        (GABLE, 7, 0, -1.0),
    ],
)
def test_height_of_a_roof(wing: Wing, x_m: float, y_m: float, height_m: float):
    height, _, _ = wing.relief(np.array([[x_m]], np.float32), np.array([[y_m]], np.float32))
    assert height.item() == pytest.approx(height_m)


def test_the_southern_slope_is_brighter():
    _, bright, _ = GABLE.relief(np.array([[0.0]]), np.array([[-2.0], [2.0]]))
    south, north = bright.ravel()
    assert south > 1 > north
    assert (south, north) == pytest.approx((sun.brightness(0, -0.5), sun.brightness(0, 0.5)))


def test_a_flat_roof_is_as_bright_as_the_ground():
    _, bright, _ = Wing(0, 0, 0.3, 5, 5, 3, form="flat").relief(np.array([[1.0]]), np.array([[2.0]]))
    assert bright.item() == pytest.approx(1.0)


def test_a_shadow_falls_away_from_the_sun_as_far_as_the_roof_is_high():
    wing = Wing(0, 0, 0.0, 5, 5, eave_m=10, form="flat")
    east_m, north_m = (10 * step for step in sun.SHADOW_PER_M)
    assert wing.shadow().bounds == pytest.approx((-5 + east_m, -5, 5, 5 + north_m))
    assert math.hypot(*sun.SHADOW_PER_M) == pytest.approx(1 / math.tan(math.radians(47)))


def test_the_footprint_is_turned_with_the_wing():
    upright = Wing(10, 20, math.pi / 2, half_length_m=3, half_width_m=1, eave_m=3)
    assert upright.polygon().equals_exact(shapely.box(9, 17, 11, 23), 1e-9, normalize=True)
