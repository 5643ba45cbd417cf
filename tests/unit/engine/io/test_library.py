"""Image libraries: folders of parts and classes, by whatever name people give them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sattile_plugin.contract.errors import EmptyLayer, UnreadableFile
from sattile_plugin.contract.fields import CLASSES
from sattile_plugin.engine.io.library import firsts_of_copies, library_content, read_library, read_library_image


@pytest.fixture
def library(tmp_path: Path):
    """Make a library of small red images at some paths."""

    def make(*paths: str) -> str:
        for path in paths:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (4, 4), (255, 0, 0)).save(tmp_path / path)
        return str(tmp_path)

    return make


def rows(folder: str) -> list[tuple]:
    return sorted(read_library(folder)[["tile_id", "label", "split"]].fillna("none").itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("path", "row"),
    [
        ("train/bati/a.png", ("a", "bati", "train")),
        ("train/non_bati/a.jpg", ("a", "non_bati", "train")),
        ("Validation/Bâti/a.tif", ("a", "bati", "validation")),
        ("val/BATI/a.JPEG", ("a", "bati", "validation")),
        ("TEST/Non-Bâti/a.webp", ("a", "non_bati", "test")),
        ("test/non bâti/a.b.png", ("a.b", "non_bati", "test")),
        ("bati/a.png", ("a", "bati", "none")),
        ("Non_Bati/a.tiff", ("a", "non_bati", "none")),
    ],
)
def test_names_count_without_case_and_accents(library, path: str, row: tuple):
    assert rows(library(path)) == [row]


def test_a_library_with_parts(library):
    folder = library("train/bati/a.png", "train/non_bati/b.png", "test/bati/c.png", "other/bati/d.png")
    assert rows(folder) == [("a", "bati", "train"), ("b", "non_bati", "train"), ("c", "bati", "test")]


@pytest.mark.parametrize("part", ["", "train/"])
def test_images_of_one_name_are_blocks_of_their_own(library, part: str):
    table = read_library(library(f"{part}bati/0.png", f"{part}bati/0.jpg", f"{part}non_bati/0.png"))
    assert sorted(table["block_id"]) == [f"{part}{name}" for name in ("bati/0.jpg", "bati/0.png", "non_bati/0.png")]


def test_a_copy_is_known_by_its_bytes(tmp_path: Path):
    paths = [str(tmp_path / name) for name in "abcd"]
    for path, content in zip(paths, (b"12", b"34", b"12", b"1234")):
        Path(path).write_bytes(content)
    assert firsts_of_copies(paths) == [paths[0], paths[1], paths[0], paths[3]]


def test_other_files_are_no_images(library, tmp_path: Path):
    folder = library("bati/a.png")
    (tmp_path / "bati" / "notes.txt").touch()
    (tmp_path / "manifest.csv").touch()
    assert rows(folder) == [("a", "bati", "none")]


@pytest.mark.parametrize("path", ["cats/a.png", "train/cats/a.png", "a.png"])
def test_a_folder_without_classes(library, path: str):
    with pytest.raises(EmptyLayer, match="images in folders non_bati, bati"):
        read_library(library(path), CLASSES)


@pytest.mark.parametrize("part", ["", "train/"])
def test_folders_of_other_names_are_classes_too(library, part: str):
    folder = library(f"{part}forest/a.png", f"{part}Tennis court/b.png")
    found = part.rstrip("/") or "none"
    assert rows(folder) == [("a", "forest", found), ("b", "Tennis court", found)]


@pytest.mark.parametrize("name", ["a.tif", "a.png"])
def test_images_of_more_bits_are_not_taken_for_dark_ones(tmp_path: Path, name: str):
    Image.fromarray(np.full((4, 4), 3000, "uint16")).save(tmp_path / name)
    with pytest.raises(UnreadableFile, match=r"an image of 8 bits \(its values have more"):
        read_library_image(str(tmp_path / name), 4)


def test_no_such_folder(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="there is no such folder"):
        read_library(str(tmp_path / "missing"))


@pytest.mark.parametrize(("mode", "colour"), [("RGB", (255, 0, 0)), ("RGBA", (255, 0, 0, 9)), ("L", 255), ("P", 0)])
def test_any_kind_of_image_is_rgb(tmp_path: Path, mode: str, colour):
    Image.new(mode, (8, 8), colour).save(tmp_path / "a.png")
    image = read_library_image(str(tmp_path / "a.png"), 4)
    assert image.shape == (4, 4, 3) and image.dtype == np.uint8
    assert image[0, 0, 0] == (0 if mode == "P" else 255)


@pytest.mark.parametrize("content", [b"", b"no image", b"\x89PNG\r\n\x1a\n"])
def test_a_broken_image(tmp_path: Path, content: bytes):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"a\.png cannot be read as an image"):
        read_library_image(str(tmp_path / "a.png"), 4)


def test_a_link_to_an_image_that_is_gone(library):
    folder = library("bati/a.png")
    (Path(folder) / "bati" / "b.png").symlink_to("gone.png")
    table = read_library(folder, CLASSES)
    for use in (library_content, lambda table: firsts_of_copies(table["path"])):
        with pytest.raises(UnreadableFile, match=r"b\.png cannot be read as an image .*there is no such file"):
            use(table)
