"""Results: styled when loaded, styled in the file, good for models, batch and scripts."""

from __future__ import annotations

import processing
import pytest
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsVectorLayer,
)
from scene import Scene, rows


@pytest.fixture
def labels(scene: Scene) -> str:
    grid = processing.run("sattile:buildtilegrid", {"RASTER": str(scene.raster), "OUTPUT": scene.path("grid.gpkg")})
    parameters = {"TILES": grid["OUTPUT"], "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("labels.gpkg")}
    return processing.run("sattile:labeltiles", parameters)["OUTPUT"]


def test_the_style_lies_in_the_file(labels: str) -> None:
    layer = QgsVectorLayer(labels, "labels", "ogr")
    renderer = layer.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    assert [c.value() for c in renderer.categories()] == ["bati", "unsure", "non_bati", ""]
    assert renderer.categories()[0].symbol().color().name() == "#d55e00"


def test_a_result_is_loaded_with_its_style(scene: Scene, loading: None, labels: str) -> None:
    project, context, feedback = QgsProject.instance(), QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().algorithmById("sattile:splittiles").create()
    output = QgsProcessingOutputLayerDefinition(scene.path("split.gpkg"), project)
    parameters = {"TILES": labels, "BLOCK_SIZE_M": 50, "BUFFER_M": 0, "OUTPUT": output}
    _, done = algorithm.run(parameters, context, feedback)
    assert done
    handleAlgorithmResults(algorithm, context, feedback, parameters=parameters)
    (layer,) = project.mapLayers().values()
    assert layer.name() == "Split tiles" and layer.renderer().classAttribute() == "split"
    project.clear()


def test_a_cancelled_algorithm_ends_quietly_and_leaves_nothing(scene: Scene) -> None:
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    algorithm = QgsApplication.processingRegistry().algorithmById("sattile:buildtilegrid").create()
    parameters = {"RASTER": str(scene.raster), "OUTPUT": scene.path("grid.gpkg")}
    assert algorithm.run(parameters, QgsProcessingContext(), feedback) == ({}, True)
    assert not [path for path in scene.folder.iterdir() if "grid" in path.name]


def test_an_extent_in_degrees_is_tiled_in_the_system_asked_for(plugin, tmp_path) -> None:
    """The centre of zone 31, one tile of 100 m around each whole 100 m that fits."""
    parameters = {"EXTENT": "3,3.01,46,46.01 [EPSG:4326]", "CRS": "EPSG:32631", "TILE_SIZE_M": 100}
    result = processing.run("sattile:buildtilegrid", {**parameters, "OUTPUT": str(tmp_path / "grid.gpkg")})
    first = min(rows(result["OUTPUT"]))
    assert first.startswith("CRS32631RES100mN509") and "E5000" in first


def test_a_grid_over_an_extent_takes_the_extents_own_system(plugin, tmp_path) -> None:
    parameters = {"EXTENT": "650000,650100,6860000,6860200 [EPSG:2154]", "OUTPUT": str(tmp_path / "grid.gpkg")}
    assert processing.run("sattile:buildtilegrid", parameters)["TILE_COUNT"] == 8


def test_a_model_chains_grid_and_labels(scene: Scene) -> None:
    model = grid_and_labels_model()
    parameters = {"ortho": str(scene.raster), "buildings": str(scene.buildings)}
    result = processing.run(model, {**parameters, "label:tiles": scene.path("model.gpkg")})
    (tiles,) = (value for key, value in result.items() if key == "label:tiles")
    assert len(rows(tiles)) == 16


def test_a_loop_as_in_batch_gives_each_its_own_result(scene: Scene) -> None:
    counts = {}
    for size in (25, 50, 100):
        parameters = {"RASTER": str(scene.raster), "TILE_SIZE_M": size, "OUTPUT": scene.path(f"grid{size}.gpkg")}
        counts[size] = processing.run("sattile:buildtilegrid", parameters)["TILE_COUNT"]
    assert counts == {25: 64, 50: 16, 100: 4}


def grid_and_labels_model() -> QgsProcessingModelAlgorithm:
    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm("Grid and labels")
    model.addModelParameter(QgsProcessingParameterRasterLayer("ortho"), QgsProcessingModelParameter("ortho"))
    model.addModelParameter(QgsProcessingParameterFeatureSource("buildings"), QgsProcessingModelParameter("buildings"))
    grid = QgsProcessingModelChildAlgorithm("sattile:buildtilegrid")
    grid.setChildId("grid")
    grid.addParameterSources("RASTER", [source.fromModelParameter("ortho")])
    model.addChildAlgorithm(grid)
    label = QgsProcessingModelChildAlgorithm("sattile:labeltiles")
    label.setChildId("label")
    label.addParameterSources("TILES", [source.fromChildOutput("grid", "OUTPUT")])
    label.addParameterSources("BUILDINGS", [source.fromModelParameter("buildings")])
    output = QgsProcessingModelOutput("tiles")
    output.setChildId("label")
    output.setChildOutputName("OUTPUT")
    label.setModelOutputs({"tiles": output})
    model.addChildAlgorithm(label)
    return model
