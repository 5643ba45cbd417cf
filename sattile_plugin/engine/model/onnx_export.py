"""Keras to ONNX: the graph from tiles to what the last layer decides by."""

from __future__ import annotations

import warnings
from pathlib import Path

import keras

from .networks import LOGITS


def export_backbone(model: keras.Model, path: Path) -> None:
    """Write a network without its head as an ONNX graph from uint8 tiles to embeddings, (n, n_features)."""
    trunk = keras.Model(model.input, model.get_layer(LOGITS).input)
    signature = [keras.InputSpec(dtype="uint8", shape=(None, *model.input_shape[1:]), name="tile")]
    trunk(keras.ops.zeros((1, *model.input_shape[1:]), dtype="uint8"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        trunk.export(path, format="onnx", verbose=False, input_signature=signature)
