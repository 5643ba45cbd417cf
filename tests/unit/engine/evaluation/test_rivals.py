"""McNemar's test on tables that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.evaluation.rivals import mcnemar


def compare(b: int, c: int, both_right: int = 0, both_wrong: int = 0) -> dict:
    """Compare two models of which only the first is right on b tiles, only the other on c."""
    counts = {(True, False): b, (False, True): c, (True, True): both_right, (False, False): both_wrong}
    rights = np.array([pair for pair, count in counts.items() for _ in range(count)], dtype=bool).reshape(-1, 2)
    return mcnemar(rights[:, 0], rights[:, 1])


def test_the_table():
    found = compare(3, 1, 5, 2)
    assert (found["b"], found["c"], found["both_right"], found["both_wrong"]) == (3, 1, 5, 2)


@pytest.mark.parametrize(
    ("b", "c", "p_value", "mid_p_value"),
    [
        (5, 0, 2 / 32, 1 / 32),
        (0, 5, 2 / 32, 1 / 32),
        (3, 1, 2 * 5 / 16, 2 * 5 / 16 - 4 / 16),
        (2, 2, 1.0, 2 * 11 / 16 - 6 / 16),
        (0, 0, 1.0, 1.0),
    ],
)
def test_exact_where_few_tiles_differ(b: int, c: int, p_value: float, mid_p_value: float):
    """Of n fair coins at most k are heads in so many of 2^n cases; both sides count."""
    found = compare(b, c, both_right=10)
    assert found["method"] == "exact" and found["statistic"] == min(b, c)
    assert found["p_value"] == pytest.approx(p_value)
    assert found["mid_p_value"] == pytest.approx(min(mid_p_value, 1.0))


def test_chi_square_where_many_differ():
    """(|20 - 5| - 1)^2 / 25 = 7.84, which is 2.8 squared: two tails of the normal beyond 2.8 are 0.00511."""
    found = compare(20, 5, both_right=75)
    assert found["method"] == "chi_square" and found["statistic"] == pytest.approx(7.84)
    assert found["p_value"] == pytest.approx(0.00511, abs=1e-5)


def test_where_as_many_differ_on_either_side_nothing_does():
    found = compare(13, 13)
    assert (found["method"], found["statistic"], found["p_value"]) == ("chi_square", 0, 1)


def test_the_difference_of_accuracy():
    """21 of 102 less 6 of 102, and 1.96 times the root of (27/102 - (15/102)^2) / 102."""
    found = compare(20, 5, both_right=75)["accuracy_difference"]
    centre, reach = 15 / 102, 1.959964 * ((27 / 102 - (15 / 102) ** 2) / 102) ** 0.5
    assert found["value"] == 0.15
    assert (found["low"], found["high"]) == pytest.approx((centre - reach, centre + reach))


def test_turned_round_it_says_the_opposite():
    one, other = compare(7, 2, 4)["accuracy_difference"], compare(2, 7, 4)["accuracy_difference"]
    assert (one["low"], one["high"]) == pytest.approx((-other["high"], -other["low"]))
