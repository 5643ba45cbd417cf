"""Training, on bright and dark tiles that any network must tell apart."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: training is not tested")

from sattile_plugin.contract.errors import (  # noqa: E402
    EmptyLayer,
    InvalidOption,
    NoImage,
    TooFewTiles,
    UnknownValues,
)
from sattile_plugin.contract.jobs import ClassifyTiles, EvaluateClassifier  # noqa: E402
from sattile_plugin.engine.model.onnx_file import TileModel  # noqa: E402

from ..builders import by_id, grey, names_in, run, write_raster  # noqa: E402
from .training_scene import OUTPUTS, SIDE, SIZE_PX, relabelled, small_cnn, tiles_of  # noqa: E402


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


@pytest.mark.parametrize(
    ("columns", "error", "says"),
    [
        ({"label": ["bati"] * 64, "split": ["train"] * 64}, TooFewTiles, "0 tiles of class non_bati in the part train"),
        ({"label": ["bati", "non_bati"] * 32, "split": ["train"] * 64}, TooFewTiles, "in the part validation"),
        ({"label": ["unsure"] * 64, "split": ["train"] * 64}, EmptyLayer, "no usable tile that has a label"),
        (
            {"label": ["bati", "non_bati"] * 32, "split": ["A", "B"] * 32},
            UnknownValues,
            "split: A, B; expected train, va",
        ),
        ({"label": ["bati", "non_bati"] * 32, "split": [None] * 64}, UnknownValues, "column split: nothing"),
    ],
)
def test_tiles_that_nothing_can_be_learned_from(tmp_path: Path, columns: dict, error: type[Exception], says: str):
    with pytest.raises(error, match=says):
        run(small_cnn(tmp_path, relabelled(tmp_path, **columns)))
    assert names_in(tmp_path) == ["ortho.tif", "tiles.gpkg"]


def test_an_image_that_shows_nothing_is_told(tmp_path: Path, scene: dict):
    dark = write_raster(tmp_path / "dark.tif", grey(SIDE * 10, SIDE * 10, 0))
    with pytest.raises(NoImage, match=r"dark\.tif shows nothing at the 48 tiles of the part train"):
        run(small_cnn(tmp_path, scene | {"raster": (dark,)}))


def test_a_failure_while_writing_leaves_no_model(tmp_path: Path, scene: dict, monkeypatch: pytest.MonkeyPatch):
    def fail(*given: object) -> None:
        raise RuntimeError("no room for metadata")

    before = names_in(tmp_path)
    monkeypatch.setattr("sattile_plugin.engine.train.write_metadata", fail)
    with pytest.raises(RuntimeError):
        run(small_cnn(tmp_path, scene, epochs=1))
    assert names_in(tmp_path) == before


def test_the_metrics_are_strict_json(trained):
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    for name in ("model.json", "model.stac.json"):
        json.loads((trained[0] / name).read_text("utf-8"), parse_constant=refuse)


def test_a_run_that_fails_leaves_the_picture_of_a_finished_one(tmp_path: Path, scene: dict):
    run(small_cnn(tmp_path, scene, epochs=1))
    tiles = gpd.read_file(scene["tiles"][0])
    tiles[tiles["label"] == "bati"].to_file(scene["tiles"][0])
    with pytest.raises(TooFewTiles):
        run(small_cnn(tmp_path, scene, epochs=1))
    assert [name for name in names_in(tmp_path) if name.startswith("model")] == OUTPUTS


def test_tiles_that_are_given_twice_are_refused(tmp_path: Path, scene: dict):
    twice = {name: given * 2 for name, given in scene.items()}
    with pytest.raises(InvalidOption, match=r"tiles is .*tiles\.gpkg, 2 times; expected each once"):
        run(small_cnn(tmp_path, twice, epochs=1))
