"""Measures against numbers worked out by hand, and intervals against published ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sattile_plugin.engine.model.metrics import measure, measure_classes, point_values

INTERVALS = ("accuracy", "precision", "recall", "f1", "balanced_accuracy", "roc_auc", "pr_auc")


def measured(confusion: tuple[int, int, int, int], **options) -> dict:
    """Measure true bati, false bati, true non_bati and false non_bati, so many of each."""
    target = np.repeat([1, 0, 0, 1], confusion)
    return measure(target, np.repeat([0.9, 0.9, 0.1, 0.1], confusion), 0.5, **options)


def test_a_confusion_by_hand():
    found = measured((6, 2, 11, 1))
    assert found["tile_count"] == 20
    assert found["confusion"] == {"true_bati": 6, "false_bati": 2, "true_non_bati": 11, "false_non_bati": 1}
    assert point_values(found) == pytest.approx(
        {
            "accuracy": 17 / 20,
            "precision": 6 / 8,
            "recall": 6 / 7,
            "f1": 12 / 15,
            "balanced_accuracy": (6 / 7 + 11 / 13) / 2,
            "roc_auc": (6 / 7 + 11 / 13) / 2,
            "pr_auc": 6 / 7 * 6 / 8 + 1 / 7 * 7 / 20,
        }
    )


@pytest.mark.parametrize(("threshold", "count"), [(0.0, 4), (0.2, 3), (0.25, 2), (0.8, 1), (1.0, 0)])
def test_a_tile_on_the_threshold_is_bati(threshold: float, count: int):
    found = measure(np.array([0, 1, 0, 1]), np.array([0.1, 0.2, 0.5, 0.8]), threshold)
    assert found["confusion"]["true_bati"] + found["confusion"]["false_bati"] == count
    assert found["threshold"] == threshold


def test_areas_under_curves_by_hand():
    """Of the four pairs of a bati and a non_bati three are in the right order."""
    found = measure(np.array([0, 1, 0, 1]), np.array([0.1, 0.4, 0.5, 0.8]), 0.5)
    assert found["roc_auc"]["value"] == 0.75
    assert found["pr_auc"]["value"] == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)


@pytest.mark.parametrize(
    ("confusion", "undefined"),
    [
        ((3, 0, 0, 1), {"balanced_accuracy", "roc_auc", "pr_auc"}),
        ((0, 1, 3, 0), {"recall", "f1", "balanced_accuracy", "roc_auc", "pr_auc"}),
        ((0, 0, 3, 1), {"precision"}),
        ((1, 1, 1, 1), set()),
    ],
)
def test_what_is_undefined_is_none(confusion: tuple, undefined: set[str]):
    found = measured(confusion, generator=np.random.default_rng(1))
    assert {name for name, value in point_values(found).items() if value is None} == undefined
    assert all(found[name]["low"] is None for name in undefined)


def test_classes_by_hand():
    """Of c there is no tile, though one is said to be; d is never said."""
    found = measure_classes(np.array([0, 0, 0, 1, 3]), np.array([0, 0, 2, 1, 0]), ["a", "b", "c", "d"])
    assert found["per_class"] == {
        "a": {"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3, "count": 3},
        "b": {"precision": 1.0, "recall": 1.0, "f1": 1.0, "count": 1},
        "c": {"precision": 0.0, "recall": None, "f1": None, "count": 0},
        "d": {"precision": None, "recall": 0.0, "f1": 0.0, "count": 1},
    }
    assert found["confusion_matrix"] == [[2, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]]
    assert found["balanced_accuracy"]["value"] == pytest.approx((2 / 3 + 1 + 0) / 3)


def test_few_groups_have_no_interval_from_drawing_them():
    found = measured((2, 2, 2, 2), groups=np.array([0, 0, 1, 1, 2, 2, 3, 3]), generator=np.random.default_rng(1))
    assert found["f1"]["low"] is None and found["accuracy"]["low"] is not None


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_blocks_that_are_all_alike_have_no_interval_from_drawing_them(share: float):
    """Ten blocks of two bati and two non_bati: of each both are right, or one; drawn anew it is ever the same."""
    target, within = np.arange(40) % 2, np.arange(40) % 4 // 2
    p_bati = np.where(within < 2 * share, target, 1 - target).astype(float)
    found = measure(target, p_bati, 0.5, np.arange(40) // 4, np.random.default_rng(1))
    for name in ("f1", "balanced_accuracy", "roc_auc", "pr_auc"):
        assert found[name]["value"] == share and found[name]["low"] is None and found[name]["high"] is None
    assert found["accuracy"]["low"] < share


@given(st.tuples(*[st.integers(1, 20)] * 4))
def test_shares_lie_between_their_bounds(confusion: tuple):
    found = measured(confusion)
    for name in ("accuracy", "precision", "recall"):
        assert 0 <= found[name]["low"] <= found[name]["value"] <= found[name]["high"] <= 1


@pytest.mark.parametrize("confusion", [(6, 2, 11, 1), (20, 5, 5, 20)])
def test_drawn_bounds_lie_on_both_sides(confusion: tuple):
    found = measured(confusion, generator=np.random.default_rng(1))
    for name in ("f1", "balanced_accuracy", "roc_auc", "pr_auc"):
        assert 0 <= found[name]["low"] < found[name]["value"] < found[name]["high"] <= 1


def test_tiles_of_one_block_are_drawn_together():
    """Ten blocks of ten equal tiles say as little as ten tiles: the interval is wider than that of 100 tiles."""
    target = np.tile([1, 0], 50)
    p_bati = np.where(np.arange(100) // 10 < 8, target, 1 - target).astype(float)
    alone = measure(target, p_bati, 0.5, None, np.random.default_rng(1))["f1"]
    blocks = measure(target, p_bati, 0.5, np.arange(100) // 10, np.random.default_rng(1))["f1"]
    assert alone["value"] == blocks["value"] == 0.8
    assert blocks["high"] - blocks["low"] > 1.5 * (alone["high"] - alone["low"])


@pytest.mark.parametrize("name", ["accuracy", "precision", "recall"])
def test_shares_of_tiles_of_one_block_are_less_sure(name: str):
    target, block = np.tile([1, 0], 50), np.arange(100) // 10
    p_bati = np.where(block < 8, target, 1 - target).astype(float)
    alone, blocks = (measure(target, p_bati, 0.5, groups)[name] for groups in (None, block))
    assert alone["value"] == blocks["value"] == 0.8
    assert blocks["high"] - blocks["low"] > 2 * (alone["high"] - alone["low"])


def test_draws_without_some_class_say_nothing_of_the_mean_of_all():
    """A third class, all in one block of six, is always missed: of no draw that holds it is the mean above 2 / 3."""
    target, block = np.arange(60) % 2, np.arange(60) // 10
    target[block == 0] = 2
    predicted = np.where(target == 2, 0, target)
    predicted[[15, 16]] = 0
    found = measure_classes(target, predicted, ["a", "b", "c"], block, np.random.default_rng(1))["balanced_accuracy"]
    assert found["low"] < found["value"] < found["high"] == pytest.approx(2 / 3)


def test_the_same_generator_gives_the_same_bounds():
    bounds = [measured((6, 2, 11, 1), generator=np.random.default_rng(seed))["f1"] for seed in (4, 4)]
    assert bounds[0] == bounds[1]


def test_without_a_generator_only_shares_have_bounds():
    found = measured((6, 2, 11, 1))
    assert {name for name in INTERVALS if found[name]["low"] is not None} == {"accuracy", "precision", "recall"}
