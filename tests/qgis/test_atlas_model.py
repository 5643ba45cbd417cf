"""An Atlas as the second step of a model in the background, whose tiles come from the first."""

from __future__ import annotations

from pathlib import Path

from atlas_ground import ATLAS, make_ground
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
    QgsProject,
)
from qgis.PyQt.QtCore import QEventLoop, QTimer

Source = QgsProcessingModelChildParameterSource


def grid_and_atlas() -> QgsProcessingModelAlgorithm:
    """Return a model from a raster to a library, of tiles of 5 m."""
    model = QgsProcessingModelAlgorithm("grid and atlas", "tests")
    model.addModelParameter(QgsProcessingParameterRasterLayer("RASTER", "photo"), QgsProcessingModelParameter("RASTER"))
    raster = [Source.fromModelParameter("RASTER")]
    grid = QgsProcessingModelChildAlgorithm("sattile:buildtilegrid")
    grid.setChildId("grid")
    grid.addParameterSources("RASTER", raster)
    grid.addParameterSources("TILE_SIZE_M", [Source.fromStaticValue(5)])
    model.addChildAlgorithm(grid)
    export = QgsProcessingModelChildAlgorithm("sattile:exporttileimages")
    export.setChildId("export")
    export.addParameterSources("TILES", [Source.fromChildOutput("grid", "OUTPUT")])
    export.addParameterSources("RASTER", raster)
    export.addParameterSources("METHOD", [Source.fromStaticValue(ATLAS)])
    output = QgsProcessingModelOutput("library")
    output.setChildId("export")
    output.setChildOutputName("OUTPUT")
    export.setModelOutputs({"library": output})
    model.addChildAlgorithm(export)
    return model


def test_an_atlas_in_a_model(plugin, tmp_path: Path) -> None:
    ground, model, library = make_ground(tmp_path, 3, 25), grid_and_atlas(), tmp_path / "library"
    context, feedback, loop, ended = QgsProcessingContext(), QgsProcessingFeedback(False), QEventLoop(), []
    context.setProject(QgsProject.instance())
    (destination,) = model.destinationParameterDefinitions()
    task = QgsProcessingAlgRunnerTask(
        model, {"RASTER": ground.raster, destination.name(): str(library)}, context, feedback
    )
    task.executed.connect(lambda ok, results: (ended.append(ok), loop.quit()))
    QTimer.singleShot(60_000, loop.quit)
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    assert ended == [True] and len(list(library.rglob("CRS*.png"))) == 9
    assert QgsProject.instance().layoutManager().layoutByName("SatTile tiles") is not None
    QgsProject.instance().clear()
