"""The head: a logistic regression on what the backbone sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from sklearn.metrics import accuracy_score

from ...contract import fields
from ..model.calibration import cooled, fit_temperature
from ..model.head import Head
from .folds import places_to_leave_out
from .regression import Change, Regression
from .seen import Features

_REGULARISATIONS = np.logspace(-5, 1, 13)
_PLACES, _BLOCKS = "places", "blocks"
_IN_VAIN = 4
"""Strengths in a row that serve no better than the one that would be taken, after which no weaker one is tried."""


class Fitting(NamedTuple):
    """How a head is fitted."""

    class_weights: bool = True
    """Whether every class of every place weighs the same."""
    for_other_places: bool = True
    """Whether the classifier is meant for other places too."""
    label_smoothing: float = 0.0
    """Share of certainty taken from each label and given to all classes."""


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


class _Learner:
    """Tiles to learn from, made ready once; of each, every view has its share of the tile's weight."""

    def __init__(self, tiles: Features, n_classes: int, how: Fitting) -> None:
        self.tiles, self._how, self._n_views = tiles, how, tiles.values.shape[1]
        truth = np.eye(n_classes)[tiles.target] * (1 - how.label_smoothing) + how.label_smoothing / n_classes
        values = tiles.values.reshape(-1, tiles.values.shape[2])
        self._regression = Regression(values, truth.repeat(self._n_views, axis=0))

    def fit(
        self, strength: float, start: Head | None, kept: np.ndarray | None = None, begin: np.ndarray | None = None
    ) -> Change:
        """Fit a head to the tiles that are kept, (n_tiles,) bool; to all by default."""
        tiles = self.tiles
        kept = np.ones(len(tiles.target), dtype=bool) if kept is None else kept
        weights = np.zeros(len(kept))
        weights[kept] = tile_weights(tiles.target[kept], tiles.place[kept]) if self._how.class_weights else 1
        return self._regression.fit(strength, weights.repeat(self._n_views) / self._n_views, start, begin)


class _Point(NamedTuple):
    """How well what is learned from some tiles with one strength serves for others."""

    head: Head
    said: np.ndarray
    """(n_held_out, n_classes) float, probabilities before calibration."""
    loss: np.ndarray
    """(n_held_out,) float, log loss of each tile, calibrated."""
    training_loss: float
    accuracy: float


class _Trial:
    """Tiles to learn from and tiles to judge by."""

    def __init__(self, learner: _Learner, held_out: Features, kept: np.ndarray | None = None) -> None:
        self._learner, self.held_out, self._kept = learner, held_out, kept
        self._found: np.ndarray | None = None

    def fit(self, strength: float, start: Head | None) -> _Point:
        """Fit with a strength, from where the one before ended."""
        head, self._found = self._learner.fit(strength, start, self._kept, self._found)
        fitted = self._learner.tiles if self._kept is None else self._learner.tiles.rows(self._kept)
        target, said = self.held_out.target, head.probability(self.held_out.clean)
        return _Point(
            head,
            said,
            _log_losses(target, cooled(said, fit_temperature(target, said))),
            float(_log_losses(fitted.target, head.probability(fitted.clean)).mean()),
            float(accuracy_score(target, said.argmax(axis=1))),
        )


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

    Of the strengths whose log loss, calibrated, is not clearly above the lowest, the strongest is taken: the rule of
    one standard error (Breiman et al. 1984, Classification and Regression Trees, 3.4.3) of the difference tile by tile,
    since the same tiles judge all strengths. Where a model is meant for other places and none could be left out, it is
    the standard error of the loss itself, or with folds the standard deviation of theirs: its own place says too little
    of others to give up restraint for a small gain.

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
    plan = _plan(n_classes, train, validation, how, folds)
    curve: list[dict[str, Any]] = []
    points: list[list[_Point]] = []
    careful, chosen = how.for_other_places and plan.judged_on != _PLACES, 0
    for number, strength in enumerate(_REGULARISATIONS):
        progress(number, len(_REGULARISATIONS))
        points.append([trial.fit(float(strength), start) for trial in plan.trials])
        curve.append({"C": float(strength), **_told(points[-1]), "judged_on": plan.judged_on})
        chosen = _strongest_within_one_error([[point.loss for point in tried] for tried in points], careful)
        if number - chosen >= _IN_VAIN:
            break
    progress(len(_REGULARISATIONS), len(_REGULARISATIONS))
    for number, told in enumerate(curve):
        told["chosen"] = number == chosen
    if plan.judged_on == fields.VALIDATION:
        return HeadFit(points[chosen][0].head, curve)
    target = np.concatenate([trial.held_out.target for trial in plan.trials])
    judged = Judged(plan.judged_on, target, np.concatenate([point.said for point in points[chosen]]))
    strength, learner = float(_REGULARISATIONS[chosen]), plan.learner
    head = learner.fit(strength, start).head
    if plan.judged_on == _PLACES:
        return HeadFit(head, curve, judged)
    before = learner.fit(strength, start, np.arange(len(learner.tiles.target)) < len(train.target)).head
    return HeadFit(head, curve, judged, before.probability(validation.clean))


