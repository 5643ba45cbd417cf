"""Results on their way into the project: their legend, what they hide, and what lies under them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import processing
import pytest
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsLayerTreeModel,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from scene import NORTH, WEST, Scene, halves, write_model

from sattile_plugin.bridge.style import apply_style, store_style


@pytest.fixture
def project(loading) -> Iterator[QgsProject]:
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.fixture
def french(plugin) -> Iterator[None]:
    import sattile_plugin

    translator = QTranslator()
    assert translator.load(str(Path(sattile_plugin.__file__).parent / "i18n" / "sattile_fr.qm"))
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def loaded(name: str, parameters: dict[str, Any]) -> None:
    """Run an algorithm as a dialog does, its results loaded into the project."""
    project, feedback, context = QgsProject.instance(), QgsProcessingFeedback(), QgsProcessingContext()
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().algorithmById(f"sattile:{name}").create()
    given = {
        key: QgsProcessingOutputLayerDefinition(value, project) if str(value).endswith("_result.gpkg") else value
        for key, value in parameters.items()
    }
    _, done = algorithm.run(given, context, feedback)
    assert done
    handleAlgorithmResults(algorithm, context, feedback, parameters=given)
    QCoreApplication.processEvents()


def visible() -> list[tuple[str, bool]]:
    """Return which layers are checked, from top to bottom."""
    nodes = QgsProject.instance().layerTreeRoot().findLayers()
    return [(node.name(), node.itemVisibilityChecked()) for node in nodes]


@pytest.fixture
def tiles(project: QgsProject, scene: Scene) -> QgsVectorLayer:
    """A grid of 64 tiles in the project."""
    grid = processing.run(
        "sattile:buildtilegrid", {"RASTER": str(scene.raster), "TILE_SIZE_M": 25, "OUTPUT": scene.path("grid.gpkg")}
    )
    layer = QgsVectorLayer(grid["OUTPUT"], "grid", "ogr")
    project.addMapLayer(layer)
    return layer


@pytest.mark.parametrize(("style", "text"), [("tile_label", "Incertain"), ("tile_suspicion", "Peu de doute")])
def test_the_legend_is_in_the_users_language(project: QgsProject, french: None, style: str, text: str) -> None:
    layer = QgsVectorLayer("Polygon?field=label:string&field=suspicion:double", "tiles", "memory")
    project.addMapLayer(layer)
    model = QgsLayerTreeModel(project.layerTreeRoot())
    apply_style(layer, style)
    nodes = model.layerLegendNodes(project.layerTreeRoot().findLayer(layer.id()))
    assert text in [node.data(Qt.ItemDataRole.DisplayRole) for node in nodes]


@pytest.mark.parametrize(
    ("language", "area", "share"),
    [
        ("en", "built area (m²)", "built share of the tile (0 to 1)"),
        ("fr", "surface bâtie (m²)", "part bâtie de la tuile (0 à 1)"),
    ],
)
def test_columns_are_called_what_a_reader_calls_them_by_whoever_opens_the_file_next(
    scene: Scene, tiles: QgsVectorLayer, monkeypatch: pytest.MonkeyPatch, language: str, area: str, share: str
) -> None:
    monkeypatch.setattr("sattile_plugin.bridge.style.user_language", lambda: language)
    labels = {"TILES": tiles.id(), "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("labels.gpkg")}
    layer = QgsVectorLayer(processing.run("sattile:labeltiles", labels)["OUTPUT"], "again", "ogr")
    shown = {field.name(): layer.attributeDisplayName(number) for number, field in enumerate(layer.fields())}
    assert (shown["built_area_m2"], shown["built_ratio"], shown["fid"]) == (area, share, "fid")


def test_the_layer_that_a_result_holds_all_of_is_hidden(scene: Scene, tiles: QgsVectorLayer) -> None:
    loaded(
        "labeltiles", {"TILES": tiles.id(), "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("l_result.gpkg")}
    )
    assert visible() == [("Labelled tiles", True), ("grid", False)]


def test_a_second_run_arrives_as_the_first(scene: Scene, tiles: QgsVectorLayer) -> None:
    for number in range(3):
        labels = {"TILES": tiles.id(), "BUILDINGS": str(scene.buildings)}
        loaded("labeltiles", {**labels, "OUTPUT": scene.path(f"{number}_result.gpkg")})
    before = [("Labelled tiles", False)] * 2
    assert visible() == [("Labelled tiles", True), *before, ("grid", False)]
    drawn = [layer.renderer().type() for layer in QgsProject.instance().mapLayersByName("Labelled tiles")]
    assert drawn == ["categorizedSymbol"] * 3


def test_a_style_that_is_there_already_is_replaced(tiles: QgsVectorLayer) -> None:
    """QGIS's own question whether to would stand here for ever."""
    path = tiles.source()
    for style in ("tile_grid", "tile_label", "tile_grid"):
        store_style(path, style)
    count, _, names, _, _ = QgsVectorLayer(path, "again", "ogr").listStylesInDatabase()
    assert sorted(names[:count]) == ["tile_grid", "tile_label"]


