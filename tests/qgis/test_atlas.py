"""Atlas and Direct give the same images, names and manifest."""

from __future__ import annotations

from pathlib import Path

import pytest
from atlas_ground import ATLAS, DIRECT, WEST, different, make_ground, pixels_of
from osgeo import gdal
from qgis.core import QgsProject


@pytest.fixture(autouse=True)
def empty_project(plugin):
    yield
    QgsProject.instance().clear()


def test_both_methods_give_the_same_pixels_names_and_manifest(tmp_path: Path) -> None:
    ground = make_ground(tmp_path, 20, 25)
    direct, atlas = ground.export(DIRECT, "direct", WORLD_FILES=True), ground.export(ATLAS, "atlas", WORLD_FILES=True)
    images = pixels_of(direct)
    assert len(images) == 400 and len(set(images.values())) == 400
    assert different(images, pixels_of(atlas)) == []
    for name in ("manifest.csv", *(path.relative_to(direct) for path in direct.rglob("*.pgw"))):
        assert (atlas / name).read_text() == (direct / name).read_text()
    names = {path.relative_to(direct).as_posix() for path in direct.rglob("*")}
    assert {path.relative_to(atlas).as_posix() for path in atlas.rglob("*")} == names
    assert not [path for path in ground.folder.iterdir() if path.name.startswith(".")]


def test_labels_and_parts_as_people_write_them_are_the_same_by_both_methods(tmp_path: Path) -> None:
    ground = make_ground(tmp_path, 2, 25, ("Bâti", "Non-bâti"), ("Apprentissage", "Test"))
    direct, atlas = (pixels_of(ground.export(method, str(method))) for method in (DIRECT, ATLAS))
    assert {str(Path(name).parent) for name in direct} == {
        f"{part}/{label}" for part in ("train", "test") for label in ("bati", "non_bati")
    }
    assert different(direct, atlas) == []


@pytest.mark.parametrize("tile_px", [8, 33, 100, 150, 224, 244, 250, 256, 333, 512])
def test_any_size_is_exact_to_the_pixel(tmp_path: Path, tile_px: int) -> None:
    ground = make_ground(tmp_path, 3, tile_px)
    assert different(pixels_of(ground.export(DIRECT, "direct")), pixels_of(ground.export(ATLAS, "atlas"))) == []
    assert len(pixels_of(tmp_path / "atlas")) == 9


@pytest.mark.parametrize(("image_format", "suffix"), [(2, "webp"), (3, "tif")])
def test_other_lossless_formats_hold_the_same_pixels(tmp_path, image_format: int, suffix: str) -> None:
    ground = make_ground(tmp_path, 2, 25)
    direct, atlas = (ground.export(method, str(method), IMAGE_FORMAT=image_format) for method in (DIRECT, ATLAS))
    assert different(pixels_of(direct, suffix), pixels_of(atlas, suffix)) == []
    if suffix == "tif":
        images = [gdal.Open(str(next(folder.rglob("t1-1.tif")))) for folder in (direct, atlas)]
        assert images[0].GetGeoTransform() == pytest.approx(images[1].GetGeoTransform(), abs=1e-6)
        assert images[1].GetGeoTransform()[0] == pytest.approx(WEST + 5)
