"""The first stage: a logistic regression on what the frozen backbone sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import StandardScaler

from ..model.calibration import cooled, fit_temperature
from ..model.networks import LOGITS, Network, set_head
from .augment import vary
from .tiles import Tiles

_MOST_VIEWS, _MOST_VIEWS_IN_ALL = 5, 20_000
_REGULARISATIONS = np.logspace(-5, -1, 9)
INFERENCE_BATCH = 64


class Features(NamedTuple):
    """What the frozen backbone sees in tiles, and their truth."""

    values: np.ndarray
    """(n_tiles, n_views, n_features) float32, what goes into the layer of logits; the first view is the tile as is."""
    target: np.ndarray
    """(n_tiles,) int, number of the class."""
    place: np.ndarray
    """(n_tiles,) int, number of the source that each tile is from."""

    @property
    def clean(self) -> np.ndarray:
        """(n_tiles, n_features) float32, of the tiles as they are."""
        return self.values[:, 0]

    def rows(self, chosen: np.ndarray) -> Features:
        """Return some of them."""
        return Features(*(column[chosen] for column in self))


class Views(NamedTuple):
    """In how many ways a tile is looked at beside as it is."""

    how: str
    """`none`, `symmetries` or `full`, as of `vary`."""
    seed: int
    """Number that the views follow from."""


SEEN_ONCE = Views("none", 0)


def view_count(tile_count: int, views: Views) -> int:
    """Return how many views of each tile there are; fewer where the tiles are many.

    >>> view_count(1000, Views("full", 1)), view_count(10000, Views("full", 1)), view_count(1000, SEEN_ONCE)
    (5, 2, 1)
    """
    if views.how == SEEN_ONCE.how:
        return 1
    return int(np.clip(_MOST_VIEWS_IN_ALL // max(tile_count, 1), 1, _MOST_VIEWS))


def features_of(
    network: Network,
    tiles: Tiles,
    progress: Callable[[int, int], None],
    views: Views = SEEN_ONCE,
    kept: Path | None = None,
) -> Features:
    """Return what goes into the layer of logits for each tile, as it is and varied by lot.

    Parameters
    ----------
    network, tiles
        The network and the tiles to look at.
    progress
        Gets the views done and in all.
    views
        How the tiles are varied.
    kept
        Where the features are kept for a later run; they are read from there when they are there.
    """
    count, n_views = len(tiles.target), view_count(len(tiles.target), views)
    total = count * n_views
    if kept is not None and kept.is_file():
        progress(total, total)
        return Features(np.load(kept, allow_pickle=False), tiles.target, tiles.place)
    head = network.model.get_layer(LOGITS)
    extractor = keras.Model(network.model.input, head.input)
    values = np.empty((count, n_views, head.input.shape[-1]), dtype=np.float32)
    for view in range(n_views):
        for first in range(0, count, INFERENCE_BATCH):
            rows = slice(first, first + INFERENCE_BATCH)
            generator = np.random.default_rng([views.seed, view, first])
            pixels = vary(np.asarray(tiles.pixels[rows]), views.how if view else SEEN_ONCE.how, generator)
            values[rows, view] = extractor.predict_on_batch(pixels)
            progress(view * count + min(first + INFERENCE_BATCH, count), total)
    if kept is not None:
        partial = kept.with_suffix(".partial.npy")
        np.save(partial, values, allow_pickle=False)
        partial.replace(kept)
    return Features(values, tiles.target, tiles.place)


def fit_head(
    network: Network,
    train: Features,
    validation: Features,
    class_weights: bool = True,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[dict[str, Any]]:
    """Fit the layer of logits by logistic regression on standardised features of the frozen backbone.

    The strength of the L2 regularisation is judged on validation or, with tiles of several places, on each place by
    what was learned from the others, since it is other places that a model is for. Of the strengths whose log loss,
    calibrated, is within one standard error of the lowest, the strongest is taken (Breiman et al. 1984, Classification
    and Regression Trees, 3.4.3): it carries over best to yet another place.

    Returns
    -------
    list of dict
        The curve: regularisation C, training and validation loss, validation accuracy.
    """
    trials = list(_trials(train, validation, network.model.output.shape[-1]))
    curve, losses = [], []
    for number, strength in enumerate(_REGULARISATIONS):
        points = [_try(fitted, held_out, strength, class_weights) for fitted, held_out in trials]
        loss = np.concatenate([point["loss"] for point in points])
        losses.append(loss)
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
    chosen = _strongest_within_one_error(losses)
    for number, point in enumerate(curve):
        point["chosen"] = number == chosen
    scaler, head = _fit(train, _REGULARISATIONS[chosen], class_weights)
    set_head(network, *_unstandardised(head, scaler))
    return curve


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


def _try(fitted: Features, held_out: Features, strength: float, class_weights: bool) -> dict[str, Any]:
    """Return how well what is learned from some tiles serves for others; losses are calibrated."""
    scaler, head = _fit(fitted, strength, class_weights)
    p_fitted, p_held_out = (head.predict_proba(scaler.transform(part.clean)) for part in (fitted, held_out))
    p_calibrated = cooled(p_held_out, fit_temperature(held_out.target, p_held_out))
    return {
        "loss": _log_losses(held_out.target, p_calibrated),
        "training_loss": float(_log_losses(fitted.target, p_fitted).mean()),
        "accuracy": float(accuracy_score(held_out.target, p_held_out.argmax(axis=1))),
    }


def _fit(tiles: Features, strength: float, class_weights: bool) -> tuple[StandardScaler, LogisticRegression]:
    n_views = tiles.values.shape[1]
    values = tiles.values.reshape(-1, tiles.values.shape[2])
    scaler = StandardScaler().fit(values)
    weights = tile_weights(tiles.target, tiles.place) if class_weights else np.ones(len(tiles.target))
    head = LogisticRegression(C=strength, max_iter=500)
    target, shares = tiles.target.repeat(n_views), weights.repeat(n_views) / n_views
    return scaler, head.fit(scaler.transform(values), target, sample_weight=shares)


def _strongest_within_one_error(losses: list[np.ndarray]) -> int:
    """Return the first of the strengths, strongest first, whose mean loss is within one standard error of the least."""
    means = np.array([loss.mean() for loss in losses])
    best = losses[int(means.argmin())]
    return int(np.flatnonzero(means <= best.mean() + best.std() / np.sqrt(len(best)))[0])


def _log_losses(target: np.ndarray, probability: np.ndarray) -> np.ndarray:
    return np.asarray(-np.log(np.clip(probability[np.arange(len(target)), target], 1e-12, 1)))


def _unstandardised(head: LogisticRegression, scaler: StandardScaler) -> tuple[np.ndarray, np.ndarray]:
    """Return weights, (n_features, n_classes), and bias, (n_classes,), that take features as they are."""
    weights, bias = head.coef_.T, head.intercept_
    if weights.shape[1] == 1:
        weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    weights = weights / scaler.scale_[:, None]
    return weights, bias - scaler.mean_ @ weights
