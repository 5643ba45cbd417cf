"""The grid: which tiles lie inside, where their corners are and what they are called."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from rasterio.transform import Affine

from sattile_plugin.contract.errors import (
    CrsNotInMetres,
    EmptyLayer,
    MissingCrs,
    NoTiles,
    SatTileError,
    TooManyTiles,
    UnknownCrs,
    UnnamedCrs,
    UnreadableFile,
)
from sattile_plugin.contract.jobs import BuildTileGrid
from sattile_plugin.engine.grid import cell_boxes, cells_inside

from ..builders import LAMBERT, UTM_31, Recorder, grey, read, run, square, write_layer, write_raster


def corners(output: str) -> list[tuple[float, float]]:
    """Return the lower-left corner of each tile as northing and easting, sorted."""
    bounds = read(output).bounds
    return sorted(zip(bounds["miny"], bounds["minx"]))


@pytest.fixture
def output(tmp_path: Path) -> str:
    return str(tmp_path / "grid.gpkg")


def grid(output: str, **options: object) -> tuple[dict[str, object], Recorder]:
    done, recorder = run(BuildTileGrid(output, **{"tile_size_m": 10.0, **options}))
    return done.metrics, recorder


@pytest.mark.parametrize(
    ("extent", "inside", "expected"),
    [
        ((0, 0, 20, 10), "whole", [(0, 0), (0, 10)]),
        ((0, 0, 19, 10), "whole", [(0, 0)]),
        ((0, 0, 16, 10), "half", [(0, 0), (0, 10)]),
        ((0, 0, 15, 10), "half", [(0, 0)]),
        ((-16, 0, 10, 10), "half", [(0, -20), (0, -10), (0, 0)]),
        ((3, 3, 37, 17), "whole", []),
        ((-3, -13, 13, 10), "whole", [(-10, 0), (0, 0)]),
        ((-20, -10, 0, 0), "whole", [(-10, -20), (-10, -10)]),
        ((-25, -15, 5, 5), "whole", [(-10, -20), (-10, -10)]),
    ],
)
def test_the_tiles_of_an_extent(output: str, extent: tuple, inside: str, expected: list):
    if not expected:
        with pytest.raises(NoTiles, match="No tile of 10 m fits into the extent"):
            grid(output, extent=extent, crs=LAMBERT, inside=inside)
        return
    assert grid(output, extent=extent, crs=LAMBERT, inside=inside)[0]["tile_count"] == len(expected)
    assert corners(output) == expected


def test_names_corners_and_metrics(output: str):
    metrics, _ = grid(output, extent=(650000, 6860000, 650100, 6860050), crs=LAMBERT, tile_size_m=50.0)
    assert set(read(output)["tile_id"]) == {"CRS2154RES50mN6860000E650000", "CRS2154RES50mN6860000E650050"}
    assert metrics == {"tile_count": 2, "tile_size_m": 50.0, "crs": "EPSG:2154"}
    assert read(output).crs == CRS(LAMBERT)


@given(st.tuples(*[st.floats(-1e5, 1e5)] * 2), st.floats(1, 90), st.floats(1, 90), st.sampled_from([10.0, 12.5, 0.7]))
def test_cells_are_just_those_wholly_inside(corner: tuple, width: float, height: float, size: float):
    area = shapely.box(*corner, corner[0] + width, corner[1] + height)
    boxes = cell_boxes(cells_inside(area, size, 1 - 1e-6), size)
    bounds = shapely.bounds(boxes).reshape(-1, 4)
    slack = 1e-4
    assert shapely.contains(area.buffer(slack), boxes).all()
    fitting = [
        np.floor((high + slack) / size) - np.ceil((low - slack) / size)
        for low, high in ((area.bounds[0], area.bounds[2]), (area.bounds[1], area.bounds[3]))
    ]
    assert len(boxes) <= np.prod(np.maximum(fitting, 0))
    assert np.allclose(bounds / size, np.rint(bounds / size))


def test_neighbours_share_edges_and_no_ground(output: str):
    grid(output, extent=(650000, 6860000, 650005, 6860005), crs=LAMBERT, tile_size_m=0.7)
    tiles = read(output).geometry.to_numpy()
    assert shapely.union_all(tiles).area == pytest.approx(len(tiles) * 0.7**2, rel=1e-9)
    first, second = shapely.STRtree(tiles).query(tiles, predicate="overlaps")
    assert not len(first) and not len(second)
    assert len(set(shapely.bounds(tiles)[:, 0])) * len(set(shapely.bounds(tiles)[:, 1])) == len(tiles)


def test_two_people_get_the_same_tiles_where_they_overlap(tmp_path: Path):
    mine, yours = str(tmp_path / "mine.gpkg"), str(tmp_path / "yours.gpkg")
    grid(mine, extent=(3, 3, 57, 37), crs=LAMBERT)
    grid(yours, extent=(18, 11, 99, 99), crs=LAMBERT)
    shared = set(read(mine)["tile_id"]) & set(read(yours)["tile_id"])
    assert shared == {f"CRS2154RES10mN20E{east}" for east in (20, 30, 40)}


@pytest.mark.parametrize(("inside", "expected"), [("whole", [(0, 0)]), ("half", [(0, 0), (0, 10), (10, 0)])])
def test_areas_whole_or_half(tmp_path: Path, output: str, inside: str, expected: list):
    triangle = shapely.Polygon([(0, 0), (21, 0), (0, 21)])
    areas = write_layer(tmp_path / "areas.gpkg", [triangle])
    grid(output, areas=areas, inside=inside)
    assert corners(output) == expected


def test_areas_that_join_are_one_area(tmp_path: Path, output: str):
    areas = write_layer(tmp_path / "areas.gpkg", [shapely.box(0, 0, 5, 10), shapely.box(5, 0, 10, 10)])
    grid(output, areas=areas)
    assert corners(output) == [(0, 0)]


def test_areas_with_a_hole_and_apart(tmp_path: Path, output: str):
    ring = square(0, 0, 30).difference(square(11, 11, 1))
    areas = write_layer(tmp_path / "areas.gpkg", [ring, square(100, 100, 10)])
    grid(output, areas=areas)
    everywhere = {(north, east) for north in (0, 10, 20) for east in (0, 10, 20)}
    assert set(corners(output)) == everywhere - {(10, 10)} | {(100, 100)}


def test_a_chosen_layer_of_areas(tmp_path: Path, output: str):
    path = tmp_path / "areas.gpkg"
    write_layer(path, [square(0, 0, 10)], name="first")
    write_layer(path, [square(50, 50, 10)], name="second")
    grid(output, areas=f"{path}|layername=second")
    assert corners(output) == [(50, 50)]


def test_many_strips_give_the_same_tiles(monkeypatch: pytest.MonkeyPatch):
    area = square(0, 0, 50).buffer(3)
    at_once = cells_inside(area, 10, 1.0)
    monkeypatch.setattr("sattile_plugin.engine.grid._CELLS_AT_ONCE", 3)
    assert cells_inside(area, 10, 1.0).tolist() == at_once.tolist()


def test_the_footprint_of_a_raster(tmp_path: Path, output: str):
    raster = write_raster(tmp_path / "ortho.tif", grey(25, 25), corner=(-5, 20))
    grid(output, raster=raster)
    assert corners(output) == [(0, 0), (0, 10), (10, 0), (10, 10)]


def test_a_raster_of_one_band_and_of_part_pixels(tmp_path: Path, output: str):
    raster = write_raster(tmp_path / "ortho.tif", grey(4, 4)[:1], resolution=2.6)
    grid(output, raster=raster)
    assert corners(output) == [(0, 0)]


def half_black(tmp_path: Path, share: float, **options: object) -> str:
    """Write a raster of two tiles, the eastern one with an image on only `share` of its rows, from the north."""
    pixels = grey(10, 20)
    pixels[:, round(10 * share) :, 10:] = options.get("nodata") or 0
    return write_raster(tmp_path / "ortho.tif", pixels, **options)


@pytest.mark.parametrize("nodata", [None, 0, 255], ids=["black", "nodata 0", "nodata 255"])
@pytest.mark.parametrize(
    ("share", "inside", "count"), [(0.9, "whole", 1), (1.0, "whole", 2), (0.6, "half", 2), (0.4, "half", 1)]
)
def test_tiles_without_enough_image_are_left_out(
    tmp_path: Path, output: str, nodata: int | None, share: float, inside: str, count: int
):
    metrics, _ = grid(output, raster=half_black(tmp_path, share, nodata=nodata), inside=inside)
    assert metrics["tile_count"] == count
    assert (0, 0) in corners(output)


def test_a_mask_says_where_the_image_is(tmp_path: Path, output: str):
    pixels = np.concatenate([grey(10, 20, 0), grey(10, 20, 255)[:1]])
    pixels[3, :, 10:] = 0
    raster = write_raster(tmp_path / "ortho.tif", pixels, photometric="RGB", alpha="YES")
    grid(output, raster=raster)
    assert corners(output) == [(0, 0)]


def test_a_gap_between_two_images(tmp_path: Path, output: str):
    pixels = grey(10, 30)
    pixels[:, :, 10:20] = 0
    grid(output, raster=write_raster(tmp_path / "ortho.tif", pixels))
    assert corners(output) == [(0, 0), (0, 20)]


def test_a_turned_raster_is_tiled_inside_its_outline(tmp_path: Path, output: str):
    turned = Affine.translation(50, 50) @ Affine.rotation(45) @ Affine.scale(1, -1)
    raster = write_raster(tmp_path / "ortho.tif", grey(60, 60), transform=turned)
    metrics, _ = grid(output, raster=raster)
    outline = shapely.Polygon([turned * corner for corner in ((0, 0), (60, 0), (60, 60), (0, 60))])
    assert metrics["tile_count"] == len(cells_inside(outline, 10.0, 1 - 1e-6)) >= 10
    assert shapely.contains(outline.buffer(1e-3), read(output).geometry.to_numpy()).all()


def test_tiles_in_another_system_than_the_raster(tmp_path: Path, output: str):
    raster = write_raster(tmp_path / "ortho.tif", grey(100, 100), corner=(650000, 6860100))
    metrics, _ = grid(output, raster=raster, crs=UTM_31)
    assert metrics["crs"] == "EPSG:32631"
    assert read(output).crs == CRS(UTM_31)
    to_lambert = Transformer.from_crs(UTM_31, LAMBERT, always_xy=True)
    for tile in read(output).geometry:
        west, south, east, north = to_lambert.transform_bounds(*tile.bounds)
        assert 649999 < west < east < 650101 and 6859999 < south < north < 6860101
    assert 64 <= metrics["tile_count"] <= 100


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"extent": (2, 48, 2.1, 48.1), "crs": "EPSG:4326"}, CrsNotInMetres, "EPSG:2154"),
        ({"extent": (-8.4, 32.6, -8.3, 32.7), "crs": "EPSG:4326"}, CrsNotInMetres, "EPSG:26191"),
        ({"extent": (100, 10, 101, 11), "crs": "EPSG:4326"}, CrsNotInMetres, "UTM zone 47N"),
        ({"extent": (0, 0, 50, 50), "crs": "EPSG:2264"}, CrsNotInMetres, "US survey foot"),
        ({"extent": (260000, 6240000, 261000, 6241000), "crs": "EPSG:3857"}, CrsNotInMetres, "at the equator; .*2154"),
        ({"extent": (0, 0, 50, 50), "crs": "EPSG:0"}, UnknownCrs, "EPSG:0"),
        ({"extent": (0, 0, 50, 50), "crs": "+proj=aea +lat_1=1 +lat_2=3 +ellps=GRS80"}, UnnamedCrs, "authority"),
        ({"extent": (0, 0, 1e6, 1e6), "crs": "EPSG:2154"}, TooManyTiles, "20 million tiles of 10 m fit"),
        ({"raster": "missing.tif"}, UnreadableFile, "there is no such file"),
        ({"areas": "missing.gpkg"}, UnreadableFile, "there is no such file"),
    ],
)
def test_a_place_that_cannot_be_tiled(output: str, options: dict, error: type[SatTileError], says: str):
    with pytest.raises(error, match=says):
        grid(output, **options)
    assert not Path(output).exists()


def test_areas_without_a_system(tmp_path: Path, output: str):
    with pytest.raises(MissingCrs, match=r"areas\.gpkg"):
        grid(output, areas=write_layer(tmp_path / "areas.gpkg", [square(0, 0, 10)], crs=None))


def test_areas_that_are_points(tmp_path: Path, output: str):
    with pytest.raises(EmptyLayer, match=r"areas\.gpkg has no usable polygons"):
        grid(output, areas=write_layer(tmp_path / "areas.gpkg", [shapely.Point(0, 0)]))


def test_a_raster_without_a_system(tmp_path: Path, output: str):
    raster = write_raster(tmp_path / "ortho.tif", grey(10, 10), crs=None)
    with pytest.raises(MissingCrs, match=r"ortho\.tif"):
        grid(output, raster=raster)
