"""Sets of labelled images: what a row says, in which order images come, and how few are held."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sattile_plugin.contract.errors import EmptyLayer, NoOverlap
from sattile_plugin.contract.jobs import TrainClassifier
from sattile_plugin.engine.io.image_sets import ImageSet, RasterSource, in_a_block, labelled_images, load_images
from sattile_plugin.engine.io.tile_images import read_ahead, tile_of
from sattile_plugin.engine.io.vectors import read_tiles

from ...builders import Recorder, grey, layer, tile_squares, write_grid, write_raster

VALUES = [50, 100, 150, 200]
LABELS = ["bati", "unsure", "non_bati", None]


def add_tiles(images: ImageSet, tiles: str, raster: str) -> None:
    images.add_tiles(tiles, read_tiles(tiles, Recorder()), raster, (1, 2, 3))


@pytest.fixture
def images(tmp_path: Path) -> ImageSet:
    """Four tiles of 10 m, of which two are labelled, over stripes of four values."""
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 4, label=LABELS, split=["train", None, "test", None])
    raster = write_raster(tmp_path / "ortho.tif", grey(10, 40, np.repeat([VALUES], 10, axis=1)))
    found = ImageSet()
    add_tiles(found, tiles, raster)
    return found


def test_only_labelled_tiles_are_in_the_table(images: ImageSet):
    assert images.table["tile_id"].tolist() == ["t0", "t2"]
    assert images.table["target"].tolist() == [1, 0]
    assert images.table["split"].tolist() == ["train", "test"]
    assert images.table["block_id"].tolist() == ["t0", "t2"]


def test_where_images_come_from(images: ImageSet):
    (origin,) = images.origins
    assert (origin["crs"], origin["extent"]) == ("EPSG:2154", [0, 0, 30, 10])
    assert (origin["tile_size_m"], origin["resolution_m_per_px"]) == (10, 1)


def test_images_in_the_order_asked_for(images: ImageSet):
    assert [int(image.pixels[0, 0, 0]) for image in images.read([1, 0, 1], 10)] == [150, 50, 150]


def test_a_tile_with_its_surroundings_is_whole_where_the_photo_ends(images: ImageSet):
    """Half its side around the first of three tiles of 10 m: nothing in the west, its neighbour in the east."""
    (image,) = images.read([0], 20, surround=0.5)
    assert image.pixels[10, [2, 7, 12, 17], 0].tolist() == [0, 50, 50, 100] and image.valid_share == 1.0
    assert (tile_of(image.pixels, 0.5) == 50).all() and tile_of(image.pixels, 0.5).shape == (10, 10, 3)


def test_an_image_without_surroundings_is_mirrored_at_its_edge(images: ImageSet, tmp_path: Path):
    (tmp_path / "library" / "bati").mkdir(parents=True)
    columns = np.tile(np.arange(10, 110, 10, dtype=np.uint8)[None, :, None], (10, 1, 3))
    Image.fromarray(columns).save(tmp_path / "library" / "bati" / "a.png")
    images.add_library(str(tmp_path / "library"))
    (image,) = images.read([2], 20, surround=0.5)
    assert image.pixels[0, :, 0].tolist() == [60, 50, 40, 30, 20, *range(10, 110, 10), 90, 80, 70, 60, 50]


def test_tiles_and_libraries_together(images: ImageSet, tmp_path: Path):
    (tmp_path / "library" / "bati").mkdir(parents=True)
    Image.new("RGB", (10, 10), (77, 77, 77)).save(tmp_path / "library" / "bati" / "a.png")
    images.add_library(str(tmp_path / "library"))
    assert images.table[["source", "number"]].to_numpy().tolist() == [[0, 0], [0, 1], [1, 0]]
    assert images.undivided == [1]
    assert [int(image.pixels[0, 0, 0]) for image in images.read([2, 0], 10)] == [77, 50]


def test_images_in_a_file_of_their_own(images: ImageSet, tmp_path: Path):
    told = []
    pixels, usable = load_images(images, [0, 1], 10, str(tmp_path / "pixels"), lambda *done: told.append(done))
    assert pixels.shape == (2, 10, 10, 3) and pixels[:, 5, 5, 0].tolist() == [50, 150]
    assert usable.tolist() == [True, True] and told == [(1, 2), (2, 2)]
    assert (tmp_path / "pixels").stat().st_size == 2 * 10 * 10 * 3


def test_rows_without_image_take_no_room_among_the_images(tmp_path: Path):
    values = np.repeat([[0, 150]], 10, axis=1)
    raster = write_raster(tmp_path / "half.tif", grey(10, 20, values))
    images = ImageSet()
    add_tiles(images, write_grid(tmp_path / "t.gpkg", 1, 2, label=["bati", "non_bati"]), raster)
    pixels, usable = load_images(images, [0, 1], 10, str(tmp_path / "pixels"), lambda *done: None)
    assert usable.tolist() == [False, True] and pixels[:, 5, 5, 0].tolist() == [150]
    assert isinstance(pixels, np.memmap)


def test_no_images_at_all(images: ImageSet, tmp_path: Path):
    pixels, usable = load_images(images, [], 10, str(tmp_path / "pixels"), lambda *done: None)
    assert pixels.shape == (0, 10, 10, 3) and len(usable) == 0


def test_whole_numbers_are_classes_with_and_without_missing_ones(tmp_path: Path):
    raster = write_raster(tmp_path / "o.tif", grey(10, 40, 100))
    images = ImageSet(None, "use")
    for name, use in (("a", [1, 2, 1, 2]), ("b", [1, None, 2, None])):
        add_tiles(images, write_grid(tmp_path / f"{name}.gpkg", 1, 4, use=use), raster)
    assert images.table["label"].tolist() == ["1", "2", "1", "2", "1", "2"]
    again = ImageSet(("1", "2"), "use")
    add_tiles(again, str(tmp_path / "a.gpkg"), raster)
    assert len(again.table) == 4


@pytest.mark.parametrize("codes", [[1111001, 1111002, 2222001, 1111001], [1111001, 1111002, 2222001, None]])
def test_long_numbers_of_classes_stay_apart(tmp_path: Path, codes: list):
    raster = write_raster(tmp_path / "o.tif", grey(10, 40, 100))
    images = ImageSet(None, "code")
    add_tiles(images, write_grid(tmp_path / "t.gpkg", 1, 4, code=codes), raster)
    assert images.classes == ("1111001", "1111002", "2222001")


@pytest.mark.parametrize(
    ("wanted", "written", "classes", "labels"),
    [
        pytest.param(
            None, ["Bâti", "Non bâti", "Unsure"], ("non_bati", "bati"), ["bati", "non_bati"], id="the two classes"
        ),
        pytest.param(
            None, ["Bâti", "Forêt", "UNSURE"], ("Forêt", "bati"), ["bati", "Forêt"], id="beside another class"
        ),
        pytest.param(
            ("non_bati", "bati"),
            ["BATI", "Forêt", "Non-Bâti"],
            ("non_bati", "bati"),
            ["bati", "non_bati"],
            id="a model's",
        ),
        pytest.param(
            ("Bâti", "Forêt"), ["Bâti", "Forêt", "Unsure"], ("Bâti", "Forêt"), ["Bâti", "Forêt"], id="as a model has it"
        ),
    ],
)
def test_classes_as_people_write_them_in_any_column(
    tmp_path: Path, wanted: tuple | None, written: list[str], classes: tuple, labels: list[str]
):
    images = ImageSet(wanted, "classe")
    add_tiles(
        images,
        write_grid(tmp_path / "t.gpkg", 1, 3, classe=written),
        write_raster(tmp_path / "o.tif", grey(10, 30, 100)),
    )
    assert images.classes == classes
    assert images.table["label"].tolist() == labels


@pytest.mark.parametrize(
    ("label", "told"),
    [
        (["bati", "non_bati", "bâtti", "batti"], {"field": "label", "found": "batti, bâtti", "count": 2}),
        (["bati", "non_bati", "unsure", None], None),
        (["bati", "Forêt", "route", "bati"], None),
    ],
)
def test_names_beside_the_two_classes_are_told(tmp_path: Path, label: list, told: dict | None):
    tiles = write_grid(tmp_path / "t.gpkg", 1, 4, label=label)
    raster, recorder = write_raster(tmp_path / "o.tif", grey(10, 40, 100)), Recorder()
    labelled_images(TrainClassifier("m.onnx", (tiles,), (raster,)), (), recorder)
    assert recorder.notices.get("classes_beside_bati") == told


def test_tiles_without_any_label(tmp_path: Path):
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 2, label=["unsure", None])
    with pytest.raises(EmptyLayer, match="tile labelled bati / non_bati"):
        add_tiles(ImageSet(), tiles, "unused.tif")


def test_a_raster_elsewhere(tmp_path: Path):
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 2, label=["bati", "bati"])
    raster = write_raster(tmp_path / "ortho.tif", grey(4, 4), corner=(500, 500))
    with pytest.raises(NoOverlap):
        add_tiles(ImageSet(), tiles, raster)


def test_a_raster_source_reads_from_several_threads(tmp_path: Path):
    raster = write_raster(tmp_path / "ortho.tif", grey(10, 40, np.repeat([VALUES], 10, axis=1)))
    source = RasterSource(raster, (1, 2, 3), layer(tile_squares(1, 4)))
    calls = ((source, number % 4) for number in range(200))
    assert [int(image.pixels[0, 0, 0]) for image in read_ahead(calls, 10)] == VALUES * 50


@pytest.mark.parametrize(
    ("block_id", "expected"),
    [
        (["A1", None, "", "A2"], ["A1", "t1", "t2", "A2"]),
        ([1, None, 2, 1], ["1", "t1", "2", "1"]),
        ([None] * 4, ["t0", "t1", "t2", "t3"]),
    ],
)
def test_a_tile_without_a_block_is_one_by_itself(tmp_path: Path, block_id: list, expected: list[str]):
    raster = write_raster(tmp_path / "o.tif", grey(10, 40, 100))
    images = ImageSet()
    add_tiles(images, write_grid(tmp_path / "t.gpkg", 1, 4, label=["bati"] * 4, block_id=block_id), raster)
    assert images.table["block_id"].tolist() == expected
    assert in_a_block(images.table).tolist() == [name[0] != "t" for name in expected]
