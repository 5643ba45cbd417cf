"""Two models on the same tiles: whether one is right more often than chance explains."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import binom, binomtest, chi2, norm

_FEW = 25
"""Tiles that only one of both is right on, below which the exact test is taken."""
_LEVEL = 0.95


def mcnemar(right: np.ndarray, other_right: np.ndarray) -> dict[str, Any]:
    """Compare two models by McNemar's test on the tiles that only one of them is right on.

    Exact below 25 such tiles, else by chi-square with Edwards's correction (McNemar 1947, doi 10.1007/BF02295996;
    Edwards 1948, doi 10.1007/BF02289261). The interval of the difference is Bonett and Price's (2012,
    doi 10.3102/1076998611411915); like the test it takes tiles to be independent, which neighbours are not.

    Parameters
    ----------
    right, other_right : (n_tiles,) bool
        Whether each model is right.

    Returns
    -------
    dict
        b and c (only this one is right, only the other), both_right, both_wrong, method (exact or chi_square),
        statistic, p_value, mid_p_value (of the exact test, less conservative), and accuracy_difference (this one's less
        the other's) as value, low, high.
    """
    b, c = int((right & ~other_right).sum()), int((~right & other_right).sum())
    few = b + c < _FEW
    statistic = float(min(b, c)) if few else max(abs(b - c) - 1, 0) ** 2 / (b + c)
    exact = float(binomtest(min(b, c), b + c).pvalue) if b + c else 1.0
    return {
        "b": b,
        "c": c,
        "both_right": int((right & other_right).sum()),
        "both_wrong": int((~right & ~other_right).sum()),
        "method": "exact" if few else "chi_square",
        "statistic": statistic,
        "p_value": exact if few else float(chi2.sf(statistic, 1)),
        "mid_p_value": _mid_p(b, c),
        "accuracy_difference": _difference(b, c, len(right)),
    }


def _mid_p(b: int, c: int) -> float:
    """Return the exact two-sided probability with what is as extreme counted half."""
    fewer = min(b, c)
    return float(min(1.0, 2 * binom.cdf(fewer, b + c, 0.5) - binom.pmf(fewer, b + c, 0.5)))


def _difference(b: int, c: int, count: int) -> dict[str, float]:
    this, other = (b + 1) / (count + 2), (c + 1) / (count + 2)
    spread = np.sqrt((this + other - (this - other) ** 2) / (count + 2))
    reach = float(norm.ppf((1 + _LEVEL) / 2) * spread)
    centre = this - other
    return {"value": (b - c) / count, "low": max(centre - reach, -1.0), "high": min(centre + reach, 1.0)}
