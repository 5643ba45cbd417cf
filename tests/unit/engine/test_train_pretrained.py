"""Training on what a pretrained backbone sees, on bright and dark tiles."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: training is not tested")

from sattile_plugin.contract.errors import UnreadableFile, WrongWeights  # noqa: E402
from sattile_plugin.contract.jobs import ClassifyTiles, EvaluateClassifier  # noqa: E402
from sattile_plugin.engine.model.onnx_file import TileModel  # noqa: E402

from ..builders import by_id, run, write_grid, write_raster  # noqa: E402
from .training_scene import SIDE, SIZE_PX, make_scene, mobilenet, relabelled, small_cnn, tiles_of  # noqa: E402


def test_mobilenet_from_a_file(tmp_path: Path, scene: dict):
    done, recorder = run(mobilenet(tmp_path, scene))
    report = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert done.metrics["backbone"] == report["backbone"] == "mobilenet_v2"
    assert done.metrics["validation"]["accuracy"] == 1.0
    assert set(report["curves"]) == {"head", "fine_tune"}
    assert report["onnx_difference"] < 1e-4
    assert {"features", "fine_tune"} <= {step for step, _, _ in recorder.steps}


@pytest.mark.parametrize("is_told", [False, True])
def test_a_classifier_that_knows_nothing_of_tiles_left_out_is_told(tmp_path: Path, scene: dict, is_told: bool):
    """Labels that no image tells are wrong on half of what is left out."""
    if is_told:
        labels = np.random.default_rng(4).permutation(["bati", "non_bati"] * 32).tolist()
        split = ["train"] * 32 + ["validation"] * 24 + ["test"] * 8
        scene = relabelled(tmp_path, label=labels, split=split, block_id=(np.arange(64) // 4).tolist())
    _, recorder = run(mobilenet(tmp_path, scene, fine_tune_epochs=0))
    assert ("certainty_not_scaled" in recorder.notices) == is_told


def test_a_frozen_backbone_stays_as_it_was(tmp_path: Path, scene: dict):
    job = mobilenet(tmp_path, scene, fine_tune_epochs=0)
    run(job)
    (backbone,) = [
        layer for layer in keras.models.load_model(tmp_path / "model.keras").layers if "mobilenet" in layer.name
    ]
    fresh = keras.applications.MobileNetV2((SIZE_PX, SIZE_PX, 3), 0.35, include_top=False, pooling="avg", weights=None)
    fresh.load_weights(job.backbone_weights)
    assert all(
        np.array_equal(kept, given) for kept, given in zip(backbone.get_weights(), fresh.get_weights(), strict=True)
    )


@pytest.mark.parametrize(
    ("fine_tune_epochs", "learned", "judged_on"),
    [(0, ["train", "validation"], "blocks"), (1, ["train"], "validation")],
    ids=["frozen", "fine-tuned"],
)
def test_few_tiles_of_validation_are_learned_from_in_the_end(
    tmp_path: Path, scene: dict, fine_tune_epochs: int, learned: list, judged_on: str
):
    run(mobilenet(tmp_path, scene, fine_tune_epochs=fine_tune_epochs, augmentation="symmetries"))
    report = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert report["learned_from"] == TileModel(str(tmp_path / "model.onnx")).metadata["learned_from"] == learned
    assert {point["judged_on"] for point in report["curves"]["head"]} == {judged_on}
    assert report["calibration"]["fitted_on"] == judged_on
    page = (tmp_path / "model.html").read_text("utf-8")
    assert ("Judged on blocks of tiles left out in turn" in page) == (judged_on == "blocks")


def test_how_a_random_split_flatters_is_told_by_what_did_not_learn_from_the_tiles(
    tmp_path: Path, scene: dict, monkeypatch: pytest.MonkeyPatch
):
    """Fine-tuned or not, it is what the backbone saw at first; a model whose network knows the tiles tells nothing."""
    judged = []
    monkeypatch.setattr("sattile_plugin.engine.train.split_optimism", lambda features, *_: judged.append(features))
    for name, epochs in (("frozen", 0), ("tuned", 2)):
        done, _ = run(mobilenet(tmp_path, scene, fine_tune_epochs=epochs, output=str(tmp_path / f"{name}.onnx")))
        assert TileModel(done.outputs["output"]).metadata["network_learned"] == (name == "tuned")
    assert len(judged) == 2 and np.array_equal(*judged)
    for name, told in (("frozen", 1), ("tuned", 0)):
        options = {"start_from": str(tmp_path / f"{name}.onnx"), "output": str(tmp_path / "further.onnx")}
        judged.clear()
        run(mobilenet(tmp_path, scene, fine_tune_epochs=0, **options))
        assert len(judged) == told
        assert TileModel(options["output"]).metadata["network_learned"] == (name == "tuned")


def test_weights_of_another_width(tmp_path: Path, scene: dict):
    with pytest.raises(WrongWeights, match=r"does not fit mobilenet_v2 of width 0\.5"):
        run(mobilenet(tmp_path, scene, backbone_width=0.5))


@pytest.mark.parametrize(
    ("content", "error"), [(None, UnreadableFile), (b"", WrongWeights), (b"no weights", WrongWeights)]
)
@pytest.mark.parametrize("name", ["net.weights.h5", "net.h5", "net.bin"])
def test_a_file_that_holds_no_weights(tmp_path: Path, scene: dict, content: bytes | None, error, name: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    job = small_cnn(
        tmp_path, scene, backbone="mobilenet_v2", backbone_weights=str(tmp_path / name), backbone_width=0.35
    )
    with pytest.raises(error, match=name.replace(".", r"\.")):
        run(job)


def test_without_weights_the_small_network_is_trained_and_told(
    tmp_path: Path, scene: dict, monkeypatch: pytest.MonkeyPatch
):
    """Downloads go to a port of this machine that nothing listens on, and no file is kept from before."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(urllib.request, "_opener", None)  # it remembers the proxies of the first address it opens
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    done, recorder = run(mobilenet(tmp_path, scene, backbone_weights=None, epochs=1))
    told = recorder.notices["weights_unavailable"]
    assert told["backbone"] == "mobilenet_v2" and told["reason"].startswith("storage.googleapis.com: ")
    assert done.metrics["backbone"] == "cerema_cnn"
    assert TileModel(str(tmp_path / "model.onnx")).metadata["backbone"] == "cerema_cnn"
    assert json.loads((tmp_path / "model.json").read_text("utf-8"))["job"]["backbone"] == "cerema_cnn"


