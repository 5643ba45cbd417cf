"""Labels: the exact built area in each tile, on 3 x 3 tiles of 10 m unless said."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sattile_plugin.contract.errors import EmptyLayer, MissingField, NoOverlap, NotBuildings
from sattile_plugin.contract.jobs import LabelTiles
from sattile_plugin.engine.built import measure_built, overlapping_groups

from ..builders import LAMBERT, Recorder, by_id, layer, read, run, square, tile_squares, write_grid, write_layer

BOW_TIE = shapely.Polygon([(1, 1), (3, 3), (3, 1), (1, 3)])
"""Two triangles of 1 m² each that meet in a point."""


def label(tmp_path: Path, buildings: list, **options: object) -> tuple[dict, Recorder, Path]:
    """Label 3 x 3 tiles of 10 m by some buildings; return metrics, what was said, and the output."""
    tiles, output = write_grid(tmp_path / "tiles.gpkg", 3, 3), tmp_path / "labels.gpkg"
    done, recorder = run(LabelTiles(tiles, write_layer(tmp_path / "buildings.gpkg", buildings), str(output), **options))
    return done.metrics, recorder, output


def built(output: Path) -> dict[str, float]:
    """Return the tiles with something built and the area of it."""
    return {name: area for name, area in by_id(output, "built_area_m2").items() if area}


@pytest.mark.parametrize(
    ("buildings", "areas", "counts", "largest"),
    [
        pytest.param([square(2, 2, 5)], {"t0": 25}, {"t0": 1}, {"t0": 25}, id="inside one tile"),
        pytest.param([square(8, 2, 4)], {"t0": 8, "t1": 8}, {"t0": 1, "t1": 1}, {"t0": 8, "t1": 8}, id="across two"),
        pytest.param(
            [shapely.box(7, 8, 11, 14)],
            {"t0": 6, "t1": 2, "t3": 12, "t4": 4},
            {"t0": 1, "t1": 1, "t3": 1, "t4": 1},
            {"t0": 6, "t1": 2, "t3": 12, "t4": 4},
            id="across four",
        ),
        pytest.param([square(0, 0, 10)], {"t0": 100}, {"t0": 1}, {"t0": 100}, id="the whole tile"),
        pytest.param([square(-5, 0, 5)], {}, {}, {}, id="touches the edge only"),
        pytest.param([square(10, 10, 2)], {"t4": 4}, {"t4": 1}, {"t4": 4}, id="touches three corners"),
        pytest.param([square(1, 1, 2), square(5, 5, 3)], {"t0": 13}, {"t0": 2}, {"t0": 9}, id="two buildings"),
        pytest.param([square(1, 1, 4), square(3, 1, 4)], {"t0": 24}, {"t0": 2}, {"t0": 16}, id="two overlap"),
        pytest.param([square(1, 1, 4)] * 3, {"t0": 16}, {"t0": 3}, {"t0": 16}, id="three times the same"),
        pytest.param([square(1, 1, 4), square(5, 1, 4)], {"t0": 32}, {"t0": 2}, {"t0": 16}, id="wall to wall"),
        pytest.param(
            [shapely.MultiPolygon([square(1, 1, 2), square(11, 1, 3)])],
            {"t0": 4, "t1": 9},
            {"t0": 1, "t1": 1},
            {"t0": 4, "t1": 9},
            id="one building in two pieces",
        ),
        pytest.param(
            [square(1, 1, 6).difference(square(2, 2, 3))], {"t0": 27}, {"t0": 1}, {"t0": 27}, id="with a courtyard"
        ),
        pytest.param(
            [square(8, 2, 4), square(9, 2, 4)],
            {"t0": 8, "t1": 12},
            {"t0": 2, "t1": 2},
            {"t0": 8, "t1": 12},
            id="two overlap across two tiles",
        ),
    ],
)
def test_exact_areas(tmp_path: Path, buildings: list, areas: dict, counts: dict, largest: dict):
    _, _, output = label(tmp_path, [*buildings, square(25, 25, 1)])
    corner = {"t8": 1}
    assert built(output) == areas | corner
    assert {name: count for name, count in by_id(output, "building_count").items() if count} == counts | corner
    assert {name: area for name, area in by_id(output, "largest_building_m2").items() if area} == largest | corner


def test_overlaps_are_told(tmp_path: Path):
    metrics, recorder, _ = label(tmp_path, [square(1, 1, 4), square(3, 1, 4), square(20, 20, 2)])
    assert recorder.notices["overlaps_dissolved"] == {"count": 2}
    assert metrics["built_area_m2"] == 28


def test_a_bow_tie_is_mended_and_counted(tmp_path: Path):
    metrics, recorder, output = label(tmp_path, [BOW_TIE, square(5, 5, 2)])
    assert built(output) == {"t0": 6}
    assert metrics["geometries_mended"] == 1
    assert recorder.notices["geometries_mended"]["count"] == 1


def test_features_without_area_are_left_out_and_told(tmp_path: Path):
    _, recorder, output = label(tmp_path, [None, shapely.Point(1, 1), shapely.Polygon(), square(5, 5, 2)])
    assert built(output) == {"t0": 4}
    assert recorder.notices["geometries_dropped"]["count"] == 3


def test_heights_do_not_matter(tmp_path: Path):
    _, _, output = label(tmp_path, [shapely.force_3d(square(2, 2, 5), 30.0)])
    assert built(output) == {"t0": 25}


def test_small_buildings_are_not_counted(tmp_path: Path):
    metrics, recorder, output = label(tmp_path, [square(1, 1, 1), square(5, 5, 2)], min_building_area_m2=2.0)
    assert by_id(output, "building_count")["t0"] == 1
    assert built(output) == {"t0": 4}
    assert metrics["buildings_counted"] == 1
    assert recorder.notices["small_buildings_skipped"] == {"count": 1, "min_building_area_m2": 2.0}


def test_a_small_building_is_small_as_a_whole_not_in_a_tile(tmp_path: Path):
    _, _, output = label(tmp_path, [shapely.box(0, 9, 10, 12)], min_building_area_m2=25.0)
    assert built(output) == {"t0": 10, "t3": 20}


@pytest.mark.parametrize(
    ("area", "min_built", "max_unbuilt", "expected"),
    [
        (19, 20, 5, "unsure"),
        (5, 20, 5, "non_bati"),
        (6, 20, 5, "unsure"),
        (1, 20, 0, "unsure"),
        (20, 20, 20, "bati"),
        (19, 20, 20, "non_bati"),
    ],
)
def test_labels(tmp_path: Path, area: float, min_built: float, max_unbuilt: float, expected: str):
    house = shapely.box(0, 0, area / 4, 4)
    options = {"min_built_area_m2": float(min_built), "max_unbuilt_area_m2": float(max_unbuilt), "edge_m": 0.0}
    metrics, _, output = label(tmp_path, [house], **options)
    labels = by_id(output, "label")
    assert labels["t0"] == expected
    assert set(labels.values()) == {expected, "non_bati"}
    assert metrics[expected] == list(labels.values()).count(expected)


def test_share_and_source(tmp_path: Path):
    _, _, output = label(tmp_path, [square(2, 2, 5)])
    assert by_id(output, "built_ratio")["t0"] == 0.25
    assert set(read(output)["label_source"]) == {"buildings"}


def test_buildings_in_degrees_are_reprojected(tmp_path: Path):
    tiles = write_grid(tmp_path / "tiles.gpkg", 3, 3, west=650000, south=6860000)
    there = layer([square(650012, 6860012, 5)]).to_crs("EPSG:4326")
    there.to_file(tmp_path / "buildings.gpkg")
    output = tmp_path / "labels.gpkg"
    _, recorder = run(LabelTiles(tiles, str(tmp_path / "buildings.gpkg"), str(output)))
    assert built(output) == {"t4": pytest.approx(25, abs=0.01)}
    assert recorder.notices["reprojected"]["found"].startswith("EPSG:4326")


def test_tiles_that_are_there_twice_count_once(tmp_path: Path):
    tiles = write_layer(tmp_path / "tiles.gpkg", [*tile_squares(1, 2), *tile_squares(1, 1)], tile_id=["a", "b", "a"])
    buildings = write_layer(tmp_path / "buildings.gpkg", [square(1, 1, 5)])
    done, recorder = run(LabelTiles(tiles, buildings, str(tmp_path / "labels.gpkg")))
    assert done.metrics["built_area_m2"] == 25 and done.metrics["tile_count"] == 2
    assert recorder.notices["tiles_twice"]["count"] == 1


def test_given_columns_and_order_stay(tmp_path: Path):
    tiles = write_grid(tmp_path / "tiles.gpkg", 2, 2, note=["a", "é", None, "d"], number=[4, 3, 2, 1])
    output = tmp_path / "labels.gpkg"
    run(LabelTiles(tiles, write_layer(tmp_path / "b.gpkg", [square(1, 1, 5)]), str(output)))
    kept = read(output)
    assert kept["tile_id"].tolist() == ["t0", "t1", "t2", "t3"]
    assert kept["number"].tolist() == [4, 3, 2, 1]
    assert kept["note"].fillna("missing").tolist() == ["a", "é", "missing", "d"]


def test_labelling_anew_replaces_the_label(tmp_path: Path):
    _, _, output = label(tmp_path, [square(2, 2, 5)])
    run(LabelTiles(str(output), write_layer(tmp_path / "more.gpkg", [square(12, 2, 5)]), str(output)))
    assert built(output) == {"t1": 25}
    assert [name for name in read(output).columns if name.startswith("label")] == [
        "label",
        "label_reason",
        "label_source",
    ]


@pytest.mark.parametrize(
    ("buildings", "options", "error"),
    [
        ([square(500, 500, 5)], {}, NoOverlap),
        ([square(1, 1, 2)], {"min_building_area_m2": 5.0}, EmptyLayer),
        ([shapely.Point(1, 1)], {}, EmptyLayer),
    ],
)
def test_buildings_that_cannot_be_used(tmp_path: Path, buildings: list, options: dict, error: type[Exception]):
    with pytest.raises(error, match=r"buildings\.gpkg"):
        label(tmp_path, buildings, **options)
    assert not (tmp_path / "labels.gpkg").exists()


def test_squares_of_another_tool_are_named(tmp_path: Path):
    tiles = write_layer(tmp_path / "tiles.gpkg", tile_squares(1, 2, south=-10), row_index=[0, 0])
    buildings, output = write_layer(tmp_path / "buildings.gpkg", [square(1, -9, 5)]), tmp_path / "labels.gpkg"
    run(LabelTiles(tiles, buildings, str(output)))
    assert by_id(output, "label") == {"CRS2154RES10mN-10E0": "bati", "CRS2154RES10mN-10E10": "non_bati"}


def test_tiles_that_are_no_squares_need_a_tile_id(tmp_path: Path):
    tiles = write_layer(tmp_path / "tiles.gpkg", [BOW_TIE])
    buildings = write_layer(tmp_path / "buildings.gpkg", [square(1, 1, 2)])
    with pytest.raises(MissingField, match="run the step that makes it first: grid"):
        run(LabelTiles(tiles, buildings, str(tmp_path / "labels.gpkg")))


CORNERS = st.tuples(st.integers(-5, 32), st.integers(-5, 32))
RECTANGLES = st.builds(
    lambda corner, width, height: shapely.box(*corner, corner[0] + width, corner[1] + height),
    CORNERS,
    st.integers(1, 25),
    st.integers(1, 25),
)
TRIANGLES = st.builds(
    lambda corner, side: shapely.Polygon([corner, (corner[0] + side, corner[1]), (corner[0], corner[1] + side)]),
    CORNERS,
    st.integers(1, 20),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(RECTANGLES | TRIANGLES, min_size=1, max_size=8))
def test_areas_equal_brute_force(buildings: list):
    tiles = tile_squares(3, 3)
    found = measure_built(np.array(tiles), np.array(buildings))
    union = shapely.union_all(buildings)
    parts = [[tile.intersection(building).area for building in buildings] for tile in tiles]
    assert found.area_m2.tolist() == pytest.approx([tile.intersection(union).area for tile in tiles], abs=1e-6)
    assert found.building_count.tolist() == [sum(part > 1e-6 for part in row) for row in parts]
    assert found.largest_m2.tolist() == pytest.approx([max(row) for row in parts], abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(RECTANGLES | TRIANGLES, min_size=2, max_size=8))
def test_groups_hold_all_that_share_ground(buildings: list):
    group_of = {
        member: number for number, group in enumerate(overlapping_groups(np.array(buildings))) for member in group
    }
    for first, one in enumerate(buildings):
        for second, other in enumerate(buildings[:first]):
            if one.intersection(other).area > 0:
                assert group_of[first] == group_of[second]
    assert all(
        any(one.intersection(other).area > 0 for number, other in enumerate(buildings) if number != member)
        for member, one in enumerate(buildings)
        if member in group_of
    )


def test_a_tile_layer_in_another_file_format(tmp_path: Path):
    names = {"tile_id": ["a", "b"]}
    gpd.GeoDataFrame(names, geometry=tile_squares(1, 2), crs=LAMBERT).to_file(tmp_path / "tiles.geojson")
    output = tmp_path / "labels.gpkg"
    buildings = write_layer(tmp_path / "b.gpkg", [square(1, 1, 5)])
    run(LabelTiles(str(tmp_path / "tiles.geojson"), buildings, str(output)))
    assert by_id(output, "label") == {"a": "bati", "b": "non_bati"}


@pytest.mark.parametrize("covering", [[shapely.box(0, 0, 100, 100)], tile_squares(4, 4)], ids=["commune", "tiles"])
def test_a_layer_that_covers_all_ground_is_no_buildings(tmp_path: Path, covering: list):
    tiles, output = write_grid(tmp_path / "tiles.gpkg", 4, 4), tmp_path / "labels.gpkg"
    with pytest.raises(NotBuildings, match=r"layer\.gpkg covers 16 of the 16 tiles .* wholly"):
        run(LabelTiles(tiles, write_layer(tmp_path / "layer.gpkg", covering), str(output)))
    assert not output.exists()


@pytest.mark.parametrize("buildings", [[shapely.box(0, 0, 30, 30)], [shapely.box(0, 0, 35, 35)]], ids=["few", "halls"])
def test_a_hall_over_many_tiles_is_a_building(tmp_path: Path, buildings: list):
    tiles, output = write_grid(tmp_path / "tiles.gpkg", 4, 4), tmp_path / "labels.gpkg"
    done, _ = run(LabelTiles(tiles, write_layer(tmp_path / "layer.gpkg", buildings), str(output)))
    assert done.metrics["bati"] >= 9
