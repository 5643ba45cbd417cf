"""From an orthophoto to clusters of communes by Processing; the north of the scene is bright, the south dark."""

from __future__ import annotations

import os
import random
import subprocess
from collections import Counter
from pathlib import Path

import processing
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from scene import NORTH, SIDE_M, WEST, Scene

ROOT = Path(__file__).resolve().parents[2]
COMMUNE_M = 50


def layer(path: str, name: str) -> QgsVectorLayer:
    found = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert found.isValid(), name
    return found


def values(path: str, name: str, field: str) -> list:
    return [feature[field] for feature in layer(path, name).getFeatures()]


@pytest.fixture
def communes(scene: Scene) -> QgsVectorLayer:
    """16 squares of 50 m: C0 to C7 in the dark south, C8 to C15 in the bright north."""
    found = QgsVectorLayer("Polygon?crs=EPSG:2154&field=nom:string", "communes", "memory")
    south = NORTH - SIDE_M
    for number in range(16):
        x, y = WEST + COMMUNE_M * (number % 4), south + COMMUNE_M * (number // 4)
        feature = QgsFeature(found.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + COMMUNE_M, y + COMMUNE_M)))
        feature["nom"] = f"C{number}"
        found.dataProvider().addFeatures([feature])
    found.updateExtents()
    return found


@pytest.fixture
def features(scene: Scene) -> str:
    """400 tiles of 10 m described by their brightness."""
    _paint(scene.raster)
    grid = {"RASTER": str(scene.raster), "TILE_SIZE_M": 10, "OUTPUT": scene.path("grid.gpkg")}
    tiles = processing.run("sattile:buildtilegrid", grid)["OUTPUT"]
    described = processing.run("sattile:describeimages", {**_described(scene), "TILES": tiles})
    assert (described["DESCRIBED"], described["NO_IMAGE"]) == (400, 0)
    following = QgsApplication.processingRegistry().createAlgorithmById("sattile:segmenttiles")
    assert following.parameterDefinition("FEATURES").defaultValueForGui() == described["OUTPUT"]
    return described["OUTPUT"]


def test_communes_fall_into_two_clusters(scene: Scene, features: str, communes: QgsVectorLayer) -> None:
    parameters = {"COMMUNES": communes, "FEATURES": features, "RASTER": str(scene.raster), "UMAP": False}
    found = processing.run("sattile:clustercommunes", {**parameters, "OUTPUT": scene.path("clusters.gpkg")})
    assert (found["K"], found["COMMUNE_COUNT"], found["STABILITY"]) == (2, 16, 1.0)
    cluster = dict(zip(*(values(found["OUTPUT"], "communes", field) for field in ("commune_id", "cluster"))))
    assert len({cluster[f"C{number}"] for number in range(8)}) == 1
    assert Counter(cluster.values()) == {1: 8, 2: 8}
    for table in ("clusters", "k_curves", "similarity", "twins", "diagram", "diagram_tiles"):
        assert layer(found["OUTPUT"], table).featureCount() > 0
    assert Path(scene.path("clusters_k.png")).is_file() and Path(scene.path("clusters_typical_tiles.png")).is_file()
    drawn = layer(found["OUTPUT"], "communes")
    renderer = drawn.renderer()
    assert renderer.type() == "categorizedSymbol" and renderer.classAttribute() == "cluster"


def test_tiles_fall_into_two_segments(scene: Scene, features: str, communes: QgsVectorLayer) -> None:
    reference = scene.path("classes.tif")
    gdal.Translate(reference, str(scene.raster))
    _paint(Path(reference), grain=1)
    parameters = {"FEATURES": features, "K": 2, "COMMUNES": communes, "REFERENCE": QgsRasterLayer(reference, "classes")}
    found = processing.run("sattile:segmenttiles", {**parameters, "OUTPUT": scene.path("segments.gpkg")})
    assert (found["TILE_COUNT"], found["K"], found["OVERALL_ACCURACY"], found["ARI"]) == (400, 2, 1.0, 1.0)
    assert Counter(values(found["OUTPUT"], "tiles", "segment")) == {1: 200, 2: 200}
    assert sorted(values(found["OUTPUT"], "communes", "segment_1_share")) == [0.0] * 8 + [1.0] * 8
    drawn = layer(found["OUTPUT"], "tiles")
    assert drawn.renderer().classAttribute() == "segment"
    pies = layer(found["OUTPUT"], "communes")
    assert found["COMMUNE_SHARES"].endswith("|layername=communes")
    assert pies.diagramRenderer().diagramSettings()[0].categoryAttributes == ['"segment_1_share"', '"segment_2_share"']


def test_one_image_a_commune(scene: Scene, communes: QgsVectorLayer) -> None:
    _paint(scene.raster)
    described = processing.run("sattile:describeimages", {**_described(scene), "COMMUNES": communes})
    assert described["DESCRIBED"] == 16
    assert len(list(Path(scene.path("images_redimensionnees")).glob("C*.png"))) == 16
    parameters = {"COMMUNES": communes, "FEATURES": described["OUTPUT"], "METHOD": 2, "UMAP": False}
    found = processing.run("sattile:clustercommunes", {**parameters, "OUTPUT": scene.path("clusters.gpkg")})
    assert found["K"] == 2


def test_tiles_like_one(scene: Scene, features: str) -> None:
    name = f"CRS2154RES10mN{NORTH - 10}E{WEST}"
    parameters = {**_described(scene), "TILES": scene.path("grid.gpkg"), "LIKE": name}
    found = processing.run("sattile:describeimages", parameters)["LIKE_TILES"]
    assert values(found, "tiles", "tile_id")[0] == name
    drawn = layer(found, "tiles")
    assert drawn.renderer().classAttribute() == '"likeness_rank"'


def test_a_wrong_number_of_clusters_is_said(scene: Scene, features: str, communes: QgsVectorLayer) -> None:
    parameters = {"COMMUNES": communes, "FEATURES": features, "K": 16, "OUTPUT": scene.path("clusters.gpkg")}
    with pytest.raises(QgsProcessingException, match="at most 15: no more groups can be told apart"):
        processing.run("sattile:clustercommunes", parameters)
    assert not Path(scene.path("clusters.gpkg")).exists()


def _described(scene: Scene) -> dict[str, str]:
    backbone = scene.path("backbone.onnx")
    code = f"from tests.unit.engine.brightness import write_backbone; write_backbone({backbone!r})"
    subprocess.run([os.environ["SATTILE_ENGINE_PYTHON"], "-c", code], cwd=ROOT, check=True)
    return {"RASTER": str(scene.raster), "BACKBONE_WEIGHTS": backbone, "OUTPUT": scene.path("features.parquet")}


def _paint(path: Path, grain: int = 20) -> None:
    """Paint the north bright and the south dark, with some grain, so that no two tiles are the same; 1 is none."""
    dataset = gdal.Open(str(path), gdal.GA_Update)
    width, height = dataset.RasterXSize, dataset.RasterYSize
    half = width * height // 2
    noise = random.Random(1).randbytes(width * height)  # noqa: S311
    pixels = bytes((200 if number < half else 30) + noise[number] % grain for number in range(width * height))
    for band in (1, 2, 3):
        dataset.GetRasterBand(band).WriteRaster(0, 0, width, height, pixels)