def tile_weights(target: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return weights by which every class of every place counts the same, (n_tiles,) float, their mean 1.

    >>> tile_weights(np.array([0, 0, 0, 1]), np.zeros(4)).round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    _, group, count = np.unique(np.stack([place, target]), axis=1, return_inverse=True, return_counts=True)
    weights = 1 / count[group.reshape(-1)]
    return np.asarray(weights * len(target) / weights.sum())


class _Plan(NamedTuple):
    """By what the strength is judged, and what the head learns from in the end."""

    judged_on: str
    trials: list[_Trial]
    learner: _Learner


def _plan(n_classes: int, train: Features, validation: Features, how: Fitting, folds: np.ndarray | None) -> _Plan:
    """Judge on each place in turn where there are several, else on each fold if there are any, else on validation."""
    seen_once = (part._replace(values=part.values[:, :1]) for part in (train, validation))
    known = Features(*(np.concatenate(pair) for pair in zip(*seen_once)))
    places = places_to_leave_out(known.target, known.place)
    rests = [train.rows(train.place != place) for place in places]
    if len(places) > 1 and all(len(np.unique(rest.target)) == n_classes for rest in rests):
        trials = [
            _Trial(_Learner(rest, n_classes, how), known.rows(known.place == place))
            for place, rest in zip(places, rests)
        ]
        return _Plan(_PLACES, trials, _Learner(train, n_classes, how))
    if folds is None:
        learner = _Learner(train, n_classes, how)
        return _Plan(fields.VALIDATION, [_Trial(learner, validation)], learner)
    learner = _Learner(Features(*(np.concatenate(pair) for pair in zip(train, validation))), n_classes, how)
    numbers = np.unique(folds)
    trials = [_Trial(learner, known.rows(folds == number), folds != number) for number in numbers]
    return _Plan(_BLOCKS, trials, learner)


def _told(points: list[_Point]) -> dict[str, float]:
    """Return what a point of the curve says."""
    return {
        "training_loss": float(np.mean([point.training_loss for point in points])),
        "validation_loss": float(np.concatenate([point.loss for point in points]).mean()),
        "validation_accuracy": float(np.mean([point.accuracy for point in points])),
    }


def _strongest_within_one_error(losses: list[list[np.ndarray]], careful: bool) -> int:
    """Return the first of the strengths, strongest first, whose loss is at most one standard error above the least.

    The losses are those of the tiles of each trial. To be careful with several trials is to allow for as much as these
    differ, since another place differs at least as much.
    """
    joined = [np.concatenate(tried) for tried in losses]
    best = int(np.argmin([loss.mean() for loss in joined]))
    excess = [loss - joined[best] for loss in joined]
    if careful and len(losses[best]) > 1:
        doubts = [np.std([loss.mean() for loss in losses[best]], ddof=1)] * len(excess)
    else:
        doubts = [(joined[best] if careful else more).std() / np.sqrt(len(more)) for more in excess]
    return next(number for number, (more, doubt) in enumerate(zip(excess, doubts)) if more.mean() <= doubt)


def _log_losses(target: np.ndarray, probability: np.ndarray) -> np.ndarray:
    return np.asarray(-np.log(np.clip(probability[np.arange(len(target)), target], 1e-12, 1)))
