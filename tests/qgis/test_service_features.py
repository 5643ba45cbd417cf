"""Buildings from a WFS: the labels of the file, fetched once, page by page, and never fewer than the server has."""

from __future__ import annotations

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from scene import Scene, rows
from servers import MAPSERVER, Front

pytestmark = pytest.mark.skipif(MAPSERVER is None, reason="needs qgis_mapserver")


def wfs_layer(url: str, page: int = 0) -> QgsVectorLayer:
    size = f"pageSize='{page}' " if page else ""
    source = f"{size}restrictToRequestBBOX='1' srsname='EPSG:2154' typename='buildings' url='{url}/' version='1.1.0'"
    layer = QgsVectorLayer(source, "WFS", "WFS")
    assert layer.isValid()
    return layer


def labels(scene: Scene, tiles: str, buildings: object, name: str) -> dict:
    given = {"TILES": tiles, "BUILDINGS": buildings, "OUTPUT": scene.path(f"{name}.gpkg")}
    return rows(processing.run("sattile:labeltiles", given)["OUTPUT"])


def asked(front: Front) -> int:
    return sum("BBOX" in path and "GetFeature" in path for path in front.requests)


def test_a_wfs_gives_the_labels_of_the_file_and_is_asked_once(served, scene: Scene, tiles) -> None:
    front, url = served
    layer = wfs_layer(url)
    wanted = labels(scene, tiles, str(scene.buildings), "from_file")
    front.requests.clear()
    assert labels(scene, tiles, layer, "from_wfs") == wanted
    assert asked(front) == 2
    front.requests.clear()
    assert labels(scene, tiles, layer, "again") == wanted
    assert asked(front) == 0


def test_pages_are_put_together(served, scene: Scene, tiles) -> None:
    front, url = served
    wanted = labels(scene, tiles, str(scene.buildings), "from_file")
    layer = wfs_layer(url, page=1)
    front.requests.clear()
    front.fail("STARTINDEX=1", "500", "cut")
    assert labels(scene, tiles, layer, "from_wfs") == wanted
    assert asked(front) == 1 + 3 + 2


def test_a_server_that_gives_less_than_it_has_is_told(served, scene: Scene, tiles) -> None:
    front, url = served
    layer = wfs_layer(url)
    front.fail("EPSG::2154&TYPENAME=buildings&RESULTTYPE=hits", "less")  # as we ask, not as QGIS does for its legend
    with pytest.raises(QgsProcessingException, match="3 of 7 features"):
        labels(scene, tiles, layer, "from_wfs")
    assert labels(scene, tiles, layer, "later") == labels(scene, tiles, str(scene.buildings), "from_file")
