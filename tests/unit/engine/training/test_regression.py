"""Logistic regression anew, and as a change of one that is there."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.training.regression import Head, Regression

NOTHING = Head(np.zeros((3, 2)), np.zeros(2))


def seen(count: int = 200, n_classes: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features whose mean is their class, the classes in turn, and even weights."""
    target = np.arange(count) % n_classes
    values = target[:, None] + np.random.default_rng(1).normal(size=(count, 3))
    return values, target, np.ones(count)


@pytest.mark.parametrize("strength", [1e-3, 1e-1, 10.0])
def test_a_change_of_nothing_is_a_fit_anew(strength: float):
    """Two logits that are regularised both may each be half as large as one alone."""
    values, target, shares = seen()
    anew = Regression(values, target, shares).anew(2 * strength).probability(values)
    changed = Regression(values, target, shares).change(strength, NOTHING).probability(values)
    assert changed[:, 1] == pytest.approx(anew[:, 1], abs=0.02)


def test_more_features_than_tiles_give_the_same_as_a_fit_in_full():
    """The same tiles three times over are more than the features, and each then weighs a third."""
    generator = np.random.default_rng(2)
    values, target = generator.normal(size=(20, 40)), np.arange(20) % 2
    few = Regression(values, target, np.ones(20)).anew(0.1)
    many = Regression(np.tile(values, (3, 1)), np.tile(target, 3), np.full(60, 1 / 3)).anew(0.1)
    assert few.probability(values) == pytest.approx(many.probability(values), abs=1e-3)


def test_the_stronger_the_regularisation_the_less_changes():
    values, target, shares = seen()
    start = Head(np.array([[1.0, -1.0]] * 3), np.zeros(2))
    changes = [
        np.abs(Regression(values, target, shares).change(strength, start).weights - start.weights).sum()
        for strength in (1e-7, 1e-3, 1.0)
    ]
    assert changes[0] < 1e-3 < changes[1] < changes[2]


def test_three_classes():
    values, target, shares = seen(300, 3)
    spread = values * 5
    start = Head(np.zeros((3, 3)), np.zeros(3))
    for head in (Regression(spread, target, shares).anew(1.0), Regression(spread, target, shares).change(1.0, start)):
        assert (head.probability(spread).argmax(axis=1) == target).mean() > 0.75
        assert head.probability(spread).sum(axis=1) == pytest.approx(np.ones(300))


def test_a_weight_of_nothing_is_no_tile():
    values, target, shares = seen()
    half = np.where(np.arange(200) < 100, shares, 0)
    found = Regression(values, target, half).change(0.1, NOTHING)
    alone = Regression(values[:100], target[:100], shares[:100]).change(0.1, NOTHING)
    assert found.probability(values) == pytest.approx(alone.probability(values), abs=0.05)
