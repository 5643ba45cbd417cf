"""Training judges of cells: where in a tile something stands is learned from labels of whole tiles."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: training is not tested")

from sattile_plugin.contract.errors import InvalidOption
from sattile_plugin.contract.jobs import ClassifyTiles, DescribeImages, EvaluateClassifier, TrainClassifier
from sattile_plugin.contract.messages import Done
from sattile_plugin.engine.model.onnx_file import TileModel
from sattile_plugin.engine.training import cells as training_cells
from sattile_plugin.engine.training.judges import JudgeLearner

from ..builders import Recorder, by_id, run, square, write_grid, write_layer, write_raster
from .training_scene import SIDE, SIZE_PX, mobilenet


def make_houses(folder: Path, seed: int, west: float = 0.0) -> dict[str, Any]:
    """Write 8 x 8 tiles of grass; in every other one stands a bright house of a sixteenth of it, anywhere in it."""
    generator, numbers = np.random.default_rng(seed), np.arange(SIDE * SIDE)
    bati = (numbers // SIDE + numbers) % 2 == 1
    image = generator.integers(60, 110, (3, SIDE * SIZE_PX, SIDE * SIZE_PX))
    for number in numbers[bati]:
        row, column = SIDE - 1 - number // SIDE, number % SIDE
        south, east = generator.integers(2, SIZE_PX - 10, 2)
        top, left = row * SIZE_PX + south, column * SIZE_PX + east
        image[:, top : top + 8, left : left + 8] = 230
    columns = {
        "label": np.where(bati, "bati", "non_bati").tolist(),
        "split": ["train"] * 40 + ["validation"] * 8 + ["test"] * 16,
        "block_id": (numbers // 4).tolist(),
    }
    tiles = write_grid(folder / f"tiles{seed}.gpkg", SIDE, SIDE, west=west, **columns)
    resolution, corner = 10 / SIZE_PX, (west, SIDE * 10.0)
    raster = write_raster(folder / f"ortho{seed}.tif", image.astype("uint8"), corner, resolution)
    return {"tiles": (tiles,), "raster": (raster,)}


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return make_houses(tmp_path_factory.mktemp("houses"), 3)


def cells(folder: Path, scene: dict[str, Any], **options: Any) -> TrainClassifier:
    given = {"backbone": "mobilenet_v2_cells", "tile_size_px": 96, "fine_tune_epochs": 0}
    return mobilenet(folder, scene, **{**given, **options})


class Trained(NamedTuple):
    """A model of a run that was ended when its judges had learned, and gone on with."""

    folder: Path
    done: Done
    recorder: Recorder
    """Of both runs."""
    judges: list[list[list[np.ndarray]]]
    """Weights of every judge, as they were when the run was ended, and as it went on with them."""
    learned: list[int]
    """How many judges learned until it was ended, and after that."""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, houses: dict[str, Any]) -> Trained:
    folder, recorder, judges, learned = tmp_path_factory.mktemp("trained"), Recorder(), [], []
    whole, descend = training_cells.judged_by_cells, JudgeLearner._descend

    def deciding(trunk: Any, projection: Any, deciders: Sequence[Any], *rest: Any) -> Any:
        judges.append([judge.get_weights() for judge in deciders])
        if len(judges) == 1:
            raise KeyboardInterrupt
        return whole(trunk, projection, deciders, *rest)

    def descended(*given: Any) -> Any:
        learned[-1] += 1
        return descend(*given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(training_cells, "judged_by_cells", deciding)
        patched.setattr(JudgeLearner, "_descend", descended)
        learned.append(0)
        with pytest.raises(KeyboardInterrupt):
            run(cells(folder, houses), recorder)
        learned.append(0)
        done, _ = run(cells(folder, houses), recorder)
    return Trained(folder, done, recorder, judges, learned)


def test_small_houses_are_found_and_the_model_says_what_it_sees(trained: Trained):
    folder, done, recorder, *_ = trained
    report = json.loads((folder / "model.json").read_text("utf-8"))
    assert done.metrics["test"]["roc_auc"] == 1.0
    assert report["onnx_difference"] < 1e-4
    assert report["calibration"]["fitted_on"] == "blocks" and report["learned_from"] == ["train", "validation"]
    assert (report["surround"], report["tile_size_px"]) == (0.25, 96)
    assert report["resolution_m_per_px"] == pytest.approx(15 / 96)
    curve = report["curves"]["judges"]
    assert [point["epoch"] for point in curve] == list(range(1, 15))
    assert [point["chosen"] for point in curve] == [False] * 13 + [True]
    page = (folder / "model.html").read_text("utf-8")
    assert "96 px, of which 64 the tile" in page
    assert "several small networks learn in which cells" in page and "Judged on blocks of tiles" in page
    assert {"features", "train"} <= {step for step, _, _ in recorder.steps}
    assert recorder.notices["options_not_used"] == {"backbone": "mobilenet_v2_cells", "names": "epochs, batch_size"}


def test_what_is_trained_is_applied_measured_and_described_with_its_surroundings(
    tmp_path: Path, houses: dict, trained: Trained
):
    model, tiles, raster = str(trained.folder / "model.onnx"), houses["tiles"][0], houses["raster"][0]
    assert TileModel(model).surround == 0.25
    run(ClassifyTiles(tiles, raster, model, str(tmp_path / "classified.gpkg")))
    said, truth = (by_id(tmp_path / "classified.gpkg", column) for column in ("predicted", "label"))
    assert sum(said[name] == truth[name] for name in truth) > 0.9 * SIDE * SIDE
    wrong = write_grid(tmp_path / "wrong.gpkg", SIDE, SIDE, label=["bati"] * 33 + ["non_bati"] * 31)
    shown = {"part": "all", "max_errors": 1, "errors": str(tmp_path / "errors")}
    run(EvaluateClassifier(model, str(tmp_path / "evaluated.json"), (wrong,), (raster,), **shown))
    assert len(list((tmp_path / "errors").glob("001_*.png"))) == 1
    described, _ = run(DescribeImages(raster, str(tmp_path / "features.parquet"), tiles=tiles, model=model))
    assert described.metrics["described"] == SIDE * SIDE


def test_it_is_gone_on_from_with_what_its_judges_say(tmp_path: Path, houses: dict, trained: Trained):
    further = {"start_from": str(trained.folder / "model.onnx"), "backbone": "mobilenet_v2", "tile_size_px": None}
    done, _ = run(cells(tmp_path, houses, **further))
    assert done.metrics["test"]["roc_auc"] == 1.0
    assert TileModel(str(tmp_path / "model.onnx")).surround == 0.25


def test_a_run_that_was_ended_keeps_the_judges_that_it_learned(trained: Trained):
    before, after = trained.judges
    assert trained.learned == [len(before), 0] and len(before) == 5
    for one, other in zip(before, after, strict=True):
        assert all(map(np.array_equal, one, other))


def test_of_several_places_each_is_left_out_in_turn(tmp_path: Path, houses: dict):
    other = make_houses(tmp_path, 4, west=5000.0)
    both = {name: (*houses[name], *other[name]) for name in houses}
    done, _ = run(cells(tmp_path, both))
    report = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert done.metrics["test"]["roc_auc"] == 1.0
    assert report["calibration"]["fitted_on"] == "places" and report["learned_from"] == ["train"]


def test_other_classes_are_refused(tmp_path: Path, houses: dict):
    with pytest.raises(InvalidOption, match="another network for classes that are not bati and non_bati"):
        run(cells(tmp_path, houses, label_field="block_id"))


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [("tile_size_px", 100, "a multiple of 48 pixels"), ("fine_tune_epochs", 1, "0 with mobilenet_v2_cells")],
)
def test_options_that_do_not_go_with_cells_are_refused(
    tmp_path: Path, houses: dict, option: str, value: int, expected: str
):
    with pytest.raises(InvalidOption, match=expected):
        cells(tmp_path, houses, **{option: value})


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"buildings": ("b.gpkg", "c.gpkg")}, "one for each tile layer (1)"),
        (
            {"buildings": ("b.gpkg",), "backbone": "mobilenet_v2"},
            "nothing, or backbone mobilenet_v2_cells without start_from",
        ),
        (
            {"buildings": ("b.gpkg",), "start_from": "m.onnx"},
            "nothing, or backbone mobilenet_v2_cells without start_from",
        ),
    ],
)
def test_buildings_that_no_new_cells_learn_from_are_refused(tmp_path: Path, houses: dict, options: dict, expected: str):
    with pytest.raises(InvalidOption, match="buildings.*" + re.escape(expected)):
        cells(tmp_path, houses, **options)


def make_cars(folder: Path) -> dict[str, Any]:
    """Write tiles where beside every house stands a blue lorry as large, but in those of the test one of them alone."""
    numbers = np.arange(SIDE * SIDE)
    both = (numbers // SIDE + numbers) % 2 == 1
    tests = numbers >= 40
    image, houses = np.random.default_rng(5).integers(60, 110, (3, SIDE * SIZE_PX, SIDE * SIZE_PX)), []
    for number in numbers:
        south, west = divmod(number, SIDE)
        top, left = (SIDE - 1 - south) * SIZE_PX + 9, west * SIZE_PX
        if both[number]:
            image[:, top : top + 13, left : left + 13] = np.array([220, 90, 40])[:, None, None]
            houses.append(square(west * 10.0, (SIDE * SIZE_PX - top - 13) * 10 / SIZE_PX, 13 * 10 / SIZE_PX))
        if tests[number] != both[number]:
            image[:, top : top + 13, left + 19 : left + 32] = np.array([40, 120, 240])[:, None, None]
    columns = {
        "label": np.where(both, "bati", "non_bati").tolist(),
        "split": ["train"] * 32 + ["validation"] * 8 + ["test"] * 24,
        "block_id": (numbers // 4).tolist(),
    }
    tiles = write_grid(folder / "tiles.gpkg", SIDE, SIDE, **columns)
    raster = write_raster(folder / "ortho.tif", image.astype("uint8"), (0, SIDE * 10.0), 10 / SIZE_PX)
    return {"tiles": (tiles,), "raster": (raster,), "buildings": (write_layer(folder / "buildings.gpkg", houses),)}


def test_a_layer_of_buildings_tells_which_of_two_things_is_a_house(tmp_path: Path):
    """Without it lorries alone are taken for houses: the ROC area is 0.88 then."""
    done, recorder = run(cells(tmp_path, make_cars(tmp_path)))
    assert done.metrics["test"]["roc_auc"] > 0.95
    assert ("label", 40, 40) in recorder.steps
    assert json.loads((tmp_path / "model.json").read_text("utf-8"))["onnx_difference"] < 1e-4
