"""The graph of a model file: a backbone, and on it the head and the distance to the tiles of training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from ...contract.errors import WrongModel
from ...contract.texts import QT_TRANSLATE_NOOP
from .head import Head
from .novelty import Centre, Domain
from .onnx_file import EXPECTED

PROBABILITY, DISTANCE, EMBEDDING = "probability", "distance", "embedding"
_WIDE = "n_tiles"
_UNIT = "unit"
_NO_DOMAIN = QT_TRANSLATE_NOOP("SatTile", "an earlier SatTile made it; it can be applied, but not gone on from")


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
    values = {"head_weights": head.weights, "head_bias": head.bias}
    nodes = [
        helper.make_node("Identity", [seen], [EMBEDDING]),
        helper.make_node("Gemm", [EMBEDDING, "head_weights", "head_bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], [PROBABILITY], axis=1),
        *_normalising(),
    ]
    for number, centre in enumerate(domain.centres):
        values |= {_part(number, name): value for name, value in centre._asdict().items()}
        nodes += _measuring(number)
    squares = [_part(number, "squares") for number in range(len(domain.centres))]
    nodes.append(helper.make_node("Min", squares, [DISTANCE]))
    model.graph.node.extend(nodes)
    for name, value in values.items():
        model.graph.initializer.append(numpy_helper.from_array(np.asarray(value, dtype=np.float32), name))
    widths = {PROBABILITY: len(head.bias), DISTANCE: 1, EMBEDDING: len(head.weights)}
    del model.graph.output[:]
    for name, width in widths.items():
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [_WIDE, width]))
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _part(number: int, name: str) -> str:
    return f"domain_{number}_{name}"


def _normalising() -> list[NodeProto]:
    """Return the nodes of `novelty.normalised`."""
    return [
        helper.make_node("Abs", [EMBEDDING], ["sizes"]),
        helper.make_node("Sqrt", ["sizes"], ["size_roots"]),
        helper.make_node("Sign", [EMBEDDING], ["signs"]),
        helper.make_node("Mul", ["size_roots", "signs"], ["roots"]),
        helper.make_node("LpNormalization", ["roots"], [_UNIT], axis=1, p=2),
    ]


def _measuring(number: int) -> list[NodeProto]:
    """Return the nodes of `Centre.squares`, of one centre."""

    def node(kind: str, inputs: list[str], output: str, **options: Any) -> NodeProto:
        return helper.make_node(kind, inputs, [_part(number, output)], **options)

    mean, axes, spread, rest = (_part(number, name) for name in Centre._fields)
    off, along, across, reach, beyond = (_part(number, name) for name in ("off", "along", "across", "reach", "beyond"))
    return [
        node("Sub", [_UNIT, mean], "off"),
        node("MatMul", [off, axes], "along"),
        node("Gemm", [along, axes], "on_axes", transB=1),
        node("Sub", [off, _part(number, "on_axes")], "across"),
        node("Div", [along, spread], "reach"),
        node("Div", [across, rest], "beyond"),
        node("ReduceSumSquare", [reach], "along_square", axes=[1]),
        node("ReduceSumSquare", [beyond], "across_square", axes=[1]),
        node("Add", [_part(number, "along_square"), _part(number, "across_square")], "squares"),
    ]


def read_domain(path: Path) -> Domain:
    """Return the domain in a graph that `write_graph` wrote.

    Raises
    ------
    WrongModel
        The graph says nothing of it.
    """
    values = {value.name: numpy_helper.to_array(value) for value in onnx.load(path).graph.initializer}
    centres: list[Centre] = []
    while _part(len(centres), Centre._fields[0]) in values:
        centres.append(Centre(*(values[_part(len(centres), name)] for name in Centre._fields)))
    if not centres:
        raise WrongModel(path=path, reason=_NO_DOMAIN, expected=EXPECTED)
    return Domain(tuple(centres))
