"""What a dialog would offer, among layers as they stand in the project from top to bottom and files written last."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

TILES = "Polygon?field=tile_id:string"
LINES = "LineString?field=tile_id:string"
CLASSIFIED = f"{TILES}&field=p_bati:double&field=predicted:string"


def layers(*given: tuple[str, str]) -> list[QgsVectorLayer]:
    return [QgsVectorLayer(uri, name, "memory") for name, uri in given]


@pytest.mark.parametrize(
    ("columns", "given", "meant"),
    [
        pytest.param((), [("roads", LINES), ("b", "Polygon"), ("t", TILES)], "t", id="tiles"),
        pytest.param((), [("one", TILES), ("other", TILES)], "one", id="the topmost"),
        pytest.param(("p_bati", "predicted"), [("t", TILES), ("c", CLASSIFIED)], "c", id="with the columns"),
        pytest.param(("p_bati", "predicted"), [("t", TILES)], None, id="none"),
        pytest.param((), [("s", f"{TILES}&field=segment:int"), ("t", TILES)], "t", id="not a last result"),
        pytest.param((), [("s", f"{TILES}&field=segment:int")], "s", id="a last result if need be"),
    ],
)
def test_tiles_are_told_by_their_columns(plugin, columns: tuple[str, ...], given: list, meant: str | None) -> None:
    from sattile_plugin.processing.offers import likely_layer, tiles_with

    found = likely_layer(layers(*given), tiles_with(*columns))
    assert (found.name() if found else None) == meant


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ([("t", TILES), ("areas", "Polygon"), ("BDT Bâtiments 2024", "Polygon")], "BDT Bâtiments 2024"),
        ([("OSM buildings as tiles", TILES), ("points", "Point"), ("areas", "Polygon")], "areas"),
        ([("share of bâti", "Polygon?field=tile_count:int"), ("Emprises", "Polygon")], "Emprises"),
        ([("t", TILES)], None),
    ],
)
def test_buildings_are_polygons_that_are_no_tiles(plugin, given: list, meant: str | None) -> None:
    from sattile_plugin.processing.offers import BUILDINGS, likely_layer

    found = likely_layer(layers(*given), BUILDINGS)
    assert (found.name() if found else None) == meant


def test_an_orthophoto_is_likelier_than_a_base_map(scene) -> None:
    from sattile_plugin.processing.offers import ORTHOPHOTO, PHOTO_FILE, likely_layer

    base = QgsRasterLayer("type=xyz&url=file:///nowhere/{z}/{x}/{y}.png", "a base map", "wms")
    photo = QgsRasterLayer(str(scene.raster), "photo")
    assert likely_layer([base, photo], ORTHOPHOTO) is photo
    assert likely_layer([base], ORTHOPHOTO) is base
    assert likely_layer([base, photo], PHOTO_FILE) is photo and likely_layer([base], PHOTO_FILE) is None


@pytest.fixture
def tiles(plugin) -> Iterator[QgsVectorLayer]:
    """A tile layer in the project."""
    (layer,) = layers(("t", TILES))
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().clear()


def offered() -> str | None:
    """Return what a dialog would offer where a script gets nothing."""
    from sattile_plugin.processing.offers import offer, tiles_with

    definition = QgsProcessingParameterFeatureSource("TILES")
    offer(definition, tiles_with())
    assert definition.defaultValue() is None
    return definition.defaultValueForGui()


def test_a_dialog_offers_a_layer_of_the_project(tiles: QgsVectorLayer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered() == tiles.id()
    (hidden,) = layers(("h", TILES))
    QgsProject.instance().addMapLayer(hidden, addToLegend=False)
    QgsProject.instance().layerTreeRoot().insertLayer(0, hidden).setItemVisibilityChecked(False)
    assert offered() == tiles.id()
    monkeypatch.setattr("qgis.utils.iface", None)
    assert offered() is None


def place(name: str, uri: str, west: int, crs: str = "EPSG:2154") -> QgsVectorLayer:
    """Return a layer with one square of 50 m."""
    layer = QgsVectorLayer(f"{uri}{'&' if '?' in uri else '?'}crs={crs}", name, "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 6_860_000, west + 50, 6_860_050)))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    return layer


def test_of_several_places_that_of_the_active_layer_is_offered(plugin, monkeypatch: pytest.MonkeyPatch) -> None:
    from sattile_plugin.processing.offers import BUILDINGS, offer

    given = [place("bâti of one", "Polygon", 650_000), place("roofs of other", "Polygon", 700_000)]
    tiles = [place("one", TILES, 650_000), place("other", TILES, 700_000)]
    QgsProject.instance().addMapLayers([*given, *tiles])
    for active, buildings in zip(tiles, given):
        monkeypatch.setattr("qgis.utils.iface.activeLayer", lambda active=active: active)
        definition = QgsProcessingParameterFeatureSource("BUILDINGS")
        offer(definition, BUILDINGS)
        assert (offered(), definition.defaultValueForGui()) == (active.id(), buildings.id())
    QgsProject.instance().clear()


def test_the_whole_world_is_at_every_place(plugin) -> None:
    from sattile_plugin.processing.offers import lies_at

    here, elsewhere = place("here", "Polygon", 650_000), place("there", "Polygon", 700_000)
    world = QgsRasterLayer("type=xyz&url=file:///nowhere/{z}/{x}/{y}.png", "the world", "wms")
    assert lies_at(world, here) and lies_at(here, world) and not lies_at(here, elsewhere)


def test_a_list_is_offered_what_one_layer_would_be(tiles: QgsVectorLayer) -> None:
    from sattile_plugin.processing.offers import offer, tiles_with

    definition = QgsProcessingParameterMultipleLayers("TILES", "", QgsProcessing.SourceType.TypeVectorPolygon)
    offer(definition, tiles_with(), several=True)
    assert definition.defaultValueForGui() == [tiles.id()]


def test_a_file_is_offered_while_it_is_there(plugin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sattile_plugin.processing.offers import offer_latest, remember

    def offered_file() -> str | None:
        definition = QgsProcessingParameterFile("MODEL")
        offer_latest(definition)
        return definition.defaultValueForGui()

    path = tmp_path / "model.onnx"
    assert offered_file() is None
    path.touch()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(remember, QgsProject.instance(), {"MODEL": str(path)}).result()
    assert offered_file() is None and not QgsProject.instance().isDirty()
    path.unlink()
    remember(QgsProject.instance(), {"MODEL": str(path)})
    assert offered_file() is None
    path.touch()
    assert offered_file() == str(path)
    monkeypatch.setattr("qgis.utils.iface", None)
    assert offered_file() is None
    QgsProject.instance().clear()


def test_nothing_is_looked_for_in_the_background(tiles: QgsVectorLayer) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(offered).result() is None
