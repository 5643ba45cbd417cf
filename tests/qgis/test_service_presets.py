"""The presets name what QGIS needs; OpenStreetMap's buildings come as polygons, from a server on loopback."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from qgis.core import QgsProcessingFeedback, QgsRectangle, QgsSettings, QgsVectorLayer
from servers import front_of

from sattile_plugin.bridge.errors import ExtentTooLarge, ServiceFailed
from sattile_plugin.bridge.services import network, openstreetmap
from sattile_plugin.bridge.services.address import encoded_pairs
from sattile_plugin.bridge.services.presets import PRESETS


def ring(west: float, south: float, side: float) -> list[dict]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return [{"lon": west + x * side, "lat": south + y * side} for x, y in corners]


COURT = [
    {"type": "way", "role": "outer", "geometry": ring(2.1, 48.0, 0.003)},
    {"type": "way", "role": "inner", "geometry": ring(2.101, 48.001, 0.001)},
]
FOUND = {
    "elements": [
        {"type": "way", "id": 1, "tags": {"building": "house"}, "geometry": ring(2.0, 48.0, 0.001)},
        {"type": "relation", "id": 2, "tags": {"building": "yes"}, "members": COURT},
        {"type": "way", "id": 3, "tags": {"building": "yes"}, "geometry": ring(2.0, 48.0, 0.001)[:3]},
    ]
}


@pytest.fixture
def overpass(plugin, monkeypatch):
    monkeypatch.setattr(network, "POLICY", network.Policy(attempts=3, first_pause_s=0.02))
    with front_of(lambda path, host: (200, "application/json", json.dumps(FOUND).encode())) as (front, url):
        QgsSettings().setValue(openstreetmap.SERVER_SETTING, f"{url}/api")
        yield front
        QgsSettings().remove(openstreetmap.SERVER_SETTING)


HERE = QgsRectangle(1.99, 47.99, 2.11, 48.01)


def test_buildings_of_openstreetmap_come_as_polygons(overpass, tmp_path: Path) -> None:
    path = tmp_path / "osm.gpkg"
    overpass.fail("api", "429", "cut")
    assert openstreetmap.fetch_buildings(HERE, path, QgsProcessingFeedback(False)) == 2
    layer = QgsVectorLayer(f"{path}|layername=buildings", "osm", "ogr")
    areas = {feature["osm_id"]: feature.geometry().area() for feature in layer.getFeatures()}
    assert areas == {"way/1": pytest.approx(1e-6), "relation/2": pytest.approx(8e-6)}
    query = parse_qs(urlsplit(overpass.requests[0]).query)["data"][0]
    assert "(47.9900000,1.9900000,48.0100000,2.1100000)" in query and "out geom" in query


def test_a_failing_server_is_told_and_nothing_is_written(overpass, tmp_path: Path) -> None:
    overpass.fail("api", "500", "500", "500")
    with pytest.raises(ServiceFailed, match="HTTP 500"):
        openstreetmap.fetch_buildings(HERE, tmp_path / "osm.gpkg", QgsProcessingFeedback(False))
    assert list(tmp_path.iterdir()) == []


def test_too_large_an_extent_is_refused(overpass, tmp_path: Path) -> None:
    with pytest.raises(ExtentTooLarge, match="zoom in"):
        openstreetmap.fetch_buildings(QgsRectangle(0, 45, 5, 50), tmp_path / "a.gpkg", QgsProcessingFeedback(False))
    assert overpass.requests == []


def test_presets_name_layer_system_and_address() -> None:
    for name in ("ign_ortho_wms", "ign_ortho_wmts"):
        options = dict(encoded_pairs(PRESETS[name].source))
        assert options["layers"] == "ORTHOIMAGERY.ORTHOPHOTOS" and options["url"].startswith("https://data.geopf.fr/wm")
    assert "BDTOPO_V3:batiment" in PRESETS["ign_buildings"].source
