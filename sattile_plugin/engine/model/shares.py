"""Shares of tiles with their interval of 95 %, wider where tiles of one block are alike."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri, stdtrit

LEVEL = 0.95
MIN_BLOCKS = 5
"""Blocks below which what they differ by says nothing of the spread."""
_QUANTILE = (1 + LEVEL) / 2
_Z = float(ndtri(_QUANTILE))


def share_of(hits: np.ndarray, block: np.ndarray | None = None) -> dict[str, float | None]:
    """Return the share of hits as value, low and high; all None of no tiles.

    The interval is Wilson's of the number of tiles that, drawn one by one, would tell as much: their number divided by
    the design effect (Kish 1965, Survey Sampling; Korn and Graubard 1998, Confidence intervals for proportions with
    small expected number of positive counts estimated from survey data, Survey Methodology 24). With fewer than five
    blocks, or where all tiles are hits or none is, nothing tells the effect and tiles count as drawn one by one.

    Parameters
    ----------
    hits : (n_tiles,) bool
    block : (n_tiles,) array, optional
        Block of each tile; by default each tile stands for itself.

    >>> share_of(np.array([True, True, True, False]))["value"]
    0.75
    """
    if not len(hits):
        return {"value": None, "low": None, "high": None}
    value = float(hits.mean())
    low, high = wilson_bounds(value, len(hits) / (1.0 if block is None else _design_effect(hits, block)))
    return {"value": value, "low": low, "high": high}


def wilson_bounds(share: float, count: float) -> tuple[float, float]:
    """Return Wilson's interval of a share of so many tiles (Wilson 1927, doi 10.1080/01621459.1927.10502953).

    >>> [round(bound, 4) for bound in wilson_bounds(0.5, 4)]
    [0.15, 0.85]
    """
    scale = 1 + _Z**2 / count
    centre = (share + _Z**2 / (2 * count)) / scale
    reach = _Z * np.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)) / scale
    return float(np.clip(centre - reach, 0, share)), float(np.clip(centre + reach, share, 1))


def _design_effect(hits: np.ndarray, block: np.ndarray) -> float:
    """Return how many times as many tiles, drawn by blocks, tell what tiles drawn one by one do; 1 or more.

    It is the variance between blocks of the ratio, linearised, by that of tiles drawn one by one, taken to be no less;
    that it is told by few blocks is made up for by the squared ratio of Student's quantiles (Korn and Graubard 1998).
    """
    _, number = np.unique(block, return_inverse=True)
    count, n_tiles, share = int(number.max()) + 1, len(hits), hits.mean()
    if count < MIN_BLOCKS or share in (0, 1):
        return 1.0
    left = np.bincount(number, weights=hits - share)
    between = count / (count - 1) * (left**2).sum() / n_tiles**2
    alone = share * (1 - share) / (n_tiles - 1)
    few = stdtrit(count - 1, _QUANTILE) / stdtrit(n_tiles - 1, _QUANTILE)
    return float(max(between / alone, 1.0) * few**2)
