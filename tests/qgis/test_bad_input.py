"""Wrong input is refused before anything runs, or by the engine, in one sentence; nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRasterLayer,
)
from scene import Scene, make_scene, memory_layer

from sattile_plugin.contract.jobs import TrainClassifier
from sattile_plugin.processing.values import INPUTS, choices_of


def refusal(name: str, parameters: dict) -> str:
    """Return the sentence with which an algorithm refuses its parameters."""
    algorithm = QgsApplication.processingRegistry().algorithmById(f"sattile:{name}").create()
    valid, sentence = algorithm.checkParameterValues(parameters, QgsProcessingContext())
    assert not valid
    return sentence


GRID = {"OUTPUT": "TEMPORARY_OUTPUT"}


@pytest.mark.parametrize(
    "changes, words",
    [
        ({}, ["nothing", "exactly one of the three"]),
        ({"EXTENT": "0,1,0,1 [EPSG:2154]", "RASTER": "ortho"}, ["exactly one of the three"]),
        ({"EXTENT": "1,2,45,46 [EPSG:4326]"}, ["EPSG:4326", "degrees", "EPSG:32631"]),
        ({"EXTENT": "-3,-2,-46,-45 [EPSG:4326]"}, ["EPSG:32730"]),
        ({"RASTER": "ortho", "CRS": "EPSG:4326"}, ["EPSG:4326", "metres"]),
        ({"RASTER": "ortho", "OUTPUT": "tiles.shp"}, ["shp"]),
    ],
)
def test_a_grid_is_refused(scene: Scene, changes: dict, words: list[str]) -> None:
    given = {name: str(scene.raster) if value == "ortho" else value for name, value in changes.items()}
    sentence = refusal("buildtilegrid", {**GRID, **given})
    assert all(word in sentence for word in words), sentence


def test_buildings_are_for_a_new_network_of_cells_and_one_for_each_tile_layer(scene: Scene) -> None:
    grid = scene.path("grid.gpkg")
    processing.run("sattile:buildtilegrid", {"RASTER": str(scene.raster), "OUTPUT": grid})
    by_cells = choices_of(TrainClassifier, "backbone").index("mobilenet_v2_cells")
    given = {"TILES": [grid], "RASTER": [str(scene.raster)], "BUILDINGS": [grid], "OUTPUT": scene.path("m.onnx")}
    assert "nothing, or backbone mobilenet_v2_cells without start_from" in refusal("trainclassifier", given)
    given["BACKBONE"] = by_cells
    assert "one for each tile layer (1)" in refusal("trainclassifier", {**given, "BUILDINGS": [grid, grid]})
    training = QgsApplication.processingRegistry().algorithmById("sattile:trainclassifier").create()
    assert training.checkParameterValues(given, QgsProcessingContext()) == (True, "")


def test_a_raster_without_crs_is_refused(plugin, tmp_path: Path) -> None:
    scene = make_scene(tmp_path, epsg=0)
    sentence = refusal("buildtilegrid", {"RASTER": str(scene.raster), **GRID})
    assert "ortho" in sentence and "no coordinate reference system" in sentence


def test_a_raster_whose_crs_was_assigned_in_qgis_is_taken(plugin, tmp_path: Path) -> None:
    scene = make_scene(tmp_path, epsg=0)
    layer = QgsRasterLayer(str(scene.raster), "ortho")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:2154"))
    result = processing.run("sattile:buildtilegrid", {"RASTER": layer, "OUTPUT": scene.path("grid.gpkg")})
    assert result["TILE_COUNT"] == 16


def test_a_service_cannot_be_tiled(scene: Scene) -> None:
    layer = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png&zmax=1&zmin=0", "web map", "wms")
    sentence = refusal("buildtilegrid", {"RASTER": layer, **GRID})
    assert "web map is a service" in sentence and "extent" in sentence


def test_layers_far_apart_are_refused(scene: Scene) -> None:
    elsewhere = memory_layer("Polygon?crs=EPSG:32740")
    sentence = refusal("labeltiles", {"TILES": elsewhere, "BUILDINGS": str(scene.buildings), **GRID})
    assert "do not overlap" in sentence


@pytest.mark.parametrize(
    "name, changes, label",
    [
        ("labeltiles", {"MAX_UNBUILT_AREA_M2": 30}, "A tile is unsure above"),
        ("splittiles", {"SHARES": "much some few"}, "Shares of training"),
        ("splittiles", {"SHARES": "0.5 0.5"}, "Shares of training"),
        ("splittiles", {"COUNTS": "0 1 1"}, "Numbers of tiles"),
    ],
)
def test_an_option_out_of_range_is_named_as_in_the_dialog(scene: Scene, name: str, changes: dict, label: str) -> None:
    tiles = memory_layer()
    sentence = refusal(name, {"TILES": tiles, "BUILDINGS": tiles, **GRID, **changes})
    assert label in sentence and "expected" in sentence


@pytest.mark.parametrize("shares", ["0.8 0.1 0.1", "0,8 0,1 0,1", "0,8; 0,1; 0,1"])
def test_a_decimal_comma_is_one(scene: Scene, shares: str) -> None:
    parameters = {"TILES": memory_layer(), "SHARES": shares, **GRID}
    algorithm = QgsApplication.processingRegistry().algorithmById("sattile:splittiles").create()
    context = QgsProcessingContext()
    assert algorithm.checkParameterValues(parameters, context) == (True, "")
    assert algorithm.values(parameters, context, INPUTS)["shares"] == (0.8, 0.1, 0.1)


def test_what_the_engine_refuses_is_one_sentence_and_leaves_nothing(scene: Scene) -> None:
    with pytest.raises(QgsProcessingException) as caught:
        processing.run("sattile:splittiles", {"TILES": str(scene.buildings), "OUTPUT": scene.path("split.gpkg")})
    assert "“buildings” has no column tile_id" in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert sorted(path.name for path in scene.folder.iterdir()) == ["buildings.gpkg", "ortho.tif"]