def test_any_classes_of_any_column(tmp_path: Path):
    """Bright, dark and middling tiles in turn, named in a column of their own."""
    numbers = np.arange(SIDE * SIDE)
    names = np.array(["dark", "grey", "white"])[numbers % 3]
    values = np.array([30, 120, 220])[numbers % 3].reshape(SIDE, SIDE)[::-1]
    pixels = values.repeat(SIZE_PX, axis=0).repeat(SIZE_PX, axis=1)
    split = ["train"] * 40 + ["validation"] * 12 + ["test"] * 12
    columns = {"use": names.tolist(), "split": split, "block_id": (numbers // 4).tolist()}
    tiles = write_grid(tmp_path / "tiles.gpkg", SIDE, SIDE, **columns)
    raster = write_raster(tmp_path / "ortho.tif", np.stack([pixels] * 3).astype("uint8"), resolution=10 / SIZE_PX)
    job = mobilenet(tmp_path, {"tiles": (tiles,), "raster": (raster,)}, label_field="use", fine_tune_epochs=0)
    done, _ = run(job)
    model = TileModel(str(tmp_path / "model.onnx"))
    assert model.classes == ("dark", "grey", "white") and model.threshold is None
    assert done.metrics["test"]["balanced_accuracy"] == 1.0
    report = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert set(report["metrics"]["test"]["per_class"]) == {"dark", "grey", "white"}
    run(ClassifyTiles(tiles, raster, str(tmp_path / "model.onnx"), str(tmp_path / "out.gpkg")))
    assert by_id(tmp_path / "out.gpkg", "predicted") == by_id(tiles, "use")
    assert min(by_id(tmp_path / "out.gpkg", "probability").values()) > 1 / 3
    done, _ = run(EvaluateClassifier(job.output, str(tmp_path / "e.json"), (tiles,), (raster,), label_field="use"))
    assert done.metrics["accuracy"]["value"] == 1.0


def test_the_head_of_a_pretrained_network_is_trained_on(tmp_path: Path, scene: dict):
    run(mobilenet(tmp_path, scene, fine_tune_epochs=0))
    first = TileModel(str(tmp_path / "model.onnx"))
    options = {"output": str(tmp_path / "further.onnx"), "start_from": str(tmp_path / "model.onnx")}
    done, _ = run(mobilenet(tmp_path, scene, fine_tune_epochs=0, **options))
    further = TileModel(options["output"])
    assert done.metrics["validation"]["accuracy"] == 1.0
    assert further.classes == first.classes and further.metadata["backbone"] == "mobilenet_v2"


def test_a_model_gone_on_from_knows_the_ground_of_both(tmp_path: Path, scene: dict):
    """Tiles of middle grey first, then bright and dark ones: these are nearer then, and those no farther."""
    (tmp_path / "there").mkdir()
    run(mobilenet(tmp_path, make_scene(tmp_path / "there", bright=150, dark=110), fine_tune_epochs=0))
    options = {"output": str(tmp_path / "further.onnx"), "start_from": str(tmp_path / "model.onnx")}
    run(mobilenet(tmp_path, scene, fine_tune_epochs=0, **options))
    first, further = TileModel(str(tmp_path / "model.onnx")), TileModel(options["output"])
    old, new = (np.concatenate([tiles_of(value) for value in pair]) for pair in ((150, 110), (220, 40)))
    assert (further.see(old).novelty <= first.see(old).novelty + 1e-3).all()
    assert (further.see(new).novelty < first.see(new).novelty).all()


def test_a_threshold_that_misses_nothing(tmp_path: Path, scene: dict):
    """Bright and dark tiles are apart, so that no built tile need be missed and no alarm be false."""
    done, _ = run(mobilenet(tmp_path, scene, threshold_rule="missed", max_share=0.0, fine_tune_epochs=0))
    model = TileModel(str(tmp_path / "model.onnx"))
    assert model.threshold == done.metrics["threshold"] != 0.5
    assert model.metadata["threshold_rule"]["rule"] == "missed"
    report = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert report["metrics"]["validation"]["recall"]["value"] == 1.0
    assert report["review"]["tiles"] == 0


def test_efficientnet_is_trained_likewise(tmp_path: Path, scene: dict):
    """Weights by lot: the way through is tested, not what it learns."""
    weights = tmp_path / "b0.weights.h5"
    options = {"input_shape": (SIZE_PX, SIZE_PX, 3), "include_top": False, "weights": None}
    keras.applications.EfficientNetV2B0(**options).save_weights(weights)
    done, _ = run(small_cnn(tmp_path, scene, backbone="efficientnet_v2_b0", backbone_weights=str(weights)))
    report = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert done.metrics["backbone"] == "efficientnet_v2_b0" and set(report["curves"]) == {"head"}
    assert report["onnx_difference"] < 1e-4
