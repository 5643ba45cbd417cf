"""Styles that follow from what is in a layer: one colour a cluster or segment, as in the pictures."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable

from qgis.core import (
    NULL,
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor

from ..contract import fields
from ..contract.palette import NO_NUMBER, colour_of
from .language import tr, written
from .segment_shares import draw_segment_shares

_SHARES = ("#fff5eb", "#fdd0a2", "#fd8d3c", "#d94801", "#7f2704")
_LABEL_PT = 8.0


def draw_clusters(layer: QgsVectorLayer) -> None:
    """Draw communes in the colour of their cluster, with their names."""
    names = _names(layer)
    label = tr("Cluster {number}")
    layer.setRenderer(_numbered(layer, fields.CLUSTER, label, names, QgsFillSymbol, alpha=170))
    _label_communes(layer)


def draw_built_share(layer: QgsVectorLayer) -> None:
    """Draw communes by their share of bâti, in five equal steps up to the greatest."""
    index = layer.fields().lookupField(fields.BUILT_SHARE)
    values = [value for value in layer.uniqueValues(index) if value not in (None, "") and value == value]
    highest = max([float(value) for value in values if isinstance(value, (int, float))], default=1.0) or 1.0
    steps = [highest * step / len(_SHARES) for step in range(len(_SHARES) + 1)]
    ranges = [
        QgsRendererRange(low, high, _fill(colour, 200), f"{written(100 * low, '.1f')} – {written(100 * high, '.1f')} %")
        for low, high, colour in zip(steps, steps[1:], _SHARES)
    ]
    layer.setRenderer(QgsGraduatedSymbolRenderer(fields.BUILT_SHARE, ranges))
    _label_communes(layer)


def draw_segments(layer: QgsVectorLayer) -> None:
    """Draw tiles in the colour of their segment."""
    label = tr("Segment {number}")
    layer.setRenderer(_numbered(layer, fields.SEGMENT, label, {}, QgsFillSymbol, alpha=150))


def draw_diagram(layer: QgsVectorLayer, size_mm: float) -> None:
    """Draw points of a diagram in the colour of their cluster."""
    names = _names(layer)
    label = tr("Cluster {number}")
    layer.setRenderer(_numbered(layer, fields.CLUSTER, label, names, partial(_marker, size_mm), alpha=220))


def _draw_communes_diagram(layer: QgsVectorLayer) -> None:
    draw_diagram(layer, 3.4)
    _label_communes(layer)


DRAWN: dict[str, Callable[[QgsVectorLayer], None]] = {
    "communes_cluster": draw_clusters,
    "communes_built": draw_built_share,
    "tile_segment": draw_segments,
    "commune_segments": draw_segment_shares,
    "diagram": _draw_communes_diagram,
    "diagram_tiles": partial(draw_diagram, size_mm=1.6),
}
"""Styles by name, as QML files have theirs."""


def _numbered(
    layer: QgsVectorLayer, field: str, label: str, names: dict[int, str], kind: Any, alpha: int
) -> QgsFeatureRenderer:
    """Return a renderer with one category a number, and one for what has none if there is any."""
    index = layer.fields().lookupField(field)
    numbers = sorted({int(value) for value in layer.uniqueValues(index) if isinstance(value, (int, float))})
    categories = [
        QgsRendererCategory(number, _symbol(kind, colour_of(number), alpha), _title(label, number, names))
        for number in numbers
    ]
    if any(value == NULL for value in layer.uniqueValues(index)):
        categories.append(QgsRendererCategory(None, _symbol(kind, NO_NUMBER, alpha), tr("Without image")))
    return QgsCategorizedSymbolRenderer(field, categories)


def _title(label: str, number: int, names: dict[int, str]) -> str:
    title = label.format(number=number)
    return f"{title} · {names[number]}" if names.get(number) else title


def _names(layer: QgsVectorLayer) -> dict[int, str]:
    """Return the user's name of each cluster that has one; the table of clusters comes before the layer itself."""
    path = layer.source().partition("|")[0]
    table = QgsVectorLayer(f"{path}|layername={fields.CLUSTERS_TABLE}", "clusters", "ogr")
    return {**_names_in(layer), **(_names_in(table) if table.isValid() else {})}


def _names_in(layer: QgsVectorLayer) -> dict[int, str]:
    wanted = [fields.CLUSTER, fields.CLUSTER_NAME]
    if any(layer.fields().lookupField(name) < 0 for name in wanted):
        return {}
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    rows = ([row[name] for name in wanted] for row in layer.getFeatures(request))
    return {number: name for number, name in rows if isinstance(number, int) and isinstance(name, str) and name}


def _symbol(kind: Any, colour: str, alpha: int) -> QgsSymbol:
    return _fill(colour, alpha) if kind is QgsFillSymbol else kind(colour, alpha)


def _fill(colour: str, alpha: int) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(
        {"color": _rgba(colour, alpha), "outline_color": "255,255,255,200", "outline_width": "0.2"}
    )


def _marker(size_mm: float, colour: str, alpha: int) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": _rgba(colour, alpha),
            "size": str(size_mm),
            "outline_color": "255,255,255,230",
            "outline_width": "0.2",
        }
    )


def _rgba(colour: str, alpha: int) -> str:
    found = QColor(colour)
    return f"{found.red()},{found.green()},{found.blue()},{alpha}"


def _label_communes(layer: QgsVectorLayer) -> None:
    """Write each commune's name, dark on a light halo."""
    if layer.fields().lookupField(fields.COMMUNE_ID) < 0:
        return
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.7)
    halo.setColor(QColor(255, 255, 255, 200))
    text = QgsTextFormat()
    text.setSize(_LABEL_PT)
    text.setColor(QColor("#222222"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = fields.COMMUNE_ID
    settings.setFormat(text)
    if layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry:
        settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
        settings.dist = 0.5
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
