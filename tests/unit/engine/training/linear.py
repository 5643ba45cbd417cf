"""A network of one layer whose features are pixels, and tiles that it can tell apart."""

from __future__ import annotations

import keras
import numpy as np

from sattile_plugin.engine.model.networks import EMBEDDING, LOGITS, PROBABILITY, Network
from sattile_plugin.engine.training.tiles import Tiles


def linear(n_classes: int = 2) -> Network:
    """Return a network that weighs the pixels of 2 x 2 tiles and counts as pretrained."""
    tile = keras.Input((2, 2, 3), dtype="uint8")
    features = keras.layers.Flatten(name=EMBEDDING)(keras.layers.Rescaling(1 / 255)(tile))
    logits = keras.layers.Dense(n_classes, name=LOGITS, kernel_initializer="zeros")(features)
    model = keras.Model(tile, keras.layers.Softmax(name=PROBABILITY)(logits))
    return Network(model, model)


def tiles_of(pixels: np.ndarray, target: np.ndarray) -> Tiles:
    """Return tiles, each a block of its own."""
    numbers = np.arange(len(target))
    return Tiles(pixels.astype("uint8"), target, numbers, np.zeros(len(target), int), numbers.astype(str))


def bright_and_dark(count: int, seed: int = 1) -> Tiles:
    """Return tiles that are bright (1) and dark (0) in turn, with some noise."""
    target = np.arange(count) % 2
    noise = np.random.default_rng(seed).integers(-40, 41, (count, 2, 2, 3))
    return tiles_of(128 + 40 * (2 * target - 1)[:, None, None, None] + noise, target)


def striped(count: int) -> Tiles:
    """Return tiles that are red (0), green (1) and blue (2) in turn, with some noise."""
    target = np.arange(count) % 3
    noise = np.random.default_rng(1).integers(0, 50, (count, 2, 2, 3))
    return tiles_of(200 * np.eye(3)[target][:, None, None, :] + noise, target)
