"""Buildings of OpenStreetMap, which has no WFS: asked of an Overpass server, written as a GeoPackage of polygons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeedback,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsSettings,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...contract.paths import partial_path
from ...contract.texts import QT_TRANSLATE_NOOP
from ..errors import ExtentTooLarge, LayerNotWritten
from ..language import tr
from .address import with_query
from .network import Access, BadAnswer, Fetcher, Order

SERVER_SETTING = "sattile/overpass"
DEFAULT_SERVER = "https://overpass-api.de/api/interpreter"
NAME = "OpenStreetMap"
_LARGEST_DEGREES2 = 0.05
"""About 400 km² in France."""
_COLUMNS = ("building", "name", "start_date", "height", "building:levels")
_NO_JSON = QT_TRANSLATE_NOOP("SatTile", "an answer that is no JSON")


def fetch_buildings(extent: QgsRectangle, path: Path, feedback: QgsFeedback) -> int:
    """Write the buildings of an extent in degrees; return their number.

    Raises
    ------
    ExtentTooLarge, ServiceFailed, LayerNotWritten, Cancelled
        The extent, the server or the disk is at fault, or the user cancelled; nothing is written.
    """
    if extent.area() > _LARGEST_DEGREES2:
        raise ExtentTooLarge(found=round(extent.area(), 3), limit=_LARGEST_DEGREES2)
    server = QgsSettings().value(SERVER_SETTING, DEFAULT_SERVER)
    elements: list[dict[str, Any]] = []

    def take(order: Order, answer: bytes) -> None:
        elements.extend(_elements(answer))

    Fetcher(NAME, Access(), feedback).fetch([Order(with_query(server, data=_query(extent)))], take)
    return _write(elements, path)


def _query(extent: QgsRectangle) -> str:
    box = f"({extent.yMinimum():.7f},{extent.xMinimum():.7f},{extent.yMaximum():.7f},{extent.xMaximum():.7f})"
    return f'[out:json][timeout:120];(way["building"]{box};relation["building"]{box};);out geom;'


def _elements(answer: bytes) -> list[dict[str, Any]]:
    """Return what the server found; a remark means that it gave up half-way."""
    try:
        found = json.loads(answer)
    except ValueError as error:
        raise BadAnswer(tr(_NO_JSON)) from error
    if "remark" in found:
        raise BadAnswer(str(found["remark"])[:200])
    return list(found.get("elements", []))


def _features(elements: Iterable[dict[str, Any]], fields: QgsFields) -> Iterator[QgsFeature]:
    """Yield a feature for each building with an outline that closes."""
    for element in elements:
        shape = _shape(element)
        if shape.isEmpty():
            continue
        feature = QgsFeature(fields)
        feature.setGeometry(shape)
        tags = element.get("tags", {})
        feature.setAttributes([f"{element['type']}/{element['id']}", *(tags.get(name) for name in _COLUMNS)])
        yield feature


def _shape(element: dict[str, Any]) -> QgsGeometry:
    """Return a building's polygon: a way's, or what a relation's outer ways enclose without its inner ones."""
    if element["type"] == "way":
        return _enclosed([element])
    members = element.get("members", [])
    outer, inner = (_enclosed([m for m in members if m.get("role") == role]) for role in ("outer", "inner"))
    return outer if inner.isEmpty() else outer.difference(inner)


def _enclosed(ways: list[dict[str, Any]]) -> QgsGeometry:
    lines = [_line(way["geometry"]) for way in ways if len(way.get("geometry") or []) > 1]
    polygons = QgsGeometry.polygonize(lines) if lines else QgsGeometry()
    return QgsGeometry.unaryUnion(polygons.asGeometryCollection()) if not polygons.isEmpty() else QgsGeometry()


def _line(points: list[dict[str, float]]) -> QgsGeometry:
    return QgsGeometry.fromPolylineXY([QgsPointXY(point["lon"], point["lat"]) for point in points])


def _write(elements: Iterable[dict[str, Any]], path: Path) -> int:
    """Write the buildings, under the final name once all are there."""
    # Described in text, since the type of a field is spelled otherwise in each Qt.
    columns = "&".join(f"field={name}:string" for name in ("osm_id", *_COLUMNS))
    fields = QgsVectorLayer(f"MultiPolygon?crs=EPSG:4326&{columns}", "", "memory").fields()
    partial = partial_path(path)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "buildings"
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    writer = QgsVectorFileWriter.create(
        str(partial), fields, QgsWkbTypes.Type.MultiPolygon, degrees, QgsCoordinateTransformContext(), options
    )
    count = 0
    for feature in _features(elements, fields):
        writer.addFeature(feature)
        count += 1
    problem = writer.errorMessage() if writer.hasError() != QgsVectorFileWriter.WriterError.NoError else ""
    del writer  # closes the file
    if problem:
        partial.unlink(missing_ok=True)
        raise LayerNotWritten(layer=NAME, reason=problem)
    partial.replace(path)
    return count
