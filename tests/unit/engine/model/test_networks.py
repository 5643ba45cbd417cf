"""The networks: their layers, which of them learn, and that a seed decides where they start."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: networks are not tested")

from sattile_plugin.engine.model.networks import (  # noqa: E402
    Network,
    cerema_cnn,
    export_onnx,
    set_head,
    unfreeze_top,
)


def test_the_small_network_is_cerema_s():
    """Layers and numbers of parameters of the exercise, at 150 px: (150-2)/2 = 74, (74-2)/2 = 36."""
    model = cerema_cnn(150, seed=1).model
    kinds = [type(layer).__name__ for layer in model.layers]
    block = ["Conv2D", "MaxPooling2D", "Dropout"]
    assert kinds == ["InputLayer", "Rescaling", *block, *block, "Flatten", "Dense", "Dropout", "Dense"]
    parameters = [(3 * 9 + 1) * 32, (32 * 9 + 1) * 32, (36 * 36 * 32 + 1) * 100, 101]
    assert [layer.count_params() for layer in model.layers if layer.count_params()] == parameters
    assert all(layer.rate == 0.5 for layer in model.layers if isinstance(layer, keras.layers.Dropout))
    assert [layer.units for layer in model.layers if isinstance(layer, keras.layers.Dense)] == [100, 1]


def test_a_seed_decides_where_a_network_starts():
    first, again, other = (cerema_cnn(32, seed).model.get_weights() for seed in (1, 1, 2))
    assert all(np.array_equal(one, same) for one, same in zip(first, again))
    assert not np.array_equal(first[0], other[0])


@pytest.fixture(scope="module")
def mobilenet() -> Network:
    """The narrowest MobileNetV2, of random weights, frozen."""
    backbone = keras.applications.MobileNetV2((32, 32, 3), 0.35, include_top=False, pooling="avg", weights=None)
    backbone.trainable = False
    return Network(keras.Model(backbone.input, keras.layers.Dense(1, name="p_bati")(backbone.output)), backbone)


def test_the_top_learns_but_no_batch_normalisation(mobilenet: Network):
    assert not mobilenet.backbone.trainable_weights
    unfreeze_top(mobilenet)
    learning = {layer.name for layer in mobilenet.backbone.layers if layer.trainable and layer.weights}
    assert {"block_14_expand", "block_16_project", "Conv_1"} <= learning
    assert not [name for name in learning if name.endswith("_BN") or name.startswith(("block_13", "Conv1", "expanded"))]


def test_a_network_without_a_backbone_has_no_top_to_unfreeze():
    network = cerema_cnn(32, 1)
    before = len(network.model.trainable_weights)
    unfreeze_top(network)
    assert len(network.model.trainable_weights) == before


def test_the_head_is_what_it_is_given(mobilenet: Network):
    set_head(mobilenet, np.arange(1280.0), -3.0)
    weights, bias = mobilenet.model.get_layer("p_bati").get_weights()
    assert weights[:, 0].tolist() == list(range(1280)) and bias.tolist() == [-3]


def test_an_exported_graph_takes_any_number_of_tiles(tmp_path: Path):
    import onnxruntime

    export_onnx(cerema_cnn(32, 1).model, tmp_path / "model.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx")
    (tile,) = session.get_inputs()
    assert (tile.type, tile.shape[1:]) == ("tensor(uint8)", [32, 32, 3])
    for count in (1, 7):
        p_bati, embedding = session.run(None, {tile.name: np.zeros((count, 32, 32, 3), "uint8")})
        assert (p_bati.shape, embedding.shape) == ((count, 1), (count, 100))
