"""Vector layers in: what is refused, what is kept."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from sattile_plugin.contract.errors import (
    CrsNotInMetres,
    EmptyLayer,
    MissingCrs,
    MissingField,
    SatTileError,
    UnreadableFile,
)
from sattile_plugin.engine.io.vectors import (
    inspect_tiles,
    iter_tiles,
    labels_of,
    read_polygons,
    read_tiles,
)

from ...builders import LAMBERT, Recorder, layer, square, write_grid, write_layer


def read(source: str, *needed: str) -> gpd.GeoDataFrame:
    """Read tiles, whatever is said of them."""
    return read_tiles(source, Recorder(), needed)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "layer.gpkg"


@pytest.mark.parametrize("reader", [read, inspect_tiles], ids=["whole", "inspected"])
@pytest.mark.parametrize(
    ("geometries", "crs", "error"),
    [
        pytest.param([square(0, 0, 10)], None, MissingCrs, id="no system"),
        pytest.param([square(0, 0, 1)], "EPSG:4326", CrsNotInMetres, id="degrees"),
        pytest.param([], LAMBERT, EmptyLayer, id="empty"),
        pytest.param([None], LAMBERT, EmptyLayer, id="no geometry"),
    ],
)
def test_layers_that_are_no_tiles(path: Path, reader, geometries: list, crs: str | None, error: type[SatTileError]):
    write_layer(path, geometries, crs, tile_id=[f"t{number}" for number in range(len(geometries))])
    with pytest.raises(error, match=r"layer\.gpkg"):
        reader(str(path))


@pytest.mark.parametrize("shape", [shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])], ids=["point", "line"])
def test_tiles_that_have_no_area(path: Path, shape: shapely.Geometry):
    write_layer(path, [square(0, 0, 50), shape], LAMBERT, tile_id=["t1", "t2"])
    for reader in (read, lambda source: next(iter_tiles(source, 2, 2))):
        with pytest.raises(UnreadableFile, match=r"layer\.gpkg .* as tiles \(its features are points or lines"):
            reader(str(path))


def test_labels_as_people_write_them(path: Path):
    labels = ["Bâti", "Non-bâti", "BATI", "Unsure", "Forêt", None]
    write_layer(path, [square(50 * number, 0, 50) for number in range(6)], LAMBERT, label=labels)
    expected = ["bati", "non_bati", "bati", "unsure", "Forêt", None]
    assert read(str(path), "label")["label"].replace({float("nan"): None}).tolist() == expected
    write_layer(path, [square(0, 0, 50), square(50, 0, 50)], LAMBERT, predicted=["Bâti", "Non bâti"])
    assert read(str(path))["predicted"].tolist() == ["bati", "non_bati"]


@pytest.mark.parametrize("reader", [read, inspect_tiles], ids=["whole", "inspected"])
def test_files_that_are_no_layers(path: Path, reader):
    with pytest.raises(UnreadableFile, match="there is no such file"):
        reader(str(path))
    path.write_text("no layer")
    with pytest.raises(UnreadableFile, match=r"layer\.gpkg cannot be read as a vector layer"):
        reader(str(path))


@pytest.mark.parametrize("reader", [read, inspect_tiles], ids=["whole", "inspected"])
def test_a_layer_that_the_file_lacks(path: Path, reader):
    write_grid(path, 1, 1)
    with pytest.raises(UnreadableFile, match="layername=other"):
        reader(f"{path}|layername=other")


def test_a_table_without_geometry_is_no_tile_layer(path: Path):
    path = path.with_suffix(".csv")
    path.write_text("tile_id,label\nt0,bati\n")
    with pytest.raises(EmptyLayer):
        read(str(path))


@pytest.mark.parametrize(("field", "verb"), [("label", "label"), ("split", "split"), ("block_id", "split")])
def test_a_missing_column_names_the_verb_that_makes_it(path: Path, field: str, verb: str):
    write_grid(path, 1, 1)
    with pytest.raises(MissingField, match=f"no column {field} .it has: tile_id.; .* first: {verb}"):
        read(str(path), field)


def test_one_layer_of_several(path: Path):
    write_layer(path, [square(0, 0, 10)], name="first", tile_id=["a"])
    write_layer(path, [square(0, 0, 10)], name="second", tile_id=["b"])
    assert read(f"{path}|layername=second")["tile_id"].tolist() == ["b"]
    assert inspect_tiles(f"{path}|layername=second").tile_count == 1


def test_tiles_in_pieces_are_all_the_tiles(path: Path):
    write_grid(path, 1, 7)
    pieces = [list(piece["tile_id"]) for piece in iter_tiles(str(path), 7, 3)]
    assert pieces == [["t0", "t1", "t2"], ["t3", "t4", "t5"], ["t6"]]


def test_inspected_tiles(path: Path):
    write_grid(path, 2, 3)
    found = inspect_tiles(str(path))
    assert (found.tile_count, tuple(found.bounds), found.crs.to_epsg()) == (6, (0, 0, 30, 20), 2154)


def test_polygons_are_mended_flattened_and_sorted_out(path: Path):
    bow_tie = shapely.Polygon([(1, 1), (3, 3), (3, 1), (1, 3)])
    write_layer(path, [bow_tie, None, shapely.LineString([(0, 0), (1, 1)]), square(5, 5, 2)])
    recorder = Recorder()
    frame, mended = read_polygons(str(path), "buildings", recorder)
    assert mended == 1 and frame.area.tolist() == [2, 4]
    assert frame.is_valid.all()
    assert {name: values["count"] for name, values in recorder.notices.items()} == {
        "geometries_mended": 1,
        "geometries_dropped": 2,
    }


def test_targets():
    labels = layer([square(0, 0, 1)] * 4, label=["bati", "non_bati", "unsure", None])
    assert labels_of(labels).fillna(-1).tolist() == [1, 0, -1, -1]
