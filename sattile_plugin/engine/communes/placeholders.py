"""Figures that nobody counted: whole hundreds, or the same number for many communes."""

from __future__ import annotations

import numpy as np
from scipy.stats import binomtest

_BY_CHANCE = 0.01
"""Share of counted figures that end in two zeros."""
_UNLIKELY = 1e-3
_LEAST, _SAME, _SAME_SHARE = 3, 1000, 0.02


def improbable(figures: np.ndarray) -> np.ndarray:
    """Mark figures that look like placeholders.

    Whole hundreds are marked where there are more than chance gives (binomial test, p under 0.001), and a number from
    1,000 on that stands at least three times, for at least 2 % of the communes.

    Parameters
    ----------
    figures : (n,) float64
        Populations, NaN where there is none.

    Returns
    -------
    (n,) bool

    >>> improbable(np.array([9000.0, 11000.0, 7500.0, 6637.0])).tolist()
    [True, True, True, False]
    """
    known = ~np.isnan(figures) & (figures > 0)
    hundreds = known & (np.mod(figures, 100, where=known, out=np.ones_like(figures)) == 0)
    marked = np.zeros(len(figures), dtype=bool)
    count = int(hundreds.sum())
    if count >= _LEAST and binomtest(count, int(known.sum()), _BY_CHANCE, "greater").pvalue < _UNLIKELY:
        marked |= hundreds
    values, times = np.unique(figures[known & (figures >= _SAME)], return_counts=True)
    often = values[times >= max(_LEAST, _SAME_SHARE * known.sum())]
    return marked | np.isin(figures, often)
