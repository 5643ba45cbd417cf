"""The whole chain by Processing, on a scene whose buildings are white on black ground."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from imagery import Told as Cancelling
from osgeo import gdal
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProcessingContext, QgsVectorLayer
from scene import Scene, Told, rows

from sattile_plugin.contract.jobs import TrainClassifier
from sattile_plugin.processing.values import choices_of

TILE_M = 10


@pytest.fixture
def split(scene: Scene) -> str:
    """400 tiles of 10 m, of which those of the upper half are white and, but for a strip in each, bâti."""
    _paint_halves(scene.raster)
    buildings = QgsVectorLayer("Polygon?crs=EPSG:2154", "upper half", "memory")
    for y in range(6860100, 6860200, TILE_M):
        _add(buildings, f"POLYGON((650000 {y}, 650200 {y}, 650200 {y + 9}, 650000 {y + 9}, 650000 {y}))")
    grid = processing.run(
        "sattile:buildtilegrid",
        {"RASTER": str(scene.raster), "TILE_SIZE_M": TILE_M, "OUTPUT": scene.path("grid.gpkg")},
    )
    labels = {"TILES": grid["OUTPUT"], "BUILDINGS": buildings, "OUTPUT": scene.path("labels.gpkg")}
    labelled = processing.run("sattile:labeltiles", labels)["OUTPUT"]
    parts = {"TILES": labelled, "BLOCK_SIZE_M": 20, "BUFFER_M": 0, "OUTPUT": scene.path("split.gpkg")}
    return processing.run("sattile:splittiles", parts)["OUTPUT"]


def test_export_writes_an_image_a_tile(scene: Scene, split: str) -> None:
    parameters = {"TILES": split, "RASTER": str(scene.raster), "OUTPUT": scene.path("images")}
    assert processing.run("sattile:exporttileimages", parameters)["IMAGE_COUNT"] == 400
    images = [path.parent.name for path in Path(scene.path("images")).rglob("CRS2154*.png")]
    assert (images.count("bati"), images.count("non_bati"), len(images)) == (200, 200, 400)


def test_train_classify_evaluate(scene: Scene, split: str) -> None:
    network = {"BACKBONE": choices_of(TrainClassifier, "backbone").index("cerema_cnn"), "EPOCHS": 6, "TILE_SIZE_PX": 32}
    training = {"TILES": [split], "RASTER": [str(scene.raster)], **network}
    trained = processing.run("sattile:trainclassifier", {**training, "OUTPUT": scene.path("model.onnx")})
    assert trained["VALIDATION_ACCURACY"] > 0.9 and trained["REPORT"] == scene.path("model.html")
    assert offered("classifytiles", "MODEL") == offered("evaluateclassifier", "MODEL") == trained["OUTPUT"]
    assert offered("report", "RUN") == scene.path("model.json")

    tiles = {"TILES": split, "RASTER": str(scene.raster), "MODEL": trained["OUTPUT"]}
    classified = processing.run("sattile:classifytiles", {**tiles, "OUTPUT": scene.path("classified.gpkg")})
    assert classified["TILE_COUNT"] == 400
    found = rows(classified["OUTPUT"]).values()
    assert sum((row["p_bati"] > 0.5) == (row["label"] == "bati") for row in found) > 360

    told = Told()
    places = {"TILES": [split], "RASTER": [str(scene.raster)], "MODEL": trained["OUTPUT"]}
    measured = processing.run(
        "sattile:evaluateclassifier", {**places, "OUTPUT": scene.path("report.json")}, feedback=told
    )
    assert measured["REPORT"] == scene.path("report.html") and offered("report", "RUN") == scene.path("report.json")
    assert measured["ACCURACY"] > 0.9 and 0 < measured["F1"] <= 1
    assert any("Of the tiles that are bâti" in line for line in told.lines)
    assert any(line.startswith("Accuracy: 0.9") or line.startswith("Accuracy: 1.0") for line in told.lines)


def test_a_cancelled_run_says_so_and_leaves_nothing(scene: Scene) -> None:
    told, grid = Cancelling(cancel_at=1), scene.path("grid.gpkg")
    parameters = {"RASTER": str(scene.raster), "TILE_SIZE_M": TILE_M, "OUTPUT": grid}
    run = QgsApplication.processingRegistry().createAlgorithmById("sattile:buildtilegrid").run
    run(parameters, QgsProcessingContext(), told)
    assert told.lines[-1] == "Cancelled; nothing was written." and not Path(grid).exists()


def offered(algorithm: str, parameter: str) -> str:
    """Return what a dialog would offer."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"sattile:{algorithm}")
    return made.parameterDefinition(parameter).defaultValueForGui()


def _paint_halves(path: Path) -> None:
    dataset = gdal.Open(str(path), gdal.GA_Update)
    width, height = dataset.RasterXSize, dataset.RasterYSize
    half = width * height // 2
    for band in (1, 2, 3):
        dataset.GetRasterBand(band).WriteRaster(0, 0, width, height, b"\xf0" * half + b"\x20" * half)


def _add(layer: QgsVectorLayer, wkt: str) -> None:
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(wkt))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
