"""Statistics whose values can be worked out by hand, and none where there is too little."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sattile_plugin.engine.communes.statistics import population_by_cluster, statistics_table

NAN = np.nan


def line(table: pd.DataFrame, statistic: str, variable: str, other: str | None = None) -> pd.Series:
    rows = table[(table["statistic"] == statistic) & (table["variable"] == variable)]
    return (rows if other is None else rows[rows["other"] == other]).iloc[0]


def test_placeholders_left_out_are_told_where_population_counts():
    built = np.arange(9.0)
    table = statistics_table(np.repeat([1, 2, 3], 3), built**2, built, None, placeholder_count=4)
    notes = dict(zip(zip(table["statistic"], table["variable"]), table["note"]))
    assert notes["kruskal_wallis", "population"] == "without 4 figures that look like placeholders; small: p is rough"
    assert notes["kruskal_wallis", "built_share"] == "small: p is rough"
    assert notes["spearman", "built_share"].startswith("without 4")


def test_sums_of_clusters():
    """The commune without a figure counts neither in the total nor in the area."""
    table = population_by_cluster(np.array([1, 1, 1, 2]), np.array([10, 20, NAN, 7]), np.array([1.0, 2, 50, 7]))
    assert table.to_dict("list") == {
        "cluster": [1, 2],
        "population_count": [2, 1],
        "population_total": [30, 7],
        "population_mean": [15, 7],
        "population_median": [15, 7],
        "density_per_km2": [10, 1],
    }


def test_kruskal_wallis_by_hand():
    """Ranks 1 2 3, 4 5 6 and 7 8 9: H = 12 / 90 * (36 + 225 + 576) / 3 - 30 = 7.2, p = exp(-3.6)."""
    table = statistics_table(np.repeat([1, 2, 3], 3), np.arange(9.0) ** 2, None, None)
    found = line(table, "kruskal_wallis", "population")
    assert found[["n", "value", "effect"]].tolist() == pytest.approx([9, 7.2, 7.2 / 8])
    assert found["p"] == pytest.approx(np.exp(-3.6))
    assert found["note"] == "small: p is rough" and found["effect_name"] == "epsilon_squared"


def test_correlations_by_hand():
    """Ranks agree wholly, values not: r = 14 / sqrt(5 * 50), sums of the products and squares about the means."""
    built = np.array([0.0, 1, 2, 3])
    table = statistics_table(np.array([1, 1, 2, 2]), np.array([1.0, 2, 3, 10]), built, np.array([10.0, 3, 2, 1]))
    assert line(table, "spearman", "built_share", "population")["value"] == pytest.approx(1)
    assert line(table, "spearman", "built_share", "density_per_km2")["value"] == pytest.approx(-1)
    assert line(table, "pearson", "built_share", "population")["value"] == pytest.approx(14 / 250**0.5)


def test_the_tests_that_are_made():
    values = np.arange(6.0)
    table = statistics_table(np.repeat([1, 2], 3), values, values, values)
    assert table["statistic"].tolist() == ["kruskal_wallis"] * 3 + ["spearman", "pearson"] * 2
    assert statistics_table(np.repeat([1, 2], 3), values, None, None)["statistic"].tolist() == ["kruskal_wallis"]


@pytest.mark.parametrize(
    ("cluster", "population", "note"),
    [
        ([1, 1, 1, 1], [1, 2, 3, 4], "fewer than two clusters"),
        ([1, 1, 2, 3], [1, 2, 3, 4], "fewer than two clusters"),
        ([1, 1, 2, 2], [1, 2, NAN, 4], "fewer than two clusters"),
        ([1, 1, 2, 2], [5, 5, 5, 5], "all values are the same"),
        ([1, 1, 2, 2], [NAN] * 4, "fewer than two clusters"),
        ([], [], "fewer than two clusters"),
    ],
)
def test_too_little_to_test(cluster: list, population: list, note: str):
    table = statistics_table(np.array(cluster, dtype=int), np.array(population, dtype=float), None, None)
    found = line(table, "kruskal_wallis", "population")
    assert found[["value", "p", "effect"]].isna().all() and found["note"].startswith(note)


@pytest.mark.parametrize(
    ("population", "note"), [([1, 2, 3, NAN], "fewer than 4 communes"), ([5, 5, 5, 5], "all values are the same")]
)
def test_too_little_to_correlate(population: list, note: str):
    built = np.array([0.1, 0.2, 0.3, 0.4])
    table = statistics_table(np.array([1, 1, 2, 2]), np.array(population, dtype=float), built, None)
    found = line(table, "spearman", "built_share")
    assert found[["value", "p"]].isna().all() and found["note"].startswith(note)
