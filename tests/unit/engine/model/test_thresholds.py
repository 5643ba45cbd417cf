"""Thresholds by rule, on ten tiles: 0.05, 0.15 ... 0.95, of which those from 0.45 on are built, and 0.25 too."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sattile_plugin.engine.model.thresholds import (
    Rule,
    choose_threshold,
    false_share,
    left_after_review,
    review_work,
    threshold_curve,
)

P_BATI = np.arange(0.05, 1, 0.1)
TARGET = np.array([0, 0, 1, 0, 1, 1, 1, 0, 1, 1])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule("fixed", threshold=0.3), 0.3),
        (Rule("missed", max_share=0.0), 0.2),
        (Rule("missed", max_share=0.17), 0.4),
        (Rule("missed", max_share=0.34), 0.5),
        (Rule("false_alarms", max_share=0.0), 0.8),
        (Rule("false_alarms", max_share=0.17), 0.4),
        (Rule("false_alarms", max_share=0.5), 0.025),
        (Rule("f1"), 0.2),
        (Rule("costs", missed_cost=100), 0.2),
        (Rule("costs", missed_cost=0.01), 0.8),
    ],
)
def test_rules_by_hand(rule: Rule, expected: float):
    assert choose_threshold(TARGET, P_BATI, rule) == pytest.approx(expected)


def test_where_no_threshold_keeps_to_the_share_some_tiles_are_bati_all_the_same():
    """The most probable tile is a false alarm, so that none at all would be the only way to keep to it."""
    target, p_bati = np.array([1] * 9 + [0]), np.linspace(0.55, 0.97, 10)
    threshold = choose_threshold(target, p_bati, Rule("false_alarms", max_share=0.02))
    assert threshold == pytest.approx(0.55 / 2)
    assert false_share(target, p_bati, threshold) == pytest.approx(0.1)
    assert review_work(target, p_bati)["high"] > p_bati.max()


def test_the_ends_of_the_curve():
    lowest, *_, highest = threshold_curve(TARGET, P_BATI)
    assert (lowest["recall"], lowest["precision"], lowest["called_bati"]) == (1.0, 0.6, 1.0)
    assert (highest["recall"], highest["precision"], highest["called_bati"]) == (0.0, 1.0, 0.0)


@pytest.mark.parametrize(("count", "share"), [(50, 0.02), (100, 0.02), (20, 0.05), (10, 0.1), (150, 0.02)])
def test_the_limit_itself_is_kept_to(count: int, share: float):
    """Of n built tiles the share may be missed, or of n tiles called bati be false, and not one less."""
    allowed = round(count * share)
    p_bati = np.concatenate([np.linspace(0.3, 0.4, allowed), np.linspace(0.6, 0.9, count - allowed), [0.1]])
    built = np.append(np.ones(count, dtype=int), 0)
    low = choose_threshold(built, p_bati, Rule("missed", max_share=share))
    assert int((p_bati[built == 1] < low).sum()) == allowed
    target = np.where(p_bati > 0.5, 1, 0)
    threshold = choose_threshold(target, p_bati, Rule("false_alarms", max_share=share))
    assert int((p_bati[target == 0] >= threshold).sum()) == allowed


def test_where_a_tile_that_is_not_built_is_certainly_so_a_threshold_above_one_calls_none():
    target, p_bati = np.array([0, 1, 1]), np.array([1.0, 1.0, 0.3])
    highest = threshold_curve(target, p_bati)[-1]
    assert highest["called_bati"] == 0 and not (p_bati.astype(np.float32) >= highest["threshold"]).any()
    work = review_work(target, p_bati)
    assert (work["tiles"], work["share"]) == (3, 1.0) and work["high"] == highest["threshold"]


@pytest.mark.parametrize("rule", ["missed", "false_alarms", "f1", "costs"])
def test_every_rule_has_a_threshold_where_nothing_is_built(rule: str):
    assert 0 < choose_threshold(np.zeros(3, dtype=int), np.array([0.2, 0.4, 1.0]), Rule(rule)) <= 1.001


def neighbours() -> st.SearchStrategy[float]:
    """Return probabilities of which some are the next number to another."""
    return st.floats(0, 1) | st.sampled_from([0.0, 0.5, np.nextafter(0.5, 1), np.nextafter(1.0, 0), 1.0])


@given(st.lists(st.tuples(st.integers(0, 1), neighbours()), min_size=1, max_size=30))
def test_the_curve_is_what_counting_at_each_of_its_thresholds_gives(tiles: list[tuple[int, float]]):
    target, p_bati = np.array([tile[0] for tile in tiles]), np.array([tile[1] for tile in tiles])
    curve = threshold_curve(target, p_bati)
    assert len({int((p_bati >= point["threshold"]).sum()) for point in curve}) == len(np.unique(p_bati)) + 1
    for point in curve:
        called, n_built = p_bati >= point["threshold"], max(int(target.sum()), 1)
        right, false = int((called & (target == 1)).sum()), int((called & (target == 0)).sum())
        assert point["recall"] == right / n_built and point["missed"] == (int(target.sum()) - right) / n_built
        assert point["precision"] == (right / int(called.sum()) if called.any() else 1)
        assert point["false_alarms"] == (false / int(called.sum()) if called.any() else 0)
        assert point["called_bati"] == called.mean()


def test_many_tiles_take_no_longer_than_sorting_them():
    generator = np.random.default_rng(1)
    p_bati = generator.random(100_000)
    target = (generator.random(100_000) < p_bati).astype(int)
    began = time.monotonic()
    choose_threshold(target, p_bati, Rule("costs", missed_cost=2.0))
    assert time.monotonic() - began < 10


def test_the_work_of_review_by_hand():
    """From 0.2, which misses nothing, to 0.8, which gives no false alarm, stand six tiles."""
    work = review_work(TARGET, P_BATI)
    assert (work["tiles"], work["share"]) == (6, 0.6)


def test_what_a_look_leaves_by_hand():
    """Below 0.4 one built tile of six is missed; from 0.7 on one of the three called bâti is not."""
    assert left_after_review(TARGET, P_BATI, 0.4, 0.7) == {
        "tiles": 3, "share": 0.3, "missed": 1 / 6, "false_alarms": 1 / 3
    }  # fmt: skip
    nothing = left_after_review(np.zeros(2, dtype=int), np.array([0.1, 0.2]), 0.4, 0.7)
    assert (nothing["tiles"], nothing["missed"], nothing["false_alarms"]) == (0, 0, 0)


def test_classes_that_are_apart_need_no_review():
    assert review_work((P_BATI > 0.5).astype(int), P_BATI)["tiles"] == 0
