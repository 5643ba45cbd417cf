"""Rasters that lie turned or mirrored on the map show the same ground as upright ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pyproj import CRS
from rasterio.transform import Affine

from sattile_plugin.engine.io.raster_files import raster_footprint
from sattile_plugin.engine.io.rasters import Bounds, Orthophoto

from ...builders import LAMBERT, counted, grey, write_raster


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ortho.tif"


MIRRORED = {
    "rows run north": ((slice(None, None, -1), slice(None)), Affine(1, 0, 500, 0, 1, 1000)),
    "columns run west": ((slice(None), slice(None, None, -1)), Affine(-1, 0, 508, 0, -1, 1008)),
    "both": ((slice(None, None, -1), slice(None, None, -1)), Affine(-1, 0, 508, 0, 1, 1000)),
}


@pytest.mark.parametrize("west", [502, 500.4, 498])
@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize(("order", "transform"), MIRRORED.values(), ids=MIRRORED)
def test_a_mirrored_raster_shows_what_an_upright_one_does(
    tmp_path: Path, order: tuple, transform: Affine, dtype: str, west: float
):
    """The two westernmost columns are black, which counts as no image."""
    pixels = counted(8, 8).astype(dtype)
    pixels[:, :, :2] = 0
    upright = write_raster(tmp_path / "upright.tif", pixels, (500, 1008))
    mirrored = write_raster(tmp_path / "mirrored.tif", pixels[(slice(None), *order)], transform=transform)
    tile = Bounds(west, 1003, west + 4, 1007)
    with Orthophoto(upright) as expected, Orthophoto(mirrored) as photo:
        for shown, wanted in (
            (photo.read_tile(tile, 4), expected.read_tile(tile, 4)),
            (photo.read_native_tile(tile), expected.read_native_tile(tile)),
        ):
            assert np.array_equal(shown[0], wanted[0]) and shown[1] == wanted[1]
        assert (photo.snap(tile), photo.bounds) == (expected.snap(tile), expected.bounds)
        assert photo.falls_on_pixels(tile) == expected.falls_on_pixels(tile)


@pytest.fixture(params=[30, 90, -135])
def turned(path: Path, request: pytest.FixtureRequest) -> str:
    """A raster of 200 x 200 m turned around 600,1100; a pixel's bands are metres east of 500 and north of 1000."""
    about = Affine.translation(600, 1100) @ Affine.rotation(request.param)
    transform = about @ Affine.translation(-100, 100) @ Affine.scale(1, -1)
    rows, columns = np.mgrid[0:200, 0:200] + 0.5
    east, north = transform * (columns, rows)
    ground = np.stack([east - 500, north - 1000, np.full_like(east, 255)])
    return write_raster(path, ground.round().clip(0, 255).astype("uint8"), transform=transform)


def test_a_turned_raster_shows_the_ground_of_the_tile(turned: str):
    """Two tiles, and the centres of their northernmost row and westernmost column."""
    with Orthophoto(turned) as photo:
        assert photo.resolution_m_per_px == pytest.approx(1)
        for tile in (Bounds(575, 1075, 625, 1125), Bounds(610, 1120, 640, 1150)):
            size_px = int(tile.xmax - tile.xmin)
            image, share = photo.read_tile(tile, size_px)
            native, native_share = photo.read_native_tile(tile)
            for pixels, ground in ((image, tile), (native, photo.snap(tile))):
                east = ground.xmin - 500 + 0.5 + np.arange(size_px)
                north = ground.ymax - 1000 - 0.5 - np.arange(size_px)
                assert np.abs(pixels[..., 0] - east).max() <= 1.5
                assert np.abs(pixels[..., 1] - north[:, None]).max() <= 1.5
            assert share == native_share == 1.0 and not photo.falls_on_pixels(tile)


def test_the_empty_corners_around_a_turned_raster_are_no_image(turned: str):
    outline, _ = raster_footprint(turned)
    with Orthophoto(turned) as photo:
        assert photo.bounds == pytest.approx(outline.bounds, abs=1)
        shown = photo.valid_share(photo.bounds)
    west, south, east, north = outline.bounds
    assert shown == pytest.approx(outline.area / ((east - west) * (north - south)), abs=0.05)


def test_footprint_and_resolution(path: Path):
    raster = write_raster(path, grey(4, 8), corner=(10, 20), resolution=0.5)
    outline, crs = raster_footprint(raster)
    assert outline.bounds == (10, 18, 14, 20)
    assert crs == CRS(LAMBERT)
    with Orthophoto(raster) as photo:
        assert photo.resolution_m_per_px == 0.5
        assert photo.native_size_px(Bounds(0, 0, 4, 4)) == 8
