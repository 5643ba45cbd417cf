"""Gradient descent on tiles: batches, the best weights kept, a checkpoint an epoch to go on from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np

from ...contract.messages import Reporter
from ..model.networks import Network
from .augment import mix_pairs, vary
from .tiles import Tiles

_READERS = 2
_CURVE = "curve.json"

Point = dict[str, Any]


class Descent(NamedTuple):
    """How to descend."""

    epochs: int
    learning_rate: float
    batch_size: int
    seed: int
    augmentation: str = "symmetries"
    """`none`, `symmetries` or `full`."""
    class_weights: bool = True
    """Whether every class weighs the same, however many tiles it has."""
    label_smoothing: float = 0.0
    mix: float = 0.0
    """Alpha of mixup; 0 mixes none."""
    patience_epochs: int = 5
    """Epochs without a better validation loss after which it ends."""
    was_fitted: bool = True
    """Whether the network was fitted before, so that it can stay as it is."""


def descend(
    network: Network,
    train: Tiles,
    validation: Tiles,
    how: Descent,
    folder: Path,
    step: str,
    reporter: Reporter,
    renewed: Callable[[list[Point]], None],
) -> list[Point]:
    """Train by Adam on cross-entropy; the weights of the best validation loss are kept.

    Where the network was fitted before, its weights before the first epoch count as an epoch, so that descending
    never makes it worse on validation.

    Parameters
    ----------
    folder
        Where the state after each epoch is kept; one that holds a state is gone on from.
    step
        Step that progress is reported of.
    renewed
        Gets the curve after each epoch.

    Returns
    -------
    list of dict
        The curve: training and validation loss and validation accuracy of each epoch; epoch 0 is before.
    """
    model = network.model
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=how.label_smoothing)
    model.compile(keras.optimizers.Adam(how.learning_rate), loss=loss, metrics=["accuracy"])
    folder.mkdir(exist_ok=True)
    state = _State(folder, model)
    if not state.restore():
        state.keep([_before(model, validation, how)])
    watch = _Watch(step, how, state, reporter, renewed)
    if not watch.over:
        model.fit(
            Batches(train, how, model.output.shape[-1], state.epoch),
            validation_data=Judging(validation, how.batch_size, model.output.shape[-1]),
            initial_epoch=state.epoch,
            epochs=how.epochs,
            shuffle=False,
            verbose=0,
            callbacks=[watch],
        )
    state.restore_best()
    return state.curve


def best_epoch(curve: list[Point]) -> int:
    """Return the epoch of the lowest validation loss; one that has none, as before anything was fitted, is never it.

    >>> best_epoch([{"validation_loss": None}, {"validation_loss": 0.4}, {"validation_loss": 0.3}])
    2
    """
    losses = (point["validation_loss"] for point in curve)
    return int(np.argmin([np.inf if loss is None else loss for loss in losses]))


class Batches(keras.utils.PyDataset):
    """Batches in an order drawn anew each epoch, varied by lot; what is drawn follows from seed, epoch and number."""

    def __init__(self, tiles: Tiles, how: Descent, n_classes: int, epoch: int = 0) -> None:
        super().__init__(workers=_READERS, use_multiprocessing=False)
        self._tiles, self._how, self._epoch = tiles, how, epoch
        counts = np.bincount(tiles.target, minlength=n_classes)
        balanced = len(tiles.target) / (n_classes * np.maximum(counts, 1))
        self._weights = balanced if how.class_weights else np.ones(n_classes)
        self._order = self._drawn_order()

    def __len__(self) -> int:
        return -(-len(self._order) // self._how.batch_size)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        generator = np.random.default_rng([self._how.seed, self._epoch, index])
        rows = self._order[index * self._how.batch_size : (index + 1) * self._how.batch_size]
        pixels = vary(np.asarray(self._tiles.pixels[rows]), self._how.augmentation, generator)
        number = self._tiles.target[rows]
        weighed = keras.utils.to_categorical(number, len(self._weights)) * self._weights
        if self._how.mix:
            pixels, weighed = mix_pairs(pixels, weighed, self._how.mix, generator)
        weight = weighed.sum(axis=1)
        return pixels, weighed / weight[:, None], weight

    def on_epoch_end(self) -> None:
        self._epoch += 1
        self._order = self._drawn_order()

    def _drawn_order(self) -> np.ndarray:
        return np.random.default_rng([self._how.seed, self._epoch]).permutation(len(self._tiles.target))


class Judging(keras.utils.PyDataset):
    """Tiles as they are, in their order, a batch at a time."""

    def __init__(self, tiles: Tiles, batch_size: int, n_classes: int) -> None:
        super().__init__()
        self._tiles, self._batch_size, self._n_classes = tiles, batch_size, n_classes

    def __len__(self) -> int:
        return -(-len(self._tiles.target) // self._batch_size)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        rows = slice(index * self._batch_size, (index + 1) * self._batch_size)
        target = keras.utils.to_categorical(self._tiles.target[rows], self._n_classes)
        return np.asarray(self._tiles.pixels[rows]), target


class _State:
    """The curve so far, with the weights of the last epoch and of the best one, in files."""

    def __init__(self, folder: Path, model: keras.Model) -> None:
        self._folder, self._model = folder, model
        self.curve: list[Point] = []

    @property
    def epoch(self) -> int:
        """Epochs done."""
        return len(self.curve) - 1

    @property
    def best(self) -> int:
        """Epoch of the lowest validation loss."""
        return best_epoch(self.curve)

    def restore(self) -> bool:
        """Take up the state that an ended run left; say whether there was one."""
        record = self._folder / _CURVE
        if not record.is_file():
            return False
        self.curve = json.loads(record.read_text("utf-8"))
        self._model.optimizer.build(self._model.trainable_variables)
        self._model.load_weights(self._weights(self.epoch))
        return True

    def keep(self, curve: list[Point]) -> None:
        """Write the weights of the epoch that was just done, then the curve; drop what is needed no more."""
        self.curve = curve
        self._model.save_weights(self._weights(self.epoch))
        partial = self._folder / f".{_CURVE}"
        partial.write_text(json.dumps(curve), "utf-8")
        partial.replace(self._folder / _CURVE)
        for epoch in range(self.epoch):
            if epoch != self.best:
                self._weights(epoch).unlink(missing_ok=True)

    def restore_best(self) -> None:
        self._model.load_weights(self._weights(self.best))

    def _weights(self, epoch: int) -> Path:
        return self._folder / f"epoch-{epoch}.weights.h5"


def _before(model: keras.Model, validation: Tiles, how: Descent) -> Point:
    """Return the point before the first epoch; it is never the best of a network that was not fitted yet."""
    tiles = Judging(validation, how.batch_size, model.output.shape[-1])
    found = model.evaluate(tiles, verbose=0, return_dict=True)
    loss = float(found["loss"]) if how.was_fitted else None
    return {"epoch": 0, "validation_loss": loss, "validation_accuracy": float(found["accuracy"])}


class _Watch(keras.callbacks.Callback):
    """Reports progress of each batch, keeps the state after each epoch and ends when nothing is gained."""

    def __init__(
        self, step: str, how: Descent, state: _State, reporter: Reporter, renewed: Callable[[list[Point]], None]
    ) -> None:
        super().__init__()
        self._step, self._how, self._state, self._reporter, self._renewed = step, how, state, reporter, renewed

    @property
    def over(self) -> bool:
        """Whether all epochs are done, or too many without a gain."""
        done, best = self._state.epoch, self._state.best
        return done >= self._how.epochs or done - best >= self._how.patience_epochs

    def on_epoch_begin(self, epoch: int, logs: Point | None = None) -> None:
        """Let layers that drop by lot drop what they do in a run that was never ended: the state leaves them out."""
        drawn = epoch * self.params["steps"]
        for layer in self.model.layers:
            if isinstance(layer, keras.layers.Dropout):
                seed, _ = keras.ops.convert_to_numpy(layer.seed_generator.state)
                layer.seed_generator.state.assign([seed, drawn])

    def on_train_batch_end(self, batch: int, logs: Point | None = None) -> None:
        total = self.params["steps"]
        self._reporter.progress(self._step, self._state.epoch * total + batch + 1, self._how.epochs * total)

    def on_epoch_end(self, epoch: int, logs: Point | None = None) -> None:
        names = {"loss": "training_loss", "val_loss": "validation_loss", "val_accuracy": "validation_accuracy"}
        values = {new: float((logs or {})[old]) for old, new in names.items()}
        point = {name: value if np.isfinite(value) else None for name, value in values.items()}
        self._state.keep([*self._state.curve, {"epoch": epoch + 1, **point}])
        self._reporter.notice("epoch", epoch=epoch + 1, **values)
        self._renewed(self._state.curve)
        self.model.stop_training = self.over