def test_blocks_arrive_with_the_tiles(scene: Scene, tiles: QgsVectorLayer) -> None:
    labels = {"TILES": tiles.id(), "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("labels.gpkg")}
    labelled = processing.run("sattile:labeltiles", labels)["OUTPUT"]
    split = {"TILES": labelled, "BLOCK_SIZE_M": 50, "BUFFER_M": 0, "OUTPUT": scene.path("split_result.gpkg")}
    loaded("splittiles", {**split, "BLOCKS": scene.path("blocks_result.gpkg")})
    shown = dict(visible())
    assert shown == {"Split tiles": True, "Blocks with their part": True, "grid": False}


def test_an_older_result_at_the_same_place_is_hidden(scene: Scene, tiles: QgsVectorLayer) -> None:
    QgsProject.instance().addMapLayer(scene.buildings_layer())
    neighbour = QgsVectorLayer("Polygon?crs=EPSG:2154&field=tile_id:string", "neighbour", "memory")
    feature = QgsFeature(neighbour.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(WEST + 150, NORTH - 50, WEST + 350, NORTH + 150)))
    neighbour.dataProvider().addFeatures([feature])
    neighbour.updateExtents()
    QgsProject.instance().addMapLayer(neighbour)
    loaded(
        "buildtilegrid", {"RASTER": str(scene.raster), "TILE_SIZE_M": 50, "OUTPUT": scene.path("coarse_result.gpkg")}
    )
    assert visible() == [("Tile grid", True), ("neighbour", True), ("buildings", True), ("grid", False)]


def test_a_layer_of_which_a_part_was_taken_stays_seen(scene: Scene, tiles: QgsVectorLayer) -> None:
    tiles.selectByIds([1, 2, 3])
    selected = QgsProcessingFeatureSourceDefinition(tiles.id(), selectedFeaturesOnly=True)
    loaded("labeltiles", {"TILES": selected, "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("l_result.gpkg")})
    assert visible() == [("Labelled tiles", True), ("grid", True)]


def test_the_sample_orthophoto_lies_under_its_buildings(project: QgsProject, tmp_path: Path) -> None:
    loaded("samplescene", {"SIZE_M": 100, "OUTPUT": str(tmp_path / "scene")})
    names = [name for name, _ in visible()]
    assert sorted(names) == ["Sample buildings", "Sample communes", "Sample orthophoto"]
    assert names[-1] == "Sample orthophoto"


def test_the_more_a_tile_is_alike_the_more_it_stands_out(plugin) -> None:
    layer = QgsVectorLayer("Polygon?field=likeness_rank:int", "tiles", "memory")
    apply_style(layer, "tile_likeness")
    parts = layer.renderer().ranges()  # kept, for the symbols are theirs
    symbols = [part.symbol().symbolLayer(0) for part in parts]
    widths = [symbol.strokeWidth() for symbol in symbols]
    assert widths == sorted(widths, reverse=True) and widths[0] > 2 * widths[2]
    assert symbols[-1].fillColor().alpha() == 0 and symbols[0].renderingPass() > symbols[-1].renderingPass()


@pytest.mark.parametrize("by_commune", [False, True])
def test_accuracy_lies_under_the_map_of_errors(scene: Scene, tiles: QgsVectorLayer, by_commune: bool) -> None:
    labels = {"TILES": tiles.id(), "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("labels.gpkg")}
    labelled = processing.run("sattile:labeltiles", labels)["OUTPUT"]
    parts = {"TILES": labelled, "BLOCK_SIZE_M": 50, "BUFFER_M": 0, "OUTPUT": scene.path("split.gpkg")}
    split = QgsVectorLayer(processing.run("sattile:splittiles", parts)["OUTPUT"], "split", "ogr")
    QgsProject.instance().addMapLayer(split)
    images = {"TILES": [split.id()], "RASTER": [str(scene.raster)], "MODEL": write_model(scene.path("m.onnx"))}
    if by_commune:
        images |= {"COMMUNES": halves(), "COMMUNE_FIELD": "nom"}
    loaded(
        "evaluateclassifier",
        {**images, "PART": 3, "OUTPUT": scene.path("r.json"), "LAYER": scene.path("e_result.gpkg")},
    )
    shown = [("Accuracy by commune", True)] if by_commune else []
    seen = [*shown, ("Accuracy by block", not by_commune)]
    assert visible() == [("Map of errors", True), *seen, ("split", False), ("grid", False)]
