"""Names of tiles: each leads back to the tile's corner."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from sattile_plugin.engine.grid import cell_boxes
from sattile_plugin.engine.io.tile_names import names_of_squares, tile_names, tile_prefix

from ...builders import layer, tile_squares

NAME = re.compile(r"CRS(?P<crs>\w+?)RES(?P<size>[\d.]+)mN(?P<north>-?[\d.]+)E(?P<east>-?[\d.]+)")


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.sampled_from([50.0, 12.5, 0.3, 1000.0]))
def test_a_name_leads_back_to_its_corner(row: int, column: int, size: float):
    (name,) = tile_names(np.array([[row, column]]), size, f"CRS2154RES{size}m")
    found = NAME.fullmatch(name)
    west, south, _, _ = cell_boxes(np.array([[row, column]]), size)[0].bounds
    assert float(found["north"]) == pytest.approx(south, abs=1e-5)
    assert float(found["east"]) == pytest.approx(west, abs=1e-5)
    assert (round(float(found["north"]) / size), round(float(found["east"]) / size)) == (row, column)


@pytest.mark.parametrize(
    ("code", "size", "prefix"),
    [
        ("EPSG:2154", 50.0, "CRS2154RES50m"),
        ("EPSG:32737", 12.5, "CRS32737RES12.5m"),
        ("ESRI:102110", 1000.0, "CRSESRI102110RES1000m"),
    ],
)
def test_prefix(code: str, size: float, prefix: str):
    assert tile_prefix(CRS(code), "tiles.gpkg", size) == prefix


def test_squares_are_named_by_their_corner():
    squares = layer(tile_squares(2, 1, south=-10, west=30))
    assert names_of_squares(squares, "t.gpkg") == ["CRS2154RES10mN-10E30", "CRS2154RES10mN0E30"]
