"""Coordinate reference systems: reading, comparing and naming."""

from __future__ import annotations

import pytest
import shapely
from pyproj import CRS

from sattile_plugin.contract.errors import UnknownCrs, UnnamedCrs
from sattile_plugin.engine.io.crs import code_of, name_crs, parse_crs, require_metres, same_crs, transform_of

LOCAL = CRS("+proj=tmerc +lon_0=1.234 +ellps=GRS80")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("EPSG:2154", "EPSG:2154", True),
        ("EPSG:4326", "OGC:CRS84", True),
        ("EPSG:2154", "EPSG:32631", False),
        ("EPSG:32631", "EPSG:32632", False),
        ("EPSG:2154", CRS("EPSG:2154").to_wkt("WKT1_GDAL"), True),
        ("EPSG:2154", CRS("EPSG:2154").to_wkt("WKT1_ESRI"), True),
    ],
)
def test_same_places(first: str, second: str, same: bool):
    assert same_crs(CRS(first), CRS(second)) == same_crs(CRS(second), CRS(first)) == same


@pytest.mark.parametrize(("code", "name"), [("EPSG:2154", "2154"), ("ESRI:102110", "ESRI102110")])
def test_names(code: str, name: str):
    assert name_crs(CRS(code), "layer") == name


def test_a_system_without_a_code_has_no_name():
    with pytest.raises(UnnamedCrs, match="layer"):
        name_crs(LOCAL, "layer")
    assert code_of(LOCAL) == LOCAL.name


@pytest.mark.parametrize("text", ["", "EPSG:0", "EPSG:999999", "Lambert", 'LOCAL_CS["Local",UNIT["metre",1]]'])
def test_texts_that_name_none(text: str):
    with pytest.raises(UnknownCrs):
        parse_crs(text)


@pytest.mark.parametrize("code", ["EPSG:2154", "EPSG:3301", "EPSG:26191", "EPSG:32737"])
def test_systems_in_metres_are_taken(code: str):
    assert require_metres(CRS(code), "layer", (0, 0, 1, 1)) is None


def test_a_long_edge_is_bent_on_the_way_to_another_system():
    parallel = shapely.LineString([(0, 50), (6, 50)])
    bent = transform_of(CRS("EPSG:4326"), CRS("EPSG:2154"))(parallel, 0.5)
    assert len(bent.coords) == 13
    middle, straight = bent.interpolate(0.5, normalized=True), shapely.LineString([bent.coords[0], bent.coords[-1]])
    assert straight.distance(middle) > 1000
