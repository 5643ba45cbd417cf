"""Evaluation by Processing: on 4 by 4 tiles of noise, of a model that calls all that is not dark bâti."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsGraduatedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from scene import Scene, Told, halves, rows, write_model

ALL = 3
"""Number of the choice “all labelled tiles”."""


@pytest.fixture
def places(scene: Scene) -> dict[str, object]:
    """Two tiles are bâti, both in the west; one in the east is unsure, for a shed of 9 m²."""
    grid = processing.run("sattile:buildtilegrid", {"RASTER": str(scene.raster), "OUTPUT": scene.path("grid.gpkg")})
    labels = {"TILES": grid["OUTPUT"], "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("labels.gpkg")}
    labelled = processing.run("sattile:labeltiles", labels)["OUTPUT"]
    model = write_model(scene.path("model.onnx"), 0.3)
    places = {"TILES": [labelled], "RASTER": [str(scene.raster)], "PART": ALL, "MODEL": model}
    return {**places, "OUTPUT": scene.path("report.json")}


def test_the_map_of_errors_and_its_styles(scene: Scene, places: dict) -> None:
    areas = {"COMMUNES": halves(), "COMMUNE_FIELD": "nom", "LAND_USE": halves(), "LAND_USE_FIELD": "nom"}
    outputs = {"LAYER": scene.path("map.gpkg"), "ERRORS": scene.path("errors"), "MAX_ERRORS": 3}
    result = processing.run("sattile:evaluateclassifier", {**places, **areas, **outputs})
    assert result["TILE_COUNT"] == 15 and result["ACCURACY"] == pytest.approx(2 / 15)

    outcomes = [row["outcome"] for row in rows(result["LAYER"]).values()]
    assert (outcomes.count("true_bati"), outcomes.count("false_bati"), len(outcomes)) == (2, 13, 15)
    tiles = QgsVectorLayer(f"{result['LAYER']}|layername=tiles", "tiles", "ogr")
    assert isinstance(tiles.renderer(), QgsCategorizedSymbolRenderer) and tiles.labelsEnabled()
    assert [category.value() for category in tiles.renderer().categories()][:2] == ["false_bati", "missed_bati"]

    communes = QgsVectorLayer(result["COMMUNE_ACCURACY"], "communes", "ogr")
    assert isinstance(communes.renderer(), QgsGraduatedSymbolRenderer)
    found = {row["commune_id"]: (row["tile_count"], row["accuracy"]) for row in communes.getFeatures()}
    assert found == {"West": (8, 0.25), "East": (7, 0.0)}
    assert "BLOCK_ACCURACY" not in result
    pictures = sorted(path.name for path in Path(result["ERRORS"]).iterdir())
    assert len(pictures) == 4 and pictures[0].startswith("001_CRS2154") and pictures[-1] == "contact_sheet.png"
    assert Path(scene.path("report.html")).is_file()


def test_layers_are_loaded_with_their_styles(scene: Scene, places: dict) -> None:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    output = scene.path("map.gpkg")
    details = QgsProcessingContext.LayerDetails("Map of errors", QgsProject.instance(), "LAYER")
    context.addLayerToLoadOnCompletion(output, details)
    parameters = {**places, "COMMUNES": halves(), "LAYER": output}
    processing.run("sattile:evaluateclassifier", parameters, context=context)
    waiting = context.layersToLoadOnCompletion()
    assert {details.name for details in waiting.values()} == {"Map of errors", "Accuracy by commune"}


def test_two_models_are_compared(scene: Scene, places: dict) -> None:
    other = write_model(scene.path("other.onnx"), 0.9)
    parameters = {**places, "OTHER_MODEL": other, "LAYER": scene.path("map.gpkg")}
    told = Told()
    result = processing.run("sattile:evaluateclassifier", parameters, feedback=told)
    assert any("right alone on 2 tiles, wrong alone on 13" in line for line in told.lines)
    assert {row["other_predicted"] for row in rows(result["LAYER"]).values()} == {"non_bati"}


def test_a_land_use_without_its_column_is_refused(scene: Scene, places: dict) -> None:
    with pytest.raises(QgsProcessingException, match=r"“Land use, for the accuracy on each” is .*; expected a column"):
        processing.run("sattile:evaluateclassifier", {**places, "LAND_USE": halves()})
