"""How many groups there are: three measures over a range of k, and the rule that weighs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score

from ...contract.errors import InvalidOption
from ...contract.texts import phrase
from .grouping import Grouper, Grouping, grouping_of

_RESAMPLES = 20
_REFERENCES = 10
_SAMPLE = 2_000
"""Rows that k is chosen on where there are more."""
STABLE = 0.75
"""Agreement from which a grouping is held to be stable (C. Hennig, Cluster-wise assessment of stability, 2007)."""
_NEARLY_AS_STABLE, _NEARLY_AS_APART = 0.05, 0.01
_ALIKE_DIGITS = 6
"""Decimals to which rows that look the same have the same features."""
_GAP_COMPONENTS = 10


class Chosen(NamedTuple):
    """The number of groups and why."""

    k: int
    """Number of groups."""
    curves: pd.DataFrame
    """A row each k that was tried: k, silhouette, stability, gap, gap_se, inertia, chosen."""

    @property
    def measured(self) -> dict[str, float | None]:
        """The silhouette and the stability of the groups; None where it has none."""
        taken = self.curves[self.curves["chosen"]].iloc[0]
        found = {name: float(taken[name]) for name in ("silhouette", "stability")}
        return {name: None if np.isnan(value) else round(value, 4) for name, value in found.items()}


def choose_k(
    features: np.ndarray,
    ks: range,
    group: Grouper,
    generator: np.random.Generator,
    given: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Chosen:
    """Measure how well the rows fall into k groups for each k, and take the best, or the k that is given.

    - silhouette: mean over the rows (P. J. Rousseeuw, 1987);
    - stability: mean adjusted Rand index of the grouping with that of bootstrap samples, each from another seed
      (C. Hennig, 2007; Y. Fang and J. Wang, Selection of the number of clusters via the bootstrap, 2012);
    - gap: how much tighter the groups are than those of rows spread evenly over the box of the principal components
      (R. Tibshirani, G. Walther and T. Hastie, 2001), with its standard error.

    The rule: among the k whose groups are stable (0.75 at least, or within 0.05 of the most stable k where none is),
    the one with the greatest silhouette; where others come within 0.01 of it, the one of these with the greatest gap.
    A k that is too near the number of rows for bootstrap samples to give its groups again has no stability.

    Returns
    -------
    Chosen
        A row each of `ks` up to half of the rows, and of `given` where that is none of them.

    Raises
    ------
    InvalidOption
        There are not so many rows, or not so many that differ.
    """
    rows = np.sort(generator.choice(len(features), min(len(features), _SAMPLE), replace=False))
    sample = features[rows]
    tried = _possible(sample, ks, given)
    evenly = _evenly_spread(sample, generator)
    measured = []
    for number, k in enumerate(tried):
        grouping = group(sample, k, generator, rows)
        gap, gap_se = _gap(sample, grouping, evenly, group, k, generator)
        measured.append(
            {
                "k": k,
                "silhouette": float(silhouette_score(sample, grouping.labels)),
                "stability": agreement(sample, rows, grouping, group, generator),
                "gap": gap,
                "gap_se": gap_se,
                "inertia": grouping.inertia,
            }
        )
        progress(number + 1, len(tried))
    curves = pd.DataFrame(measured)
    k = best_k(curves) if given is None else given
    return Chosen(k, curves.assign(chosen=curves["k"] == k))


def best_k(curves: pd.DataFrame) -> int:
    """Return the k that the rule of `choose_k` takes from its curves."""
    stability = curves["stability"].fillna(0)
    stable = curves[stability >= min(STABLE, stability.max() - _NEARLY_AS_STABLE)]
    best = stable[stable["silhouette"] >= stable["silhouette"].max() - _NEARLY_AS_APART]
    return int(best.loc[best["gap"].idxmax(), "k"])


def agreement(
    features: np.ndarray, rows: np.ndarray, whole: Grouping, group: Grouper, generator: np.random.Generator
) -> float:
    """Return how well bootstrap samples agree with the grouping of all: mean adjusted Rand index, NaN without any."""
    k, found = len(whole.centres), []
    for drawn in resamples(len(features), k, generator):
        again = group(features[drawn], k, generator, rows[drawn])
        found.append(adjusted_rand_score(whole.labels[drawn], again.labels))
    return float(np.mean(found)) if found else np.nan


def resamples(count: int, k: int, generator: np.random.Generator) -> list[np.ndarray]:
    """Return the rows of bootstrap samples, each once; those that k groups can differ on: more than k, and not all."""
    drawn = [np.unique(generator.integers(count, size=count)) for _ in range(_RESAMPLES)]
    return [rows for rows in drawn if k < len(rows) < count]


def _possible(features: np.ndarray, ks: range, given: int | None) -> list[int]:
    """Return the numbers of groups to try: of two rows or more in the mean, and the number that is given."""
    different = len(np.unique(features.round(_ALIKE_DIGITS), axis=0))
    if different < 2:
        raise InvalidOption(option="features", found="all alike", expected="images that differ from one another")
    usual = min(len(features) // 2, different)
    option, wanted, most = "k_min", ks.start, usual
    if given is not None:
        option, wanted, most = "k", given, min(len(features) - 1, different)
    if wanted > most:
        expected = phrase("at most {count}: no more groups can be told apart here", count=most)
        raise InvalidOption(option=option, found=wanted, expected=expected)
    return sorted({k for k in ks if k <= usual} | ({given} if given is not None else set()))


def _evenly_spread(features: np.ndarray, generator: np.random.Generator) -> list[np.ndarray]:
    turned = PCA(min(_GAP_COMPONENTS, *features.shape)).fit_transform(features)
    low, high = turned.min(axis=0), turned.max(axis=0)
    return [generator.uniform(low, high, turned.shape) for _ in range(_REFERENCES)]


def _gap(
    features: np.ndarray,
    grouping: Grouping,
    evenly: list[np.ndarray],
    group: Grouper,
    k: int,
    generator: np.random.Generator,
) -> tuple[float, float]:
    """Return the gap statistic of a grouping and its standard error, in the space of the first components."""
    turned = PCA(evenly[0].shape[1]).fit_transform(features)
    rows = np.arange(len(features))
    found = np.log(grouping_of(grouping.labels, turned).inertia + 1e-12)
    expected = np.log([group(each, k, generator, rows).inertia + 1e-12 for each in evenly])
    return float(expected.mean() - found), float(expected.std() * np.sqrt(1 + 1 / len(evenly)))
