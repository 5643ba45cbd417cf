"""Of a layer only what is selected, what its filter leaves and what an expression leaves: all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import processing
import pytest
from qgis.core import (
    QgsFeature,
    QgsFeedback,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from scene import NORTH, SIDE_M, WEST, Scene

from sattile_plugin.processing.atlas_inputs import restriction_of
from sattile_plugin.processing.labeltiles import LabelTilesAlgorithm
from sattile_plugin.processing.values import INPUTS


class Source(QgsProcessingFeatureSourceDefinition):
    """A source with a filter of its own, which QGIS has from 3.32 on."""

    def __init__(self, layer: QgsVectorLayer, limit: int = -1, selected: bool = True, own_filter: str = "") -> None:
        super().__init__(layer.id(), selectedFeaturesOnly=selected, featureLimit=limit)
        self.filterExpression = own_filter


@pytest.fixture
def buildings(scene: Scene) -> Iterator[QgsVectorLayer]:
    """Three buildings of a file and a hut that is not saved yet; the house, the shed and the hut are selected."""
    layer = scene.buildings_layer()
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    hut = QgsFeature(layer.fields())
    hut.setGeometry(QgsGeometry.fromRect(QgsRectangle(WEST + 160, NORTH - SIDE_M, WEST + 165, NORTH - SIDE_M + 5)))
    hut["name"] = "hut"
    layer.addFeature(hut)
    layer.selectByExpression("name <> 'barn'")
    yield layer
    layer.rollBack()
    QgsProject.instance().clear()


def names(source: Source, folder: Path, expression: str = "") -> set[str]:
    """Return the names of the buildings that the engine gets."""
    algorithm, context = LabelTilesAlgorithm(), QgsProcessingContext()
    algorithm.initAlgorithm()
    context.setProject(QgsProject.instance())
    parameters = {"TILES": source, "BUILDINGS": source, "BUILDINGS_EXPRESSION": expression}
    read = algorithm.values(parameters, context, {"source": INPUTS["source"]})["buildings"]
    copy = QgsVectorLayer(read.written(folder, QgsFeedback()), "copy", "ogr")
    return {feature["name"] for feature in copy.getFeatures()}


@pytest.mark.parametrize(
    ("options", "expression", "expected"),
    [
        ({}, "", {"house", "shed", "hut"}),
        ({}, "name <> 'house'", {"shed", "hut"}),
        ({}, "name = 'hut' OR name = 'barn'", {"hut"}),
        ({"limit": 1}, "name = 'shed' OR name = 'barn'", {"shed"}),
        ({"own_filter": "$area < 50"}, "name <> 'hut'", {"shed"}),
        ({"own_filter": "name = 'hut' OR name = 'shed'"}, "name = 'shed' OR name = 'barn'", {"shed"}),
        ({"own_filter": "$area > 50", "selected": False}, "name <> 'house'", {"barn"}),
    ],
)
def test_a_selection_and_expressions_hold_together(
    tmp_path: Path, buildings: QgsVectorLayer, options: dict[str, Any], expression: str, expected: set[str]
) -> None:
    assert names(Source(buildings, **options), tmp_path, expression) == expected


def test_nothing_selected_is_nothing(tmp_path: Path, buildings: QgsVectorLayer) -> None:
    buildings.removeSelection()
    assert names(Source(buildings), tmp_path, "name <> 'house'") == set()


def test_the_atlas_draws_the_first_selected_tiles_for_which_the_filter_holds(buildings: QgsVectorLayer) -> None:
    (shed,) = (feature.id() for feature in buildings.getFeatures("name = 'shed'"))
    wanted = Source(buildings, limit=2, own_filter="name = 'barn' OR name = 'shed'")
    assert restriction_of(wanted, buildings) == f"$id IN ({shed})"


@pytest.fixture
def project() -> Iterator[QgsProject]:
    yield QgsProject.instance()
    QgsProject.instance().clear()


def test_the_file_of_which_a_part_is_read_is_not_replaced(scene: Scene, project: QgsProject) -> None:
    """Else the tiles that are not selected, or that a filter hides, would be gone; saving would change other tiles."""
    file = scene.folder / "own.gpkg"
    grid = processing.run("sattile:buildtilegrid", {"RASTER": str(scene.raster), "OUTPUT": str(file)})["OUTPUT"]
    tiles = QgsVectorLayer(f"{grid}|layername=tiles", "My tiles", "ogr")
    project.addMapLayer(tiles)
    count = tiles.featureCount()
    tiles.selectByIds([next(tiles.getFeatures()).id()])
    given = {"BUILDINGS": str(scene.buildings), "OUTPUT": str(file)}
    with pytest.raises(QgsProcessingException, match="features of My tiles that this run does not read"):
        processing.run("sattile:labeltiles", {**given, "TILES": Source(tiles)})
    tiles.setSubsetString("fid = 1")
    with pytest.raises(QgsProcessingException, match="does not read"):
        processing.run("sattile:labeltiles", {**given, "TILES": tiles})
    tiles.setSubsetString("")
    tiles.startEditing()
    tiles.deleteFeature(2)
    with pytest.raises(QgsProcessingException, match="changes of My tiles that are not saved"):
        processing.run("sattile:labeltiles", {**given, "TILES": tiles})
    tiles.rollBack()
    assert QgsVectorLayer(f"{grid}|layername=tiles", "again", "ogr").featureCount() == count > 1
