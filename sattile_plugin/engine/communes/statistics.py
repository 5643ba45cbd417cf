"""Statistics of clusters and of the bâti and the population of communes; nothing where there is too little."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from ...contract import fields

_LEAST_GROUP, _LEAST_PAIRS = 2, 4


class _Row(NamedTuple):
    """One line of the table of tests; None where it cannot be computed, with the reason as a note."""

    statistic: str
    variable: str
    other: str
    n: int
    value: float | None = None
    p: float | None = None
    effect: float | None = None
    effect_name: str | None = None
    note: str | None = None


def population_by_cluster(cluster: np.ndarray, population: np.ndarray, area: np.ndarray) -> pd.DataFrame:
    """Sum up the population of each cluster over the communes where it is known.

    Parameters
    ----------
    cluster : (n,) int
    population : (n,) float64
        NaN where it is not known.
    area : (n,) float64, km²

    Returns
    -------
    DataFrame
        One row a cluster: cluster, population_count (communes where it is known), population_total, population_mean,
        population_median and density_per_km2 (total over the area of those communes); NaN where none is known.

    >>> table = population_by_cluster(np.array([1, 1, 2]), np.array([10.0, 30.0, np.nan]), np.array([2.0, 2.0, 5.0]))
    >>> table[["population_total", "population_mean", "density_per_km2"]].values.tolist()
    [[40.0, 20.0, 10.0], [nan, nan, nan]]
    """
    known = ~np.isnan(population)
    table = pd.DataFrame({fields.CLUSTER: cluster, "figure": population, "area": np.where(known, area, np.nan)})
    groups = table.groupby(fields.CLUSTER, sort=True)
    total = groups["figure"].sum(min_count=1)
    summary = pd.DataFrame(
        {
            "population_count": groups["figure"].count(),
            "population_total": total,
            "population_mean": groups["figure"].mean(),
            "population_median": groups["figure"].median(),
            fields.DENSITY_PER_KM2: total / groups["area"].sum(min_count=1),
        }
    )
    return summary.reset_index()


def statistics_table(
    cluster: np.ndarray,
    population: np.ndarray,
    built_share: np.ndarray | None,
    density: np.ndarray | None,
    placeholder_count: int = 0,
) -> pd.DataFrame:
    """Test whether clusters differ, and whether the bâti goes with the population.

    Parameters
    ----------
    cluster : (n,) int
    population, built_share, density : (n,) float64 or None
        NaN where it is not known; None where nobody asked.
    placeholder_count
        Figures of population that were left out, for the notes.

    Returns
    -------
    DataFrame
        statistic (kruskal_wallis, spearman, pearson), variable, other, n, value (H, rho or r), p, effect (epsilon
        squared), effect_name and note.
    """
    given = {fields.POPULATION: population, fields.DENSITY_PER_KM2: density, fields.BUILT_SHARE: built_share}
    known = {name: values for name, values in given.items() if values is not None}
    rows = [_kruskal_wallis(name, values, cluster) for name, values in known.items()]
    if built_share is not None:
        for name in (fields.POPULATION, fields.DENSITY_PER_KM2):
            if name in known:
                rows += [_correlation(statistic, built_share, name, known[name]) for statistic in _CORRELATIONS]
    return pd.DataFrame([_with_placeholders(row, placeholder_count) for row in rows], columns=_Row._fields)


def _with_placeholders(row: _Row, count: int) -> _Row:
    """Return a row that notes how many figures of population were left out."""
    if not count or not {row.variable, row.other} & {fields.POPULATION, fields.DENSITY_PER_KM2}:
        return row
    notes = [f"without {count} figures that look like placeholders", *([row.note] if row.note else [])]
    return row._replace(note="; ".join(notes))


def _kruskal_wallis(name: str, values: np.ndarray, cluster: np.ndarray) -> _Row:
    """Compare the clusters' values by rank; epsilon squared is H / (n - 1) (Tomczak and Tomczak 2014)."""
    known = ~np.isnan(values)
    groups = [values[known & (cluster == number)] for number in np.unique(cluster)]
    groups = [group for group in groups if len(group) >= _LEAST_GROUP]
    compared = np.concatenate(groups) if groups else np.empty(0)
    row = _Row("kruskal_wallis", name, fields.CLUSTER, len(compared), effect_name="epsilon_squared")
    if len(groups) < 2:
        return row._replace(note="fewer than two clusters have two communes with a value")
    if np.ptp(compared) == 0:
        return row._replace(note="all values are the same")
    found = stats.kruskal(*groups)
    note = "small: p is rough" if min(map(len, groups)) < 5 else None
    effect = float(found.statistic) / (len(compared) - 1)
    return row._replace(value=float(found.statistic), p=float(found.pvalue), effect=effect, note=note)


_CORRELATIONS = {"spearman": stats.spearmanr, "pearson": stats.pearsonr}


def _correlation(statistic: str, built_share: np.ndarray, name: str, values: np.ndarray) -> _Row:
    known = ~np.isnan(values) & ~np.isnan(built_share)
    built, other = built_share[known], values[known]
    row = _Row(statistic, fields.BUILT_SHARE, name, int(known.sum()))
    if len(built) < _LEAST_PAIRS:
        return row._replace(note=f"fewer than {_LEAST_PAIRS} communes have both values")
    if np.ptp(built) == 0 or np.ptp(other) == 0:
        return row._replace(note="all values are the same")
    found = _CORRELATIONS[statistic](built, other)
    note = "small: p is rough" if len(built) < 10 else None
    return row._replace(value=float(found.statistic), p=float(found.pvalue), note=note)
