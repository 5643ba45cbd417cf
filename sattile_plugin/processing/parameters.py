"""Definitions of parameters; those that several algorithms share are one function each.

A parameter bears the name of the job's field, in upper case. Its default comes from the job.
"""

from __future__ import annotations

import sys
from typing import Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsSettings,
)

from ..bridge.environment import WEIGHTS_SETTING
from ..bridge.language import tr
from ..contract.fields import LABEL, SPLIT
from ..contract.texts import QT_TRANSLATE_NOOP
from .offers import ORTHOPHOTO, Likely, offer, offer_latest, tiles_with

CHOICES = {
    "whole": QT_TRANSLATE_NOOP("SatTile", "Tiles that lie wholly inside"),
    "half": QT_TRANSLATE_NOOP("SatTile", "Tiles of which more than half lies inside"),
    "direct": QT_TRANSLATE_NOOP("SatTile", "Direct: cut from the raster"),
    "atlas": QT_TRANSLATE_NOOP("SatTile", "Atlas: drawn by QGIS, with a print layout to keep"),
    "png": "PNG",
    "jpeg": "JPEG",
    "webp": "WebP",
    "tif": "GeoTIFF",
    "coco": "COCO",
    "tfrecord": "TFRecord",
    "mobilenet_v2": QT_TRANSLATE_NOOP("SatTile", "MobileNetV2, with what it learnt from ImageNet"),
    "mobilenet_v2_cells": QT_TRANSLATE_NOOP(
        "SatTile", "MobileNetV2 cell by cell, the surest at the place it learns from; minutes to train"
    ),
    "mobilenet_v2_levels": QT_TRANSLATE_NOOP(
        "SatTile", "MobileNetV2 at two sizes and three depths, four times as slow"
    ),
    "efficientnet_v2_b0": QT_TRANSLATE_NOOP("SatTile", "EfficientNetV2-B0, stronger and slower, likewise"),
    "cerema_cnn": QT_TRANSLATE_NOOP("SatTile", "Small network of Cerema, trained from scratch"),
    "cerema_cnn_3_blocks": QT_TRANSLATE_NOOP("SatTile", "Small network of Cerema with three blocks"),
    "none": QT_TRANSLATE_NOOP("SatTile", "Not at all"),
    "symmetries": QT_TRANSLATE_NOOP("SatTile", "Turned and mirrored"),
    "full": QT_TRANSLATE_NOOP("SatTile", "Turned, mirrored, in scale, light, colour, sharpness and shadow"),
    "fixed": QT_TRANSLATE_NOOP("SatTile", "Fixed"),
    "f1": QT_TRANSLATE_NOOP("SatTile", "Best F1"),
    "missed": QT_TRANSLATE_NOOP("SatTile", "Miss at most a share of the built tiles"),
    "false_alarms": QT_TRANSLATE_NOOP("SatTile", "At most a share of false alarms"),
    "costs": QT_TRANSLATE_NOOP("SatTile", "Least cost of errors"),
    "test": QT_TRANSLATE_NOOP("SatTile", "Test tiles"),
    "validation": QT_TRANSLATE_NOOP("SatTile", "Validation tiles"),
    "train": QT_TRANSLATE_NOOP("SatTile", "Training tiles"),
    "all": QT_TRANSLATE_NOOP("SatTile", "All labelled tiles, for a place that training never saw"),
    "light": QT_TRANSLATE_NOOP("SatTile", "Light construction"),
    "project": QT_TRANSLATE_NOOP("SatTile", "Planned, not yet built"),
    "ruined": QT_TRANSLATE_NOOP("SatTile", "Ruin"),
    "en": QT_TRANSLATE_NOOP("SatTile", "English"),
    "fr": QT_TRANSLATE_NOOP("SatTile", "French"),
    "greenhouse": QT_TRANSLATE_NOOP("SatTile", "Greenhouse"),
    "reservoir": QT_TRANSLATE_NOOP("SatTile", "Reservoir"),
    "polygon": QT_TRANSLATE_NOOP("SatTile", "What lies inside its polygon, black around it"),
    "box": QT_TRANSLATE_NOOP("SatTile", "Its bounding box"),
    "1": QT_TRANSLATE_NOOP("SatTile", "As it is"),
    "4": QT_TRANSLATE_NOOP("SatTile", "Turned by quarters, four views"),
    "8": QT_TRANSLATE_NOOP("SatTile", "Turned and mirrored, eight views"),
    "features": QT_TRANSLATE_NOOP("SatTile", "What their imagery looks like"),
    "segments": QT_TRANSLATE_NOOP("SatTile", "Shares of land-use segments"),
    "built": QT_TRANSLATE_NOOP("SatTile", "Share of bâti"),
    "kmeans": "K-Means",
    "ward": QT_TRANSLATE_NOOP("SatTile", "Hierarchy (Ward)"),
    "contiguous": QT_TRANSLATE_NOOP("SatTile", "Hierarchy of neighbours only: each cluster is one piece of the map"),
}
"""What the user reads for each value that a job's field of choices can have; a name that is plain is shown itself."""

