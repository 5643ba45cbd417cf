"""What a head learns from: how much each tile weighs."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.model.calibration import calibration_error, cooled, log_prior, reliability
from sattile_plugin.engine.training.seen import Features
from sattile_plugin.engine.training.trials import Fitting, Learner, tile_weights


def test_classes_weigh_the_same_and_so_do_the_places_of_each():
    target, place = np.array([0, 0, 0, 1, 0, 1, 1, 0]), np.array([0, 0, 0, 0, 1, 1, 1, 2])
    weights = tile_weights(target, place)
    assert weights.mean() == pytest.approx(1)
    of_class = [[weights[(target == number) & (place == where)].sum() for where in (0, 1, 2)] for number in (0, 1)]
    assert of_class == [pytest.approx([4 / 3] * 3), pytest.approx([2, 2, 0])]


def test_where_all_places_have_all_classes_each_class_of_each_place_weighs_the_same():
    generator = np.random.default_rng(1)
    target, place = generator.integers(0, 3, 500), generator.integers(0, 3, 500)
    sums = [
        tile_weights(target, place)[(target == kind) & (place == where)].sum()
        for kind in range(3)
        for where in range(3)
    ]
    assert sums == pytest.approx([500 / 9] * 9)


@pytest.mark.parametrize("alone", [0, 10000], ids=["one place", "beside a place of one class"])
def test_what_weights_take_the_prior_gives_back(alone: int):
    """Three tiles in ten of a place are of class 1; both classes look alike wherever they are."""
    generator = np.random.default_rng(1)
    target = np.repeat([0, 1, 0], [7000, 3000, alone])
    place = np.repeat([0, 1], [10000, alone])
    values = generator.normal(2.0 * target - 1.0, 1.0).astype(np.float32)[:, None, None]
    tiles = Features(values, target, place)
    head = Learner(tiles, 2, Fitting()).fit(10.0, None).head
    here = tiles.rows(place == 0)
    said = cooled(head.probability(here.clean), 1.0, log_prior(target, place, 2))
    assert said[:, 1].mean() == pytest.approx(0.3, abs=0.01)
    assert calibration_error(reliability(here.target, said)) < 0.015
