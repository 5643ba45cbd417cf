"""Canopy: what is green and rough; on tiles of 40 m seen with 100 pixels a side."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sattile_plugin.engine.canopy import canopy_mask, hidden_share
from sattile_plugin.engine.io.rasters import Bounds

TILE = Bounds(0, 0, 40, 40)
GREEN, GREY = (70, 110, 60), (120, 120, 120)


def ground(colour: tuple[int, int, int], rough: bool) -> np.ndarray:
    """Return an image of one colour, smooth or with light that changes from pixel to pixel."""
    light = np.random.default_rng(1).uniform(0.6, 1.4, (100, 100, 1)) if rough else np.ones((100, 100, 1))
    return (np.array(colour) * light).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("colour", "rough", "share"), [(GREEN, True, 1), (GREEN, False, 0), (GREY, True, 0), (GREY, False, 0)]
)
def test_canopy_is_green_and_rough(colour: tuple[int, int, int], rough: bool, share: float):
    assert canopy_mask(ground(colour, rough)).mean() == pytest.approx(share, abs=0.02)


def test_infrared_tells_trees_that_are_not_green():
    autumn = ground((130, 110, 60), rough=True)
    bright, dark = np.full((100, 100), 240, dtype=np.uint8), np.full((100, 100), 60, dtype=np.uint8)
    assert canopy_mask(autumn, bright).mean() > 0.9
    assert canopy_mask(autumn, dark).mean() < 0.05


def test_half_a_building_under_trees():
    canopy = np.zeros((100, 100), dtype=bool)
    canopy[:, :50] = True
    assert hidden_share(canopy, TILE, np.array([shapely.box(10, 10, 30, 30)])) == 0.5


def test_rows_run_south():
    canopy = np.zeros((100, 100), dtype=bool)
    canopy[:50] = True
    assert hidden_share(canopy, TILE, np.array([shapely.box(10, 25, 30, 35)])) == 1.0
    assert hidden_share(canopy, TILE, np.array([shapely.box(10, 5, 30, 15)])) == 0.0


def test_no_building_hides_nothing():
    assert hidden_share(np.ones((100, 100), dtype=bool), TILE, np.array([])) == 0.0
