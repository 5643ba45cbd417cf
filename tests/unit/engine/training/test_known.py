"""Whether a model learned from the tiles that it is measured on, on a row of four tiles of 10 m."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sattile_plugin.engine.io.image_sets import ImageSet
from sattile_plugin.engine.io.vectors import read_tiles
from sattile_plugin.engine.training.known import knows_place, learned_part, network_knows

from ...builders import Recorder, grey, write_grid, write_raster

PARTS = ["train", "validation", "test", "test"]


@pytest.fixture
def images(tmp_path: Path) -> ImageSet:
    """From 0,0 to 40,10."""
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 4, label=["bati", "non_bati"] * 2, split=PARTS)
    found = ImageSet()
    raster = write_raster(tmp_path / "ortho.tif", grey(10, 40))
    found.add_tiles(tiles, read_tiles(tiles, Recorder()), raster, (1, 2, 3))
    return found


def library(folder: Path, size_px: int) -> ImageSet:
    for name in ("bati", "non_bati"):
        (folder / "train" / name).mkdir(parents=True)
        Image.new("RGB", (size_px, size_px)).save(folder / "train" / name / "a.png")
    found = ImageSet()
    found.add_library(str(folder))
    return found


def learned(*extents: list[float], crs: str = "EPSG:2154", parts: tuple[str, ...] = ("train",)) -> dict[str, Any]:
    """Return what a model tells that learned from layers of these extents."""
    training = [{"crs": crs, "extent": extent, "content": "another"} for extent in extents]
    return {"training": training, "learned_from": list(parts)}


TWO_PARTS = ("train", "validation")
CASES = {
    "another place": (learned([90_000, 0, 91_000, 10], parts=TWO_PARTS), dict.fromkeys(("all", *PARTS))),
    "side by side": (learned([40, 0, 80, 10]), dict.fromkeys(("all", *PARTS))),
    "edges touch": (learned([39.9, 0, 80, 10]), dict.fromkeys(("all", *PARTS))),
    "the same ground": (
        learned([0, 0, 40, 10], parts=TWO_PARTS),
        {"all": "train", "train": "train", "validation": "validation", "test": "train"},
    ),
    "one of four tiles": (
        learned([0, 0, 10, 10], parts=TWO_PARTS),
        {"all": "train", "train": "train", "validation": None, "test": None},
    ),
    "halves of two layers": (learned([-20, 0, 19, 10], [21, 0, 60, 10]), {"all": "train", "test": "train"}),
    "inside": (learned([22, 2, 25, 5]), {"all": "train", "test": "train", "train": None}),
    "in degrees": (learned([-1.4, -6, -1.3, -5.9], crs="EPSG:4326"), {"all": "train", "test": "train"}),
    "no record of training": ({}, {"train": "train", "validation": None, "test": None, "all": None}),
}


@pytest.mark.parametrize(("about", "expected"), CASES.values(), ids=CASES)
def test_the_place_comes_before_the_part(images: ImageSet, about: dict, expected: dict):
    assert {part: learned_part(about, images, part) for part in expected} == expected


def test_these_very_tiles_in_the_same_parts(images: ImageSet):
    about = {"training": images.origins, "learned_from": ["train"]}
    expected = {"train": "train", "validation": None, "test": None, "all": "train"}
    assert {part: learned_part(about, images, part) for part in expected} == expected
    assert knows_place(about, images, "test")


def test_a_library_is_told_by_its_content(tmp_path: Path):
    first, other = (library(tmp_path / str(size_px), size_px) for size_px in (5, 200))
    about = {"training": first.origins, "learned_from": ["train"]}
    assert (learned_part(about, first, "train"), learned_part(about, other, "train")) == ("train", None)
    assert (knows_place(about, first, "train"), knows_place(about, other, "train")) == (True, False)


def test_tiles_may_be_the_images_of_a_library(tmp_path: Path, images: ImageSet):
    about = {"training": library(tmp_path / "library", 5).origins, "learned_from": ["train"]}
    assert (learned_part(about, images, "train"), learned_part(about, images, "test")) == ("train", None)
    assert knows_place(about, images, "train") and network_knows(about, images)


@pytest.mark.parametrize(
    ("network_learned", "knows"), [({}, True), ({"network_learned": True}, True), ({"network_learned": False}, False)]
)
def test_a_network_knows_a_place_only_where_it_learned_itself(images: ImageSet, network_learned: dict, knows: bool):
    assert network_knows({**learned([0, 0, 40, 10]), **network_learned}, images) == knows
    assert not network_knows({**learned([90_000, 0, 91_000, 10]), **network_learned}, images)
