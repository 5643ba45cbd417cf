"""Labels that are probably wrong: confident learning on probabilities from models that never saw the tile."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from cleanlab.count import num_label_issues
from cleanlab.filter import find_label_issues
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.preprocessing import StandardScaler

FOLDS = 5
_DEALS = 2
"""Times that blocks are dealt into folds anew; the probabilities are averaged."""
_STRENGTHS = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2)
_MAX_ITERATIONS = 1000


class Doubts(NamedTuple):
    """What a set of labels looks like to models that never saw the tile in question."""

    suspicion: np.ndarray
    """(n_tiles,) float, 0 to 1: probability that the label is wrong; above 0.5 it is rather wrong than right."""
    probable: np.ndarray
    """(n_tiles,) int, 1 bati, 0 non_bati."""
    accuracy: float
    """Share of the usable tiles whose label is the probable one."""
    wrong_share: float
    """Share of wrong labels among the usable tiles, estimated by the confident joint."""


class Evidence(NamedTuple):
    """What labels are held against."""

    features: np.ndarray
    """(n_tiles, n_features) float, at least 0."""
    target: np.ndarray
    """(n_tiles,) int, 1 bati, 0 non_bati, as labelled."""
    groups: np.ndarray
    """(n_tiles,) names of the blocks; a block is never on both sides of a fold."""
    usable: np.ndarray
    """(n_tiles,) bool, whether a tile may be learnt from."""


def find_doubts(evidence: Evidence, generator: np.random.Generator, progress: Callable[[int, int], None]) -> Doubts:
    """Find doubtful labels (Northcutt et al. 2021, doi 10.1613/jair.1.12125).

    Square roots of the features, which tame the few large ones, are standardised. A first round of models learns
    from all usable tiles; the labels that confident learning then holds to be wrong are left out of what a second
    round learns from, and every tile is judged by that round.
    """
    roots = np.sqrt(evidence.features)
    standardised = StandardScaler().fit(roots[evidence.usable]).transform(roots)
    evidence = evidence._replace(features=standardised)
    usable, target = evidence.usable, evidence.target
    p_bati, strength = _first_round(evidence, generator, lambda done: progress(done, 2 * _DEALS))
    wrong = find_label_issues(target[usable], _both(p_bati[usable]), n_jobs=1)
    learnt = usable.copy()
    learnt[usable] = ~wrong
    (p_bati,) = _out_of_fold(evidence, learnt, (strength,), generator, lambda done: progress(_DEALS + done, 2 * _DEALS))
    p_bati = _tempered(p_bati, target, usable)
    probable = (p_bati > 0.5).astype(int)
    suspicion = np.where(target == 1, 1 - p_bati, p_bati)
    wrong_count = num_label_issues(target[usable], pred_probs=_both(p_bati[usable]), estimation_method="off_diagonal")
    accuracy = float((suspicion[usable] <= 0.5).mean())
    return Doubts(suspicion, probable, accuracy, float(wrong_count / usable.sum()))


def _first_round(
    evidence: Evidence, generator: np.random.Generator, progress: Callable[[int], None]
) -> tuple[np.ndarray, float]:
    """Return probabilities and the strength C of the regularisation that they come from.

    The strongest regularisation whose log loss is within one standard error of the best is taken (Breiman et al. 1984),
    since the best itself follows the wrong labels.
    """
    p_bati = _out_of_fold(evidence, evidence.usable, _STRENGTHS, generator, progress)
    given = np.where(evidence.target == 1, p_bati, 1 - p_bati)[:, evidence.usable]
    excess = -np.log(given) + np.log(given[np.argmax(np.log(given).mean(axis=1))])
    error = excess.std(axis=1) / np.sqrt(excess.shape[1])
    chosen = int(np.argmax(excess.mean(axis=1) <= error))
    return p_bati[chosen], _STRENGTHS[chosen]


def _out_of_fold(
    evidence: Evidence,
    learnt: np.ndarray,
    strengths: tuple[float, ...],
    generator: np.random.Generator,
    progress: Callable[[int], None],
) -> np.ndarray:
    """Return the probability of bati of each tile by models that learnt from other blocks, (n_strengths, n_tiles)."""
    features, target, groups, usable = evidence
    p_bati = np.zeros((len(strengths), len(target)))
    for deal in range(_DEALS):
        state = int(generator.integers(2**31))
        for rest, held_out in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=state).split(
            features, target, groups
        ):
            rows = rest[learnt[rest]]
            if len(np.unique(target[rows])) < 2:
                rows = rest[usable[rest]]
            for row, strength in enumerate(strengths):
                model = LogisticRegression(C=strength, class_weight="balanced", max_iter=_MAX_ITERATIONS)
                model.fit(features[rows], target[rows])
                p_bati[row, held_out] += model.predict_proba(features[held_out])[:, 1] / _DEALS
        progress(deal + 1)
    return np.clip(p_bati, 1e-6, 1 - 1e-6)


def _tempered(p_bati: np.ndarray, target: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """Return probabilities that are as sure as they are right, by one slope on their logits; 0.5 stays 0.5.

    Temperature scaling (Guo et al. 2017, arXiv 1706.04599); strong regularisation makes them too timid.
    """
    logits = np.log(p_bati / (1 - p_bati))
    fitted = LogisticRegression(C=1e6, fit_intercept=False).fit(logits[usable, None], target[usable])
    return 1 / (1 + np.exp(-max(float(fitted.coef_[0, 0]), 0.0) * logits))


def _both(p_bati: np.ndarray) -> np.ndarray:
    """Return the probabilities of non_bati and bati, (n_tiles, 2)."""
    return np.column_stack([1 - p_bati, p_bati])
