"""Logistic regression anew, and as a change of one that is there."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from sattile_plugin.engine.training.regression import Head, Regression

NOTHING = Head(np.zeros((3, 2)), np.zeros(2))
CERTAIN = np.eye(2)


def seen(count: int = 200, n_classes: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features whose mean is their class, the classes in turn, and even weights."""
    target = np.arange(count) % n_classes
    values = target[:, None] + np.random.default_rng(1).normal(size=(count, 3))
    return values, target, np.ones(count)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("strength", [1e-3, 1e-1, 10.0])
def test_certain_labels_and_nothing_to_start_from_are_the_regression_of_scikit_learn(strength: float, n_classes: int):
    values, target, shares = seen(300, n_classes)
    shares = shares * np.where(target == 0, 2.0, 0.5)
    theirs = LogisticRegression(C=strength, tol=1e-8).fit(StandardScaler().fit_transform(values), target, shares)
    ours = Regression(values, np.eye(n_classes)[target]).fit(strength, shares).head
    expected = theirs.predict_proba(StandardScaler().fit_transform(values))
    assert ours.probability(values) == pytest.approx(expected, abs=2e-3)


def test_a_change_of_nothing_is_a_fit_anew():
    values, target, shares = seen()
    regression = Regression(values, CERTAIN[target])
    anew, changed = regression.fit(0.1, shares), regression.fit(0.1, shares, NOTHING)
    assert changed.head.probability(values) == pytest.approx(anew.head.probability(values), abs=1e-6)


def test_where_the_search_begins_does_not_matter():
    values, target, shares = seen()
    regression = Regression(values, CERTAIN[target])
    anew = regression.fit(0.1, shares)
    later = regression.fit(0.1, shares, begin=regression.fit(10.0, shares).found)
    assert later.head.probability(values) == pytest.approx(anew.head.probability(values), abs=2e-3)


def test_labels_that_leave_some_doubt_keep_a_head_from_certainty():
    values, target, shares = seen()
    sure, smooth = (
        Regression(values * 9, CERTAIN[target] * (1 - doubt) + doubt / 2).fit(10.0, shares).head for doubt in (0.0, 0.2)
    )
    assert smooth.probability(values * 9).max() < sure.probability(values * 9).max()


def test_more_features_than_tiles_give_the_same_as_a_fit_in_full():
    """The same tiles three times over are more than the features, and each then weighs a third."""
    generator = np.random.default_rng(2)
    values, target = generator.normal(size=(20, 40)), np.arange(20) % 2
    few = Regression(values, CERTAIN[target]).fit(0.1, np.ones(20)).head
    many = Regression(np.tile(values, (3, 1)), CERTAIN[np.tile(target, 3)]).fit(0.1, np.full(60, 1 / 3)).head
    assert few.probability(values) == pytest.approx(many.probability(values), abs=1e-3)


def test_the_stronger_the_regularisation_the_less_changes():
    values, target, shares = seen()
    start = Head(np.array([[1.0, -1.0]] * 3), np.zeros(2))
    changes = [
        np.abs(Regression(values, CERTAIN[target]).fit(strength, shares, start).head.weights - start.weights).sum()
        for strength in (1e-7, 1e-3, 1.0)
    ]
    assert changes[0] < 1e-3 < changes[1] < changes[2]


def test_three_classes():
    values, target, shares = seen(300, 3)
    spread = values * 5
    for start in (None, Head(np.zeros((3, 3)), np.zeros(3))):
        head = Regression(spread, np.eye(3)[target]).fit(1.0, shares, start).head
        assert (head.probability(spread).argmax(axis=1) == target).mean() > 0.75
        assert head.probability(spread).sum(axis=1) == pytest.approx(np.ones(300))


def test_a_weight_of_nothing_is_no_tile():
    values, target, shares = seen()
    half = np.where(np.arange(200) < 100, shares, 0)
    found = Regression(values, CERTAIN[target]).fit(0.1, half).head
    alone = Regression(values[:100], CERTAIN[target[:100]]).fit(0.1, shares[:100]).head
    assert found.probability(values) == pytest.approx(alone.probability(values), abs=0.05)


def test_whether_the_axes_of_the_rows_are_looked_for_does_not_matter(monkeypatch: pytest.MonkeyPatch):
    values, target = np.random.default_rng(3).normal(size=(20, 40)), np.arange(20) % 2
    along_axes = Regression(values, CERTAIN[target]).fit(0.1, np.ones(20)).head
    monkeypatch.setattr("sattile_plugin.engine.training.regression._MOST_TURNED", 20)
    as_they_are = Regression(values, CERTAIN[target]).fit(0.1, np.ones(20)).head
    assert as_they_are.probability(values) == pytest.approx(along_axes.probability(values), abs=2e-3)
