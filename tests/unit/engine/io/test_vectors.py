"""Vector layers in: what is refused, what is kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from sattile_plugin.contract.errors import (
    CrsNotInMetres,
    EmptyLayer,
    MissingCrs,
    MissingField,
    SatTileError,
    UnknownValues,
    UnreadableFile,
)
from sattile_plugin.contract.texts import phrase
from sattile_plugin.engine.io.vectors import (
    TileLayer,
    inspect_tiles,
    iter_tiles,
    labels_of,
    read_layer,
    read_polygons,
    read_tiles,
    require_numbers,
    without_copies,
)

from ...builders import LAMBERT, Recorder, layer, square, tile_squares, write_grid, write_layer

LOCAL = 'LOCAL_CS["Local",UNIT["metre",1]]'


def read(source: str, *needed: str) -> gpd.GeoDataFrame:
    """Read tiles, whatever is said of them."""
    return read_tiles(source, Recorder(), needed)


def inspect(source: str) -> TileLayer:
    """Inspect tiles, whatever is said of them."""
    return inspect_tiles(source, Recorder())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "layer.gpkg"


def test_columns_in_capitals_are_ours(path: Path):
    """As in a Shapefile; the geometry tells what a tile's name would be, were it not given."""
    write_layer(path, tile_squares(1, 2), TILE_ID=["a", "b"], Label=["bati", "unsure"], SPLIT=["Train", None], Note="x")
    for tiles in (read(str(path), "label"), next(iter_tiles(str(path), 2, 2))):
        assert list(tiles.drop(columns="geometry")) == ["tile_id", "label", "split", "Note"]
        assert tiles["tile_id"].tolist() == ["a", "b"]
        assert tiles["split"].iloc[0] == "train"


def test_whole_numbers_and_truths_of_which_some_are_missing_stay_what_they_are(path: Path):
    floors, lived_in = pd.array([1, None], "Int32"), pd.array([True, None], "boolean")
    write_layer(path, tile_squares(1, 2), tile_id=["a", "b"], floors=floors, lived_in=lived_in, height_m=[2.0, None])
    for tiles in (read(str(path)), next(iter_tiles(str(path), 2, 2))):
        assert tiles[["floors", "lived_in", "height_m"]].dtypes.map(str).tolist() == ["Int32", "boolean", "float64"]
        assert tiles["floors"].tolist() == [1, pd.NA]
        assert tiles["lived_in"].tolist() == [True, pd.NA]


def test_a_column_that_was_asked_for_keeps_its_name(path: Path):
    write_layer(path, tile_squares(1, 1), tile_id=["a"], LABEL=["bati"])
    assert "LABEL" in read(str(path), "LABEL")


