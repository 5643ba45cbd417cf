"""Inputs that a reader can do in the head: 200 m by 200 m at 1 m a pixel, tiles of 50 m, square buildings."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path
from typing import NamedTuple

from osgeo import gdal, osr
from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

WEST, NORTH, SIDE_M, TILE_M = 650_000, 6_860_200, 200, 50
BUILDINGS = {"house": (10, 10, 10), "barn": (60, 10, 20), "shed": (110, 10, 3)}
"""West and south of each building from the scene's lower-left corner, and its side, in metres."""

_ROOT = Path(__file__).resolve().parents[2]
_WRITE_MODEL = (
    "import sys; from pathlib import Path; from tests.unit.builders import write_brightness_model; "
    "write_brightness_model(Path(sys.argv[1]), threshold=float(sys.argv[2]))"
)


class Scene(NamedTuple):
    """Files of the scene."""

    folder: Path
    raster: Path
    buildings: Path

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def raster_layer(self) -> QgsRasterLayer:
        return QgsRasterLayer(str(self.raster), "ortho")

    def buildings_layer(self) -> QgsVectorLayer:
        return QgsVectorLayer(f"{self.buildings}|layername=buildings", "buildings", "ogr")


class Told(QgsProcessingFeedback):
    """Keeps what the user would read."""

    def __init__(self) -> None:
        super().__init__(False)
        self.lines: list[str] = []

    def pushInfo(self, info: str) -> None:  # noqa: N802
        self.lines.append(info)


def make_scene(folder: Path, epsg: int = 2154) -> Scene:
    """Write the scene into `folder`; without `epsg` (0) the raster has no coordinate system."""
    scene = Scene(folder, folder / "ortho.tif", folder / "buildings.gpkg")
    _write_raster(scene.raster, epsg)
    _write_buildings(scene.buildings)
    return scene


def building_features(fields: QgsFields) -> list[QgsFeature]:
    """Return the buildings, each with its name."""
    features = []
    for name, (west, south, side) in BUILDINGS.items():
        feature = QgsFeature(fields)
        x, y = WEST + west, NORTH - SIDE_M + south
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side)))
        feature["name"] = name
        features.append(feature)
    return features


def memory_layer(uri: str = "Polygon?crs=EPSG:2154") -> QgsVectorLayer:
    """Return the buildings as a memory layer."""
    layer = QgsVectorLayer(f"{uri}&field=name:string", "in memory", "memory")
    layer.dataProvider().addFeatures(building_features(layer.fields()))
    layer.updateExtents()
    return layer


def write_model(path: str, threshold: float = 0.5) -> str:
    """Write a model whose probability of bâti is a tile's brightness, near 0.5 everywhere."""
    command = [os.environ["SATTILE_ENGINE_PYTHON"], "-c", _WRITE_MODEL, path, str(threshold)]
    subprocess.run(command, check=True, cwd=_ROOT)
    return path


def halves() -> QgsVectorLayer:
    """Return two areas, west and east."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:2154&field=nom:string", "halves", "memory")
    for number, name in enumerate(("West", "East")):
        feature = QgsFeature(layer.fields())
        west = WEST + number * SIDE_M / 2
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, NORTH - SIDE_M, west + SIDE_M / 2, NORTH)))
        feature["nom"] = name
        layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    return layer


def rows(path: str) -> dict[str, dict[str, object]]:
    """Return the attributes of each tile of a result, by its name."""
    layer = QgsVectorLayer(path, "rows", "ogr")
    assert layer.isValid()
    names = [name for name in layer.fields().names() if name != "fid"]
    return {feature["tile_id"]: {name: feature[name] for name in names} for feature in layer.getFeatures()}


def _write_raster(path: Path, epsg: int) -> None:
    pixels = bytes(byte or 1 for byte in random.Random(1).randbytes(SIDE_M * SIDE_M))  # noqa: S311
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIDE_M, SIDE_M, 3, gdal.GDT_Byte)
    dataset.SetGeoTransform((WEST, 1, 0, NORTH, 0, -1))
    if epsg:
        system = osr.SpatialReference()
        system.ImportFromEPSG(epsg)
        dataset.SetProjection(system.ExportToWkt())
    for band in (1, 2, 3):
        dataset.GetRasterBand(band).WriteRaster(0, 0, SIDE_M, SIDE_M, pixels)


def _write_buildings(path: Path) -> None:
    layer = memory_layer()
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "buildings"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), layer.transformContext(), options)
