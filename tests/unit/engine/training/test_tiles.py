"""Parts of tiles from several layers, of which some may show the same ground."""

from __future__ import annotations

from pathlib import Path

import pytest

from sattile_plugin.engine.io.image_sets import ImageSet
from sattile_plugin.engine.io.vectors import read_tiles
from sattile_plugin.engine.training.tiles import leave_out_overlaps, load_parts

from ...builders import Recorder, grey, write_grid, write_raster

PARTS = ["train", "train", "validation", "test"]


@pytest.fixture
def images(tmp_path: Path):
    """Make a set of layers of a row of four tiles of 10 m, each with its parts and its western edge."""

    def make(*layers: tuple[list, float]) -> ImageSet:
        found = ImageSet()
        for number, (parts, west) in enumerate(layers):
            labels = ["bati", "non_bati"] * 2
            path = tmp_path / f"{number}.gpkg"
            tiles = write_grid(path, 1, 4, west=west, label=labels, split=parts, block_id=["A0", "A0", "A1", "A1"])
            raster = write_raster(tmp_path / f"{number}.tif", grey(10, 40), corner=(west, 10))
            found.add_tiles(tiles, read_tiles(tiles, Recorder()), raster, (1, 2, 3))
        return found

    return make


def left_out(images: ImageSet) -> tuple[list, dict]:
    """Return the parts after leaving out, and what was said."""
    recorder = Recorder()
    leave_out_overlaps(images, recorder)
    return images.table["split"].fillna("none").tolist(), recorder.notices


def test_ground_that_another_layer_measures_on_is_not_learned_from(images):
    parts, said = left_out(images((PARTS, 0), (PARTS[::-1], 0)))
    assert parts == ["none", "none", "validation", "test", "test", "validation", "none", "none"]
    assert said["tiles_judged_elsewhere"] == {"count": 4, "part": "train"}


def test_validation_gives_way_to_test(images):
    parts, said = left_out(images((["validation"] * 4, 0), (["test"] * 4, 0)))
    assert parts == ["none"] * 4 + ["test"] * 4
    assert said["tiles_judged_elsewhere"] == {"count": 4, "part": "validation"}


@pytest.mark.parametrize("west", [0, 40, 1000], ids=["split alike", "side by side", "elsewhere"])
def test_layers_that_do_not_contradict_each_other_keep_their_parts(images, west: float):
    parts, said = left_out(images((PARTS, 0), (PARTS, west)))
    assert parts == PARTS * 2 and not said


def test_a_part_of_a_tile_is_enough(images):
    parts, _ = left_out(images((["train"] * 4, 0), (["test"] * 4, 35)))
    assert parts == ["train"] * 3 + ["none"] + ["test"] * 4


@pytest.mark.parametrize(("west", "places"), [(0, [0]), (5, [0]), (30, [0, 1]), (500, [0, 1])])
def test_layers_of_the_same_ground_are_one_place(images, tmp_path: Path, west: float, places: list):
    tiles = load_parts(images((["train"] * 4, 0), (["train"] * 4, west)), 10, tmp_path, Recorder())["train"]
    assert sorted(set(tiles.place.tolist())) == places
    assert sorted(set(tiles.block)) == [f"{place} {name}" for place in places for name in ("A0", "A1")]
