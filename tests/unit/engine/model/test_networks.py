"""The networks: their layers, which of them learn, and that a seed decides where they start."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: networks are not tested")

from sattile_plugin.contract.errors import UnreadableFile, WrongModel, WrongWeights  # noqa: E402
from sattile_plugin.engine.model.architectures import (  # noqa: E402
    CEREMA_CNN,
    CEREMA_CNN_3,
    EFFICIENTNET_V2_B0,
    MOBILENET_V2,
    MOBILENET_V2_LEVELS,
    PRETRAINED,
)
from sattile_plugin.engine.model.features import Backbone  # noqa: E402
from sattile_plugin.engine.model.head import Head  # noqa: E402
from sattile_plugin.engine.model.networks import (  # noqa: E402
    Network,
    head_of,
    load_network,
    predict,
    pretrained_network,
    set_head,
    small_network,
    unfreeze_top,
)
from sattile_plugin.engine.model.novelty import learn_domain  # noqa: E402
from sattile_plugin.engine.model.onnx_export import export_backbone  # noqa: E402
from sattile_plugin.engine.model.onnx_graph import read_domain, write_graph  # noqa: E402

BLOCK = ["Conv2D", "MaxPooling2D", "Dropout"]


@pytest.mark.parametrize(
    ("name", "widths", "side", "dense"), [(CEREMA_CNN, (32, 32), 36, 100), (CEREMA_CNN_3, (32, 32, 64), 17, 64)]
)
def test_the_small_networks_are_cerema_s(name: str, widths: tuple, side: int, dense: int):
    """Layers and numbers of parameters of the exercise, at 150 px: (150-2)/2 = 74, (74-2)/2 = 36, (36-2)/2 = 17."""
    model = small_network(name, 150, 2, seed=1).model
    kinds = [type(layer).__name__ for layer in model.layers]
    blocks = BLOCK * len(widths)
    assert kinds == ["InputLayer", "Rescaling", *blocks, "Flatten", "Dense", "Dropout", "Dense", "Softmax"]
    convolutions = [(before * 9 + 1) * after for before, after in zip((3, *widths), widths)]
    parameters = [*convolutions, (side * side * widths[-1] + 1) * dense, 2 * dense + 2]
    assert [layer.count_params() for layer in model.layers if layer.count_params()] == parameters
    assert all(layer.rate == 0.5 for layer in model.layers if isinstance(layer, keras.layers.Dropout))


def test_a_seed_decides_where_a_network_starts():
    first, again, other = (small_network(CEREMA_CNN, 32, 2, seed).model.get_weights() for seed in (1, 1, 2))
    assert all(np.array_equal(one, same) for one, same in zip(first, again))
    assert not np.array_equal(first[0], other[0])


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Files of random weights of the pretrained networks, the narrowest MobileNetV2 among them."""
    folder = tmp_path_factory.mktemp("weights")
    options = {"input_shape": (32, 32, 3), "include_top": False, "weights": None}
    models = {
        MOBILENET_V2: keras.applications.MobileNetV2(alpha=0.35, **options),
        EFFICIENTNET_V2_B0: keras.applications.EfficientNetV2B0(**options),
    }
    for name, model in models.items():
        model.save_weights(folder / f"{name}.weights.h5")
    return {name: str(folder / f"{name}.weights.h5") for name in models}


def pretrained(name: str, weights: dict[str, str], n_classes: int = 2) -> Network:
    return pretrained_network(name, 32, n_classes, weights[name], seed=1, width=0.35)


@pytest.mark.parametrize(("name", "last_block"), [(MOBILENET_V2, "block_16"), (EFFICIENTNET_V2_B0, "block6h")])
def test_the_top_learns_but_no_batch_normalisation(weights: dict, name: str, last_block: str):
    network = pretrained(name, weights)
    assert not network.backbone.trainable_weights
    unfreeze_top(network)
    learning = [layer for layer in network.backbone.layers if layer.trainable and layer.weights]
    assert any(layer.name.startswith(last_block) for layer in learning)
    assert not any(isinstance(layer, keras.layers.BatchNormalization) for layer in learning)
    assert len(learning) < len([layer for layer in network.backbone.layers if layer.weights]) / 3


@pytest.mark.parametrize("name", [MOBILENET_V2, EFFICIENTNET_V2_B0])
def test_a_pretrained_network_takes_pixels_as_they_are(weights: dict, name: str):
    network = pretrained(name, weights, n_classes=5)
    assert network.model(np.full((3, 32, 32, 3), 200, "uint8")).shape == (3, 5)


