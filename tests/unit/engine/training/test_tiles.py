"""Parts of tiles from several layers, of which some may show the same ground."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.model_selection import train_test_split

from sattile_plugin.engine.io.image_sets import ImageSet
from sattile_plugin.engine.io.vectors import read_tiles
from sattile_plugin.engine.training.known import draw_parts_again, learned_part
from sattile_plugin.engine.training.tiles import draw_missing_parts, leave_out_overlaps, load_parts

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


@pytest.mark.parametrize("west", [0, 1000], ids=["split alike", "elsewhere"])
def test_layers_that_do_not_contradict_each_other_keep_their_parts(images, west: float):
    parts, said = left_out(images((PARTS, 0), (PARTS, west)))
    assert parts == PARTS * 2 and "tiles_judged_elsewhere" not in said


@pytest.mark.parametrize(("gap", "told"), [(0, {"count": 1, "part": "train"}), (1, None)])
def test_layers_that_meet_keep_their_parts_and_are_told_of(images, gap: float, told: dict | None):
    """The eastern tile of the one is measured on, and the western one of the other is learned from."""
    parts, said = left_out(images((PARTS, 0), (PARTS, 40 + gap)))
    assert parts == PARTS * 2 and said.get("tiles_beside_judged") == told


def test_a_part_of_a_tile_is_enough(images):
    parts, _ = left_out(images((["train"] * 4, 0), (["test"] * 4, 35)))
    assert parts == ["train"] * 3 + ["none"] + ["test"] * 4


@pytest.mark.parametrize(("west", "places"), [(0, [0]), (5, [0]), (30, [0, 1]), (500, [0, 1])])
def test_layers_of_the_same_ground_are_one_place(images, tmp_path: Path, west: float, places: list):
    tiles = load_parts(images((["train"] * 4, 0), (["train"] * 4, west)), 10, tmp_path, Recorder())["train"]
    assert sorted(set(tiles.place.tolist())) == places
    assert sorted(set(tiles.block)) == [f"{place} {name}" for place in places for name in ("A0", "A1")]


def test_progress_of_all_parts_is_one_run(images, tmp_path: Path):
    recorder = Recorder()
    load_parts(images((PARTS, 0)), 10, tmp_path, recorder)
    told = [(done, total) for step, done, total in recorder.steps if step == "images"]
    assert {total for _, total in told} == {4} and [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == 4


def library_of(folder: Path, copies: int) -> ImageSet:
    """Return a library of 20 images of each class, of which some lie there once more."""
    for number in range(40):
        image = Image.new("RGB", (4, 4), (number, 0, 0))
        (folder / ("bati", "non_bati")[number % 2]).mkdir(exist_ok=True)
        for suffix in ("", "_copy")[: 1 + (number < copies)]:
            image.save(folder / ("bati", "non_bati")[number % 2] / f"{number}{suffix}.png")
    found = ImageSet()
    found.add_library(str(folder))
    return found


def parts_one_by_one(images: ImageSet, seed: int) -> list:
    """Return the parts as they are drawn where no image is a copy."""
    rows, target = images.table.index, images.table["target"]
    _, rest = train_test_split(rows, train_size=0.7, stratify=target, random_state=seed)
    validation, test = train_test_split(rest, test_size=0.15 / 0.3, stratify=target[rest], random_state=seed)
    numbers = np.isin(rows, validation) + 2 * np.isin(rows, test)
    return np.array(["train", "validation", "test"])[numbers].tolist()


def test_copies_of_an_image_are_in_one_part_and_one_block(tmp_path: Path):
    images, recorder = library_of(tmp_path, 40), Recorder()
    draw_missing_parts(images, [0], 1, recorder)
    original = images.table["tile_id"].str.removesuffix("_copy")
    assert (images.table.groupby(original)[["split", "block_id"]].nunique() == 1).all(axis=None)
    assert images.table["split"].value_counts().to_dict() == {"train": 56, "validation": 12, "test": 12}
    assert recorder.notices["copies_kept_together"]["count"] == 40


def test_without_copies_parts_are_drawn_as_they_always_were(tmp_path: Path):
    images, recorder = library_of(tmp_path, 0), Recorder()
    draw_missing_parts(images, [0], 1, recorder)
    assert images.table["split"].tolist() == parts_one_by_one(images, 1)
    assert "copies_kept_together" not in recorder.notices and "with_copies" not in images.origins[0]


@pytest.mark.parametrize("with_copies", [False, True], ids=["early model", "model"])
def test_parts_with_copies_are_drawn_again_as_the_model_drew_them(tmp_path: Path, with_copies: bool):
    first, again = library_of(tmp_path, 40), library_of(tmp_path, 40)
    draw_missing_parts(first, [0], 1, Recorder(), with_copies)
    about = {"training": first.origins}
    draw_parts_again(again, about, Recorder())
    assert again.table["split"].tolist() == first.table["split"].tolist()
    assert (again.table["split"].tolist() == parts_one_by_one(again, 1)) == (not with_copies)
    assert learned_part(about, again, "test") is None
    other = library_of(tmp_path, 40)
    draw_missing_parts(other, [0], 1, Recorder(), not with_copies)
    assert learned_part(about, other, "test") == "train"
