"""The head: a logistic regression on what the backbone sees."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from ...contract import fields
from ..model.head import Head
from .seen import Features
from .trials import PLACES, Fitting, Plan, Point, plan_trials

_REGULARISATIONS = np.logspace(-5, 1, 13)
_IN_VAIN = 4
"""Strengths in a row that serve no better than the one that would be taken, after which no weaker one is tried."""
AS_USUAL = Fitting()


class Judged(NamedTuple):
    """What was said of tiles by what was not learned from them."""

    left_out: str
    """What was left out in turn: places or blocks."""
    target: np.ndarray
    """(n_tiles,) int, class of the tiles."""
    probability: np.ndarray
    """(n_tiles, n_classes) float, not yet calibrated."""


class HeadFit(NamedTuple):
    """A head that was fitted, and how."""

    head: Head
    curve: list[dict[str, Any]]
    """Of each strength of regularisation C: training and validation loss, validation accuracy, whether chosen."""
    judged: Judged | None = None
    """What the strength was chosen by, where it was not validation."""
    validation: np.ndarray | None = None
    """(n_validation, n_classes) float, what was said of validation before it was learned from; None where it was not.
    """


def fit_head(
    n_classes: int,
    train: Features,
    validation: Features,
    how: Fitting = AS_USUAL,
    folds: np.ndarray | None = None,
    start: Head | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> HeadFit:
    """Fit the layer of logits by logistic regression on standardised features of the backbone.

    The strength of the L2 regularisation is judged on validation. With tiles of several places it is judged on each
    place by what was learned from the others, since it is other places that a model is for; with folds, on each fold by
    what was learned from the others, and the head is then fitted to the tiles of validation too.

    For a model of one place the strength of the lowest log loss, calibrated, is taken. For other places it is the
    strongest whose loss is not clearly above the lowest: the rule of one standard error (Breiman et al. 1984,
    Classification and Regression Trees, 3.4.3), with places of the difference tile by tile, since the same tiles judge
    all strengths. Where none could be left out, it is the error of the loss itself, or with folds the standard
    deviation of theirs: its own place says too little of others to give up restraint for a small gain.

    Parameters
    ----------
    n_classes
        Number of classes.
    train, validation
        What the backbone sees; with folds, in as many views of each.
    how
        Weights of classes, what the model is meant for, and how certain labels are.
    folds
        (n_train + n_validation,) int, fold of each tile of training, then of validation.
    start
        A head to leave as little as the tiles ask for, so that few labels of a new region add to what a model knows;
        the regularisation then is of the change.
    progress
        Gets the strengths tried and in all.

    """
    plan = plan_trials(n_classes, train, validation, how, folds)
    points, chosen = _tried(plan, start, _choice(plan.judged_on, how.for_other_places), progress)
    curve = [
        {"C": float(strength), **_told(tried), "judged_on": plan.judged_on}
        for strength, tried in zip(_REGULARISATIONS, points)
    ]
    progress(len(_REGULARISATIONS), len(_REGULARISATIONS))
    for number, told in enumerate(curve):
        told["chosen"] = number == chosen
    if plan.judged_on == fields.VALIDATION:
        return HeadFit(points[chosen][0].head, curve)
    target = np.concatenate([trial.held_out.target for trial in plan.trials])
    judged = Judged(plan.judged_on, target, np.concatenate([point.said for point in points[chosen]]))
    strength, learner = float(_REGULARISATIONS[chosen]), plan.ready()
    head = learner.fit(strength, start).head
    if plan.judged_on == PLACES:
        return HeadFit(head, curve, judged)
    before = learner.fit(strength, start, np.arange(len(learner.tiles.target)) < len(train.target)).head
    return HeadFit(head, curve, judged, before.probability(validation.clean))


def _tried(
    plan: Plan,
    start: Head | None,
    choose: Callable[[list[list[np.ndarray]]], int],
    progress: Callable[[int, int], None],
) -> tuple[list[list[Point]], int]:
    """Return the points of each strength that is tried, and which strength to take.

    Of one trial after the other as many strengths are tried as are needed before it can end.
    """
    points: list[list[Point]] = []
    chosen = 0
    while len(points) <= min(chosen + _IN_VAIN, len(_REGULARISATIONS) - 1):
        strengths = _REGULARISATIONS[len(points) : chosen + _IN_VAIN + 1].tolist()
        found = []
        for number, trial in enumerate(plan.trials):
            progress(len(points) + len(strengths) * number // len(plan.trials), len(_REGULARISATIONS))
            found.append(trial.fit(strengths, start))
        for tried in zip(*found):
            points.append(list(tried))
            chosen = choose([[point.loss for point in each] for each in points])
            if len(points) - 1 - chosen >= _IN_VAIN:
                break
    return points, chosen


def _told(points: list[Point]) -> dict[str, float]:
    """Return what a point of the curve says."""
    return {
        "training_loss": float(np.mean([point.training_loss for point in points])),
        "validation_loss": float(np.concatenate([point.loss for point in points]).mean()),
        "validation_accuracy": float(np.mean([point.accuracy for point in points])),
    }


def _choice(judged_on: str, for_other_places: bool) -> Callable[[list[list[np.ndarray]]], int]:
    """Return what chooses a strength by the losses of the tiles of each trial, strongest first."""
    if judged_on == PLACES:
        return partial(_strongest_within, doubt=_doubt_of_differences)
    return partial(_strongest_within, doubt=_doubt_of_a_place) if for_other_places else _lowest


def _lowest(losses: list[list[np.ndarray]]) -> int:
    return int(np.argmin([np.concatenate(tried).mean() for tried in losses]))


def _strongest_within(
    losses: list[list[np.ndarray]], doubt: Callable[[list[np.ndarray], list[np.ndarray]], float]
) -> int:
    """Return the first strength whose loss is above the lowest by no more than is in doubt."""
    best = losses[_lowest(losses)]
    excess = (np.concatenate(tried).mean() - np.concatenate(best).mean() for tried in losses)
    return next(number for number, more in enumerate(excess) if more <= doubt(losses[number], best))


def _doubt_of_differences(tried: list[np.ndarray], best: list[np.ndarray]) -> float:
    """Return the standard error of the difference of two losses, tile by tile."""
    more = np.concatenate(tried) - np.concatenate(best)
    return float(more.std() / np.sqrt(len(more)))


def _doubt_of_a_place(_: list[np.ndarray], best: list[np.ndarray]) -> float:
    """Return the standard error of the lowest loss, or how much folds differ, since another place differs no less."""
    if len(best) == 1:
        return float(best[0].std() / np.sqrt(len(best[0])))
    return float(np.std([loss.mean() for loss in best], ddof=1))
