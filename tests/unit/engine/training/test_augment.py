"""How tiles are varied."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.training.augment import mix_pairs, vary


def tiles(count: int = 4, size_px: int = 16) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (count, size_px, size_px, 3), dtype="uint8")


def test_none_leaves_them_as_they_are():
    assert np.array_equal(vary(tiles(), "none", np.random.default_rng(1)), tiles())


def test_symmetries_move_pixels_and_change_none():
    varied = vary(tiles(40), "symmetries", np.random.default_rng(1))
    for tile, given in zip(varied, tiles(40)):
        assert sorted(tile.reshape(-1, 3).tolist()) == sorted(given.reshape(-1, 3).tolist())
    assert not np.array_equal(varied, tiles(40))


def test_full_keeps_shape_and_type_and_changes_the_look():
    varied = vary(tiles(40), "full", np.random.default_rng(1))
    assert varied.shape == (40, 16, 16, 3) and varied.dtype == np.uint8
    light = varied.mean(axis=(1, 2, 3)) - tiles(40).mean(axis=(1, 2, 3))
    assert np.ptp(light) > 30


@pytest.mark.parametrize("how", ["symmetries", "full"])
def test_the_same_generator_gives_the_same_tiles(how: str):
    first, again, other = (vary(tiles(), how, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_pixels_and_targets_are_mixed_alike():
    """Black tiles of class 0 and white ones of class 1: a tile is as bright as it is of class 1."""
    pixels = np.repeat(np.array([0, 255], "uint8"), 8)[:, None, None, None] * np.ones((1, 2, 2, 3), "uint8")
    target = np.eye(2)[np.repeat([0, 1], 8)]
    mixed, mixed_target = mix_pairs(pixels, target, 0.4, np.random.default_rng(1))
    assert mixed[:, 0, 0, 0] / 255 == pytest.approx(mixed_target[:, 1], abs=1 / 255)
    assert mixed_target.sum(axis=1) == pytest.approx(np.ones(16))
    assert ((mixed_target[:, 1] > 0.01) & (mixed_target[:, 1] < 0.99)).any()