@pytest.mark.parametrize("reader", [read, inspect], ids=["whole", "inspected"])
@pytest.mark.parametrize(
    ("geometries", "crs", "error"),
    [
        pytest.param([square(0, 0, 10)], None, MissingCrs, id="no system"),
        pytest.param([square(0, 0, 10)], LOCAL, MissingCrs, id="a building site"),
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


@pytest.mark.parametrize("reader", [read, inspect], ids=["whole", "inspected"])
def test_files_that_are_no_layers(path: Path, reader):
    with pytest.raises(UnreadableFile, match="there is no such file"):
        reader(str(path))
    path.write_text("no layer")
    with pytest.raises(UnreadableFile, match=r"layer\.gpkg cannot be read as a vector layer"):
        reader(str(path))


@pytest.mark.parametrize("reader", [read, inspect], ids=["whole", "inspected"])
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
    assert inspect(f"{path}|layername=second").tile_count == 1


@pytest.mark.parametrize(("srs_id", "error"), [(-1, MissingCrs), (0, MissingCrs)])
@pytest.mark.parametrize("reader", [read, inspect], ids=["whole", "inspected"])
def test_a_geopackage_of_an_undefined_system(path: Path, reader, srs_id: int, error: type[SatTileError]):
    write_grid(path, 1, 1)
    with sqlite3.connect(path) as database:
        for table in ("gpkg_geometry_columns", "gpkg_contents"):
            database.execute(f"UPDATE {table} SET srs_id = {srs_id}")  # noqa: S608 - names of ours
    with pytest.raises(error, match=r"layer\.gpkg"):
        reader(str(path))


def test_buildings_of_a_building_site(path: Path):
    write_layer(path, [square(0, 0, 10)], LOCAL)
    with pytest.raises(MissingCrs):
        read_polygons(str(path), "buildings", Recorder())


@pytest.mark.parametrize(
    ("source", "expected", "found", "names"),
    [
        ("", "tiles", "tiles", None),
        ("", "polygons", "other", "other, tiles, third"),
        ("|layername=third", "tiles", "third", None),
        ("|layerid=2", "polygons", "third", None),
    ],
)
def test_which_of_several_layers_is_read(path: Path, source: str, expected: str, found: str, names: str | None):
    for name in ("other", "tiles", "third"):
        write_layer(path, [square(0, 0, 10)], name=name, tile_id=[name])
    recorder = Recorder()
    assert read_layer(f"{path}{source}", expected, recorder)["tile_id"].tolist() == [found]
    notice = recorder.notices.get("layer_chosen")
    assert notice == (names and {"path": "layer.gpkg", "layer": found, "names": names})


def test_pieces_are_of_the_layer_that_was_inspected(path: Path):
    for name, count in (("other", 1), ("tiles", 3)):
        write_layer(path, tile_squares(1, count), name=name, tile_id=[f"{name}{number}" for number in range(count)])
    assert inspect(str(path)).tile_count == 3
    assert next(iter_tiles(str(path), 3, 9))["tile_id"].tolist() == ["tiles0", "tiles1", "tiles2"]


def test_a_file_of_several_layers_but_no_tiles_is_told_when_inspected(path: Path):
    for name in ("first", "second"):
        write_layer(path, [square(0, 0, 10)], name=name, tile_id=["a"])
    recorder = Recorder()
    inspect_tiles(str(path), recorder)
    assert recorder.notices["layer_chosen"]["layer"] == "first"


def test_the_filter_of_a_layer_counts(path: Path):
    write_grid(path, 1, 6, label=["bati", "non_bati"] * 3)
    source = f"{path}|layername=tiles|subset=label = 'bati' AND tile_id <> 't0'"
    assert read(source)["tile_id"].tolist() == ["t2", "t4"]
    found = inspect(source)
    assert (found.tile_count, found.bounds) == (2, (20, 0, 50, 10))
    assert [list(piece["tile_id"]) for piece in iter_tiles(source, 2, 1)] == [["t2"], ["t4"]]


@pytest.mark.parametrize("reader", [read, inspect], ids=["whole", "inspected"])
@pytest.mark.parametrize(
    ("subset", "error", "says"),
    [
        ("label = 'none'", EmptyLayer, "check its filter"),
        ("SELECT * FROM tiles", UnreadableFile, r"subset=SELECT \* .*\(its filter is not understood\)"),
        ("label = ", UnreadableFile, r"subset=label =  .*\(its filter is not understood\)"),
    ],
)
def test_filters_that_leave_nothing(path: Path, reader, subset: str, error: type[SatTileError], says: str):
    write_grid(path, 1, 2, label=["bati", "non_bati"])
    with pytest.raises(error, match=says):
        reader(f"{path}|layername=tiles|subset={subset}")


def test_tiles_with_heights_are_flat(path: Path):
    write_layer(path, [shapely.force_3d(square(0, 0, 10), 5)], tile_id=["a"])
    assert not read(str(path)).has_z.any()
    assert not next(iter_tiles(str(path), 1, 1)).has_z.any()


def test_tiles_that_are_there_twice():
    tiles = layer([square(0, 0, 10), square(10, 0, 10), square(0, 0, 10).reverse()], tile_id=["a", "b", "a"])
    recorder = Recorder()
    assert without_copies(tiles, "data/tiles.gpkg", recorder)["tile_id"].tolist() == ["a", "b"]
    assert recorder.notices["tiles_twice"] == {"count": 1, "layer": "tiles.gpkg"}


@pytest.mark.parametrize("values", [[0.25, None, 1], ["0.25", None, "1"]])
def test_numbers_of_a_column(values: list):
    frame = layer([None] * 3, p_bati=values)
    assert require_numbers(frame, "p_bati", "a.gpkg", phrase("numbers"), 0, 1).tolist() == pytest.approx(
        [0.25, float("nan"), 1], nan_ok=True
    )


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([0.5, 99.0, -3.0], "-3.0, 99.0"),
        (["0,5", "1", "1"], "0,5"),
        ([None] * 3, "nothing"),
        ([float("inf"), 1, 1], "inf"),
    ],
)
def test_what_is_no_number_of_a_column(values: list, found: str):
    with pytest.raises(UnknownValues, match=f"column p_bati: {found}; expected numbers: .* step classify"):
        require_numbers(layer([None] * 3, p_bati=values), "p_bati", "a.gpkg", phrase("numbers"), 0, 1)


def test_tiles_in_pieces_are_all_the_tiles(path: Path):
    write_grid(path, 1, 7)
    pieces = [list(piece["tile_id"]) for piece in iter_tiles(str(path), 7, 3)]
    assert pieces == [["t0", "t1", "t2"], ["t3", "t4", "t5"], ["t6"]]


def test_inspected_tiles(path: Path):
    write_grid(path, 2, 3)
    found = inspect(str(path))
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
