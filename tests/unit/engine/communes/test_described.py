"""Described rows: what is written comes back, half as precise, and other readers can open it."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sattile_plugin.contract.errors import UnreadableFile
from sattile_plugin.engine.communes.described import read_described, write_described

from ...builders import layer, tile_squares


def written(tmp_path: Path, **columns: list) -> str:
    path = str(tmp_path / "features.parquet")
    write_described(layer(tile_squares(1, 2), **columns), np.array([[1.0, 0.5], [2.0, 0.25]]), {"views": "4"}, path)
    return path


def test_what_is_written_comes_back(tmp_path: Path):
    found = read_described(written(tmp_path, tile_id=["t0", "t1"], note=["a", "b"]))
    assert found.features.tolist() == [[1.0, 0.5], [2.0, 0.25]]
    assert found.features.dtype == np.float32
    assert found.frame["tile_id"].tolist() == ["t0", "t1"] and found.frame["note"].tolist() == ["a", "b"]
    assert found.frame.crs.to_epsg() == 2154 and found.frame.area.tolist() == [100, 100]
    assert found.about == {"views": "4"} and not found.of_communes


def test_a_row_may_be_a_commune(tmp_path: Path):
    assert read_described(written(tmp_path, commune_id=["a", "b"])).of_communes


def test_features_are_lists_of_one_length_in_half_precision(tmp_path: Path):
    path = written(tmp_path, tile_id=["t0", "t1"])
    assert pq.read_schema(path).field("features").type == pa.list_(pa.float16(), 2)
    assert b"geo" in pq.read_schema(path).metadata


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_features_that_are_no_numbers_are_refused(tmp_path: Path, value: float):
    path = str(tmp_path / "features.parquet")
    write_described(layer(tile_squares(1, 2), tile_id=["a", "b"]), np.array([[1.0, value], [2.0, 3.0]]), {}, path)
    with pytest.raises(UnreadableFile, match="1 of its rows have features that are no numbers"):
        read_described(path)


def test_other_files_are_refused(tmp_path: Path):
    plain = tmp_path / "plain.parquet"
    gpd.GeoDataFrame({"a": [1]}, geometry=tile_squares(1, 1), crs=2154).to_parquet(plain)
    (tmp_path / "text.parquet").write_text("no table")
    for name, reason in (("plain", "sattile"), ("text", "magic bytes"), ("missing", "there is no such file")):
        with pytest.raises(UnreadableFile, match=reason):
            read_described(str(tmp_path / f"{name}.parquet"))
