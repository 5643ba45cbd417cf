"""The model file: which are taken, which refused, and what a prediction is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from sattile_plugin.contract.errors import UnreadableFile, WrongModel
from sattile_plugin.engine.io.tile_images import TileImage
from sattile_plugin.engine.model.onnx_file import TileModel

from ...builders import METADATA, write_brightness_model


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.onnx"


def tiles(*values: int) -> np.ndarray:
    return np.stack([np.full((10, 10, 3), value, "uint8") for value in values])


def test_metadata_and_prediction(path: Path):
    model = TileModel(write_brightness_model(path))
    assert model.metadata.items() >= METADATA.items()
    assert (model.tile_size_px, model.threshold) == (10, 0.5)
    assert model.predict(tiles(0, 51, 255)).tolist() == pytest.approx(np.array([[1, 0], [0.8, 0.2], [0, 1]]))
    assert model.see(tiles(0, 51, 255)).novelty.tolist() == pytest.approx([0, 0.2, 1])


def test_the_threshold_decides_on_bati_and_the_most_probable_on_other_classes(path: Path):
    probability = np.array([[0.7, 0.3], [0.45, 0.55], [0.3, 0.7]])
    assert TileModel(write_brightness_model(path, threshold=0.6)).decide(probability).tolist() == [0, 0, 1]
    fields = TileModel(write_brightness_model(path, classes=["field", "town"]))
    assert fields.decide(probability).tolist() == [0, 1, 1]
    assert fields.threshold is None and not fields.tells_bati


def test_a_brightness_is_the_same_in_all_symmetries(path: Path):
    model = TileModel(write_brightness_model(path))
    tile = np.random.default_rng(1).integers(0, 256, (1, 10, 10, 3), dtype="uint8")
    assert model.see(tile, symmetries=True).probability == pytest.approx(model.predict(tile), abs=1e-6)


def test_a_file_that_was_changed_after_training(path: Path):
    content = Path(write_brightness_model(path)).read_bytes()
    path.write_bytes(content.replace(b'"threshold": 0.5', b'"threshold": 0.1'))
    with pytest.raises(WrongModel, match="it was changed after training"):
        TileModel(str(path))


def test_images_with_too_little_image_have_no_probability(path: Path):
    images = [TileImage(tile, share) for tile, share in zip(tiles(51, 51, 51), (1.0, 0.5, 0.49))]
    batches = [seen.probability[:, 1] for seen in TileModel(write_brightness_model(path)).see_images(images, 2)]
    assert [len(batch) for batch in batches] == [2, 1]
    assert np.nan_to_num(np.concatenate(batches), nan=-1).tolist() == pytest.approx([0.2, 0.2, -1])


@pytest.mark.parametrize("content", [b"", b"no model", b"\x08\x07"])
def test_a_file_that_is_no_graph(path: Path, content: bytes):
    path.write_bytes(content)
    with pytest.raises(WrongModel, match=r"model\.onnx cannot be used as a model"):
        TileModel(str(path))


def test_a_missing_file(path: Path):
    with pytest.raises(UnreadableFile, match="there is no such file"):
        TileModel(str(path))


def test_a_graph_of_someone_else(path: Path):
    graph = onnx.load(write_brightness_model(path))
    del graph.metadata_props[:]
    onnx.save(graph, path)
    with pytest.raises(WrongModel, match="it does not say how to apply it"):
        TileModel(str(path))


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"task": "segmentation"}, "its task is segmentation"),
        ({"classes": ["bati", "non_bati"]}, r"classes \['bati', 'non_bati'\]"),
    ],
)
def test_a_model_for_another_task(path: Path, metadata: dict, reason: str):
    with pytest.raises(WrongModel, match=reason):
        TileModel(write_brightness_model(path, **metadata))


@pytest.mark.parametrize("props", ["[]", "null", "not json", '{"task": "tile-classification"}'])
def test_metadata_that_say_too_little(path: Path, props: str):
    graph = onnx.load(write_brightness_model(path))
    onnx.helper.set_model_props(graph, {"sattile": props})
    onnx.save(graph, path)
    with pytest.raises(WrongModel):
        TileModel(str(path))


def test_a_graph_that_wants_other_tiles(path: Path):
    graph = onnx.load(write_brightness_model(path))
    graph.graph.input[0].type.tensor_type.shape.dim[1].dim_value = 5
    onnx.save(graph, path)
    with pytest.raises(WrongModel, match="not uint8 tiles of 10 px"):
        TileModel(str(path))


@pytest.mark.parametrize("missing", ["threshold", "tile_size_px"])
def test_a_model_without_what_applying_needs(path: Path, missing: str):
    import json

    graph = onnx.load(write_brightness_model(path))
    left = {name: value for name, value in METADATA.items() if name != missing}
    onnx.helper.set_model_props(graph, {"sattile": json.dumps(left)})
    onnx.save(graph, path)
    with pytest.raises(WrongModel):
        TileModel(str(path))
