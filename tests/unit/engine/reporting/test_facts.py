"""Values out of a run's JSON: what does not fit counts as absent."""

from __future__ import annotations

import pytest

from sattile_plugin.engine.reporting.facts import Measure, columns, image_address, measure_of, rows

from .runs import jpeg


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (0.5, Measure(0.5, None, None)),
        ({"value": 0.5, "low": 0.4, "high": 0.6}, Measure(0.5, 0.4, 0.6)),
        ({"value": 0.5, "low": 0.4}, Measure(0.5, None, None)),
        ({"value": None, "low": None, "high": None}, None),
        ({"value": float("nan")}, None),
        ("0.5", None),
        (None, None),
    ],
)
def test_a_measure_with_and_without_interval(given, found):
    assert measure_of(given) == found


def test_rows_and_columns_leave_out_what_does_not_fit():
    table = [{"a": 1, "b": 2}, {"a": 1}, {"a": "x", "b": 2}, 7, {"a": 3, "b": 4, "c": 5}]
    assert rows(table) == [row for row in table if row != 7] and rows("no list") == []
    assert columns(table, "a", "b") == [(1, 2), (3, 4)]


@pytest.mark.parametrize("given", [None, 7, "", "not base64!", "AAAA", "PHN2Zz4="])
def test_what_is_no_picture(given):
    assert image_address(given) is None


def test_a_picture():
    assert image_address(jpeg()) == f"data:image/jpeg;base64,{jpeg()}"
