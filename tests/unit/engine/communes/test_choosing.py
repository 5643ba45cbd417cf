"""How many groups: heaps whose number is plain to see."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sattile_plugin.engine.communes.choosing import best_k, choose_k, resamples
from sattile_plugin.engine.communes.grouping import grouper


def heaps(count: int, each: int = 12, seed: int = 0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    angle = 2 * np.pi * np.arange(count) / count
    centres = 10 * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.repeat(centres, each, axis=0) + generator.normal(size=(count * each, 2))


@pytest.mark.parametrize("method", ["kmeans", "ward"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_number_of_heaps_is_found(count: int, method: str):
    chosen = choose_k(heaps(count), range(2, 8), grouper(method), np.random.default_rng(1))
    assert chosen.k == count
    curves = chosen.curves.set_index("k")
    assert curves["chosen"].sum() == 1 and curves.loc[count, "chosen"]
    assert curves.loc[count, "stability"] > 0.95
    assert curves["inertia"].is_monotonic_decreasing
    assert (curves["gap_se"] > 0).all()


def test_the_gap_leaps_where_the_heaps_are():
    curves = choose_k(heaps(4), range(2, 7), grouper("kmeans"), np.random.default_rng(1)).curves.set_index("k")
    assert curves["gap"].diff().idxmax() == 4


def test_a_k_that_is_given_is_kept_and_measured():
    chosen = choose_k(heaps(3), range(2, 5), grouper("kmeans"), np.random.default_rng(1), given=7)
    assert chosen.k == 7 and chosen.curves["k"].tolist() == [2, 3, 4, 7]


def test_the_same_seed_gives_the_same_curves():
    first, again = (
        choose_k(heaps(3), range(2, 5), grouper("kmeans"), np.random.default_rng(9)).curves for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, again)


@pytest.mark.parametrize(
    ("stability", "silhouette", "k"),
    [
        pytest.param([0.9, 0.9, 0.9], [0.2, 0.4, 0.3], 3, id="all stable: the silhouette"),
        pytest.param([0.9, 0.7, 0.9], [0.2, 0.4, 0.3], 4, id="an unstable one is passed over"),
        pytest.param([0.5, 0.52, 0.3], [0.2, 0.1, 0.9], 2, id="none stable: near the most stable"),
    ],
)
def test_the_rule(stability: list[float], silhouette: list[float], k: int):
    gap = [0.1, 0.2, 0.3]
    assert best_k(pd.DataFrame({"k": [2, 3, 4], "stability": stability, "silhouette": silhouette, "gap": gap})) == k


def test_among_equal_silhouettes_the_gap_decides():
    curves = {"k": [2, 3, 4], "stability": [1.0] * 3, "silhouette": [0.4, 0.395, 0.2], "gap": [0.1, 0.5, 0.9]}
    assert best_k(pd.DataFrame(curves)) == 3


def test_resamples_hold_two_thirds_and_more_rows_than_groups():
    drawn = resamples(300, 3, np.random.default_rng(1))
    assert np.mean([len(rows) for rows in drawn]) == pytest.approx(300 * (1 - 1 / np.e), abs=6)
    assert all(len(rows) > 3 for rows in resamples(4, 3, np.random.default_rng(1)))
