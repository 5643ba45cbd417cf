"""How many groups: heaps whose number is plain to see."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score

from sattile_plugin.contract.errors import InvalidOption
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
    assert {len(rows) for rows in resamples(4, 2, np.random.default_rng(1))} == {3}


def test_groups_that_no_sample_can_give_again_are_not_stable():
    """Four groups of five rows are the same in every sample that holds all five, which proves nothing."""
    chosen = choose_k(heaps(5, 1), range(2, 5), grouper("kmeans"), np.random.default_rng(1), given=4)
    assert chosen.measured["stability"] is None and chosen.measured["silhouette"] is not None


def test_of_few_rows_most_do_not_stand_alone():
    chosen = choose_k(heaps(3, 3), range(2, 9), grouper("kmeans"), np.random.default_rng(1))
    assert chosen.curves["k"].tolist() == [2, 3, 4] and chosen.k == 3


@pytest.mark.parametrize(
    ("features", "ks", "given", "said"),
    [
        pytest.param(np.ones((9, 2)), range(2, 5), None, "features is all alike", id="all alike"),
        pytest.param(heaps(1, 5), range(2, 5), 5, "k is 5; expected at most 4", id="as many groups as rows"),
        pytest.param(heaps(1, 5), range(6, 9), None, "k_min is 6; expected at most 2", id="none can be tried"),
        pytest.param(np.eye(3)[[0, 1] * 5], range(2, 9), 3, "k is 3; expected at most 2", id="two that differ"),
    ],
)
def test_more_groups_than_can_be_told_apart_are_refused(features: np.ndarray, ks: range, given: int | None, said: str):
    with pytest.raises(InvalidOption, match=said):
        choose_k(features, ks, grouper("kmeans"), np.random.default_rng(1), given)


def test_the_measures_are_those_of_their_papers():
    """The gap is held against rows uniform over the box of the principal components, choice (b) of its authors."""
    features = heaps(3)
    curves = choose_k(features, range(2, 5), grouper("kmeans"), np.random.default_rng(1)).curves.set_index("k")
    turned = PCA(2).fit_transform(features)
    generator = np.random.default_rng(5)
    for k in (2, 3, 4):
        found = KMeans(k, n_init=10, random_state=0).fit(features)
        assert curves.loc[k, "silhouette"] == pytest.approx(silhouette_score(features, found.labels_), abs=0.01)
        assert curves.loc[k, "inertia"] == pytest.approx(found.inertia_, rel=0.05)
        evenly = [generator.uniform(turned.min(axis=0), turned.max(axis=0), turned.shape) for _ in range(50)]
        inertia = [KMeans(k, n_init=3, random_state=0).fit(each).inertia_ for each in evenly]
        gap = np.mean(np.log(inertia)) - np.log(found.inertia_)
        assert curves.loc[k, "gap"] == pytest.approx(gap, abs=4 * curves.loc[k, "gap_se"])
