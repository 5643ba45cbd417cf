"""Layer sources as QGIS writes them, and names of files that are not whole yet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sattile_plugin.contract.paths import VectorSource, partial_path

NAMES = st.text(st.characters(exclude_characters="|="), min_size=1)


@given(NAMES, st.none() | NAMES, st.none() | st.text(min_size=1))
def test_a_source_reads_back(path: str, layer: str | None, subset: str | None):
    source = VectorSource(path, layer, subset and f"name = '{subset.replace('|', '||')}'")
    assert VectorSource.parse(str(source)) == source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("a.shp", ("a.shp", None, None, None)),
        ("a.gpkg|layername=b", ("a.gpkg", "b", None, None)),
        ("a.gpkg|layername=b|subset=x > 1", ("a.gpkg", "b", "x > 1", None)),
        ("a.gpkg|layername=b|subset=x || 'c' = 'dc'", ("a.gpkg", "b", "x || 'c' = 'dc'", None)),
        ("a.gpkg|layername=b|subset=x > 1|geometrytype=Polygon", ("a.gpkg", "b", "x > 1", None)),
        ("a.gpkg|subset=", ("a.gpkg", None, None, None)),
        ("a.gpkg|subset=x\n> 1", ("a.gpkg", None, "x\n> 1", None)),
        ("a.gpkg|geometrytype=Polygon|layername=été", ("a.gpkg", "été", None, None)),
        ("a.gpkg|uniqueGeometryType=yes|layerid=2", ("a.gpkg", None, None, 2)),
        ("a.gpkg|option:LIST_ALL_TABLES=NO", ("a.gpkg", None, None, None)),
    ],
)
def test_sources_that_qgis_writes(text: str, source: tuple):
    assert VectorSource.parse(text) == source


def test_a_partial_stands_beside_its_output_with_the_same_ending():
    assert str(partial_path("out/tiles.gpkg")) == "out/.partial-tiles.gpkg"
