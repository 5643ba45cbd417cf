"""Trials of a head: what it learns from and what judges it, whole places, blocks or the part validation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from sklearn.metrics import accuracy_score

from ...contract import fields
from ..model.calibration import cooled, fit_temperature
from ..model.head import Head
from .folds import places_to_leave_out
from .regression import Change, Regression
from .seen import Features

PLACES, BLOCKS = "places", "blocks"
"""What is left out in turn."""


class Fitting(NamedTuple):
    """How a head is fitted."""

    class_weights: bool = True
    """Whether every class weighs the same, and of a class every place that has it."""
    for_other_places: bool = True
    """Whether the classifier is meant for other places too."""
    label_smoothing: float = 0.0
    """Share of certainty taken from each label and given to all classes."""


class Learner:
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


class Point(NamedTuple):
    """How well what is learned from some tiles with one strength serves for others."""

    head: Head
    said: np.ndarray
    """(n_held_out, n_classes) float, probabilities before calibration."""
    loss: np.ndarray
    """(n_held_out,) float, log loss of each tile, calibrated."""
    training_loss: float
    accuracy: float


class Trial:
    """Tiles to learn from and tiles to judge by."""

    def __init__(self, ready: Callable[[], Learner], held_out: Features, kept: np.ndarray | None = None) -> None:
        self._ready, self.held_out, self._kept = ready, held_out, kept
        self._found: np.ndarray | None = None

    def fit(self, strengths: Sequence[float], start: Head | None) -> list[Point]:
        """Fit with strengths in turn, each from where the one before ended; tiles are made ready for these alone."""
        learner = self._ready()
        return [self._point(learner, strength, start) for strength in strengths]

    def _point(self, learner: Learner, strength: float, start: Head | None) -> Point:
        head, self._found = learner.fit(strength, start, self._kept, self._found)
        fitted = learner.tiles if self._kept is None else learner.tiles.rows(self._kept)
        target, said = self.held_out.target, head.probability(self.held_out.clean)
        return Point(
            head,
            said,
            _log_losses(target, cooled(said, fit_temperature(target, said))),
            float(_log_losses(fitted.target, head.probability(fitted.clean)).mean()),
            float(accuracy_score(target, said.argmax(axis=1))),
        )


class Plan(NamedTuple):
    """By what the strength is judged, and what the head learns from in the end."""

    judged_on: str
    trials: list[Trial]
    ready: Callable[[], Learner]
    """Makes ready what the head learns from in the end."""


def plan_trials(n_classes: int, train: Features, validation: Features, how: Fitting, folds: np.ndarray | None) -> Plan:
    """Judge on each place in turn where there are several, else on each fold if there are any, else on validation.

    A place that is left out has no part in what the features are standardised by; a fold has, but for its labels. What
    is learned from without a place is made ready for one place at a time: all at once would be many times the features.
    """
    seen_once = (part._replace(values=part.values[:, :1]) for part in (train, validation))
    known = Features(*(np.concatenate(pair) for pair in zip(*seen_once)))
    places = places_to_leave_out(known.target, known.place)
    if len(places) > 1 and all(len(np.unique(train.target[train.place != place])) == n_classes for place in places):
        trials = [
            Trial(partial(_without, place, train, n_classes, how), known.rows(known.place == place)) for place in places
        ]
        return Plan(PLACES, trials, partial(Learner, train, n_classes, how))
    if folds is None:
        learner = Learner(train, n_classes, how)
        return Plan(fields.VALIDATION, [Trial(lambda: learner, validation)], lambda: learner)
    learner = Learner(Features(*(np.concatenate(pair) for pair in zip(train, validation))), n_classes, how)
    numbers = np.unique(folds)
    trials = [Trial(lambda: learner, known.rows(folds == number), folds != number) for number in numbers]
    return Plan(BLOCKS, trials, lambda: learner)


def tile_weights(target: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return weights by which every class counts the same, and of a class every place that has it; their mean is 1.

    So does a place with one class only not make that class more frequent, which `log_prior` could not give back.

    >>> tile_weights(np.array([0, 0, 0, 1]), np.zeros(4)).round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    _, group, count = np.unique(np.stack([place, target]), axis=1, return_inverse=True, return_counts=True)
    weights = 1 / count[group.reshape(-1)]
    weights /= np.bincount(target, weights)[target]
    return np.asarray(weights * len(target) / weights.sum())


def _without(place: int, train: Features, n_classes: int, how: Fitting) -> Learner:
    return Learner(train.rows(train.place != place), n_classes, how)


def _log_losses(target: np.ndarray, probability: np.ndarray) -> np.ndarray:
    return np.asarray(-np.log(np.clip(probability[np.arange(len(target)), target], 1e-12, 1)))
