"""Measures of a classifier with confidence intervals; with two classes the positive one is bati."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.metrics import (
    average_precision_score,
    confusion_matrix,
    roc_auc_score,
)

from .shares import LEVEL, MIN_BLOCKS, share_of

_RESAMPLES = 500
_NO_SPREAD = 1e-9


def measure(
    target: np.ndarray,
    p_bati: np.ndarray,
    threshold: float,
    groups: np.ndarray | None = None,
    generator: np.random.Generator | None = None,
) -> dict[str, Any]:
    """Measure probabilities against the truth.

    Tiles of one block are alike (Roberts et al. 2017, doi 10.1111/ecog.02881), so that many say no more than a few.
    Accuracy, precision and recall are shares of tiles and get the interval of `share_of`, which takes that into
    account; F1, balanced accuracy and the areas under the ROC and precision-recall curves get percentiles of a
    bootstrap that draws whole groups.

    Parameters
    ----------
    target : (n_tiles,) int
        1 bati, 0 non_bati.
    p_bati : (n_tiles,) float
        Probability of bati.
    threshold
        Probability from which a tile counts as bati.
    groups : (n_tiles,) array, optional
        Block of each tile; by default each tile stands for itself.
    generator
        Random generator of the bootstrap; without one there are no intervals from it.

    Returns
    -------
    dict
        tile_count, threshold, confusion, and each measure as value, low, high (95 %); a measure that needs both
        classes is None where only one is there, as are bounds that there are too few groups for, or groups too much
        alike, as where there is no error.
    """
    predicted = (p_bati >= threshold).astype(int)
    matrix = confusion_matrix(target, predicted, labels=[0, 1])
    (true_non_bati, false_bati), (false_non_bati, true_bati) = matrix.tolist()
    result = {
        "tile_count": len(target),
        "threshold": threshold,
        "confusion": {
            "true_bati": true_bati,
            "false_bati": false_bati,
            "true_non_bati": true_non_bati,
            "false_non_bati": false_non_bati,
        },
        "accuracy": share_of(predicted == target, groups),
        "precision": _share_among(predicted == 1, target == 1, groups),
        "recall": _share_among(target == 1, predicted == 1, groups),
    }
    values = _curve_measures(target, p_bati, threshold)
    draws = _bootstrap(target, p_bati, threshold, groups, generator) if generator else []
    return result | {name: _with_percentiles(name, value, draws) for name, value in values.items()}


def measure_classes(
    target: np.ndarray,
    predicted: np.ndarray,
    classes: Sequence[str],
    groups: np.ndarray | None = None,
    generator: np.random.Generator | None = None,
) -> dict[str, Any]:
    """Measure predicted classes, of any number, against the truth.

    Parameters
    ----------
    target, predicted : (n_tiles,) int
        Number of the class.
    classes
        Names of the classes.
    groups, generator
        As of `measure`.

    Returns
    -------
    dict
        tile_count, confusion_matrix (truth down, predicted across), accuracy and balanced_accuracy as value, low,
        high, and per_class precision, recall, f1 and count. Of a class without a tile recall and f1 are None, of one
        that no tile is said to be precision is; balanced accuracy is the mean over classes with tiles.
    """
    matrix = confusion_matrix(target, predicted, labels=np.arange(len(classes)))
    n_there = len(np.unique(target))
    drawn = _drawn_rows(len(target), groups, generator) if generator else ()
    # A draw that lacks a class would be the mean of others, as of another measure.
    whole = (rows for rows in drawn if len(np.unique(target[rows])) == n_there)
    draws: list[dict[str, float | None]] = [
        {"balanced_accuracy": _mean_recall(target[rows], predicted[rows])} for rows in whole
    ]
    return {
        "tile_count": len(target),
        "confusion_matrix": matrix.tolist(),
        "accuracy": share_of(target == predicted, groups),
        "balanced_accuracy": _with_percentiles("balanced_accuracy", _mean_recall(target, predicted), draws),
        "per_class": {
            name: _measures_of_class(int(found), int(count), int(said))
            for name, found, count, said in zip(classes, matrix.diagonal(), matrix.sum(axis=1), matrix.sum(axis=0))
        },
    }


def point_values(measured: dict[str, Any]) -> dict[str, float | None]:
    """Return the values of `measure` without their intervals."""
    return {name: entry["value"] for name, entry in measured.items() if isinstance(entry, dict) and "value" in entry}


def _measures_of_class(found: int, count: int, said: int) -> dict[str, Any]:
    """Return the measures of a class of so many tiles, of which some were found, and that was said of so many."""
    return {
        "precision": found / said if said else None,
        "recall": found / count if count else None,
        "f1": 2 * found / (count + said) if count else None,
        "count": count,
    }


def _share_among(chosen: np.ndarray, hits: np.ndarray, groups: np.ndarray | None) -> dict[str, float | None]:
    """Return the share of hits among the tiles chosen, (n_tiles,) bool both."""
    return share_of(hits[chosen], None if groups is None else groups[chosen])


def _curve_measures(target: np.ndarray, p_bati: np.ndarray, threshold: float) -> dict[str, float | None]:
    predicted = (p_bati >= threshold).astype(int)
    both = len(np.unique(target)) == 2
    named = int(target.sum() + predicted.sum())
    return {
        "f1": 2 * int((target & predicted).sum()) / named if target.any() else None,
        "balanced_accuracy": _mean_recall(target, predicted) if both else None,
        "roc_auc": float(roc_auc_score(target, p_bati)) if both else None,
        "pr_auc": min(float(average_precision_score(target, p_bati)), 1.0) if both else None,
    }


def _bootstrap(
    target: np.ndarray, p_bati: np.ndarray, threshold: float, groups: np.ndarray | None, generator: np.random.Generator
) -> list[dict[str, float | None]]:
    """Measure draws of whole groups with replacement."""
    draws = _drawn_rows(len(target), groups, generator)
    return [_curve_measures(target[rows], p_bati[rows], threshold) for rows in draws]


def _drawn_rows(count: int, groups: np.ndarray | None, generator: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield the rows of draws of whole groups with replacement; none where there are too few groups."""
    _, group, size = np.unique(np.arange(count) if groups is None else groups, return_inverse=True, return_counts=True)
    order, first = np.argsort(group, kind="stable"), np.cumsum(size) - size
    for _ in range(_RESAMPLES if len(size) >= MIN_BLOCKS else 0):
        drawn = generator.integers(len(size), size=len(size))
        before = np.cumsum(size[drawn]) - size[drawn]
        yield order[np.arange(size[drawn].sum()) + np.repeat(first[drawn] - before, size[drawn])]


def _mean_recall(target: np.ndarray, predicted: np.ndarray) -> float:
    """Return the mean recall of the classes that are there."""
    return float(np.mean([(predicted[target == number] == number).mean() for number in np.unique(target)]))


def _with_percentiles(name: str, value: float | None, draws: list[dict[str, float | None]]) -> dict[str, float | None]:
    drawn = [draw[name] for draw in draws if draw[name] is not None]
    # Draws that are all alike, as those of a faultless result, tell no spread, and not that there is none.
    if value is None or not drawn or np.ptp(np.array(drawn, dtype=float)) < _NO_SPREAD:
        return {"value": value, "low": None, "high": None}
    low, high = np.percentile(np.array(drawn, dtype=float), [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return {"value": value, "low": float(low), "high": float(high)}
