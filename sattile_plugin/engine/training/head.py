"""The first stage: a logistic regression on what the frozen backbone sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.preprocessing import StandardScaler

from ..model.networks import LOGITS, Network, set_head
from .tiles import Tiles

_REGULARISATIONS = np.logspace(-5, 0, 11)
INFERENCE_BATCH = 64


class Features(NamedTuple):
    """What the frozen backbone sees in tiles, and their truth."""

    values: np.ndarray
    """(n_tiles, n_features) float32, what goes into the layer of logits."""
    target: np.ndarray
    """(n_tiles,) int, number of the class."""


def features_of(
    network: Network, tiles: Tiles, progress: Callable[[int, int], None], kept: Path | None = None
) -> Features:
    """Return what goes into the layer of logits for each tile.

    Parameters
    ----------
    network, tiles
        The network and the tiles to look at.
    progress
        Gets the tiles done and in all.
    kept
        Where the features are kept for a later run; they are read from there when they are there.
    """
    total = len(tiles.target)
    if kept is not None and kept.is_file():
        progress(total, total)
        return Features(np.load(kept, allow_pickle=False), tiles.target)
    head = network.model.get_layer(LOGITS)
    extractor = keras.Model(network.model.input, head.input)
    found = [np.empty((0, head.input.shape[-1]), dtype=np.float32)]
    for first in range(0, total, INFERENCE_BATCH):
        found.append(extractor.predict_on_batch(np.asarray(tiles.pixels[first : first + INFERENCE_BATCH])))
        progress(min(first + INFERENCE_BATCH, total), total)
    values = np.concatenate(found)
    if kept is not None:
        partial = kept.with_suffix(".partial.npy")
        np.save(partial, values, allow_pickle=False)
        partial.replace(kept)
    return Features(values, tiles.target)


def fit_head(
    network: Network, train: Features, validation: Features, class_weights: bool = True
) -> list[dict[str, Any]]:
    """Fit the layer of logits by logistic regression on standardised features of the frozen backbone.

    The strength of the L2 regularisation is the one with the lowest log loss on validation.

    Returns
    -------
    list of dict
        The curve: regularisation C, training and validation loss, validation accuracy.
    """
    scaler = StandardScaler().fit(train.values)
    standardised, held_out = scaler.transform(train.values), scaler.transform(validation.values)
    classes = np.arange(network.model.output.shape[-1])
    curve, heads = [], []
    for strength in _REGULARISATIONS:
        weight = "balanced" if class_weights else None
        head = LogisticRegression(C=strength, max_iter=2000, class_weight=weight).fit(standardised, train.target)
        p_train, p_validation = head.predict_proba(standardised), head.predict_proba(held_out)
        curve.append(
            {
                "C": float(strength),
                "training_loss": float(log_loss(train.target, p_train, labels=classes)),
                "validation_loss": float(log_loss(validation.target, p_validation, labels=classes)),
                "validation_accuracy": float(accuracy_score(validation.target, p_validation.argmax(axis=1))),
            }
        )
        heads.append(head)
    best = heads[int(np.argmin([point["validation_loss"] for point in curve]))]
    set_head(network, *_unstandardised(best, scaler))
    return curve


def _unstandardised(head: LogisticRegression, scaler: StandardScaler) -> tuple[np.ndarray, np.ndarray]:
    """Return weights, (n_features, n_classes), and bias, (n_classes,), that take features as they are."""
    weights, bias = head.coef_.T, head.intercept_
    if weights.shape[1] == 1:
        weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    weights = weights / scaler.scale_[:, None]
    return weights, bias - scaler.mean_ @ weights
