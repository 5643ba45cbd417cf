"""The raster adapter: which pixels a tile gets, in which order, from which overview."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import rasterio
from pyproj import CRS, Transformer

from sattile_plugin.contract.errors import MissingBand, MissingCrs, UnreadableFile
from sattile_plugin.engine.io.raster_files import raster_footprint
from sattile_plugin.engine.io.rasters import Bounds, Orthophoto, Stretch, valid_shares

from ...builders import LAMBERT, UTM_31, counted, grey, square, write_raster


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ortho.tif"


def test_the_first_row_is_north(path: Path):
    pixels = grey(4, 4, 10)
    pixels[:, 0, :] = 200
    with Orthophoto(write_raster(path, pixels)) as photo:
        image, share = photo.read_tile(Bounds(0, 0, 4, 4), 4)
    assert image[:, 0, 0].tolist() == [200, 10, 10, 10]
    assert share == 1.0


def test_a_tile_is_its_window(path: Path):
    pixels = counted(8, 8)
    with Orthophoto(write_raster(path, pixels)) as photo:
        north_east = photo.read_tile(Bounds(4, 4, 8, 8), 4)[0]
        south_west = photo.read_tile(Bounds(0, 0, 4, 4), 4)[0]
    assert np.array_equal(north_east, np.moveaxis(pixels[:, :4, 4:], 0, -1))
    assert np.array_equal(south_west, np.moveaxis(pixels[:, 4:, :4], 0, -1))


@pytest.mark.parametrize("bands", [(1, 2, 3), (3, 2, 1), (4, 1, 2), (2, 2, 2)])
def test_any_order_of_bands(path: Path, bands: tuple):
    pixels = np.stack([np.full((4, 4), value, "uint8") for value in (10, 20, 30, 40)])
    with Orthophoto(write_raster(path, pixels), bands) as photo:
        assert photo.read_tile(Bounds(0, 0, 4, 4), 4)[0][0, 0].tolist() == [10 * band for band in bands]


@pytest.mark.parametrize(
    ("bounds", "share"),
    [
        ((0, 0, 4, 4), 1.0),
        ((2, 0, 6, 4), 0.5),
        ((-2, -2, 2, 2), 0.25),
        ((4, 0, 8, 4), 0.0),
        ((100, 100, 104, 104), 0.0),
    ],
)
def test_ground_outside_the_raster_is_black(path: Path, bounds: tuple, share: float):
    with Orthophoto(write_raster(path, grey(4, 4, 100))) as photo:
        image, found = photo.read_tile(Bounds(*bounds), 4)
        native, found_too = photo.read_native_tile(Bounds(*bounds))
    assert found == found_too == share
    assert image.shape == native.shape == (4, 4, 3)
    assert (image == 100).mean() == (native == 100).mean() == share
    assert set(np.unique(image)) <= {0, 100}


def test_a_tile_over_the_edge_keeps_its_image_in_place(path: Path):
    with Orthophoto(write_raster(path, grey(4, 4, 100))) as photo:
        image, _ = photo.read_tile(Bounds(-2, 0, 2, 4), 4)
        above, _ = photo.read_tile(Bounds(0, 3, 4, 7), 4)
    assert image[0, :, 0].tolist() == [0, 0, 100, 100]
    assert above[:, 0, 0].tolist() == [0, 0, 0, 100]


@pytest.mark.parametrize("nodata", [7, None])
def test_nodata_counts_as_no_image(path: Path, nodata: int | None):
    pixels = grey(4, 4, 100)
    pixels[:, :, 0] = nodata or 0
    with Orthophoto(write_raster(path, pixels, nodata=nodata)) as photo:
        assert photo.read_tile(Bounds(0, 0, 4, 4), 4)[1] == 0.75


def test_one_black_band_is_still_an_image(path: Path):
    pixels = grey(4, 4, 100)
    pixels[0] = 0
    with Orthophoto(write_raster(path, pixels, nodata=0)) as photo:
        assert photo.read_tile(Bounds(0, 0, 4, 4), 4)[1] == 1.0


@pytest.mark.parametrize("nodata", [None, 7])
@pytest.mark.parametrize(("others", "share"), [(0, 0.0), (99, 0.0), (101, 1.0)])
def test_white_all_over_is_the_ground_beyond_a_photo(path: Path, nodata: int | None, others: int, share: float):
    pixels = grey(100, 100, 255)
    pixels[1].flat[:others] = 100
    with Orthophoto(write_raster(path, pixels, nodata=nodata)) as photo:
        assert photo.read_tile(Bounds(0, 0, 100, 100), 100)[1] == share
        assert photo.read_native_tile(Bounds(0, 0, 100, 100))[1] == share


def test_white_of_more_than_8_bits_is_an_image(path: Path):
    with Orthophoto(write_raster(path, grey(4, 4, 255, "uint16"))) as photo:
        assert photo.read_tile(Bounds(0, 0, 4, 4), 4)[1] == 1.0


def test_an_overview_is_read_where_it_suffices(path: Path):
    """The overview is given another value than the raster, which shows what was read."""
    write_raster(path, grey(64, 64, 100), tiled=True, blockxsize=16, blockysize=16)
    with rasterio.open(path, "r+") as raster:
        raster.build_overviews([4], rasterio.enums.Resampling.nearest)
    with rasterio.open(path, "r+", overview_level=0) as overview:
        overview.write(grey(16, 16, 200))
    with Orthophoto(str(path)) as photo:
        coarse, _ = photo.read_tile(Bounds(0, 0, 32, 32), 8)
        fine, _ = photo.read_tile(Bounds(0, 0, 32, 32), 32)
        native, _ = photo.read_native_tile(Bounds(0, 0, 32, 32))
    assert set(np.unique(coarse)) == {200}
    assert set(np.unique(fine)) == set(np.unique(native)) == {100}


def test_16_bits_are_stretched_between_percentiles(path: Path):
    pixels = grey(10, 10, np.arange(100).reshape(10, 10) * 100, "uint16")
    with Orthophoto(write_raster(path, pixels)) as photo:
        assert photo.stretch == pytest.approx(np.percentile(pixels, [2, 98]), abs=110)
        image, _ = photo.read_tile(Bounds(0, 0, 10, 10), 10)
        native, _ = photo.read_native_tile(Bounds(0, 0, 10, 10))
    assert image.dtype == np.uint8 and native.dtype == np.uint16
    assert image.min() == 0 and image.max() == 255 and abs(int(image[5, 0, 0]) - 128) < 4
    assert np.array_equal(np.moveaxis(native, -1, 0), pixels)


@pytest.mark.parametrize("nodata", [None, 65535])
def test_a_black_border_moves_the_stretch_only_where_nodata_is_something_else(path: Path, nodata: int | None):
    pixels = grey(10, 10, 1000, "uint16")
    pixels[:, :3, :] = 0
    pixels[:, 3:6, :] = 2000
    with Orthophoto(write_raster(path, pixels, nodata=nodata)) as photo:
        assert photo.stretch == (0 if nodata else 1000, 2000)


def test_a_raster_that_is_black_all_over_can_be_stretched(path: Path):
    with Orthophoto(write_raster(path, grey(4, 4, 0, "uint16"))) as photo:
        assert photo.read_tile(Bounds(0, 0, 4, 4), 4)[1] == 0


def test_nodata_does_not_move_the_stretch(path: Path):
    pixels = grey(10, 10, 1000, "uint16")
    pixels[:, :5, :] = 65535
    pixels[:, 5, :] = 2000
    with Orthophoto(write_raster(path, pixels, nodata=65535)) as photo:
        assert photo.stretch.high <= 2000


@pytest.mark.parametrize("value", [float("nan"), 0.0])
def test_a_raster_without_any_image_can_be_opened(path: Path, value: float):
    with Orthophoto(write_raster(path, grey(4, 4, value, "float32"), nodata=value)) as photo:
        assert photo.read_tile(Bounds(0, 0, 4, 4), 4)[1] == 0


def test_stretch_arithmetic():
    values = np.array([0, 100, 150, 200, 999])
    assert Stretch(100, 200).apply(values).tolist() == [0, 0, 128, 255, 255]
    assert Stretch(5, 5).apply(np.array([4, 5, 6])).tolist() == [0, 0, 255]


@pytest.mark.parametrize(("west", "falls"), [(0, True), (2, True), (0.5, False), (0.9999, True), (1.2, False)])
def test_tiles_on_and_between_pixels(path: Path, west: float, falls: bool):
    pixels = counted(8, 8)
    bounds = Bounds(west, 0, west + 4, 4)
    with Orthophoto(write_raster(path, pixels)) as photo:
        snapped = photo.snap(bounds)
        assert photo.falls_on_pixels(bounds) == falls
        first = int(snapped.xmin)
        assert abs(first - west) <= 0.5 and snapped == Bounds(first, 0, first + 4, 4)
        assert np.array_equal(photo.read_native_tile(bounds)[0], np.moveaxis(pixels[:, 4:, first : first + 4], 0, -1))


def test_a_raster_in_another_system_is_warped(path: Path):
    """The north half is bright; in the neighbouring system it still is."""
    pixels = grey(200, 200, 50)
    pixels[:, :100] = 250
    raster = write_raster(path, pixels, corner=(650000, 6860200))
    west, south = Transformer.from_crs(LAMBERT, UTM_31, always_xy=True).transform(650080, 6860080)
    with Orthophoto(raster, (1, 2, 3), CRS(UTM_31)) as photo:
        image, share = photo.read_tile(Bounds(west, south, west + 40, south + 40), 40)
        outside = photo.read_tile(Bounds(west + 500, south, west + 540, south + 40), 40)[1]
        assert photo.warped and photo.tile_crs == CRS(UTM_31)
    assert share == 1.0 and outside == 0.0
    assert image[0, 0].tolist() == [250] * 3 and image[-1, -1].tolist() == [50] * 3
    assert (image == 250).mean() == pytest.approx(0.5, abs=0.06)


def test_the_same_system_by_another_name_is_not_warped(path: Path):
    with Orthophoto(write_raster(path, grey(4, 4)), (1, 2, 3), CRS.from_wkt(CRS(LAMBERT).to_wkt("WKT1_GDAL"))) as photo:
        assert not photo.warped


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize(("nodata", "share"), [(None, 0.5), (0, 0.5), (7, 1.0)])
def test_black_ground_of_a_warped_raster_is_an_image_only_where_nodata_is_something_else(
    path: Path, dtype: str, nodata: int | None, share: float
):
    pixels = grey(200, 200, 50, dtype)
    pixels[:, :100] = 0
    raster = write_raster(path, pixels, corner=(650000, 6860200), nodata=nodata)
    west, south = Transformer.from_crs(LAMBERT, UTM_31, always_xy=True).transform(650080, 6860080)
    tile = Bounds(west, south, west + 40, south + 40)
    with Orthophoto(raster, (1, 2, 3), CRS(UTM_31)) as photo:
        assert photo.read_tile(tile, 40)[1] == pytest.approx(share, abs=0.06)
        assert photo.valid_share(tile) == pytest.approx(share, abs=0.06)


PALETTE = {0: (0, 0, 0, 255), 1: (250, 10, 20, 255), 2: (30, 240, 40, 255), 3: (255, 255, 255, 255)}


@pytest.fixture
def palette(path: Path) -> str:
    """8 x 8 pixels, two columns of each colour of the table, the last of which stands for no data."""
    numbers = np.repeat(np.arange(4, dtype="uint8"), 2)[None, None].repeat(8, axis=1)
    write_raster(path, numbers, nodata=3)
    with rasterio.open(path, "r+") as raster:
        raster.write_colormap(1, PALETTE)
    return str(path)


@pytest.mark.parametrize(("bands", "order"), [((1, 2, 3), [0, 1, 2]), ((3, 1, 1), [2, 0, 0]), ((1, 1, 1), [0, 1, 2])])
def test_a_colour_table_is_seen_in_its_colours(palette: str, bands: tuple, order: list[int]):
    expected = [[PALETTE[column // 2][band] if column < 6 else 0 for band in order] for column in range(8)]
    with Orthophoto(palette, bands) as photo:
        for image, share in (photo.read_tile(Bounds(0, 0, 8, 8), 8), photo.read_native_tile(Bounds(0, 0, 8, 8))):
            assert image.tolist() == [expected] * 8
            assert share == 0.5
        assert photo.stretch is None


def test_colours_of_a_table_are_averaged_and_not_their_numbers(palette: str):
    with Orthophoto(palette) as photo:
        averaged = photo.read_tile(Bounds(3, 0, 5, 2), 1)[0]
    assert averaged[0, 0].tolist() == [140, 125, 30]


def test_a_band_that_a_colour_table_lacks(palette: str):
    with pytest.raises(MissingBand) as refused:
        Orthophoto(palette, (1, 2, 4))
    assert refused.value.values["found"] == 3


def test_shares_of_many_tiles(path: Path):
    pixels = grey(10, 20)
    pixels[:, :, 10:15] = 0
    told = []
    boxes = np.array([square(0, 0, 10), square(10, 0, 10), square(50, 0, 10)])
    shares = valid_shares(
        write_raster(path, pixels), boxes, CRS(LAMBERT), lambda done, total: told.append((done, total))
    )
    assert shares.tolist() == pytest.approx([1, 0.5, 0], abs=0.03)
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(("bands", "found", "wanted"), [((1, 2, 4), 3, 4), ((9, 1, 1), 3, 9)])
def test_a_missing_band(path: Path, bands: tuple, found: int, wanted: int):
    with pytest.raises(MissingBand) as refused:
        Orthophoto(write_raster(path, grey(4, 4)), bands)
    assert (refused.value.values["found"], refused.value.values["wanted"]) == (found, wanted)


@pytest.mark.parametrize("crs", [None, 'LOCAL_CS["Local",UNIT["metre",1]]'])
def test_a_raster_without_a_system_on_earth(path: Path, crs: str | None):
    raster = write_raster(path, grey(4, 4), crs=crs)
    assert raster_footprint(raster)[1] is None
    with pytest.raises(MissingCrs, match=r"ortho\.tif"):
        Orthophoto(raster)


@pytest.mark.parametrize("content", [None, b"", b"no raster"])
def test_a_file_that_is_no_raster(path: Path, content: bytes | None):
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"ortho\.tif cannot be read as a raster"):
        Orthophoto(str(path))


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_a_raster_cut_short(path: Path, dtype: str):
    noise = np.random.default_rng(1).integers(0, 255, (3, 400, 400), dtype=dtype)
    whole = Path(write_raster(path, noise, compress="deflate")).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile, match=r"ortho\.tif"), Orthophoto(str(path)) as photo:
        photo.read_tile(Bounds(0, 0, 400, 400), 400)


def test_the_stretch_of_a_raster_cut_short(path: Path):
    noise = np.random.default_rng(1).integers(0, 255, (3, 400, 400), dtype="uint16")
    whole = Path(write_raster(path, noise, compress="deflate")).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile, match="it is cut off or damaged"), Orthophoto(str(path)) as photo:
        assert photo.stretch


def test_the_lowest_number_can_stand_for_no_data(path: Path):
    pixels = grey(4, 4, 0.5, "float32")
    pixels[:, :2] = lowest = np.finfo("float32").min
    with Orthophoto(write_raster(path, pixels, nodata=lowest)) as photo, warnings.catch_warnings():
        warnings.simplefilter("error")
        assert photo.read_tile(Bounds(0, 0, 4, 4), 4)[1] == 0.5
