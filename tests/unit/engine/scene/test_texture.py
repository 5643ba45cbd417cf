"""Noise that depends on position alone."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.scene.texture import Texture


@pytest.fixture(scope="module")
def texture() -> Texture:
    return Texture(1, 1, step_m=2.0, wavelengths_m=(4.0, 40.0), size=64)


def test_it_has_mean_0_and_variance_1(texture: Texture):
    assert texture.values.mean() == pytest.approx(0, abs=0.01)
    assert texture.values.std() == pytest.approx(1, abs=0.01)


def test_it_repeats_after_its_size(texture: Texture):
    columns = np.arange(5)
    assert np.array_equal(texture.at(columns, columns), texture.at(columns + 64, columns - 64))


def test_between_two_values_lies_their_mean(texture: Texture):
    (value,) = texture.between(np.array([6.0]), np.array([9.0])).ravel()
    assert value == pytest.approx((texture.values[3, 4] + texture.values[3, 5]) / 2, abs=1e-5)


def test_a_part_is_as_the_whole(texture: Texture):
    x_m = np.arange(0, 50, 0.7)
    whole = texture.between(x_m, x_m)
    assert np.array_equal(texture.between(x_m[10:20], x_m[30:33]), whole[10:20, 30:33])
