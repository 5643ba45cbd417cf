"""Evaluation, with a model whose probability is a tile's brightness divided by 255."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sattile_plugin.contract.errors import EmptyLayer, MissingField, TooFewTiles
from sattile_plugin.contract.jobs import EvaluateClassifier

from ..builders import METADATA, grey, names_in, run, write_brightness_model, write_grid, write_raster

BRIGHT, DARK = 204, 51
VALUES = [BRIGHT, BRIGHT, DARK, DARK, BRIGHT, DARK, BRIGHT, DARK]
LABELS = ["bati", "bati", "bati", "non_bati", "non_bati", "non_bati", "unsure", None]
SPLITS = ["test", "test", "test", "test", "test", "train", "test", "test"]


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch):
    """Draw seldom: the bootstrap is tested with the measures, and takes most of the time."""
    monkeypatch.setattr("sattile_plugin.engine.model.metrics._RESAMPLES", 20)


@pytest.fixture
def evaluate(tmp_path: Path):
    """Evaluate on a row of eight tiles of 10 m, bright or dark."""

    def run_it(columns: dict | None = None, **options):
        given = {"label": LABELS, "split": SPLITS} if columns is None else columns
        pixels = grey(10, 80, np.repeat([VALUES], 10, axis=1))
        places = {
            "tiles": (write_grid(tmp_path / "tiles.gpkg", 1, 8, **given),),
            "raster": (write_raster(tmp_path / "ortho.tif", pixels),),
        }
        model = write_brightness_model(tmp_path / "model.onnx")
        output = tmp_path / "metrics.json"
        done, recorder = run(EvaluateClassifier(model, str(output), **{**places, **options}))
        return json.loads(output.read_text("utf-8")), done, recorder

    return run_it


def test_the_part_test_by_hand(evaluate):
    """Of three bati two are bright, of two non_bati one is dark."""
    report, done, _ = evaluate()
    confusion = {"true_bati": 2, "false_non_bati": 1, "true_non_bati": 1, "false_bati": 1}
    assert report["tile_count"] == 5 and report["confusion"] == confusion
    values = {name: report[name]["value"] for name in ("accuracy", "precision", "recall", "f1", "balanced_accuracy")}
    expected = {"accuracy": 3 / 5, "precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3, "balanced_accuracy": 7 / 12}
    assert values == pytest.approx(expected)
    assert done.metrics["confusion"] == confusion


@pytest.mark.parametrize(("part", "count"), [("test", 5), ("train", 1), ("all", 6)])
def test_parts(evaluate, part: str, count: int):
    report, _, _ = evaluate(part=part)
    assert (report["part"], report["tile_count"]) == (part, count)


def test_all_needs_no_split(evaluate):
    assert evaluate({"label": LABELS}, part="all")[0]["tile_count"] == 6


@pytest.mark.parametrize(
    ("columns", "options", "error", "says"),
    [
        ({"label": LABELS}, {}, MissingField, "split"),
        ({"split": SPLITS}, {}, MissingField, "label"),
        (None, {"part": "validation"}, TooFewTiles, "0 labelled tiles in the part validation"),
        ({"label": ["unsure"] * 8, "split": SPLITS}, {}, EmptyLayer, "tile labelled bati or non_bati"),
    ],
)
def test_what_cannot_be_measured(evaluate, tmp_path: Path, columns, options: dict, error: type[Exception], says: str):
    with pytest.raises(error, match=says):
        evaluate(columns, **options)
    assert names_in(tmp_path) == ["model.onnx", "ortho.tif", "tiles.gpkg"]


def test_the_report_says_what_was_measured_on_what(evaluate):
    report, _, _ = evaluate(seed=9)
    assert report["model"].items() >= METADATA.items()
    assert report["job"]["verb"] == "evaluate" and report["job"]["seed"] == 9
    (data,) = report["data"]
    assert data["crs"] == "EPSG:2154" and data["extent"] == [0, 0, 60, 10]


def test_two_places_at_once(evaluate, tmp_path: Path):
    tiles = write_grid(tmp_path / "more.gpkg", 1, 2, label=["bati", "non_bati"], split=["test", "test"])
    raster = write_raster(tmp_path / "more.tif", grey(10, 20, np.repeat([[BRIGHT, DARK]], 10, axis=1)))
    both = (str(tmp_path / "tiles.gpkg"), tiles), (str(tmp_path / "ortho.tif"), raster)
    report, _, _ = evaluate(tiles=both[0], raster=both[1])
    assert report["tile_count"] == 7
    assert report["confusion"] == {"true_bati": 3, "false_non_bati": 1, "true_non_bati": 2, "false_bati": 1}


def test_tiles_without_image_are_not_measured(evaluate, tmp_path: Path):
    raster = write_raster(tmp_path / "short.tif", grey(10, 30, BRIGHT))
    report, _, recorder = evaluate(raster=(raster,))
    assert report["tile_count"] == 3
    assert recorder.notices["tiles_without_image"] == {"count": 2}


def test_tiles_none_of_which_has_an_image(evaluate, tmp_path: Path):
    raster = write_raster(tmp_path / "black.tif", grey(10, 80, 0))
    with pytest.raises(TooFewTiles):
        evaluate(raster=(raster,))


@pytest.mark.parametrize(("parts", "count"), [(["test/", "train/"], 2), ([""], 2)])
def test_a_library_with_and_without_parts(evaluate, tmp_path: Path, parts: list[str], count: int):
    for part in parts:
        for name, value in (("bati", BRIGHT), ("non_bati", DARK)):
            (tmp_path / "library" / part / name).mkdir(parents=True)
            Image.new("RGB", (4, 4), (value,) * 3).save(tmp_path / "library" / part / name / "a.png")
    report, _, _ = evaluate(tiles=(), raster=(), library=(str(tmp_path / "library"),))
    assert report["tile_count"] == count
    assert report["accuracy"]["value"] == 1.0


def test_calibration_by_hand(evaluate):
    """Three tiles of probability 0.8, two of them bati; two of 0.2, one of them bati."""
    error = 3 / 5 * abs(0.8 - 2 / 3) + 2 / 5 * abs(0.2 - 1 / 2)
    assert evaluate()[0]["calibration"]["ece"] == pytest.approx(error, abs=1e-6)


def test_the_same_seed_gives_the_same_intervals(evaluate):
    first, again = evaluate(seed=3)[0], evaluate(seed=3)[0]
    assert first["f1"] == again["f1"]
