"""Training, on bright and dark tiles that any network must tell apart."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

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
    WrongModel,
)
from sattile_plugin.contract.jobs import ClassifyTiles, EvaluateClassifier  # noqa: E402
from sattile_plugin.engine.model.onnx_file import TileModel  # noqa: E402

from ..builders import Recorder, by_id, grey, names_in, run, write_grid, write_raster  # noqa: E402
from .training_scene import SIDE, SIZE_PX, make_scene, small_cnn, tiles_of  # noqa: E402

OUTPUTS = ["model.curves.png", "model.html", "model.json", "model.keras", "model.onnx", "model.stac.json"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, Recorder]:
    """A small network trained once; its folder, what it made and what was said."""
    folder = tmp_path_factory.mktemp("trained")
    done, recorder = run(small_cnn(folder, make_scene(folder)))
    return folder, done, recorder


@pytest.fixture
def scene(tmp_path: Path) -> dict[str, Any]:
    return make_scene(tmp_path)


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


def relabelled(folder: Path, **columns: list) -> dict[str, Any]:
    return make_scene(folder) | {"tiles": (write_grid(folder / "tiles.gpkg", SIDE, SIDE, **columns),)}


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


@pytest.mark.parametrize("changed", ["label", "split", "raster"])
def test_a_run_does_not_go_on_with_other_tiles(tmp_path: Path, scene: dict, changed: str):
    """Else what was learned of the old ones would be held for learned of the new ones."""
    job = small_cnn(tmp_path, scene, epochs=4)
    with pytest.raises(Ended):
        run(job, EndsAt())
    if changed == "raster":
        os.utime(scene["raster"][0], (1, 1))
    else:
        tiles = gpd.read_file(scene["tiles"][0])
        first, second = (tiles.index[tiles[changed] == value][0] for value in tiles[changed].unique()[:2])
        tiles.loc[[first, second], changed] = tiles.loc[[second, first], changed].to_numpy()
        tiles.to_file(scene["tiles"][0])
    _, recorder = run(job)
    assert recorder.steps.count(("train", 1, 24)) == 1


def test_a_small_network_is_trained_on(trained, tmp_path: Path, scene: dict):
    """One epoch would not suffice to learn what is bright and dark from nothing."""
    first = str(trained[0] / "model.onnx")
    done, _ = run(small_cnn(tmp_path, scene, start_from=first, epochs=1, tile_size_px=None))
    assert done.metrics["validation"]["accuracy"] == 1.0
    model = TileModel(str(tmp_path / "model.onnx"))
    assert model.tile_size_px == SIZE_PX
    assert [origin["tiles"] for origin in model.metadata["training"]] == [
        str(trained[0] / "tiles.gpkg"),
        str(tmp_path / "tiles.gpkg"),
    ]
    card = json.loads((tmp_path / "model.stac.json").read_text("utf-8"))["properties"]
    assert card["mlm:pretrained"] and card["mlm:pretrained_source"].startswith("model.onnx, 20")


def test_going_on_with_another_split_of_the_place_is_told(trained, tmp_path: Path):
    folder, _, _ = trained
    parts = ["test"] * 8 + ["validation"] * 8 + ["train"] * 48
    labels = by_id(folder / "tiles.gpkg", "label")
    options = {"start_from": str(folder / "model.onnx"), "output": str(tmp_path / "further.onnx"), "epochs": 1}
    _, recorder = run(small_cnn(tmp_path, relabelled(tmp_path, label=[*labels.values()], split=parts), **options))
    assert "test_maybe_learned" in recorder.notices
    page = (tmp_path / "further.html").read_text("utf-8")
    assert "The model learned at this place, by another layer or split" in page


def test_going_on_never_makes_a_small_network_worse(trained, tmp_path: Path, scene: dict):
    """Shown the opposite of the truth, it stays as it was."""
    tiles = gpd.read_file(scene["tiles"][0])
    wrong = tiles["label"].map({"bati": "non_bati", "non_bati": "bati"})
    tiles["label"] = tiles["label"].where(tiles["split"] != "train", wrong)
    tiles.to_file(scene["tiles"][0])
    first = str(trained[0] / "model.onnx")
    done, _ = run(small_cnn(tmp_path, scene, start_from=first, epochs=3, tile_size_px=None))
    assert done.metrics["validation"]["accuracy"] == 1.0


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


def test_another_split_of_the_place_that_was_learned_from_is_told(trained, tmp_path: Path, scene: dict):
    tiles, raster, model = scene["tiles"][0], scene["raster"][0], str(trained[0] / "model.onnx")
    job = EvaluateClassifier(model, str(tmp_path / "out.json"), (tiles,), (raster,))
    assert "learned_part" not in run(job)[1].notices
    frame = gpd.read_file(tiles)
    frame["split"] = frame["split"].to_numpy()[::-1]
    frame.to_file(tiles)
    assert run(job)[1].notices["learned_part"] == {"part": "train"}
    assert "tiles that it never saw, the" not in (tmp_path / "out.html").read_text("utf-8")


def test_tiles_that_are_given_twice_are_refused(tmp_path: Path, scene: dict):
    twice = {name: given * 2 for name, given in scene.items()}
    with pytest.raises(InvalidOption, match=r"tiles is .*tiles\.gpkg, 2 times; expected each once"):
        run(small_cnn(tmp_path, twice, epochs=1))


def test_a_model_without_its_keras_file_cannot_be_gone_on_from(tmp_path: Path, scene: dict):
    run(small_cnn(tmp_path, scene, epochs=1))
    (tmp_path / "model.keras").unlink()
    job = small_cnn(tmp_path, scene, output=str(tmp_path / "b.onnx"), start_from=str(tmp_path / "model.onnx"))
    with pytest.raises(WrongModel, match=r"model\.keras cannot be used"):
        run(job)
    assert not (tmp_path / "b.onnx").exists()
