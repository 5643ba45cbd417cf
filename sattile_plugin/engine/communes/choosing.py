"""How many groups there are: three measures over a range of k, and the rule that weighs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score

from .grouping import Grouper, Grouping, grouping_of

_RESAMPLES = 20
_REFERENCES = 10
_SAMPLE = 2_000
"""Rows that k is chosen on where there are more."""
STABLE = 0.75
"""Agreement from which a grouping is held to be stable (C. Hennig, Cluster-wise assessment of stability, 2007)."""
_NEARLY_AS_STABLE, _NEARLY_AS_APART = 0.05, 0.01
_GAP_COMPONENTS = 10


class Chosen(NamedTuple):
    """The number of groups and why."""

    k: int
    """Number of groups."""
    curves: pd.DataFrame
    """A row each k that was tried: k, silhouette, stability, gap, gap_se, inertia, chosen."""


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

    Returns
    -------
    Chosen
        A row each of `ks`, and of `given` where that is none of them.
    """
    rows = np.sort(generator.choice(len(features), min(len(features), _SAMPLE), replace=False))
    sample = features[rows]
    tried = sorted({k for k in (*ks, given) if k is not None and k < len(sample)})
    evenly = _evenly_spread(sample, generator)
    measured = []
    for number, k in enumerate(tried):
        grouping = group(sample, k, generator, rows)
        gap, gap_se = _gap(sample, grouping, evenly, group, k, generator)
        measured.append(
            {
                "k": k,
                "silhouette": float(silhouette_score(sample, grouping.labels)),
                "stability": float(agreement(sample, rows, grouping, group, generator).mean()),
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
    stable = curves[curves["stability"] >= min(STABLE, curves["stability"].max() - _NEARLY_AS_STABLE)]
    best = stable[stable["silhouette"] >= stable["silhouette"].max() - _NEARLY_AS_APART]
    return int(best.loc[best["gap"].idxmax(), "k"])


def agreement(
    features: np.ndarray, rows: np.ndarray, whole: Grouping, group: Grouper, generator: np.random.Generator
) -> np.ndarray:
    """Return how well bootstrap samples agree with the grouping of all, (n_resamples,) adjusted Rand index."""
    k, found = len(whole.centres), []
    for drawn in resamples(len(features), k, generator):
        again = group(features[drawn], k, generator, rows[drawn])
        found.append(adjusted_rand_score(whole.labels[drawn], again.labels))
    return np.array(found)


def resamples(count: int, k: int, generator: np.random.Generator) -> list[np.ndarray]:
    """Return the rows of bootstrap samples, each once, more than k of them."""
    drawn = (np.unique(generator.integers(count, size=count)) for _ in range(_RESAMPLES))
    return [rows if len(rows) > k else np.arange(count) for rows in drawn]


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
