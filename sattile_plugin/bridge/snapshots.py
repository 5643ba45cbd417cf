"""Features of a layer as they are at one moment, and the copy that is written of them for the engine.

A snapshot is taken in the thread of the layer; the copy is written in the background and touches no layer.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple, Optional, Union

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFeedback,
    QgsField,
    QgsFields,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsVectorLayerSelectedFeatureSource,
    QgsWkbTypes,
)

from ..contract.errors import UnreadableFile
from ..contract.texts import QT_TRANSLATE_NOOP
from .errors import Cancelled, LayerNotWritten

COPY_LAYER = "features"
_ROW_NUMBER = "fid"
_COPY_ROW_NUMBER = "sattile_row"
_COPY_GEOMETRY = "geom"
_LAYER = QT_TRANSLATE_NOOP("SatTile", "a vector layer")
_GONE = QT_TRANSLATE_NOOP("SatTile", "its features are gone since QGIS opened it")


class Wanted(NamedTuple):
    """What is wanted of a layer."""

    request: Optional[QgsFeatureRequest] = None
    """Which features; by default all that the layer shows."""
    selected_only: bool = False
    """Of these, only those that are selected now; a request cannot say so beside an expression."""
    columns: frozenset[str] = frozenset()
    """Columns that the user chose and that must be found by their names."""

    @property
    def is_whole(self) -> bool:
        """Whether all features are wanted that the layer shows."""
        return self.request is None and not self.selected_only


WHOLE = Wanted()


class Snapshot(NamedTuple):
    """The features of a layer as they are at one moment, and which of them are wanted."""

    source: Union[QgsVectorLayerFeatureSource, QgsVectorLayerSelectedFeatureSource]
    request: QgsFeatureRequest
    fields: QgsFields
    geometry_type: QgsWkbTypes.Type
    feature_count: int
    names: dict[int, str]
    """Names in the copy of the columns that it takes, by their numbers."""


def snapshot_of(layer: QgsVectorLayer, wanted: Wanted) -> Snapshot:
    """Return the features of a layer as they are now; call it in the thread of the layer."""
    feature_count = layer.selectedFeatureCount() if wanted.selected_only else layer.featureCount()
    source = (QgsVectorLayerSelectedFeatureSource if wanted.selected_only else QgsVectorLayerFeatureSource)(layer)
    request = wanted.request or QgsFeatureRequest()
    names = names_in_copy(layer.fields().names(), wanted.columns)
    return Snapshot(source, request, layer.fields(), layer.wkbType(), feature_count, names)


def names_in_copy(names: list[str], chosen: frozenset[str] = frozenset()) -> dict[int, str]:
    """Return the names that the columns have in a GeoPackage, by their numbers.

    Row numbers stay behind, since the copy and the engine's result number anew. Of names that differ by case only, one
    can stay: that which the user chose, else that in small letters, as are those that the engine knows.

    >>> names_in_copy(["fid", "Kind", "kind"], frozenset({"Kind"}))
    {1: 'Kind', 2: 'kind2'}
    """
    kept = [number for number, name in enumerate(names) if name.lower() != _ROW_NUMBER]
    by_claim = sorted(kept, key=lambda number: (names[number] not in chosen, names[number] != names[number].lower()))
    staying = {names[number].lower(): number for number in reversed(by_claim)}
    found: dict[int, str] = {}
    for number in kept:
        stays = staying[names[number].lower()] == number
        found[number] = names[number] if stays else _free_name(names[number], {*staying, *_lowered(found.values())})
    return found


def write_snapshot(
    snapshot: Snapshot, crs: QgsCoordinateReferenceSystem, path: Path, name: str, feedback: QgsFeedback
) -> None:
    """Write the features that are wanted of the layer `name` into a GeoPackage.

    Raises
    ------
    Cancelled
        The user cancelled while the copy was written.
    UnreadableFile
        The layer shows features, but none can be read.
    LayerNotWritten
        The provider or the disk failed.
    """
    writer, done = _writer(snapshot, crs, path), 0
    for done, feature in enumerate(snapshot.source.getFeatures(snapshot.request), start=1):
        if feedback.isCanceled():
            raise Cancelled
        copy, values = QgsFeature(), feature.attributes()
        copy.setGeometry(feature.geometry())
        copy.setAttributes([values[number] for number in snapshot.names])
        writer.addFeature(copy, QgsFeatureSink.Flag.FastInsert)
        if done % 1000 == 0:
            feedback.setProgress(100 * done / max(snapshot.feature_count, done))
    if not done and snapshot.feature_count > 0 and snapshot.request.filterExpression() is None:
        raise UnreadableFile(path=name, expected=_LAYER, reason=_GONE)
    writer.flushBuffer()
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise LayerNotWritten(layer=name, reason=writer.errorMessage())


def _writer(snapshot: Snapshot, crs: QgsCoordinateReferenceSystem, path: Path) -> QgsVectorFileWriter:
    fields, taken = QgsFields(), _lowered(snapshot.names.values())
    for number, name in snapshot.names.items():
        field = QgsField(snapshot.fields[number])
        field.setName(name)
        fields.append(field)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = COPY_LAYER
    row_number, geometry = _free_name(_COPY_ROW_NUMBER, taken), _free_name(_COPY_GEOMETRY, taken)
    options.layerOptions = [f"FID={row_number}", f"GEOMETRY_NAME={geometry}"]
    return QgsVectorFileWriter.create(
        str(path), fields, snapshot.geometry_type, crs, QgsCoordinateTransformContext(), options
    )


def _free_name(name: str, taken: set[str]) -> str:
    """Return a name for a column, with a number where `taken`, in small letters, has it."""
    numbered = (f"{name}{number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each.lower() not in taken)


def _lowered(names: Iterable[str]) -> set[str]:
    return {name.lower() for name in names}
