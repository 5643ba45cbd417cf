"""Layers on their way to the engine: a file where the layer is one, else a copy of what the user sees.

What belongs to the main thread is read when an input is made; the copy is written in the background from a
snapshot and touches no layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Optional, Union

from osgeo import gdal  # type: ignore[import-not-found]
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFeedback,
    QgsField,
    QgsFields,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsVectorLayerSelectedFeatureSource,
    QgsWkbTypes,
)

from ..contract.paths import VectorSource
from .errors import Cancelled, LayerNotWritten, UnsupportedRaster

_READ_BY_THE_ENGINE = {".gpkg", ".shp", ".geojson", ".fgb"}
_ROW_NUMBER = "fid"


class Snapshot(NamedTuple):
    """The features of a layer as they are at one moment, and which of them are wanted."""

    source: Union[QgsVectorLayerFeatureSource, QgsVectorLayerSelectedFeatureSource]
    request: QgsFeatureRequest
    fields: QgsFields
    geometry_type: QgsWkbTypes.Type
    feature_count: int


@dataclass(frozen=True)
class LayerInput:
    """What is known of a layer that a job reads, whatever thread asks."""

    name: str
    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle

    def __str__(self) -> str:
        return self.name

    def extent_in(self, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
        """Return the extent in another system."""
        transform = QgsCoordinateTransform(self.crs, crs, QgsCoordinateTransformContext())
        transform.setBallparkTransformsAreAppropriate(True)
        return transform.transformBoundingBox(self.extent)

    def written(self, folder: Path, feedback: QgsFeedback) -> str:
        """Return a path that the engine can read; what must be written for it goes into `folder`."""
        raise NotImplementedError


@dataclass(frozen=True)
class VectorInput(LayerInput):
    """A vector layer that a job reads."""

    path: str = ""
    """What the engine reads as it stands; empty where a copy must be written first."""
    snapshot: Optional[Snapshot] = None

    def written(self, folder: Path, feedback: QgsFeedback) -> str:
        """Return a path that the engine can read, after writing a copy into `folder` if need be.

        Raises
        ------
        Cancelled
            The user cancelled while the copy was written.
        LayerNotWritten
            The provider or the disk failed.
        """
        if self.snapshot is None:
            return self.path
        path = _free_name(folder, self.name, ".gpkg")
        _write_snapshot(self.snapshot, self.crs, path, self.name, feedback)
        return str(VectorSource(str(path), "features"))


@dataclass(frozen=True)
class RasterInput(LayerInput):
    """A raster layer that a job reads."""

    path: str = ""
    crs_is_assigned: bool = False
    """The file has another system, or none; the user gave the layer this one."""

    def written(self, folder: Path, feedback: QgsFeedback) -> str:
        """Return a path that the engine can read; an assigned system is put into a small VRT in `folder`."""
        if not self.crs_is_assigned:
            return self.path
        path = _free_name(folder, self.name, ".vrt")
        try:
            made = gdal.Translate(str(path), self.path, format="VRT", outputSRS=self.crs.toWkt())
        except RuntimeError as error:  # QGIS 3.40 has GDAL raise
            raise LayerNotWritten(layer=self.name, reason=error) from error
        if made is None:
            raise LayerNotWritten(layer=self.name, reason=gdal.GetLastErrorMsg())
        return str(path)


def vector_input(
    layer: QgsVectorLayer, request: Optional[QgsFeatureRequest] = None, selected_only: bool = False
) -> VectorInput:
    """Return the input that a layer is; call it in the thread of the layer.

    Parameters
    ----------
    request
        Which features are wanted; by default all that the layer shows.
    selected_only
        Of these, only those that are selected now; a request cannot say so, since it holds ids or an expression, but
        not both.
    """
    common = (layer.name(), layer.crs(), layer.extent())
    if request is None and not selected_only and _is_plain_file(layer):
        parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
        return VectorInput(*common, path=str(VectorSource(parts["path"], parts.get("layerName") or None)))
    count = layer.selectedFeatureCount() if selected_only else layer.featureCount()
    source = QgsVectorLayerSelectedFeatureSource(layer) if selected_only else QgsVectorLayerFeatureSource(layer)
    snapshot = Snapshot(source, request or QgsFeatureRequest(), layer.fields(), layer.wkbType(), count)
    return VectorInput(*common, snapshot=snapshot)


def raster_input(layer: QgsRasterLayer) -> RasterInput:
    """Return the input that a layer is; call it in the thread of the layer.

    Raises
    ------
    UnsupportedRaster
        The layer is a service.
    """
    if layer.providerType() != "gdal":
        raise UnsupportedRaster(layer=layer.name(), found=layer.providerType())
    assigned = layer.crs().isValid() and layer.crs() != layer.dataProvider().crs()
    return RasterInput(layer.name(), layer.crs(), layer.extent(), layer.source(), assigned)


def _is_plain_file(layer: QgsVectorLayer) -> bool:
    """Tell whether the file holds just what the layer shows."""
    if layer.providerType() != "ogr":
        return False
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    options = {key for key, value in parts.items() if value not in (None, "", [])}
    origins = {layer.fields().fieldOrigin(index) for index in range(layer.fields().count())}
    return (
        options <= {"path", "layerName"}
        and Path(parts["path"]).suffix.lower() in _READ_BY_THE_ENGINE
        and Path(parts["path"]).is_file()
        and origins <= {QgsFields.FieldOrigin.OriginProvider}
        and not layer.isEditable()
        and not layer.subsetString()
        and layer.crs() == layer.dataProvider().crs()
    )


def _write_snapshot(
    snapshot: Snapshot, crs: QgsCoordinateReferenceSystem, path: Path, name: str, feedback: QgsFeedback
) -> None:
    """Write the features; row numbers stay behind, since the copy and the engine's result number anew."""
    kept = [index for index, field in enumerate(snapshot.fields) if field.name().lower() != _ROW_NUMBER]
    fields = QgsFields()
    for index in kept:
        fields.append(QgsField(snapshot.fields[index]))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "features"
    options.layerOptions = ["FID=sattile_row"]
    writer = QgsVectorFileWriter.create(
        str(path), fields, snapshot.geometry_type, crs, QgsCoordinateTransformContext(), options
    )
    for done, feature in enumerate(snapshot.source.getFeatures(snapshot.request)):
        if feedback.isCanceled():
            raise Cancelled
        copy = QgsFeature(fields)
        copy.setGeometry(feature.geometry())
        copy.setAttributes([feature.attributes()[index] for index in kept])
        writer.addFeature(copy, QgsFeatureSink.Flag.FastInsert)
        if done % 1000 == 0:
            feedback.setProgress(100 * done / max(snapshot.feature_count, 1))
    writer.flushBuffer()
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise LayerNotWritten(layer=name, reason=writer.errorMessage())


def _free_name(folder: Path, name: str, suffix: str) -> Path:
    """Return a file name in `folder` that tells the layer and is not taken."""
    stem = "".join(letter if letter.isalnum() else "_" for letter in name)[:40] or "layer"
    numbers = (path for path in (folder / f"{stem}{number or ''}{suffix}" for number in range(1000)))
    return next(path for path in numbers if not path.exists())
