"""The threshold between non_bati and bati, chosen by what errors cost, and the work of review that it implies."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

FIXED, F1, MISSED, FALSE_ALARMS, COSTS = "fixed", "f1", "missed", "false_alarms", "costs"

_SURE = 0.02
"""Share of errors up to which a class is trusted without a look."""
_ABOVE_ONE = float(np.nextafter(np.float32(1), np.float32(2)))
"""The least threshold that calls no probability bati, in numbers of either width."""


class Rule(NamedTuple):
    """What a threshold is chosen by."""

    rule: str
    """`fixed`, `f1`, `missed`, `false_alarms` or `costs`."""
    threshold: float = 0.5
    """Of the rule fixed."""
    max_share: float = 0.02
    """Of the rules missed and false_alarms."""
    missed_cost: float = 1.0
    """Of the rule costs: what a missed built tile costs where a false alarm costs 1."""


def threshold_curve(target: np.ndarray, p_bati: np.ndarray) -> list[dict[str, float]]:
    """Return what each threshold between the probabilities found would give, lowest first.

    Parameters
    ----------
    target : (n_tiles,) int
        1 bati, 0 non_bati.
    p_bati : (n_tiles,) float

    Returns
    -------
    list of dict
        threshold, precision, recall, false_alarms (share of tiles called bati that are not), missed (share of built
        tiles called non_bati) and called_bati (share of all tiles). The last threshold calls none bati, so that it is
        above 1 where some probability is 1.
    """
    levels, number, count = np.unique(p_bati, return_inverse=True, return_counts=True)
    called = _from_each_on(count)
    right = _from_each_on(np.bincount(number[target == 1], minlength=len(levels)))
    missed, false, n_built = right[0] - right, called - right, max(int(right[0]), 1)
    columns = {
        "threshold": _parting(levels),
        "precision": np.divide(right, called, out=np.ones(len(called)), where=called > 0),
        "recall": right / n_built,
        "false_alarms": false / np.maximum(called, 1),
        "missed": missed / n_built,
        "called_bati": called / len(p_bati),
    }
    return [dict(zip(columns, row)) for row in zip(*(column.tolist() for column in columns.values()))]


def choose_threshold(target: np.ndarray, p_bati: np.ndarray, rule: Rule) -> float:
    """Return the probability from which a tile is bati.

    `missed` takes the highest threshold that misses at most the share, `false_alarms` the lowest one of at most the
    share; where none that calls a tile bati keeps to it, the one with the smallest share. Where several serve `f1` and
    `costs` equally well, the one nearest to 0.5 is taken.
    """
    if rule.rule == FIXED:
        return rule.threshold
    if rule.rule == COSTS and len(np.unique(target)) < 2:
        return 1 / (1 + rule.missed_cost)
    curve = threshold_curve(target, p_bati)
    if rule.rule == MISSED:
        return max(point["threshold"] for point in curve if point["missed"] <= rule.max_share)
    if rule.rule == FALSE_ALARMS:
        calling = [point for point in curve if point["called_bati"]]
        return _lowest_within(calling, max(rule.max_share, min(point["false_alarms"] for point in calling)))
    built = float((target == 1).mean())
    scores = [_f1(point) if rule.rule == F1 else -_cost(point, built, rule.missed_cost) for point in curve]
    ranks = [(round(score, 9), -abs(point["threshold"] - 0.5)) for score, point in zip(scores, curve)]
    return curve[ranks.index(max(ranks))]["threshold"]


def false_share(target: np.ndarray, p_bati: np.ndarray, threshold: float) -> float:
    """Return the share of false alarms among the tiles called bati; 0 where none is.

    >>> false_share(np.array([0, 1, 1]), np.array([0.7, 0.8, 0.2]), 0.5)
    0.5
    """
    called = p_bati >= threshold
    return float((target[called] == 0).mean()) if called.any() else 0.0


def review_work(target: np.ndarray, p_bati: np.ndarray) -> dict[str, Any]:
    """Return how many tiles a person has to look at so that at most 2 % of each kind of error remain.

    They are those between the threshold that misses at most 2 % of built tiles and the one with at most 2 % of false
    alarms; outside of it a class is taken on trust.
    """
    low = choose_threshold(target, p_bati, Rule(MISSED, max_share=_SURE))
    high = max(low, _lowest_within(threshold_curve(target, p_bati), _SURE))
    doubtful = (p_bati >= low) & (p_bati < high)
    return {"low": low, "high": high, "tiles": int(doubtful.sum()), "share": float(doubtful.mean())}


def left_after_review(target: np.ndarray, p_bati: np.ndarray, low: float, high: float) -> dict[str, Any]:
    """Return what remains on other tiles when a person looks at those from `low` to `high`.

    Returns
    -------
    dict
        tiles and share to look at; missed, the share of built tiles below `low`; false_alarms, the share of tiles from
        `high` on that are not built, 0 where there is none.
    """
    doubtful = (p_bati >= low) & (p_bati < high)
    missed = int((p_bati[target == 1] < low).sum()) / max(int((target == 1).sum()), 1)
    left = {"missed": missed, "false_alarms": false_share(target, p_bati, high)}
    return {"tiles": int(doubtful.sum()), "share": float(doubtful.mean()), **left}


def _from_each_on(counts: np.ndarray) -> np.ndarray:
    """Return the sums of counts from each level on, and 0 beyond the last, (n_levels + 1,) int."""
    return np.append(np.cumsum(counts[::-1])[::-1], 0)


def _parting(levels: np.ndarray) -> np.ndarray:
    """Return thresholds below, between and above levels, (n_levels + 1,) float: each calls all from its level on."""
    between = (levels[1:] + levels[:-1]) / 2
    # Halfway between two neighbouring numbers is one of them.
    between = np.where(between > levels[:-1], between, levels[1:])
    above = (1 + levels[-1]) / 2 if levels[-1] < 1 else _ABOVE_ONE
    return np.concatenate([[levels[0] / 2], between, [above]])


def _lowest_within(curve: list[dict[str, float]], share: float) -> float:
    """Return the lowest threshold with at most a share of false alarms; one that calls nothing bati has none."""
    return min(point["threshold"] for point in curve if point["false_alarms"] <= share)


def _f1(point: dict[str, float]) -> float:
    both = point["precision"] + point["recall"]
    return 2 * point["precision"] * point["recall"] / both if both else 0.0


def _cost(point: dict[str, float], built: float, missed_cost: float) -> float:
    """Return what the errors of a threshold cost a tile, in false alarms, where a share of tiles is built."""
    return missed_cost * point["missed"] * built + point["false_alarms"] * point["called_bati"]
