"""Which tiles an evaluation measures, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sattile_plugin.contract.errors import EmptyLayer, MissingField, NoImage, TooFewTiles

from ...builders import grey, names_in, square, write_grid, write_layer, write_raster
from .row import BRIGHT, DARK, LABELS, SPLITS


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
    report, _, recorder = evaluate(part=part)
    assert (report["part"], report["tile_count"]) == (part, count)
    assert ("learned_part" in recorder.notices) == (part == "train")


def test_all_needs_no_split(evaluate):
    assert evaluate({"label": LABELS}, part="all")[0]["tile_count"] == 6


@pytest.mark.parametrize(
    ("columns", "options", "error", "says"),
    [
        ({"label": LABELS}, {}, MissingField, "split"),
        ({"split": SPLITS}, {}, MissingField, "label"),
        (None, {"part": "validation"}, TooFewTiles, "0 labelled tiles in the part validation"),
        ({"label": ["unsure"] * 8, "split": SPLITS}, {}, EmptyLayer, "tile labelled bati / non_bati"),
    ],
)
def test_what_cannot_be_measured(evaluate, tmp_path: Path, columns, options: dict, error: type[Exception], says: str):
    with pytest.raises(error, match=says):
        evaluate(columns, **options)
    assert names_in(tmp_path) == ["model.onnx", "ortho.tif", "tiles.gpkg"]


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
    with pytest.raises(NoImage, match=r"black\.tif shows nothing at the 5 tiles of the part test"):
        evaluate(raster=(raster,))


def test_parts_as_people_write_them(evaluate):
    written = [*["Apprentissage"] * 3, *["Test"] * 3, "left out", None]
    report, _, recorder = evaluate({"label": ["bati", "non_bati"] * 4, "split": written})
    assert report["tile_count"] == 3
    assert recorder.notices["values_unknown"] == {
        "count": 1, "layer": "tiles.gpkg", "field": "split", "found": "left out"
    }  # fmt: skip


def test_labels_that_the_model_does_not_know_are_told(evaluate):
    label = ["bati", "non_bati", "bâtti", "unsure", None, "route", "bâtti", "non_bati"]
    report, _, recorder = evaluate({"label": label, "split": ["test"] * 8})
    assert report["tile_count"] == 3
    assert recorder.notices["values_unknown"] == {
        "count": 3, "layer": "tiles.gpkg", "field": "label", "found": "bâtti, route"
    }  # fmt: skip


def test_another_column_says_the_two_classes(evaluate):
    classe = ["Bâti" if name == "bati" else "Non bâti" if name == "non_bati" else "Unsure" for name in LABELS]
    report, _, recorder = evaluate({"classe": classe, "split": SPLITS}, label_field="classe")
    assert report["confusion"] == evaluate()[0]["confusion"]
    assert "values_unknown" not in recorder.notices


def test_tiles_that_lie_upon_others_count_once(evaluate, tmp_path: Path):
    squares = [square(0, 0, 10), square(0, 0, 10), square(10, 0, 10), square(0, 0, 10)]
    columns = {"tile_id": list("abcd"), "label": ["bati", "non_bati"] * 2, "split": ["test"] * 4}
    report, _, recorder = evaluate(tiles=(write_layer(tmp_path / "twice.gpkg", squares, **columns),))
    assert report["tile_count"] == 2
    assert recorder.notices["tiles_twice"] == {"count": 2, "layer": "twice.gpkg"}


@pytest.mark.parametrize(("parts", "count"), [(["test/", "train/"], 2), ([""], 2)])
def test_a_library_with_and_without_parts(evaluate, tmp_path: Path, parts: list[str], count: int):
    for part in parts:
        for name, value in (("bati", BRIGHT), ("non_bati", DARK)):
            (tmp_path / "library" / part / name).mkdir(parents=True)
            Image.new("RGB", (4, 4), (value,) * 3).save(tmp_path / "library" / part / name / "a.png")
    report, _, _ = evaluate(tiles=(), raster=(), library=(str(tmp_path / "library"),))
    assert report["tile_count"] == count
    assert report["accuracy"]["value"] == 1.0
