"""Layer sources as QGIS writes them, and names of files that are not whole yet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sattile_plugin.contract.paths import VectorSource, partial_path

NAMES = st.text(st.characters(exclude_characters="|="), min_size=1)


@given(NAMES, st.none() | NAMES)
def test_a_source_reads_back(path: str, layer: str | None):
    source = VectorSource(path, layer)
    assert VectorSource.parse(str(source)) == source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("a.shp", ("a.shp", None)),
        ("a.gpkg|layername=b", ("a.gpkg", "b")),
        ("a.gpkg|layername=b|subset=x > 1", ("a.gpkg", "b")),
        ("a.gpkg|geometrytype=Polygon|layername=été", ("a.gpkg", "été")),
    ],
)
def test_sources_that_qgis_writes(text: str, source: tuple[str, str | None]):
    assert VectorSource.parse(text) == source


def test_a_partial_stands_beside_its_output_with_the_same_ending():
    assert str(partial_path("out/tiles.gpkg")) == "out/.partial-tiles.gpkg"