SERVICE_RESOLUTION = "SERVICE_RESOLUTION_M_PER_PX"
"""The one parameter that is no option of a job: the engine reads files only."""

POLYGONS = QgsProcessing.SourceType.TypeVectorPolygon
RASTERS = QgsProcessing.SourceType.TypeRaster
FEATURES_PATTERN = QT_TRANSLATE_NOOP("SatTile", "Features (*.parquet)")


def tiles(*columns: str) -> QgsProcessingParameterDefinition:
    """Return the tile layer; dialogs offer one with these columns."""
    return polygons("TILES", tr("Tiles"), likely=tiles_with(*columns))


def raster(optional: bool = False) -> QgsProcessingParameterDefinition:
    """Return the orthophoto."""
    definition = QgsProcessingParameterRasterLayer("RASTER", tr("Orthophoto"), optional=optional)
    offer(definition, ORTHOPHOTO)
    return definition


def model() -> QgsProcessingParameterDefinition:
    """Return the classifier to apply."""
    pattern = tr("ONNX model (*.onnx)")
    return _latest(file("MODEL", tr("Classifier"), pattern))


def bands_of_raster() -> QgsProcessingParameterDefinition:
    """Return the bands for red, green and blue of the one raster."""
    return advanced(
        QgsProcessingParameterBand("BANDS", _bands_label(), None, "RASTER", optional=True, allowMultiple=True)
    )


def places() -> list[QgsProcessingParameterDefinition]:
    """Return tile layers with their orthophotos, or an image library in their stead."""
    tiles_label = tr("Tile layers, labelled and split")
    raster_label = tr("Orthophoto of each tile layer, in the same order")
    library_label = tr("Image library instead of tiles (folder)")
    tile_layers = QgsProcessingParameterMultipleLayers("TILES", tiles_label, POLYGONS, optional=True)
    rasters = QgsProcessingParameterMultipleLayers("RASTER", raster_label, RASTERS, optional=True)
    offer(tile_layers, tiles_with(LABEL, SPLIT), several=True)
    offer(rasters, ORTHOPHOTO, several=True)
    return [
        tile_layers,
        rasters,
        advanced(folder("LIBRARY", library_label)),
        advanced(QgsProcessingParameterString("BANDS", _bands_label())),
    ]


def label_field() -> QgsProcessingParameterDefinition:
    """Return the name of the column that holds the class."""
    return QgsProcessingParameterString("LABEL_FIELD", tr("Column of the class"))


def service_resolution() -> QgsProcessingParameterDefinition:
    """Return the resolution at which imagery of a service is fetched."""
    label = tr("Orthophoto from a service: metres a pixel to fetch (empty: 0.2, or its own)")
    double = QgsProcessingParameterNumber.Type.Double
    return advanced(QgsProcessingParameterNumber(SERVICE_RESOLUTION, label, double, optional=True, minValue=0))


def seed() -> QgsProcessingParameterDefinition:
    """Return the number that everything drawn by lot follows from."""
    return advanced(integer("SEED", tr("Seed: the same number gives the same result"), 0))


def batch_size() -> QgsProcessingParameterDefinition:
    """Return how many tiles go through the network at once."""
    return advanced(integer("BATCH_SIZE", tr("Tiles that go through the network at once"), 1))


def tiles_output(label: str) -> QgsProcessingParameterDefinition:
    """Return the GeoPackage of tiles to write."""
    return QgsProcessingParameterVectorDestination("OUTPUT", label, POLYGONS)


def polygons(
    name: str, label: str, optional: bool = False, likely: Optional[Likely] = None
) -> QgsProcessingParameterDefinition:
    """Return a polygon layer; dialogs offer the one of the project that is `likely` meant."""
    definition = QgsProcessingParameterFeatureSource(name, label, [POLYGONS], optional=optional)
    if likely is not None:
        offer(definition, likely)
    return definition