def test_levels_are_seen_at_two_sizes_and_weigh_alike(tmp_path: Path, weights: dict):
    network = pretrained_network(MOBILENET_V2_LEVELS, 64, 3, weights[MOBILENET_V2], seed=1, width=0.35)
    export_backbone(network.model, tmp_path / "backbone.onnx")
    tiles = np.random.default_rng(1).integers(0, 256, (4, 64, 64, 3), dtype=np.uint8)
    seen = Backbone(tmp_path / "backbone.onnx").describe(tiles, views=1)
    widths = [network.backbone.get_layer(level).output.shape[-1] for level in PRETRAINED[MOBILENET_V2_LEVELS].levels]
    narrow = network.backbone.get_layer(PRETRAINED[MOBILENET_V2_LEVELS].together).output.shape[-1]
    assert seen.shape == (4, 2 * (sum(widths) + 1280) + narrow * (narrow + 1) // 2)
    levels = np.split(seen, np.cumsum(2 * [1280, *widths]), axis=1)
    assert all(np.linalg.norm(level, axis=1) == pytest.approx(1, abs=1e-3) for level in levels)
    assert not np.allclose(levels[1], levels[4], atol=1e-3)
    network.model.save(tmp_path / "model.keras")
    again = load_network(str(tmp_path / "model.keras"), 3)
    assert predict(again, tiles) == pytest.approx(predict(network, tiles), abs=1e-6)
    unfreeze_top(again)
    assert again.backbone.get_layer("block_15_expand").trainable
    assert not again.backbone.get_layer("block_6_expand").trainable


def test_weights_of_another_network(weights: dict):
    with pytest.raises(WrongWeights, match="does not fit efficientnet_v2_b0"):
        pretrained_network(EFFICIENTNET_V2_B0, 32, 2, weights[MOBILENET_V2], 1)
    with pytest.raises(UnreadableFile):
        pretrained_network(MOBILENET_V2, 32, 2, "missing.h5", 1)


def test_a_network_without_a_backbone_has_no_top_to_unfreeze():
    network = small_network(CEREMA_CNN, 32, 2, 1)
    before = len(network.model.trainable_weights)
    unfreeze_top(network)
    assert len(network.model.trainable_weights) == before


def test_the_head_is_what_it_is_given(weights: dict):
    network = pretrained(MOBILENET_V2, weights)
    set_head(network, Head(np.arange(5120.0).reshape(2560, 2), np.array([-3.0, 3.0])))
    found = head_of(network)
    assert found.weights.ravel().tolist() == list(range(5120)) and found.bias.tolist() == [-3, 3]


def test_a_graph_takes_any_number_of_tiles_and_says_what_keras_says(tmp_path: Path):
    import onnxruntime

    features = np.random.default_rng(1).normal(size=(2, 50, 100))
    domain = learn_domain(features[0], np.arange(50)).beside(learn_domain(features[1] + 0.1, np.arange(50)))
    network = small_network(CEREMA_CNN, 32, 3, 1)
    export_backbone(network.model, tmp_path / "backbone.onnx")
    write_graph(Backbone(tmp_path / "backbone.onnx").path, head_of(network), domain, tmp_path / "model.onnx")
    kept = read_domain(tmp_path / "model.onnx")
    assert [len(kept.centres), len(domain.centres)] == [2, 2]
    for found, given in zip(kept.centres, domain.centres):
        assert all(map(np.array_equal, found, given))
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx")
    (tile,) = session.get_inputs()
    assert (tile.type, tile.shape[1:]) == ("tensor(uint8)", [32, 32, 3])
    for count in (1, 7):  # the last tile is black, so that it has no feature at all
        pixels = np.random.default_rng(count).integers(0, 256, (count, 32, 32, 3), dtype=np.uint8)
        pixels[-1] = 0
        probability, distance, embedding = session.run(None, {tile.name: pixels})
        assert (probability.shape, distance.shape, embedding.shape) == ((count, 3), (count, 1), (count, 100))
        assert np.sqrt(distance[:, 0]) == pytest.approx(domain.distance(embedding), rel=1e-3)
        assert not embedding[-1].any()
        assert probability == pytest.approx(predict(network, pixels), abs=1e-5)


def test_a_graph_of_an_earlier_version_says_nothing_of_its_domain(tmp_path: Path):
    export_backbone(small_network(CEREMA_CNN, 32, 3, 1).model, tmp_path / "backbone.onnx")
    with pytest.raises(WrongModel, match="an earlier SatTile made it"):
        read_domain(tmp_path / "backbone.onnx")


def test_a_network_that_was_saved_opens_again(tmp_path: Path, weights: dict):
    network = pretrained(MOBILENET_V2, weights)
    network.model.save(tmp_path / "model.keras")
    again = load_network(str(tmp_path / "model.keras"), 2)
    tile = np.full((1, 32, 32, 3), 90, "uint8")
    assert np.asarray(again.model(tile)) == pytest.approx(np.asarray(network.model(tile)), abs=1e-6)
    assert again.model.name == MOBILENET_V2 and again.backbone is not None


def test_a_saved_network_of_other_classes_is_refused(tmp_path: Path):
    small_network(CEREMA_CNN, 32, 3, 1).model.save(tmp_path / "model.keras")
    with pytest.raises(WrongModel, match="it tells 3 classes, not 2"):
        load_network(str(tmp_path / "model.keras"), 2)


def test_code_in_a_saved_network_is_not_run(tmp_path: Path):
    tile = keras.Input((2, 2, 3), dtype="uint8")
    keras.Model(tile, keras.layers.Lambda(lambda pixels: pixels + 1)(tile)).save(tmp_path / "model.keras")
    with pytest.raises(WrongModel, match=r"model\.keras"):
        load_network(str(tmp_path / "model.keras"), 2)


@pytest.mark.parametrize("content", [None, b"", b"no network"])
def test_a_file_that_is_no_network(tmp_path: Path, content: bytes | None):
    if content is not None:
        (tmp_path / "model.keras").write_bytes(content)
    with pytest.raises(WrongModel, match=r"model\.keras"):
        load_network(str(tmp_path / "model.keras"), 2)
