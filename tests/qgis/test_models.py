"""The model that ships with the plugin: found, read, run, opened as a copy; the same as its script draws."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import processing
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from scene import NORTH, SIDE_M, WEST, Scene, memory_layer, rows

from sattile_plugin.gui.models import own_copy
from sattile_plugin.processing.models import TrainingSetModel, read_model

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import make_model  # noqa: E402

BACKBONE = """
import sys, onnx
from onnx import TensorProto, helper

nodes = [
    helper.make_node("Cast", ["tile"], ["numbers"], to=TensorProto.FLOAT),
    helper.make_node("ReduceMean", ["numbers", "plane"], ["features"], keepdims=0),
]
tile = helper.make_tensor_value_info("tile", TensorProto.UINT8, ["n", 16, 16, 3])
features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", 3])
plane = helper.make_tensor("plane", TensorProto.INT64, [2], [1, 2])
graph = helper.make_graph(nodes, "colour", [tile], [features], [plane])
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), sys.argv[1])
"""
"""Writes a network that sees the mean colour of a tile."""
TILE_M = 10
WRONG = "CRS2154RES10mN6860000E650000"
"""The lower-left tile is dark as all of the lower half, but a building stands there in the layer."""
SUSPICION = {"suspicion", "suspicion_rank", "suspicion_reason", "probable_label", "duplicate_of"}


def model() -> QgsProcessingModelAlgorithm:
    return QgsApplication.processingRegistry().algorithmById("sattile:trainingset")


def test_the_toolbox_offers_the_model_and_it_is_valid(plugin) -> None:
    assert model().validate() == (True, [])
    assert model().group() == "1 · Tiles and labels"
    names = [definition.name() for definition in model().parameterDefinitions()]
    assert names[:5] == ["RASTER", "TILE_SIZE_M", "BUILDINGS", "MIN_BUILT_AREA_M2", "BLOCK_SIZE_M"]
    assert names[-3:] == ["check:checked", "export:library", "split:tiles"]
    assert "<h3>" in model().shortHelpString()


def test_the_model_is_what_its_script_draws(plugin, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.model3"
    make_model.build_model().toFile(str(drawn))
    shipped, again = QgsProcessingModelAlgorithm(), QgsProcessingModelAlgorithm()
    assert shipped.fromFile(str(make_model.MODEL)) and again.fromFile(str(drawn))
    assert shipped.toVariant()["children"] == again.toVariant()["children"]
    assert shipped.helpContent() == again.helpContent()
    assert (shipped.name(), shipped.group()) == ("Training set", "SatTile")


@pytest.fixture
def given(scene: Scene) -> dict[str, object]:
    """400 tiles of 10 m, the upper half red and built, the lower half dark and empty but for one house."""
    _paint(scene.raster)
    buildings = memory_layer("Polygon?crs=EPSG:2154")
    buildings.dataProvider().truncate()
    for row in range(10):
        _add_rectangle(buildings, WEST, NORTH - SIDE_M / 2 + row * TILE_M, SIDE_M, TILE_M - 1)
    _add_rectangle(buildings, WEST + 2, NORTH - SIDE_M + 2, 6, 6)
    backbone = scene.path("colour.onnx")
    subprocess.run([os.environ["SATTILE_ENGINE_PYTHON"], "-c", BACKBONE, backbone], check=True)
    sizes = {"TILE_SIZE_M": TILE_M, "MIN_BUILT_AREA_M2": 20, "BLOCK_SIZE_M": 40, "BUFFER_M": 10}
    return {"RASTER": str(scene.raster), "BUILDINGS": buildings, "BACKBONE_WEIGHTS": backbone, **sizes}


@pytest.fixture
def made(scene: Scene, given: dict[str, object]) -> dict[str, str]:
    outputs = {"check:checked": "checked.gpkg", "split:tiles": "tiles.gpkg", "export:library": "library"}
    return processing.run("sattile:trainingset", {**given, **{key: scene.path(each) for key, each in outputs.items()}})


def test_the_model_makes_a_checked_split_library(made: dict[str, str]) -> None:
    tiles = rows(made["split:tiles"])
    assert [row["label"] for row in tiles.values()].count("bati") == 201
    assert SUSPICION | {"split", "block_id"} <= set(tiles[WRONG])
    assert tiles[WRONG]["suspicion_rank"] == 1 and tiles[WRONG]["probable_label"] == "non_bati"
    with (Path(made["export:library"]) / "manifest.csv").open(encoding="utf-8") as file:
        manifest = {row["tile_id"]: row for row in csv.DictReader(file)}
    assert {name: row["split"] for name, row in manifest.items()} == {
        name: row["split"] for name, row in tiles.items() if isinstance(row["split"], str)
    }
    assert all(float(row["suspicion"]) == tiles[name]["suspicion"] for name, row in manifest.items())
    checked, split = (QgsVectorLayer(made[name]) for name in ("check:checked", "split:tiles"))
    assert checked.renderer().type() == "graduatedSymbol" and split.renderer().classAttribute() == "split"


def test_the_layers_of_the_model_are_named_as_in_its_dialog(scene: Scene, given: dict[str, object]) -> None:
    project, context = QgsProject.instance(), QgsProcessingContext()
    context.setProject(project)
    outputs = {"check:checked": "checked.gpkg", "split:tiles": "tiles.gpkg"}
    asked = {key: QgsProcessingOutputLayerDefinition(scene.path(each), project) for key, each in outputs.items()}
    parameters = {**given, **asked, "export:library": scene.path("library")}
    _, done = model().create().run(parameters, context, QgsProcessingFeedback())
    names = {details.name for details in context.layersToLoadOnCompletion().values()}
    assert done and names == {"Checked tiles", "Split tiles"}


def test_the_model_gives_what_the_steps_give(scene: Scene, given: dict[str, object], made: dict[str, str]) -> None:
    def step(name: str, **parameters: object) -> str:
        output = {"OUTPUT": scene.path(f"{name}.gpkg" if name != "exporttileimages" else "images")}
        return processing.run(f"sattile:{name}", {**parameters, **output})["OUTPUT"]

    photo, blocks = {"RASTER": given["RASTER"]}, {"BLOCK_SIZE_M": 40}
    grid = step("buildtilegrid", TILE_SIZE_M=TILE_M, **photo)
    labels = step("labeltiles", TILES=grid, BUILDINGS=given["BUILDINGS"], **photo)
    checked = step("checklabels", TILES=labels, BACKBONE_WEIGHTS=given["BACKBONE_WEIGHTS"], **photo, **blocks)
    split = step("splittiles", TILES=checked, BUFFER_M=10, **blocks)
    library = Path(step("exporttileimages", TILES=split, **photo))
    assert rows(split) == rows(made["split:tiles"]) and rows(checked) == rows(made["check:checked"])
    assert (library / "manifest.csv").read_bytes() == (Path(made["export:library"]) / "manifest.csv").read_bytes()


def test_a_copy_for_model_designer_is_made_once_and_kept(plugin, tmp_path: Path, monkeypatch) -> None:
    from processing.modeler.ModelerUtils import ModelerUtils

    monkeypatch.setattr(ModelerUtils, "modelsFolders", lambda: [str(tmp_path / "models")])
    copy = own_copy(TrainingSetModel.path)
    read = QgsProcessingModelAlgorithm()
    assert read.fromFile(str(copy)) and read.validate() == (True, [])
    titles = {"check:Checked tiles", "export:Image library", "split:Split tiles"}
    assert {definition.name() for definition in read.destinationParameterDefinitions()} == titles
    copy.write_text("changed by the user")
    assert own_copy(TrainingSetModel.path).read_text() == "changed by the user"


def test_the_copy_speaks_french_to_french_users(plugin) -> None:
    import sattile_plugin

    translator = QTranslator()
    assert translator.load(str(Path(sattile_plugin.__file__).parent / "i18n" / "sattile_fr.qm"))
    QCoreApplication.installTranslator(translator)
    try:
        french = read_model(TrainingSetModel.path)
    finally:
        QCoreApplication.removeTranslator(translator)
    assert french.name() == "Jeu d’entraînement"
    assert french.parameterDefinition("TILE_SIZE_M").description() == "Côté d’une tuile (m)"
    assert french.parameterDefinition("BACKBONE_WEIGHTS").fileFilter() == "Poids ou réseau (*.h5 *.keras *.onnx)"
    assert french.parameterDefinition("INSIDE").options()[0] == "Tuiles entièrement à l’intérieur"
    assert french.childAlgorithm("check").comment().description().startswith("Signale")


def test_the_weights_of_the_settings_are_the_models(plugin) -> None:
    from sattile_plugin.bridge.environment import WEIGHTS_SETTING

    QgsSettings().setValue(WEIGHTS_SETTING, "/some/weights.h5")
    try:
        assert TrainingSetModel().parameterDefinition("BACKBONE_WEIGHTS").defaultValue() == "/some/weights.h5"
    finally:
        QgsSettings().remove(WEIGHTS_SETTING)


def _paint(path: Path) -> None:
    """Paint the upper half roof red and the lower half dark grey, both with noise, so that no two tiles are alike."""
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for band, red in ((1, 180), (2, 100), (3, 80)):
        noise = dataset.GetRasterBand(band).ReadRaster(0, 0, SIDE_M, SIDE_M)
        half = len(noise) // 2
        pixels = bytes(red + byte // 4 for byte in noise[:half]) + bytes(30 + byte // 4 for byte in noise[half:])
        dataset.GetRasterBand(band).WriteRaster(0, 0, SIDE_M, SIDE_M, pixels)


def _add_rectangle(layer: QgsVectorLayer, west: float, south: float, width: float, height: float) -> None:
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, south, west + width, south + height)))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
