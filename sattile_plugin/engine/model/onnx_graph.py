"""The graph of a model file: a backbone, and on it the head and the distance to the tiles of training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .head import Head
from .novelty import Domain

PROBABILITY, DISTANCE, EMBEDDING = "probability", "distance", "embedding"
_WIDE = "n_tiles"
_DOMAIN = ("domain_axes", "domain_shift", "domain_owner")
"""Names of what a domain is made of, in its order."""


def write_graph(backbone: Path, head: Head, domain: Domain, path: Path) -> None:
    """Write a classifier as one ONNX graph that takes uint8 tiles.

    It gives probabilities, (n, n_classes), squared distances to the training domain, (n, 1), and embeddings,
    (n, n_features), last.

    Parameters
    ----------
    backbone
        ONNX file from tiles to embeddings, its last output.
    head, domain
        What is made of the embeddings.
    path
        File to write.
    """
    model = onnx.load(backbone)
    seen = model.graph.output[-1].name
    values = {
        "head_weights": head.weights,
        "head_bias": head.bias,
        **dict(zip(_DOMAIN, domain)),
    }
    nodes = [
        helper.make_node("Identity", [seen], [EMBEDDING]),
        helper.make_node("Gemm", [EMBEDDING, "head_weights", "head_bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], [PROBABILITY], axis=1),
        helper.make_node("Gemm", [EMBEDDING, *_DOMAIN[:2]], ["along_domain"]),
        helper.make_node("Mul", ["along_domain", "along_domain"], ["squares"]),
        helper.make_node("MatMul", ["squares", _DOMAIN[2]], ["distances"]),
        helper.make_node("ReduceMin", ["distances"], [DISTANCE], axes=[1]),
    ]
    model.graph.node.extend(nodes)
    for name, value in values.items():
        model.graph.initializer.append(numpy_helper.from_array(np.asarray(value, dtype=np.float32), name))
    widths = {PROBABILITY: len(head.bias), DISTANCE: 1, EMBEDDING: len(head.weights)}
    del model.graph.output[:]
    for name, width in widths.items():
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [_WIDE, width]))
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def read_domain(path: Path) -> Domain:
    """Return the domain in a graph that `write_graph` wrote."""
    values = {value.name: value for value in onnx.load(path).graph.initializer}
    return Domain(*(numpy_helper.to_array(values[name]) for name in _DOMAIN))
