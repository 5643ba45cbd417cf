"""Style of classified tiles: probability of bâti, or the class of a model with others; what is strange is hatched."""

from __future__ import annotations

from typing import Callable

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..contract import fields
from ..contract.palette import NO_NUMBER, colour_of
from ..contract.texts import QT_TRANSLATE_NOOP
from .language import tr
from .qml import apply_qml

_STRANGE = QT_TRANSLATE_NOOP("SatTile", "Unlike all that the model learned from")
_NO_IMAGE = QT_TRANSLATE_NOOP("SatTile", "No image")
_ABOVE_THE_REST = 9
"""Rendering pass of the hatch."""


def draw_classified(layer: QgsVectorLayer) -> None:
    """Draw tiles by probability of bâti or, where a model tells other classes, by class; hatch the strange ones."""
    if layer.fields().lookupField(fields.P_BATI) >= 0:
        apply_qml(layer, "tile_probability")
    else:
        layer.setRenderer(_by_class(layer))
    if layer.fields().lookupField(fields.OUT_OF_DOMAIN) >= 0:
        layer.setRenderer(_with_hatch(layer))


DRAWN: dict[str, Callable[[QgsVectorLayer], None]] = {"tile_classified": draw_classified}
"""Styles by name, as QML files have theirs."""


def _by_class(layer: QgsVectorLayer) -> QgsCategorizedSymbolRenderer:
    """Return a renderer with a colour a class, in the order of the alphabet, and one for tiles without image."""
    found = layer.uniqueValues(layer.fields().lookupField(fields.PREDICTED))
    names = sorted(value for value in found if isinstance(value, str))
    categories = [
        QgsRendererCategory(name, _fill(colour_of(number)), name) for number, name in enumerate(names, start=1)
    ]
    categories.append(QgsRendererCategory(None, _fill(NO_NUMBER), tr(_NO_IMAGE)))
    return QgsCategorizedSymbolRenderer(fields.PREDICTED, categories)


def _with_hatch(layer: QgsVectorLayer) -> QgsRuleBasedRenderer:
    """Return the layer's renderer as rules, with one more that hatches tiles out of domain."""
    drawn = layer.renderer()
    renderer = QgsRuleBasedRenderer.convertFromRenderer(drawn, layer)
    rule = QgsRuleBasedRenderer.Rule(_hatch(), filterExp=f'"{fields.OUT_OF_DOMAIN}"', label=tr(_STRANGE))
    renderer.rootRule().appendChild(rule)
    renderer.setUsingSymbolLevels(True)
    return renderer


def _fill(colour: str) -> QgsFillSymbol:
    found = QColor(colour)
    rgba = f"{found.red()},{found.green()},{found.blue()},150"
    return QgsFillSymbol.createSimple({"color": rgba, "outline_color": "255,255,255,200", "outline_width": "0.2"})


def _hatch() -> QgsFillSymbol:
    """Return dark strokes from lower left to upper right, without an outline."""
    strokes = QgsLinePatternFillSymbolLayer.create({"angle": "45", "distance": "1.6"})
    strokes.setSubSymbol(QgsLineSymbol.createSimple({"line_color": "40,40,40,200", "line_width": "0.25"}))
    strokes.setRenderingPass(_ABOVE_THE_REST)
    symbol = QgsFillSymbol.createSimple({})
    symbol.changeSymbolLayer(0, strokes)  # a symbol made of a list of layers crashes QGIS 3.22 when it is stored
    return symbol
