"""Segments against what is known, and segments made smooth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from sattile_plugin.contract.errors import InvalidOption, MissingCrs, NoOverlap
from sattile_plugin.engine.communes.reference import measure_accuracy, reference_classes
from sattile_plugin.engine.communes.smoothing import smoothed

from ...builders import Recorder, layer, square, tile_squares, write_layer, write_raster

TILES = layer(tile_squares(1, 3), tile_id=["t0", "t1", "t2"])


def test_each_class_has_a_segment_of_its_own():
    """Ten tiles: segment 5 is all field and one road, 7 is road, 9 is field again and has no class left."""
    segment = np.array([5, 5, 5, 5, 7, 7, 7, 9, 9, 9])
    classes = np.array(["field"] * 3 + ["road"] * 4 + ["field"] * 2 + [None], dtype=object)
    overall, table = measure_accuracy(segment, classes)
    assert overall["tile_count"] == 9 and overall["overall_accuracy"] == pytest.approx(6 / 9)
    table = table.set_index("class")
    assert table["segment"].to_dict() == {"field": 5, "road": 7}
    assert table.loc["field", ["precision", "recall", "f1"]].tolist() == pytest.approx([3 / 4, 3 / 5, 2 / 3])
    assert table.loc["road", ["precision", "recall", "f1"]].tolist() == pytest.approx([1, 3 / 4, 6 / 7])
    assert overall["macro_f1"] == pytest.approx((2 / 3 + 6 / 7) / 2)


def test_the_same_parts_under_other_numbers_are_right():
    overall, _ = measure_accuracy(np.array([2, 2, 1]), np.array(["a", "a", "b"], dtype=object))
    assert (overall["overall_accuracy"], overall["ari"], overall["nmi"]) == (1, 1, 1)


def test_a_class_beyond_the_segments_is_missed():
    overall, table = measure_accuracy(np.array([1, 1, 1]), np.array(["a", "a", "b"], dtype=object))
    assert table["segment"].isna().tolist() == [False, True]
    assert table["f1"].tolist() == pytest.approx([0.8, 0]) and overall["ari"] == 0


def test_a_tile_has_the_class_that_covers_most_of_it(tmp_path: Path):
    fields = [shapely.box(0, 0, 6, 10), square(6, 0, 10)]
    path = write_layer(tmp_path / "land.gpkg", fields, use=["wood", "lake"])
    assert reference_classes(TILES, path, "use", Recorder()).tolist() == ["wood", "lake", None]


def test_an_empty_class_is_none(tmp_path: Path):
    path = write_layer(tmp_path / "land.gpkg", tile_squares(1, 3), use=["wood", "", None])
    assert reference_classes(TILES, path, "use", Recorder()).tolist() == ["wood", None, None]


def test_a_tile_has_the_most_frequent_value_of_a_raster(tmp_path: Path):
    pixels = np.full((1, 10, 20), 3, dtype=np.uint8)
    pixels[:, :, 14:] = 8
    path = write_raster(tmp_path / "classes.tif", pixels)
    assert reference_classes(TILES, path, None, Recorder()).tolist() == ["3", "8", None]


def test_a_reference_that_cannot_be_used(tmp_path: Path):
    here = write_layer(tmp_path / "land.gpkg", tile_squares(1, 3), use=["a", "b", "c"])
    far = write_layer(tmp_path / "far.gpkg", [square(900, 0, 10)], use=["a"])
    nowhere = write_raster(tmp_path / "nowhere.tif", np.ones((1, 9, 9), dtype=np.uint8), crs=None)
    for path, field, error, words in (
        (here, "kind", InvalidOption, "reference_field is kind; expected one of use"),
        (here, None, InvalidOption, "reference_field is nothing"),
        (far, "use", NoOverlap, "do not overlap"),
        (nowhere, None, MissingCrs, "no coordinate reference system"),
    ):
        with pytest.raises(error, match=words):
            reference_classes(TILES, path, field, Recorder())


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (0, [0, 0, 0, 0, 1, 0, 0, 0, 0]),
        (1, [0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_a_lonely_tile_is_smoothed_away(times: int, expected: list[int]):
    labels = np.array([0, 0, 0, 0, 1, 0, 0, 0, 0])
    assert smoothed(labels, layer(tile_squares(3, 3)), times).tolist() == expected


def test_a_straight_border_stays():
    labels = np.array([0, 0, 1, 1] * 4)
    assert smoothed(labels, layer(tile_squares(4, 4)), 3).tolist() == labels.tolist()


def test_gaps_between_tiles_keep_them_apart():
    labels = np.array([0, 1, 0])
    apart = layer([square(0, 0, 10), square(40, 0, 10), square(80, 0, 10)])
    assert smoothed(labels, apart, 2).tolist() == [0, 1, 0]
