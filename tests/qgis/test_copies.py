"""Files that the engine would read otherwise than QGIS shows them, and copies of layers whatever their columns."""

from __future__ import annotations

import zipfile
from pathlib import Path

import processing
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeedback,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from scene import Scene, memory_layer, rows

from sattile_plugin.bridge.layers import raster_input, vector_input
from sattile_plugin.bridge.snapshots import Wanted
from sattile_plugin.processing.splittiles import SplitTilesAlgorithm
from sattile_plugin.processing.values import INPUTS

LIGHT = "Construction légère"
OPTIONS = "|option:NUM_THREADS=ALL_CPUS"


@pytest.fixture
def shapefile(scene: Scene) -> Path:
    """Three buildings of a kind with accents, written in UTF-8 with a file beside it that says so."""
    layer = memory_layer("Polygon?crs=EPSG:2154&field=NATURE:string(40)")
    number = layer.fields().lookupField("NATURE")
    layer.dataProvider().changeAttributeValues({feature.id(): {number: LIGHT} for feature in layer.getFeatures()})
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", "UTF-8"
    path = scene.folder / "buildings.shp"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return path


@pytest.mark.parametrize(("told", "plain"), [("UTF-8", True), ("utf-8\n", True), ("ISO-8859-1", False), ("", False)])
def test_a_shapefile_is_read_in_the_encoding_that_qgis_shows(
    scene: Scene, tiles: str, shapefile: Path, told: str, plain: bool
) -> None:
    shapefile.with_suffix(".cpg").unlink()
    if told:
        shapefile.with_suffix(".cpg").write_text(told)
    layer = QgsVectorLayer(str(shapefile), "BATIMENT", "ogr")
    layer.setProviderEncoding("UTF-8")
    assert bool(vector_input(layer).path) is plain
    parameters = {"TILES": tiles, "BUILDINGS": layer, "OUTPUT": scene.path("labels.gpkg")}
    labels = rows(processing.run("sattile:labeltiles", parameters)["OUTPUT"])
    assert sorted(row["label"] for row in labels.values()) == ["non_bati"] * 13 + ["unsure"] * 3


@pytest.mark.parametrize("subset", ["", "|subset=name <> 'barn'"])
def test_a_layer_whose_file_is_gone_is_told_as_such(scene: Scene, tiles: str, subset: str) -> None:
    layer = QgsVectorLayer(f"{scene.buildings}|layername=buildings{subset}", "Houses", "ogr")
    scene.buildings.unlink()
    parameters = {"TILES": tiles, "BUILDINGS": layer, "OUTPUT": scene.path("labels.gpkg")}
    with pytest.raises(QgsProcessingException, match=r"Houses.*its features are gone since QGIS opened it"):
        processing.run("sattile:labeltiles", parameters)


def copied_names(layer: QgsVectorLayer, folder: Path, chosen: frozenset[str] = frozenset()) -> list[str]:
    """Return the names of the columns of a copy, once it is sure that it holds the features with their values."""
    copy = QgsVectorLayer(vector_input(layer, Wanted(columns=chosen)).written(folder, QgsFeedback()), "copy", "ogr")
    names = copy.fields().names()
    assert [feature["name"] for feature in copy.getFeatures()] == ["house", "barn", "shed"]
    assert all(feature.geometry().area() > 0 for feature in copy.getFeatures())
    return names[1:]


@pytest.mark.parametrize(
    ("columns", "chosen", "expected"),
    [
        (["geom"], set(), ["geom", "name"]),
        (["GEOM", "geom2"], set(), ["GEOM", "geom2", "name"]),
        (["sattile_row"], set(), ["sattile_row", "name"]),
        (["fid", "FID"], set(), ["name"]),
        (["Nature", "nature"], set(), ["Nature2", "nature", "name"]),
        (["Nature", "nature"], {"Nature"}, ["Nature", "nature2", "name"]),
        (["Nature", "nature", "nature2"], {"Nature"}, ["Nature", "nature3", "nature2", "name"]),
    ],
)
def test_columns_of_any_name_are_copied(
    plugin, tmp_path: Path, columns: list[str], chosen: set[str], expected: list[str]
) -> None:
    layer = memory_layer("Polygon?crs=EPSG:2154" + "".join(f"&field={name}:string" for name in columns))
    assert copied_names(layer, tmp_path, frozenset(chosen)) == expected


def test_a_column_chosen_in_a_dialog_keeps_its_name(scene: Scene, tmp_path: Path) -> None:
    areas = memory_layer("Polygon?crs=EPSG:2154&field=code:string&field=CODE:string")
    algorithm = SplitTilesAlgorithm()
    algorithm.initAlgorithm()
    parameters = {"TILES": areas, "AREAS": areas, "AREAS_FIELD": "CODE"}
    read = algorithm.values(parameters, QgsProcessingContext(), {"source": INPUTS["source"]})["areas"]
    copy = QgsVectorLayer(read.written(tmp_path, QgsFeedback()), "copy", "ogr")
    assert copy.fields().names()[1:] == ["code2", "CODE", "name"]


def packed(raster: Path) -> str:
    path = raster.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(raster, raster.name)
    return f"/vsizip/{path}/{raster.name}"


def in_geopackage(raster: Path) -> str:
    path = raster.with_suffix(".gpkg")
    gdal.Translate(str(path), str(raster), format="GPKG", creationOptions=["RASTER_TABLE=photo", "TILE_FORMAT=PNG"])
    return f"GPKG:{path}:photo"


@pytest.mark.parametrize(
    ("source", "options"),
    [(str, ""), (str, OPTIONS), (packed, ""), (packed, OPTIONS), (in_geopackage, "")],
)
def test_rasters_are_read_from_wherever_gdal_does(scene: Scene, tiles: str, manners, source, options: str) -> None:
    layer = QgsRasterLayer(source(scene.raster) + options, "photo")
    parameters = {"TILES": tiles, "RASTER": layer, "BANDS": [1, 2, 3], "OUTPUT": scene.path("library")}
    assert processing.run("sattile:exporttileimages", parameters)["IMAGE_COUNT"] == 16


def test_the_options_that_gdal_opens_a_raster_with_are_kept(scene: Scene, tmp_path: Path) -> None:
    gdal.Open(str(scene.raster), gdal.GA_Update).BuildOverviews("AVERAGE", [2])
    layer = QgsRasterLayer(f"{scene.raster}|option:OVERVIEW_LEVEL=0", "coarse")
    path = raster_input(layer).written(tmp_path, QgsFeedback())
    assert layer.width() == gdal.Open(path).RasterXSize == 100
