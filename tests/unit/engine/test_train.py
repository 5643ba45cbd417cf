"""Training, on bright and dark tiles that any network must tell apart."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

keras = pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: training is not tested")

from sattile_plugin.contract.errors import EmptyLayer, TooFewTiles, UnreadableFile, WrongModel, WrongWeights  # noqa: E402
from sattile_plugin.contract.jobs import ClassifyTiles, EvaluateClassifier, TrainClassifier  # noqa: E402
from sattile_plugin.engine.model.onnx_file import TileModel  # noqa: E402
from tests.data import shared_data  # noqa: E402

from ..builders import Recorder, by_id, names_in, run, write_grid, write_raster  # noqa: E402

SIDE, SIZE_PX = 8, 32
"""Tiles along a side of the scene, and pixels along a side of a tile of 10 m."""
OUTPUTS = ["model.curves.png", "model.html", "model.json", "model.keras", "model.onnx", "model.stac.json"]


def make_scene(folder: Path) -> dict[str, Any]:
    """Write 8 x 8 tiles that are bright (bati) and dark in turn, the two northern rows for validation and test."""
    numbers = np.arange(SIDE * SIDE)
    bati = (numbers // SIDE + numbers) % 2 == 1
    values = np.where(bati, 220, 40).reshape(SIDE, SIDE)[::-1].repeat(SIZE_PX, axis=0).repeat(SIZE_PX, axis=1)
    noise = np.random.default_rng(1).integers(-20, 21, (3, *values.shape))
    split = ["train"] * 48 + ["validation"] * 8 + ["test"] * 8
    labels = np.where(bati, "bati", "non_bati").tolist()
    tiles = write_grid(folder / "tiles.gpkg", SIDE, SIDE, label=labels, split=split, block_id=(numbers // 4).tolist())
    raster = write_raster(folder / "ortho.tif", (values + noise).astype("uint8"), resolution=10 / SIZE_PX)
    return {"tiles": (tiles,), "raster": (raster,)}


def small_cnn(folder: Path, scene: dict[str, Any], **options: Any) -> TrainClassifier:
    given = {
        "output": str(folder / "model.onnx"),
        "backbone": "cerema_cnn",
        "tile_size_px": SIZE_PX,
        "epochs": 15,
        "batch_size": 8,
    }
    return TrainClassifier(**{**given, **scene, **options})


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, Recorder]:
    """A small network trained once; its folder, what it made and what was said."""
    folder = tmp_path_factory.mktemp("trained")
    done, recorder = run(small_cnn(folder, make_scene(folder)))
    return folder, done, recorder


@pytest.fixture
def scene(tmp_path: Path) -> dict[str, Any]:
    return make_scene(tmp_path)


def tiles_of(value: int, count: int = 1) -> np.ndarray:
    return np.full((count, SIZE_PX, SIZE_PX, 3), value, dtype="uint8")


def test_what_is_bright_and_dark_is_learned(trained):
    _, done, recorder = trained
    assert done.metrics["validation"]["accuracy"] == done.metrics["test"]["accuracy"] == 1.0
    assert (done.metrics["train_tiles"], done.metrics["validation_tiles"], done.metrics["test_tiles"]) == (48, 8, 8)
    assert "no_test_tiles" not in recorder.notices


def test_the_files_that_are_written(trained):
    folder, done, _ = trained
    assert [name for name in names_in(folder) if name.startswith("model")] == OUTPUTS
    assert done.outputs == {
        name: str(folder / f"model.{ending}")
        for name, ending in (
            ("output", "onnx"),
            ("keras", "keras"),
            ("metrics", "json"),
            ("report", "html"),
            ("card", "stac.json"),
        )
    }


def test_onnx_says_what_keras_says(trained):
    folder, _, _ = trained
    tiles = np.random.default_rng(2).integers(0, 256, (40, SIZE_PX, SIZE_PX, 3), dtype="uint8")
    in_keras = keras.models.load_model(folder / "model.keras").predict(tiles, verbose=0)
    in_onnx = TileModel(str(folder / "model.onnx")).predict(tiles)
    assert np.abs(in_keras - in_onnx).max() < 1e-4
    assert np.ptp(in_onnx) > 0


def test_the_metadata_hold_all_that_applying_needs(trained):
    metadata = TileModel(str(trained[0] / "model.onnx")).metadata
    wanted = {
        "task": "tile-classification",
        "classes": ["non_bati", "bati"],
        "backbone": "cerema_cnn",
        "tile_size_m": 10.0,
        "tile_size_px": SIZE_PX,
        "resolution_m_per_px": 10 / SIZE_PX,
        "threshold": 0.5,
        "counts": {
            "train": {"non_bati": 24, "bati": 24},
            "validation": {"non_bati": 4, "bati": 4},
            "test": {"non_bati": 4, "bati": 4},
        },
        "seed": 1,
    }
    assert metadata.items() >= wanted.items()
    assert {"sattile", "keras", "onnx"} < set(metadata["versions"])
    assert metadata["metrics"]["test"]["accuracy"] == 1.0
    (place,) = metadata["training"]
    assert place["crs"] == "EPSG:2154" and place["extent"] == [0, 0, 80, 80]


def test_the_report_holds_curves_job_and_agreement(trained):
    folder, _, recorder = trained
    report = json.loads((folder / "model.json").read_text("utf-8"))
    start, *epochs = report["curves"]["train"]
    assert start["epoch"] == 0 and [point["epoch"] for point in epochs] == list(range(1, len(epochs) + 1))
    assert epochs[-1]["training_loss"] < epochs[0]["training_loss"]
    assert report["job"]["verb"] == "train" and report["job"]["epochs"] == 15
    assert report["onnx_difference"] < 1e-4
    assert recorder.notices["epoch"]["epoch"] == len(epochs)


def test_the_model_classifies_and_evaluates(trained, tmp_path: Path):
    folder, _, _ = trained
    tiles, raster, model = (str(folder / name) for name in ("tiles.gpkg", "ortho.tif", "model.onnx"))
    run(ClassifyTiles(tiles, raster, model, str(tmp_path / "out.gpkg")))
    assert by_id(tmp_path / "out.gpkg", "predicted") == by_id(tiles, "label")
    done, _ = run(EvaluateClassifier(model, str(tmp_path / "out.json"), (tiles,), (raster,)))
    assert done.metrics["accuracy"]["value"] == 1.0
    assert sum(by_id(tmp_path / "out.gpkg", "out_of_domain").values()) <= 6


def test_a_tile_unlike_all_of_training_is_out_of_domain(trained):
    """Training saw grey tiles only."""
    model = TileModel(str(trained[0] / "model.onnx"))
    colours = np.random.default_rng(1).permutation(256)[: 32 * 32 * 3 // 12].astype("uint8")
    gaudy = np.resize(colours, (1, SIZE_PX, SIZE_PX, 3))
    noise = np.random.default_rng(3).integers(-20, 21, (8, SIZE_PX, SIZE_PX, 1))
    usual = (np.array([40, 220] * 4)[:, None, None, None] + noise).repeat(3, axis=3).astype("uint8")
    assert model.see(gaudy).novelty > 2 * np.median(model.see(usual).novelty)


def test_the_same_seed_gives_the_same_model(tmp_path: Path, scene: dict):
    found = []
    for name, seed in (("first", 5), ("again", 5), ("other", 6)):
        run(small_cnn(tmp_path, scene, output=str(tmp_path / f"{name}.onnx"), epochs=2, seed=seed))
        found.append(TileModel(str(tmp_path / f"{name}.onnx")).predict(tiles_of(130))[0, 1])
    assert found[0] == pytest.approx(found[1], abs=1e-6)
    assert found[0] != pytest.approx(found[2], abs=1e-6)


def make_library(folder: Path, parts: list[str], count: int = 10) -> str:
    for part in parts:
        for name, value in (("bati", 220), ("non_bati", 40)):
            (folder / "library" / part / name).mkdir(parents=True)
            for number in range(count):
                image = Image.new("RGB", (SIZE_PX, SIZE_PX), (value + number,) * 3)
                image.save(folder / "library" / part / name / f"{number}.png")
    return str(folder / "library")


def test_a_library_with_parts(tmp_path: Path):
    library = make_library(tmp_path, ["train", "validation"])
    done, recorder = run(small_cnn(tmp_path, {}, library=(library,), epochs=1))
    assert (done.metrics["train_tiles"], done.metrics["validation_tiles"], done.metrics["test_tiles"]) == (20, 20, 0)
    assert "no_test_tiles" in recorder.notices and "parts_drawn_at_random" not in recorder.notices
    assert TileModel(str(tmp_path / "model.onnx")).metadata["tile_size_m"] is None


def test_a_library_without_parts_is_split_at_random(tmp_path: Path):
    done, recorder = run(small_cnn(tmp_path, {}, library=(make_library(tmp_path, [""], 20),), epochs=1))
    assert (done.metrics["train_tiles"], done.metrics["validation_tiles"], done.metrics["test_tiles"]) == (28, 6, 6)
    assert "parts_drawn_at_random" in recorder.notices


@pytest.mark.parametrize(("count", "enough"), [(1, False), (13, False), (14, True)])
def test_how_many_images_a_random_split_needs(tmp_path: Path, count: int, enough: bool):
    job = small_cnn(tmp_path, {}, library=(make_library(tmp_path, [""], count),), epochs=1)
    if enough:
        assert run(job)[0].metrics["validation_tiles"] == 4
        return
    with pytest.raises(TooFewTiles, match=f"has {count} images of class non_bati to split at random; .* at least 14"):
        run(job)


def relabelled(folder: Path, **columns: list) -> dict[str, Any]:
    return make_scene(folder) | {"tiles": (write_grid(folder / "tiles.gpkg", SIDE, SIDE, **columns),)}


@pytest.mark.parametrize(
    ("columns", "error", "says"),
    [
        ({"label": ["bati"] * 64, "split": ["train"] * 64}, TooFewTiles, "0 tiles of class non_bati in the part train"),
        ({"label": ["bati", "non_bati"] * 32, "split": ["train"] * 64}, TooFewTiles, "in the part validation"),
        ({"label": ["unsure"] * 64, "split": ["train"] * 64}, EmptyLayer, "no usable tile labelled"),
    ],
)
def test_tiles_that_nothing_can_be_learned_from(tmp_path: Path, columns: dict, error: type[Exception], says: str):
    with pytest.raises(error, match=says):
        run(small_cnn(tmp_path, relabelled(tmp_path, **columns)))
    assert names_in(tmp_path) == ["ortho.tif", "tiles.gpkg"]


def test_a_failure_while_writing_leaves_no_model(tmp_path: Path, scene: dict, monkeypatch: pytest.MonkeyPatch):
    def fail(*given: object) -> None:
        raise RuntimeError("no room for metadata")

    before = names_in(tmp_path)
    monkeypatch.setattr("sattile_plugin.engine.train.write_metadata", fail)
    with pytest.raises(RuntimeError):
        run(small_cnn(tmp_path, scene, epochs=1))
    assert names_in(tmp_path) == before


def mobilenet(folder: Path, scene: dict[str, Any], **options: Any) -> TrainClassifier:
    """Return a job for the narrowest MobileNetV2 at 32 px."""
    weights = shared_data("weights", "mobilenet_v2_0.35_224_no_top.weights.h5")
    given = {"backbone": "mobilenet_v2", "backbone_width": 0.35, "backbone_weights": str(weights)}
    return small_cnn(folder, scene, **{**given, "epochs": 2, "fine_tune_epochs": 1, **options})


def test_mobilenet_from_a_file(tmp_path: Path, scene: dict):
    done, recorder = run(mobilenet(tmp_path, scene))
    report = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert done.metrics["backbone"] == report["backbone"] == "mobilenet_v2"
    assert done.metrics["validation"]["accuracy"] == 1.0
    assert set(report["curves"]) == {"head", "fine_tune"}
    assert report["onnx_difference"] < 1e-4
    assert {"features", "fine_tune"} <= {step for step, _, _ in recorder.steps}


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
    assert recorder.notices["weights_unavailable"]["backbone"] == "mobilenet_v2"
    assert done.metrics["backbone"] == "cerema_cnn"
    assert TileModel(str(tmp_path / "model.onnx")).metadata["backbone"] == "cerema_cnn"
    assert json.loads((tmp_path / "model.json").read_text("utf-8"))["job"]["backbone"] == "cerema_cnn"


class Ended(BaseException):
    """What ends a run from outside."""


class EndsAt(Recorder):
    """A reporter in whose second epoch the run is ended."""

    def notice(self, name: str, **values: Any) -> None:
        if name == "epoch" and values["epoch"] == 2:
            raise Ended
        super().notice(name, **values)


def test_a_run_that_was_ended_is_gone_on_from(tmp_path: Path, scene: dict):
    job = small_cnn(tmp_path, scene, epochs=4)
    with pytest.raises(Ended):
        run(job, EndsAt())
    assert ".partial-model.training" in names_in(tmp_path) and "model.onnx" not in names_in(tmp_path)
    _, recorder = run(job)
    assert recorder.steps.count(("train", 1, 24)) == 0
    assert [name for name in names_in(tmp_path) if name.startswith(("model", "."))] == OUTPUTS
    resumed = TileModel(str(tmp_path / "model.onnx")).predict(tiles_of(130))
    run(small_cnn(tmp_path, scene, epochs=4, output=str(tmp_path / "whole.onnx")))
    assert resumed == pytest.approx(TileModel(str(tmp_path / "whole.onnx")).predict(tiles_of(130)), abs=1e-4)


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


def test_a_small_network_is_trained_on(trained, tmp_path: Path, scene: dict):
    """One epoch would not suffice to learn what is bright and dark from nothing."""
    first = str(trained[0] / "model.onnx")
    done, _ = run(small_cnn(tmp_path, scene, start_from=first, epochs=1, tile_size_px=None))
    assert done.metrics["validation"]["accuracy"] == 1.0
    assert TileModel(str(tmp_path / "model.onnx")).tile_size_px == SIZE_PX


def test_the_head_of_a_pretrained_network_is_trained_on(tmp_path: Path, scene: dict):
    run(mobilenet(tmp_path, scene, fine_tune_epochs=0))
    first = TileModel(str(tmp_path / "model.onnx"))
    options = {"output": str(tmp_path / "further.onnx"), "start_from": str(tmp_path / "model.onnx")}
    done, _ = run(mobilenet(tmp_path, scene, fine_tune_epochs=0, **options))
    further = TileModel(options["output"])
    assert done.metrics["validation"]["accuracy"] == 1.0
    assert further.classes == first.classes and further.metadata["backbone"] == "mobilenet_v2"


def test_a_model_without_its_keras_file_cannot_be_gone_on_from(tmp_path: Path, scene: dict):
    run(small_cnn(tmp_path, scene, epochs=1))
    (tmp_path / "model.keras").unlink()
    job = small_cnn(tmp_path, scene, output=str(tmp_path / "b.onnx"), start_from=str(tmp_path / "model.onnx"))
    with pytest.raises(WrongModel, match=r"model\.keras cannot be used"):
        run(job)
    assert not (tmp_path / "b.onnx").exists()


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
    job = small_cnn(tmp_path, scene, backbone="efficientnet_v2_b0", backbone_weights=str(weights), fine_tune_epochs=1)
    done, _ = run(job)
    report = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert done.metrics["backbone"] == "efficientnet_v2_b0" and set(report["curves"]) == {"head", "fine_tune"}
    assert report["onnx_difference"] < 1e-4
