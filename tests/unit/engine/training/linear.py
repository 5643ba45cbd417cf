"""A network whose features are pixels, the same as a backbone in ONNX, and tiles that both can tell apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sattile_plugin.engine.model.features import Backbone
from sattile_plugin.engine.training.seen import Features
from sattile_plugin.engine.training.tiles import Tiles


def linear(n_classes: int = 2):
    """Return a network that weighs the pixels of 2 x 2 tiles and counts as pretrained."""
    import keras

    from sattile_plugin.engine.model.networks import EMBEDDING, LOGITS, PROBABILITY, Network

    tile = keras.Input((2, 2, 3), dtype="uint8")
    features = keras.layers.Flatten(name=EMBEDDING)(keras.layers.Rescaling(1 / 255)(tile))
    logits = keras.layers.Dense(n_classes, name=LOGITS, kernel_initializer="zeros")(features)
    model = keras.Model(tile, keras.layers.Softmax(name=PROBABILITY)(logits))
    return Network(model, model)


def flat_backbone(folder: Path) -> Backbone:
    """Return a backbone whose features are the pixels of 2 x 2 tiles."""
    import onnx
    from onnx import TensorProto, helper

    nodes = [
        helper.make_node("Cast", ["tile"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Flatten", ["numbers"], ["features"], axis=1),
    ]
    tile = helper.make_tensor_value_info("tile", TensorProto.UINT8, ["n", 2, 2, 3])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", 12])
    graph = helper.make_graph(nodes, "flat", [tile], [features])
    path = folder / "flat.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8), path)
    return Backbone(path)


def pixels_seen(tiles: Tiles) -> Features:
    """Return the pixels of tiles, once each, as features from 0 to 1."""
    return Features(tiles.pixels.reshape(len(tiles.target), 1, -1) / np.float32(255), tiles.target, tiles.place)


def tiles_of(pixels: np.ndarray, target: np.ndarray) -> Tiles:
    """Return tiles, each a block of its own."""
    numbers = np.arange(len(target))
    return Tiles(pixels.astype("uint8"), target, numbers, np.zeros(len(target), int), numbers.astype(str), numbers)


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