def number(name: str, label: str, least: float, most: float = sys.float_info.max) -> QgsProcessingParameterDefinition:
    """Return a number from `least` to `most`, shown with two decimals."""
    kind = QgsProcessingParameterNumber.Type.Double
    definition = QgsProcessingParameterNumber(name, label, kind, minValue=least, maxValue=most)
    definition.setMetadata({"widget_wrapper": {"decimals": 2}})
    return definition


def optional_number(name: str, label: str, least: float, most: float) -> QgsProcessingParameterDefinition:
    """Return a number that may be left out."""
    definition = number(name, label, least, most)
    definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagOptional)
    return definition


def integer(name: str, label: str, least: int, optional: bool = False) -> QgsProcessingParameterDefinition:
    """Return a whole number from `least`."""
    return QgsProcessingParameterNumber(
        name, label, QgsProcessingParameterNumber.Type.Integer, optional=optional, minValue=least
    )


def choice(name: str, label: str, values: tuple[str, ...]) -> QgsProcessingParameterDefinition:
    """Return a choice among the values of a job's field; its value is their number, from 0."""
    return QgsProcessingParameterEnum(name, label, [tr(CHOICES.get(value, value)) for value in values])


def choices(name: str, label: str, values: tuple[str, ...]) -> QgsProcessingParameterDefinition:
    """Return a choice of several values of a job's field, or of none."""
    options = [tr(CHOICES.get(value, value)) for value in values]
    return QgsProcessingParameterEnum(name, label, options, allowMultiple=True, optional=True)


def extra_file(name: str, label: str, pattern: str) -> QgsProcessingParameterDefinition:
    """Return a file that is written on demand."""
    return QgsProcessingParameterFileDestination(name, label, pattern, optional=True, createByDefault=False)


def text(name: str, label: str, optional: bool = False) -> QgsProcessingParameterDefinition:
    """Return a line of text."""
    return QgsProcessingParameterString(name, label, optional=optional)


def column(name: str, label: str, layer: str) -> QgsProcessingParameterDefinition:
    """Return an optional column of the layer that another parameter names."""
    return QgsProcessingParameterField(name, label, None, layer, optional=True)


def language(values: tuple[str, ...]) -> QgsProcessingParameterDefinition:
    """Return the language of what is written; by default the user's."""
    return advanced(choice("LANGUAGE", tr("Language of pictures and reports"), values))


def backbone() -> list[QgsProcessingParameterDefinition]:
    """Return the weights of MobileNetV2, or a network of one's own, and their width."""
    weights = tr("Weights of MobileNetV2, or a network as ONNX (file; empty: downloaded)")
    pattern = tr("Weights or network (*.h5 *.keras *.onnx)")
    width = tr("Width of MobileNetV2 (alpha of the weights)")
    default = QgsSettings().value(WEIGHTS_SETTING, "") or None
    return [
        advanced(file("BACKBONE_WEIGHTS", weights, pattern, default, optional=True)),
        advanced(number("BACKBONE_WIDTH", width, 0.35)),
    ]


def features(label: str) -> QgsProcessingParameterDefinition:
    """Return what describe wrote."""
    return _latest(file("FEATURES", label, tr(FEATURES_PATTERN)))


def run_file(label: str, pattern: str) -> QgsProcessingParameterDefinition:
    """Return the file that says all of a run."""
    return _latest(file("RUN", label, pattern))


def _latest(definition: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    offer_latest(definition)
    return definition


def range_of_k() -> list[QgsProcessingParameterDefinition]:
    """Return the least and the greatest number of groups to try."""
    return [
        advanced(integer("K_MIN", tr("Least number to try"), 2)),
        advanced(integer("K_MAX", tr("Greatest number to try"), 3)),
    ]


def flag(name: str, label: str) -> QgsProcessingParameterDefinition:
    """Return a yes or no."""
    return QgsProcessingParameterBoolean(name, label)


def folder(name: str, label: str) -> QgsProcessingParameterDefinition:
    """Return an optional folder that exists."""
    return QgsProcessingParameterFile(name, label, QgsProcessingParameterFile.Behavior.Folder, optional=True)


def file(
    name: str, label: str, pattern: str, default: Optional[str] = None, optional: bool = False
) -> QgsProcessingParameterDefinition:
    """Return a file that exists."""
    return QgsProcessingParameterFile(name, label, defaultValue=default, optional=optional, fileFilter=pattern)


def advanced(definition: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Return the definition, shown under the advanced ones."""
    definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return definition


def _bands_label() -> str:
    return tr("Bands for red, green and blue")
