"""Findings and review order, on tiles of 10 m in a row unless said."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sattile_plugin.contract import fields
from sattile_plugin.engine.doubt import Decision
from sattile_plugin.engine.findings import expected_gain_m2, find, model_areas, review


@pytest.mark.parametrize(
    ("predicted", "label", "reason", "enough", "finding", "why"),
    [
        ("bati", "bati", None, True, "agreed_bati", None),
        ("non_bati", "non_bati", None, False, "agreed_non_bati", None),
        ("bati", "non_bati", None, False, "new", None),
        ("non_bati", "bati", None, True, "gone", None),
        ("non_bati", "unsure", "hidden", True, "hidden", None),
        ("bati", "unsure", "hidden", True, "agreed_bati", None),
        ("bati", "unsure", "too_small", False, "too_small", None),
        ("non_bati", "unsure", "too_small", False, "agreed_non_bati", None),
        ("non_bati", "unsure", "at_edge", True, "at_edge", None),
        ("bati", "unsure", "at_edge", True, "agreed_bati", None),
        ("bati", "unsure", "at_edge", False, "at_edge", None),
        ("bati", "unsure", "greenhouse", False, "doubtful", "greenhouse"),
        ("bati", "unsure", "newer_than_photo", False, "doubtful", "newer_than_photo"),
        ("non_bati", "unsure", "newer_than_photo", False, "agreed_non_bati", None),
        (None, "bati", None, True, None, None),
        (None, "unsure", "greenhouse", False, None, None),
    ],
)
def test_what_is_found(predicted, label: str, reason, enough: bool, finding, why):
    columns = (np.array([value], dtype=object) for value in (predicted, label, reason))
    said, *decided = columns
    found = find(said, Decision(*decided), np.array([enough]))
    assert (found.finding.tolist(), found.reason.tolist()) == ([finding], [why])


def places(finding: list, gain_m2: list, predicted: list | None = None, west_m: list | None = None) -> list:
    """Return rank and place of tiles in a row."""
    west = np.array(west_m if west_m is not None else range(0, 10 * len(finding), 10))
    said = np.array(predicted or ["bati"] * len(finding), dtype=object)
    order = review(
        shapely.box(west, 0, west + 10, 10), np.array(finding, dtype=object), said, np.array(gain_m2, dtype=float)
    )
    return [(None, None) if np.isnan(rank) else (int(rank), int(place)) for rank, place in zip(order.rank, order.place)]


@pytest.mark.parametrize(
    ("finding", "gain_m2", "more", "expected"),
    [
        (["new", "agreed_bati", "new"], [10, 0, 20], {}, [(2, 2), (None, None), (1, 1)]),
        (["new", "new", "agreed_bati", "new"], [10, 15, 0, 20], {}, [(2, 1), (1, 1), (None, None), (3, 2)]),
        (["new", "gone"], [10, 20], {"predicted": ["bati", "non_bati"]}, [(2, 2), (1, 1)]),
        (["new", "too_small", None], [10, 2, 0], {}, [(1, 1), (2, 1), (None, None)]),
        (["new", "new"], [7, 7], {}, [(1, 1), (2, 1)]),
        (["new", "new"], [7, 8], {"west_m": [0, 10.5]}, [(2, 2), (1, 1)]),
        (["agreed_bati", None], [0, 0], {}, [(None, None), (None, None)]),
    ],
)
def test_the_order_of_looks(finding: list, gain_m2: list, more: dict, expected: list):
    assert places(finding, gain_m2, **more) == expected


def test_tiles_that_meet_at_a_corner_are_one_place():
    tiles = shapely.box([0, 10], [0, 10], [10, 20], [10, 20])
    both = np.array(["new", "new"], dtype=object)
    assert review(tiles, both, both, np.array([1.0, 2.0])).place.tolist() == [1, 1]


@given(st.lists(st.tuples(st.sampled_from([*fields.FINDINGS, None]), st.floats(0, 1e4)), min_size=1, max_size=30))
def test_ranks_are_whole_and_places_come_one_after_the_other(rows: list):
    found = [row for row in places(*map(list, zip(*rows))) if row[0] is not None]
    assert sorted(rank for rank, _ in found) == list(range(1, len(found) + 1))
    numbers = [place for _, place in sorted(found)]
    assert numbers == sorted(numbers) and set(numbers) == set(range(1, len(set(numbers)) + 1))


@pytest.mark.parametrize(
    ("confidence", "stake_m2", "explained", "gain_m2"),
    [
        (0.9, 200, 0, 180),
        (0.8, 100, 0.75, 20),
        (1.0, 60, 0.9, 6),
        (1.0, 60, 1.5, 0),
        (0.9, -5, 0, 0),
        (0.9, np.nan, 0, 0),
    ],
)
def test_what_a_look_can_gain(confidence: float, stake_m2: float, explained: float, gain_m2: float):
    given_arrays = (np.array([value]) for value in (confidence, stake_m2, explained))
    assert expected_gain_m2(*given_arrays).tolist() == pytest.approx([gain_m2])


def test_the_models_area_is_learnt_where_both_agree():
    """At 0.9 agreed tiles hold 100 and 300, at 0.1 none; 0.5 lies half-way; what is gone is no lesson."""
    finding = np.array(["agreed_bati", "agreed_bati", "agreed_non_bati", "new", "gone", None, "new"], dtype=object)
    p_bati = np.array([0.9, 0.9, 0.1, 0.95, 0.05, np.nan, 0.5])
    areas = model_areas(p_bati, np.array([100.0, 300, 0, 0, 9000, 50, 0]), finding)
    assert areas.tolist() == pytest.approx([200, 200, 0, 200, 0, np.nan, 100], nan_ok=True)


def test_without_agreement_nothing_is_known_of_the_models_area():
    areas = model_areas(np.array([0.9]), np.array([0.0]), np.array(["new"], dtype=object))
    assert np.isnan(areas).all()
