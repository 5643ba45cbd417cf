"""The head: a logistic regression on what the backbone sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from sklearn.metrics import accuracy_score

from ..model.calibration import cooled, fit_temperature
from ..model.head import Head
from .regression import Regression
from .seen import Features

_REGULARISATIONS = np.logspace(-5, -1, 9)


class HeadFit(NamedTuple):
    """A head that was fitted, and how."""

    head: Head
    curve: list[dict[str, Any]]
    """Of each strength of regularisation C: training and validation loss, validation accuracy, whether chosen."""
    target: np.ndarray | None
    """(n_tiles,) int, class of the tiles of all places, where several were left out in turn."""
    probability: np.ndarray | None
    """(n_tiles, n_classes) float, what was said of each tile by what was learned from the other places."""


class _Trial(NamedTuple):
    """Tiles to learn from and tiles to judge by."""

    fitted: Features
    held_out: Features
    regression: Regression


def fit_head(
    n_classes: int,
    train: Features,
    validation: Features,
    class_weights: bool = True,
    for_other_places: bool = True,
    start: Head | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> HeadFit:
    """Fit the layer of logits by logistic regression on standardised features of the backbone.

    The strength of the L2 regularisation is judged on validation or, with tiles of several places, on each place by
    what was learned from the others, since it is other places that a model is for. Of the strengths whose log loss,
    calibrated, is not clearly above the lowest, the strongest is taken: the rule of one standard error (Breiman et al.
    1984, Classification and Regression Trees, 3.4.3) of the difference tile by tile, since the same tiles judge all
    strengths. Where a model is meant for other places and none could be left out, it is the standard error of the loss
    itself: validation on its own place says too little of others to give up restraint for a small gain.

    Parameters
    ----------
    n_classes
        Number of classes.
    train, validation
        What the backbone sees.
    class_weights
        Whether every class of every place weighs the same.
    for_other_places
        Whether the classifier is meant for other places too.
    start
        A head to leave as little as the tiles ask for, so that few labels of a new region add to what a model knows;
        the regularisation then is of the change.
    progress
        Gets the strengths tried and in all.

    """
    pairs = list(_trials(train, validation, n_classes))
    trials = [_Trial(fitted, held_out, _regression(fitted, class_weights)) for fitted, held_out in pairs]
    curve, losses, said, heads = [], [], [], []
    for number, strength in enumerate(_REGULARISATIONS):
        points = [_try(trial, strength, start) for trial in trials]
        heads.append(points[0]["head"])
        loss = np.concatenate([point["loss"] for point in points])
        losses.append(loss)
        said.append(np.concatenate([point["probability"] for point in points]))
        curve.append(
            {
                "C": float(strength),
                "training_loss": float(np.mean([point["training_loss"] for point in points])),
                "validation_loss": float(loss.mean()),
                "validation_accuracy": float(np.mean([point["accuracy"] for point in points])),
                "judged_on": "places" if len(trials) > 1 else "validation",
            }
        )
        progress(number + 1, len(_REGULARISATIONS))
    chosen = _strongest_within_one_error(losses, careful=for_other_places and len(trials) == 1)
    for number, point in enumerate(curve):
        point["chosen"] = number == chosen
    if len(trials) == 1:
        return HeadFit(heads[chosen], curve, None, None)
    head = _fit(_regression(train, class_weights), float(_REGULARISATIONS[chosen]), start)
    return HeadFit(head, curve, np.concatenate([trial.held_out.target for trial in trials]), said[chosen])


def tile_weights(target: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return weights by which every class of every place counts the same, (n_tiles,) float, their mean 1.

    >>> tile_weights(np.array([0, 0, 0, 1]), np.zeros(4)).round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    _, group, count = np.unique(np.stack([place, target]), axis=1, return_inverse=True, return_counts=True)
    weights = 1 / count[group.reshape(-1)]
    return np.asarray(weights * len(target) / weights.sum())


def _trials(train: Features, validation: Features, n_classes: int) -> Iterator[tuple[Features, Features]]:
    """Yield what to fit to and what to judge on: each place in turn where there are several, else validation."""
    seen_once = (Features(part.values[:, :1], part.target, part.place) for part in (train, validation))
    known = Features(*(np.concatenate(pair) for pair in zip(*seen_once)))
    places = [place for place in np.unique(known.place) if len(np.unique(known.target[known.place == place])) > 1]
    rests = [train.rows(train.place != place) for place in places]
    if len(places) < 2 or any(len(np.unique(rest.target)) < n_classes for rest in rests):
        yield train, validation
        return
    for place, rest in zip(places, rests):
        yield rest, known.rows(known.place == place)


def _try(trial: _Trial, strength: float, start: Head | None) -> dict[str, Any]:
    """Return how well what is learned from some tiles serves for others; losses are calibrated."""
    fitted, held_out, head = trial.fitted, trial.held_out, _fit(trial.regression, strength, start)
    p_fitted, p_held_out = (head.probability(part.clean) for part in (fitted, held_out))
    p_calibrated = cooled(p_held_out, fit_temperature(held_out.target, p_held_out))
    return {
        "head": head,
        "probability": p_held_out,
        "loss": _log_losses(held_out.target, p_calibrated),
        "training_loss": float(_log_losses(fitted.target, p_fitted).mean()),
        "accuracy": float(accuracy_score(held_out.target, p_held_out.argmax(axis=1))),
    }


def _regression(tiles: Features, class_weights: bool) -> Regression:
    """Make all views of the tiles ready, each of which has its share of the tile's weight."""
    n_views = tiles.values.shape[1]
    weights = tile_weights(tiles.target, tiles.place) if class_weights else np.ones(len(tiles.target))
    values = tiles.values.reshape(-1, tiles.values.shape[2])
    return Regression(values, tiles.target.repeat(n_views), weights.repeat(n_views) / n_views)


def _fit(regression: Regression, strength: float, start: Head | None) -> Head:
    return regression.change(strength, start) if start else regression.anew(strength)


def _strongest_within_one_error(losses: list[np.ndarray], careful: bool) -> int:
    """Return the first of the strengths, strongest first, whose loss is at most one standard error above the least."""
    best = min(losses, key=np.mean)
    excess = [loss - best for loss in losses]
    doubt = [(best if careful else more).std() / np.sqrt(len(best)) for more in excess]
    return next(number for number, more in enumerate(excess) if more.mean() <= doubt[number])


def _log_losses(target: np.ndarray, probability: np.ndarray) -> np.ndarray:
    return np.asarray(-np.log(np.clip(probability[np.arange(len(target)), target], 1e-12, 1)))
