"""Layers and tables in one GeoPackage: what is written, what is kept, what is left alone."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from sattile_plugin.contract.errors import OutputOccupied, UnreadableFile
from sattile_plugin.contract.jobs import LabelTiles, SegmentTiles, SplitTiles, decode_job
from sattile_plugin.engine.io.results import check_layer_output, write_layers, write_tiles
from sattile_plugin.engine.io.results import write_layer as write_one
from sattile_plugin.engine.io.vectors import read_tiles

from ...builders import Recorder, layer, names_in, read, square, tile_squares, write_layer

SEGMENTS = SegmentTiles("f.parquet", "o.gpkg")
JOB = SplitTiles("in.gpkg", "out.gpkg", seed=5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "layer.gpkg"


def one_tile(**columns: object) -> gpd.GeoDataFrame:
    return layer([square(0, 0, 10)], tile_id=["t0"], **columns)


def test_layers_tables_and_the_record_are_there(tmp_path: Path):
    path = str(tmp_path / "o.gpkg")
    mixed = layer([square(0, 0, 1), square(2, 0, 1).union(square(5, 0, 1))], number=[1, 2])
    nowhere = layer(tile_squares(1, 1), crs=None)
    write_layers({"tiles": mixed, "k_curves": pd.DataFrame({"k": [2]}), "diagram": nowhere}, SEGMENTS, path, Recorder())
    assert {name for name, _ in pyogrio.list_layers(path)} == {"tiles", "k_curves", "diagram"}
    info = pyogrio.read_info(path, layer="tiles")
    assert info["geometry_type"] == "MultiPolygon" and info["crs"] == "EPSG:2154"
    assert json.loads(info["layer_metadata"]["sattile_run"])["verb"] == "segment"
    assert names_in(tmp_path) == ["o.gpkg"]


def test_only_what_is_ours_is_replaced(tmp_path: Path):
    path = write_layer(tmp_path / "o.gpkg", tile_squares(1, 1), name="tiles")
    check_layer_output(path, "tiles", "k_curves")
    with pytest.raises(OutputOccupied, match=r"the layer\(s\) tiles"):
        check_layer_output(path, "communes")
    (tmp_path / "text.gpkg").write_text("no layers")
    with pytest.raises(OutputOccupied, match="no GeoPackage"):
        check_layer_output(str(tmp_path / "text.gpkg"), "tiles")


def test_layers_of_an_earlier_run_of_the_verb_go(tmp_path: Path):
    """As those of communes where none are given this time."""
    path = write_layer(tmp_path / "o.gpkg", tile_squares(1, 1), name="communes")
    with pytest.raises(OutputOccupied):
        write_layers({"tiles": one_tile()}, SEGMENTS, path, Recorder())
    write_layers({"tiles": one_tile()}, SEGMENTS, path, Recorder(), ("tiles", "communes"))
    assert [name for name, _ in pyogrio.list_layers(path)] == ["tiles"]


def test_the_run_record_is_in_the_layer(path: Path):
    write_tiles(one_tile(), JOB, str(path), Recorder())
    metadata = pyogrio.read_info(path, layer="tiles")["layer_metadata"]
    record = json.loads(metadata["sattile_run"])
    assert record.pop("sattile")
    assert decode_job(record) == JOB


def test_in_place_output_keeps_its_columns(path: Path):
    write_tiles(one_tile(label=["bati"], note=["mine"]), JOB, str(path), Recorder())
    tiles = read_tiles(str(path), Recorder())
    write_tiles(tiles.assign(split="train"), JOB, str(path), Recorder())
    assert set(read(path).columns) == {"tile_id", "label", "note", "split", "geometry"}
    assert pyogrio.list_layers(path)[:, 0].tolist() == ["tiles"]


def test_pieces_are_one_layer(path: Path):
    frames = (layer([square(10 * number, 0, 10)], tile_id=[f"t{number}"]) for number in range(3))
    write_tiles(frames, JOB, str(path), Recorder())
    assert read(path)["tile_id"].tolist() == ["t0", "t1", "t2"]


@pytest.mark.parametrize(
    ("geometries", "kind"),
    [
        ([square(0, 0, 1)], "Polygon"),
        ([shapely.MultiPolygon([square(0, 0, 1)])], "MultiPolygon"),
        ([square(0, 0, 1), shapely.MultiPolygon([square(5, 5, 1)])], "MultiPolygon"),
    ],
)
def test_the_kind_of_geometry(path: Path, geometries: list, kind: str):
    write_one(layer(geometries), JOB, str(path), "tiles", Recorder())
    assert pyogrio.read_info(path)["geometry_type"] == kind
    assert len(read(path)) == len(geometries)


@pytest.mark.parametrize("values", [[7, 7, 8], [1.5, 2.0, 3.0], [-1, 5, 6], ["a", "b", "c"], [None, 1.0, 2.0]])
@pytest.mark.parametrize("column", ["fid", "FID"])
def test_a_column_named_as_row_numbers_comes_through(path: Path, column: str, values: list):
    recorder = Recorder()
    write_tiles(layer(tile_squares(1, 3), **{column: values}), JOB, str(path), recorder)
    assert read(path)[column].replace({np.nan: None}).tolist() == values
    assert pyogrio.read_info(path)["fid_column"] == "sattile_fid" and not recorder.notices


def test_a_column_named_as_the_geometry_comes_through(path: Path):
    frame = one_tile(geom=["mine"], fid=[1], sattile_fid=[5])
    write_layers({"tiles": frame, "table": pd.DataFrame({"fid": [1, 1], "geom": [1, 2]})}, JOB, str(path), Recorder())
    assert read(path)[["geom", "sattile_fid"]].iloc[0].tolist() == ["mine", 5]
    assert read(path).geometry.iloc[0].equals(square(0, 0, 10))
    assert pyogrio.read_dataframe(path, layer="table")["geom"].tolist() == [1, 2]


def test_otherwise_row_numbers_and_geometry_have_the_usual_names(path: Path):
    write_tiles(one_tile(), JOB, str(path), Recorder())
    info = pyogrio.read_info(path)
    assert (info["fid_column"], info["geometry_name"]) == ("fid", "geom")


def test_columns_that_differ_by_case_alone_are_told_apart(path: Path):
    recorder = Recorder()
    frames = (one_tile(TILE_ID=["mine"], predicted=["bati"], Predicted=[number], Ä=[1], ä=[2]) for number in range(2))
    write_tiles(frames, JOB, str(path), recorder)
    written = read(path)
    assert written["tile_id"].tolist() == ["t0", "t0"] and written["TILE_ID_1"].tolist() == ["mine", "mine"]
    assert written["predicted"].tolist() == ["bati", "bati"] and written["Predicted_1"].tolist() == [0, 1]
    assert {"Ä", "ä"} <= set(written)
    assert recorder.notices == {"columns_renamed": {"names": "TILE_ID → TILE_ID_1, Predicted → Predicted_1"}}


def test_a_geopackage_with_other_layers_is_left_alone(path: Path):
    write_layer(path, [square(0, 0, 1)], name="precious")
    before = path.read_bytes()
    with pytest.raises(OutputOccupied, match="precious"):
        write_tiles(one_tile(), JOB, str(path), Recorder())
    assert path.read_bytes() == before


def test_styles_beside_the_tiles_do_not_stand_in_the_way(path: Path):
    write_tiles(one_tile(), JOB, str(path), Recorder())
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)")
        database.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('layer_styles', 'attributes')")
    write_tiles(one_tile(label=["bati"]), JOB, str(path), Recorder())
    assert "label" in read(path)


def test_a_file_that_is_no_geopackage_is_left_alone(path: Path):
    path.write_text("my notes")
    with pytest.raises(OutputOccupied, match="no GeoPackage"):
        write_tiles(one_tile(), JOB, str(path), Recorder())
    assert path.read_text() == "my notes"


def test_a_failure_between_pieces_leaves_nothing(tmp_path: Path, path: Path):
    def frames():
        yield one_tile()
        raise UnreadableFile(path="ortho.tif", expected="a raster", reason="cut short")

    with pytest.raises(UnreadableFile):
        write_tiles(frames(), JOB, str(path), Recorder())
    assert names_in(tmp_path) == []


def test_a_record_with_accents(path: Path):
    job = LabelTiles("dossier été/tuiles.gpkg", "bâti.shp", "out.gpkg")
    write_tiles(one_tile(), job, str(path), Recorder())
    assert "bâti.shp" in pyogrio.read_info(path)["layer_metadata"]["sattile_run"]
