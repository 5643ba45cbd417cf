"""Communes with a pie of the shares of their segments."""

from __future__ import annotations

from qgis.core import (
    QgsDiagramLayerSettings,
    QgsDiagramSettings,
    QgsFillSymbol,
    QgsPieDiagram,
    QgsSingleCategoryDiagramRenderer,
    QgsSingleSymbolRenderer,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSizeF
from qgis.PyQt.QtGui import QColor

from ..contract import fields
from ..contract.palette import colour_of
from .language import tr

_PIE_MM = 14.0


def draw_segment_shares(layer: QgsVectorLayer) -> None:
    """Draw communes as outlines, each with a pie of its segments in their colours."""
    outline = {"color": "255,255,255,40", "outline_color": "#333333", "outline_width": "0.4"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(outline)))
    shares = [name for name in layer.fields().names() if fields.is_segment_share(name)]
    numbers = [int(name.split("_")[1]) for name in shares]
    settings = QgsDiagramSettings()
    settings.categoryAttributes = [f'"{name}"' for name in shares]
    settings.categoryColors = [QColor(colour_of(number)) for number in numbers]
    settings.categoryLabels = [tr("Segment {number}", number=number) for number in numbers]
    settings.size = QSizeF(_PIE_MM, _PIE_MM)
    settings.sizeType = QgsUnitTypes.RenderUnit.RenderMillimeters
    settings.penColor, settings.penWidth = QColor("#ffffff"), 0.05
    settings.minimumSize = 0.0
    pies = QgsSingleCategoryDiagramRenderer()
    pies.setDiagram(QgsPieDiagram())
    pies.setDiagramSettings(settings)
    layer.setDiagramRenderer(pies)
    placed = QgsDiagramLayerSettings()
    placed.setPlacement(QgsDiagramLayerSettings.Placement.OverPoint)
    placed.setShowAllDiagrams(True)
    layer.setDiagramLayerSettings(placed)
