"""Fitting a network: logistic regression on frozen features, gradient descent on tiles, and their curves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import keras
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.preprocessing import StandardScaler

from ...contract.messages import Reporter
from .networks import Network, set_head

_REGULARISATIONS = np.logspace(-5, 0, 11)
_INFERENCE_BATCH = 64


class Tiles(NamedTuple):
    """Tiles to learn from or to validate on."""

    pixels: np.ndarray
    """(n_tiles, size_px, size_px, 3) uint8."""
    target: np.ndarray
    """(n_tiles,) int, 1 bati, 0 non_bati."""
    block: np.ndarray
    """(n_tiles,) name of the spatial block of each tile."""


class Features(NamedTuple):
    """What the frozen backbone sees in tiles, and their truth."""

    values: np.ndarray
    """(n_tiles, n_features) float32, what goes into the output layer."""
    target: np.ndarray
    """(n_tiles,) int, 1 bati, 0 non_bati."""


def features_of(network: Network, tiles: Tiles, progress: Callable[[int, int], None]) -> Features:
    """Return what goes into the output layer for each tile; `progress` gets the tiles done and in all."""
    head = network.model.get_layer("p_bati")
    extractor = keras.Model(network.model.input, head.input)
    found = [np.empty((0, head.input.shape[-1]), dtype=np.float32)]
    total = len(tiles.target)
    for first in range(0, total, _INFERENCE_BATCH):
        found.append(extractor.predict_on_batch(np.asarray(tiles.pixels[first : first + _INFERENCE_BATCH])))
        progress(min(first + _INFERENCE_BATCH, total), total)
    return Features(np.concatenate(found), tiles.target)


def fit_head(network: Network, train: Features, validation: Features) -> list[dict[str, Any]]:
    """Fit the output layer by logistic regression on standardised features of the frozen backbone.

    The strength of the L2 regularisation is the one with the lowest log loss on validation.

    Returns
    -------
    list of dict
        The curve: regularisation C, training and validation loss, validation accuracy.
    """
    scaler = StandardScaler().fit(train.values)
    standardised, held_out = scaler.transform(train.values), scaler.transform(validation.values)
    curve, heads = [], []
    for strength in _REGULARISATIONS:
        head = LogisticRegression(C=strength, max_iter=2000).fit(standardised, train.target)
        p_validation = head.predict_proba(held_out)[:, 1]
        curve.append(
            {
                "C": float(strength),
                "training_loss": float(log_loss(train.target, head.predict_proba(standardised)[:, 1], labels=[0, 1])),
                "validation_loss": float(log_loss(validation.target, p_validation, labels=[0, 1])),
                "validation_accuracy": float(accuracy_score(validation.target, p_validation >= 0.5)),
            }
        )
        heads.append(head)
    best = heads[int(np.argmin([point["validation_loss"] for point in curve]))]
    weights = best.coef_[0] / scaler.scale_
    set_head(network, weights, float(best.intercept_[0] - weights @ scaler.mean_))
    return curve


class Descent(NamedTuple):
    """How to descend."""

    epochs: int
    learning_rate: float
    batch_size: int
    augment: bool
    """Whether tiles are turned and mirrored; a tile seen from above has no up."""
    balance: bool = False
    """Whether both classes weigh the same, however many tiles each has."""
    patience_epochs: int = 5
    """Epochs without a better validation loss after which it ends."""


def descend(
    network: Network,
    train: Tiles,
    validation: Tiles,
    how: Descent,
    step: str,
    reporter: Reporter,
    generator: np.random.Generator,
) -> list[dict[str, Any]]:
    """Train by Adam on binary cross-entropy; the weights of the best validation loss are kept.

    Where the network was fitted before, its weights before the first epoch count as an epoch, so that descending
    never makes it worse on validation.

    Returns
    -------
    list of dict
        The curve: training and validation loss and validation accuracy of each epoch; epoch 0 is before.
    """
    network.model.compile(
        optimizer=keras.optimizers.Adam(how.learning_rate), loss="binary_crossentropy", metrics=["accuracy"]
    )
    batches = _Batches(train, how, generator)
    watch = _Watch(step, how.epochs, len(batches), reporter)
    before = network.model.evaluate(validation.pixels, validation.target, verbose=0, return_dict=True)
    keep_best = keras.callbacks.EarlyStopping(
        monitor="val_loss",
        patience=how.patience_epochs,
        restore_best_weights=True,
        baseline=before["loss"] if network.backbone else None,
    )
    weights = network.model.get_weights()
    network.model.fit(
        batches,
        validation_data=(validation.pixels, validation.target),
        epochs=how.epochs,
        shuffle=False,
        verbose=0,
        callbacks=[watch, keep_best],
    )
    start = {"epoch": 0, "validation_loss": before["loss"], "validation_accuracy": before["accuracy"]}
    if network.backbone and min(point["validation_loss"] for point in watch.curve) >= before["loss"]:
        network.model.set_weights(weights)
    return [start, *watch.curve]


def predict(
    network: Network,
    pixels: np.ndarray,
) -> np.ndarray:
    """Return the probability of bati, (n_tiles,) float."""
    return np.asarray(network.model.predict(pixels, batch_size=_INFERENCE_BATCH, verbose=0)).reshape(-1)


class _Batches(keras.utils.PyDataset):
    """Batches in an order drawn anew each epoch, by choice turned and mirrored."""

    def __init__(self, tiles: Tiles, how: Descent, generator: np.random.Generator) -> None:
        super().__init__()
        self._tiles, self._how, self._generator = tiles, how, generator
        counts = np.bincount(tiles.target, minlength=2)
        self._weights = len(tiles.target) / (2 * np.maximum(counts, 1)) if how.balance else np.ones(2)
        self._order = generator.permutation(len(tiles.target))

    def __len__(self) -> int:
        return -(-len(self._order) // self._how.batch_size)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        rows = self._order[index * self._how.batch_size : (index + 1) * self._how.batch_size]
        pixels = np.asarray(self._tiles.pixels[rows])
        if self._how.augment:
            pixels = np.stack([turned(tile, int(self._generator.integers(8))) for tile in pixels])
        target = self._tiles.target[rows]
        return pixels, target, self._weights[target]

    def on_epoch_end(self) -> None:
        self._order = self._generator.permutation(len(self._order))


def turned(tile: np.ndarray, symmetry: int) -> np.ndarray:
    """Return one of the eight symmetries of a tile, (size, size, 3); 0 is the tile itself.

    >>> turned(np.array([[[1], [2]], [[3], [4]]]), 4)[:, :, 0].tolist()
    [[2, 1], [4, 3]]
    """
    mirrored = tile[:, ::-1] if symmetry >= 4 else tile
    return np.rot90(mirrored, symmetry % 4)


class _Watch(keras.callbacks.Callback):
    """Reports progress of each batch and keeps the curve."""

    def __init__(self, step: str, epochs: int, batches: int, reporter: Reporter) -> None:
        super().__init__()
        self.curve: list[dict[str, Any]] = []
        self._step, self._epochs, self._batches, self._reporter = step, epochs, batches, reporter

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        done = len(self.curve) * self._batches + batch + 1
        self._reporter.progress(self._step, done, self._epochs * self._batches)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        names = {"loss": "training_loss", "val_loss": "validation_loss", "val_accuracy": "validation_accuracy"}
        point = {new: float((logs or {})[old]) for old, new in names.items()}
        self.curve.append({"epoch": epoch + 1, **point})
        self._reporter.notice("epoch", epoch=epoch + 1, **point)
