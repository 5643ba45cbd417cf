"""Layers of any kind give the engine the same features."""

from __future__ import annotations

import processing
import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)
from scene import Scene, building_features, memory_layer, rows


def as_file(scene: Scene) -> object:
    return str(scene.buildings)


def as_layer(scene: Scene) -> object:
    return scene.buildings_layer()


def as_memory(scene: Scene) -> object:
    return memory_layer()


def as_memory_in_degrees(scene: Scene) -> object:
    return processing.run(
        "native:reprojectlayer", {"INPUT": memory_layer(), "TARGET_CRS": "EPSG:4326", "OUTPUT": "memory:"}
    )["OUTPUT"]


def as_edited(scene: Scene) -> object:
    """Three buildings, of which the edit buffer holds the last."""
    layer = memory_layer()
    last = next(f for f in layer.getFeatures() if f["name"] == "shed")
    layer.dataProvider().deleteFeatures([last.id()])
    layer.startEditing()
    layer.addFeatures(building_features(layer.fields())[2:])
    return layer


def with_one_more(layer: QgsVectorLayer) -> QgsVectorLayer:
    """Add a building that fills the tile in the north-east and that no one asked for."""
    feature = QgsFeature(layer.fields())
    feature.setGeometry(
        QgsGeometry.fromWkt("POLYGON((650150 6860150, 650200 6860150, 650200 6860200, 650150 6860200, 650150 6860150))")
    )
    feature["name"] = "unwanted"
    layer.dataProvider().addFeatures([feature])
    return layer


def as_filtered(scene: Scene) -> object:
    layer = with_one_more(scene.buildings_layer())
    layer.setSubsetString("name <> 'unwanted'")
    return layer


def as_edited_file(scene: Scene) -> object:
    """A file with one building too many, deleted in the edit buffer only."""
    layer = with_one_more(scene.buildings_layer())
    layer.startEditing()
    layer.deleteFeatures([feature.id() for feature in layer.getFeatures() if feature["name"] == "unwanted"])
    return layer


def as_selected(scene: Scene) -> object:
    layer = with_one_more(scene.buildings_layer())
    layer.selectByExpression("name <> 'unwanted'")
    QgsProject.instance().addMapLayer(layer)
    return QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)


@pytest.fixture
def tiles(scene: Scene) -> str:
    return processing.run("sattile:buildtilegrid", {"RASTER": str(scene.raster), "OUTPUT": scene.path("grid.gpkg")})[
        "OUTPUT"
    ]


@pytest.mark.parametrize(
    "kind", [as_file, as_layer, as_memory, as_memory_in_degrees, as_edited, as_edited_file, as_filtered, as_selected]
)
def test_every_kind_of_buildings_layer_gives_the_same_labels(scene: Scene, tiles: str, kind) -> None:
    result = processing.run(
        "sattile:labeltiles", {"TILES": tiles, "BUILDINGS": kind(scene), "OUTPUT": scene.path("labels.gpkg")}
    )
    labels = rows(result["OUTPUT"])
    areas = {name: round(row["built_area_m2"], 1) for name, row in labels.items() if row["built_area_m2"] > 0}
    assert areas == {
        "CRS2154RES50mN6860000E650000": 100.0,
        "CRS2154RES50mN6860000E650050": 400.0,
        "CRS2154RES50mN6860000E650100": 9.0,
    }
    assert (result["BATI"], result["NON_BATI"], result["TILE_COUNT"]) == (2, 13, 16)
    QgsProject.instance().clear()


def test_only_buildings_for_which_the_expression_holds_count(scene: Scene, tiles: str) -> None:
    parameters = {"TILES": tiles, "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("labels.gpkg")}
    result = processing.run("sattile:labeltiles", {**parameters, "BUILDINGS_EXPRESSION": "\"name\" = 'shed'"})
    areas = [row["built_area_m2"] for row in rows(result["OUTPUT"]).values() if row["built_area_m2"] > 0]
    assert areas == [9.0]


def test_an_expression_that_is_none_is_refused(scene: Scene, tiles: str) -> None:
    parameters = {"TILES": tiles, "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("labels.gpkg")}
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("sattile:labeltiles")
    valid, message = algorithm.checkParameterValues(
        {**parameters, "BUILDINGS_EXPRESSION": "name ="}, QgsProcessingContext()
    )
    assert not valid
    assert "name =" in message and "\n" not in message
