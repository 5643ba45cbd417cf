"""Several layers in one GeoPackage."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from sattile_plugin.contract.errors import OutputOccupied
from sattile_plugin.contract.jobs import SegmentTiles
from sattile_plugin.engine.io.results import check_result_output, write_result

from ...builders import layer, names_in, square, tile_squares, write_layer

JOB = SegmentTiles("f.parquet", "o.gpkg")


def test_layers_tables_and_the_record_are_there(tmp_path: Path):
    path = str(tmp_path / "o.gpkg")
    mixed = layer([square(0, 0, 1), square(2, 0, 1).union(square(5, 0, 1))], number=[1, 2])
    nowhere = layer(tile_squares(1, 1), crs=None)
    write_result({"tiles": mixed, "k_curves": pd.DataFrame({"k": [2]}), "diagram": nowhere}, JOB, path)
    assert {name for name, _ in pyogrio.list_layers(path)} == {"tiles", "k_curves", "diagram"}
    info = pyogrio.read_info(path, layer="tiles")
    assert info["geometry_type"] == "MultiPolygon" and info["crs"] == "EPSG:2154"
    assert json.loads(info["layer_metadata"]["sattile_run"])["verb"] == "segment"
    assert names_in(tmp_path) == ["o.gpkg"]


def test_only_what_is_ours_is_replaced(tmp_path: Path):
    path = write_layer(tmp_path / "o.gpkg", tile_squares(1, 1), name="tiles")
    check_result_output(path, ("tiles", "k_curves"))
    with pytest.raises(OutputOccupied, match=r"the layer\(s\) tiles"):
        check_result_output(path, ("communes",))
    (tmp_path / "text.gpkg").write_text("no layers")
    with pytest.raises(OutputOccupied, match="no GeoPackage"):
        check_result_output(str(tmp_path / "text.gpkg"), ("tiles",))
