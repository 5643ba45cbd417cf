"""Keras to ONNX: the graph of a model file."""

from __future__ import annotations

import warnings
from pathlib import Path

import keras
import numpy as np
from keras import layers

from .networks import LOGITS
from .novelty import Domain


def export_onnx(model: keras.Model, path: Path, domain: Domain | None = None) -> None:
    """Write a network as an ONNX graph that takes uint8 tiles.

    It gives probabilities, (n, n_classes), squared distances to the training domain, (n, 1), where a domain is given,
    and embeddings, (n, n_features), last.
    """
    embedding = model.get_layer(LOGITS).input
    outputs = [model.output, embedding]
    if domain is not None:
        outputs.insert(1, _distance(embedding, domain))
    whole = keras.Model(model.input, outputs)
    signature = [keras.InputSpec(dtype="uint8", shape=(None, *model.input_shape[1:]), name="tile")]
    whole(keras.ops.zeros((1, *model.input_shape[1:]), dtype="uint8"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        whole.export(path, format="onnx", verbose=False, input_signature=signature)


def _distance(embedding: keras.KerasTensor, domain: Domain) -> keras.KerasTensor:
    project = layers.Dense(domain.axes.shape[1], name="domain", trainable=False)
    whitened = project(embedding)
    project.set_weights([domain.axes, (-domain.centre @ domain.axes).astype(np.float32)])
    return layers.Dot(axes=1, name="distance")([whitened, whitened])
