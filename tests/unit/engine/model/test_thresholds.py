"""Thresholds by rule, on ten tiles: 0.05, 0.15 ... 0.95, of which those from 0.45 on are built, and 0.25 too."""

from __future__ import annotations

import numpy as np
import pytest

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
