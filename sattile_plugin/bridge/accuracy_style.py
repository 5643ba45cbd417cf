"""Styles of an evaluation: tiles by how the model did, areas by accuracy, the paler the fewer tiles tell it."""

from __future__ import annotations

from functools import partial
from typing import Callable

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ..contract import fields
from ..contract.texts import QT_TRANSLATE_NOOP
from .language import tr

_LOUD, _QUIET = (60, 200), (0, 30)
"""Opacity of a tile's fill on a map of 1:5,000 and from 1:25,000 on, 0 to 255."""
_KINDS = (
    (fields.FALSE_BATI, QT_TRANSLATE_NOOP("SatTile", "Said bâti, is not"), "213,94,0", _LOUD),
    (fields.MISSED_BATI, QT_TRANSLATE_NOOP("SatTile", "Bâti that was missed"), "0,114,178", _LOUD),
    (fields.TRUE_BATI, QT_TRANSLATE_NOOP("SatTile", "Right: bâti"), "70,70,70", _QUIET),
    (fields.TRUE_NON_BATI, QT_TRANSLATE_NOOP("SatTile", "Right: non bâti"), "200,200,200", _QUIET),
    (fields.WRONG, QT_TRANSLATE_NOOP("SatTile", "Wrong"), "213,94,0", _LOUD),
    (fields.RIGHT, QT_TRANSLATE_NOOP("SatTile", "Right"), "120,120,120", _QUIET),
)
_STEPS = (
    (0.0, 0.6, "#a6611a"),
    (0.6, 0.8, "#dfa65a"),
    (0.8, 0.9, "#f2dfae"),
    (0.9, 0.95, "#80cdc1"),
    (0.95, 1.0, "#018571"),
)
_NO_TILE = QT_TRANSLATE_NOOP("SatTile", "No tile measured")
_PALE = QT_TRANSLATE_NOOP("SatTile", "Paler: fewer tiles, less certain")
_ALPHA = (
    'scale_linear("accuracy_high" - "accuracy_low", 0.05, 0.7, 170, 40) * scale_linear(@map_scale, 4000, 12000, 0, 1)'
)
"""Opacity of an area's fill, 0 to 255: from close by the photo is seen."""
_SHARES = (
    "format_number(100 * \"accuracy\", 0) || ' %\\n' || format_number(100 * \"accuracy_low\", 0) || '–' || "
    'format_number(100 * "accuracy_high", 0) || \' % · \' || "tile_count"'
)
_RANKS_TO_SCALE = 8_000


def draw_outcomes(layer: QgsVectorLayer) -> None:
    """Draw tiles as a map of errors: those loud, what is right quiet; the worst errors bear their rank."""
    index = layer.fields().lookupField(fields.OUTCOME)
    of_two_classes = layer.uniqueValues(index) & set(fields.OUTCOMES)
    kinds = [kind for kind in _KINDS if (kind[0] in fields.OUTCOMES) == bool(of_two_classes)]
    categories = [QgsRendererCategory(name, _tile(colour, alpha), tr(label)) for name, label, colour, alpha in kinds]
    renderer = QgsCategorizedSymbolRenderer(fields.OUTCOME, categories)
    renderer.setUsingSymbolLevels(True)
    layer.setRenderer(renderer)
    settings = _labels(f'"{fields.ERROR_RANK}"')
    settings.scaleVisibility = True
    settings.minimumScale = _RANKS_TO_SCALE
    _label(layer, settings)


def draw_accuracy(layer: QgsVectorLayer, name: str = "") -> None:
    """Draw areas by the accuracy in them, with its interval and the number of tiles, and their names if wanted."""
    ranges = [
        QgsRendererRange(low, high, _area(colour), f"{100 * low:.0f} – {100 * high:.0f} %")
        for low, high, colour in reversed(_STEPS)
    ]
    ranges.append(QgsRendererRange(-1, -0.5, _plain("255,255,255,0"), tr(_NO_TILE)))
    ranges.append(QgsRendererRange(2, 3, _plain("1,133,113,60"), tr(_PALE)))
    layer.setRenderer(QgsGraduatedSymbolRenderer(f'coalesce("{fields.ACCURACY}", -1)', ranges))
    shares = f"coalesce({_SHARES}, '')"
    _label(layer, _labels(f"\"{name}\" || '\\n' || {shares}" if name else shares))


DRAWN: dict[str, Callable[[QgsVectorLayer], None]] = {
    "tile_outcome": draw_outcomes,
    "block_accuracy": draw_accuracy,
    "commune_accuracy": partial(draw_accuracy, name=fields.COMMUNE_ID),
}
"""Styles by name, as QML files have theirs."""


def _tile(colour: str, alpha: tuple[int, int]) -> QgsFillSymbol:
    """Return a tile's symbol, whose fill grows and whose outline thins as the map shrinks."""
    near, far = alpha
    symbol = _plain(f"{colour},{near}", f"{colour},255")
    fill = f"set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, {near}, {far}))"
    width = f"scale_linear(@map_scale, 5000, 25000, {0.9 if alpha == _LOUD else 0.2}, {0.3 if alpha == _LOUD else 0.1})"
    _follow(symbol, QgsSymbolLayer.Property.PropertyFillColor, fill)
    _follow(symbol, QgsSymbolLayer.Property.PropertyStrokeWidth, width)
    symbol.symbolLayer(0).setRenderingPass(int(alpha == _LOUD))
    return symbol


def _area(colour: str) -> QgsFillSymbol:
    symbol = _plain(QColor(colour).name(), "60,60,60,255")
    _follow(
        symbol,
        QgsSymbolLayer.Property.PropertyFillColor,
        f"set_color_part(@symbol_color, 'alpha', coalesce({_ALPHA}, 0))",
    )
    return symbol


def _plain(colour: str, outline: str = "60,60,60,255") -> QgsFillSymbol:
    return QgsFillSymbol.createSimple({"color": colour, "outline_color": outline, "outline_width": "0.2"})


def _follow(symbol: QgsFillSymbol, prop: QgsSymbolLayer.Property, expression: str) -> None:
    symbol.symbolLayer(0).setDataDefinedProperty(prop, QgsProperty.fromExpression(expression))


def _labels(expression: str) -> QgsPalLayerSettings:
    """Return labels in the middle of areas, dark on a light halo."""
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor(255, 255, 255, 220))
    text = QgsTextFormat()
    text.setSize(7.5)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    text.setColor(QColor("#222222"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.placement = QgsPalLayerSettings.Placement.OverPoint
    settings.setFormat(text)
    return settings


def _label(layer: QgsVectorLayer, settings: QgsPalLayerSettings) -> None:
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
