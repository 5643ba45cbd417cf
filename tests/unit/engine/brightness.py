"""Images that are dark where nothing is built and bright where something is, and a backbone that sees that."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SIZE_PX = 16
LEVELS = {"non_bati": 80, "bati": 150}


def tile_pixels(label: str, generator: np.random.Generator) -> np.ndarray:
    """Return noise around the brightness of a class, (SIZE_PX, SIZE_PX, 3) uint8."""
    return np.clip(generator.normal(LEVELS[label], 25, (SIZE_PX, SIZE_PX, 3)), 1, 255).astype(np.uint8)


def mosaic(images: list[np.ndarray], columns: int) -> np.ndarray:
    """Lay images row by row from the south, from west to east; return (3, height, width), row 0 the northernmost."""
    rows = [np.concatenate(images[first : first + columns], axis=1) for first in range(0, len(images), columns)]
    return np.moveaxis(np.concatenate(rows[::-1]), -1, 0)


def write_backbone(path: Path) -> str:
    """Write a backbone whose features are the means of the three bands and of their squares."""
    import onnx
    from onnx import TensorProto, helper

    nodes = [
        helper.make_node("Cast", ["tile"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["numbers", "numbers"], ["squares"]),
        helper.make_node("Concat", ["numbers", "squares"], ["both"], axis=3),
        helper.make_node("ReduceMean", ["both", "plane"], ["features"], keepdims=0),
    ]
    tile = helper.make_tensor_value_info("tile", TensorProto.UINT8, ["n", SIZE_PX, SIZE_PX, 3])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", 6])
    plane = helper.make_tensor("plane", TensorProto.INT64, [2], [1, 2])
    graph = helper.make_graph(nodes, "brightness", [tile], [features], [plane])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)
    return str(path)
