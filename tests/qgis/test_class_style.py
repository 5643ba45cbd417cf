"""Classified tiles on the map: by probability or by class, the strange ones hatched."""

from __future__ import annotations

from typing import Optional

import pytest
from qgis.core import (
    QgsFeature,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage

from sattile_plugin.bridge.style import apply_style

NO_IMAGE, STRANGE = "No image", "Unlike all that the model learned from"


def tiles(columns: str, rows: list[list[object]]) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:2154&{columns}", "tiles", "memory")
    for values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(values)
        layer.dataProvider().addFeatures([feature])
    apply_style(layer, "tile_classified")
    return layer


def symbols(layer: QgsVectorLayer) -> list[list[QgsFillSymbol]]:
    """Return the symbols that each tile is drawn by."""
    context, renderer = QgsRenderContext(), layer.renderer()
    renderer.startRender(context, layer.fields())
    found = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        found.append([symbol.clone() for symbol in renderer.originalSymbolsForFeature(feature, context)])
    renderer.stopRender(context)
    return found


def legend(layer: QgsVectorLayer) -> list[str]:
    return [item.label() for item in layer.renderer().legendSymbolItems()]


@pytest.mark.parametrize(("strange", "hatched"), [(True, True), (False, False), (None, False)])
def test_what_is_strange_is_hatched(plugin, strange: Optional[bool], hatched: bool) -> None:
    layer = tiles("field=p_bati:double&field=out_of_domain:bool", [[0.9, strange]])
    (drawn,) = symbols(layer)
    hatches = [symbol for symbol in drawn if isinstance(symbol.symbolLayer(0), QgsLinePatternFillSymbolLayer)]
    assert bool(hatches) == hatched and len(drawn) == 1 + hatched
    assert legend(layer)[0] == NO_IMAGE and legend(layer)[-1] == STRANGE


def test_tiles_of_other_classes_have_a_colour_a_class(plugin) -> None:
    rows = [["water", False], ["forest", False], [None, None], ["water", False]]
    layer = tiles("field=predicted:string&field=out_of_domain:bool", rows)
    first, second, without, third = (drawn[0].color().name() for drawn in symbols(layer))
    assert first == third and len({first, second, without}) == 3
    assert legend(layer) == ["forest", "water", NO_IMAGE, STRANGE]


def test_tiles_of_an_older_model_have_no_hatch(plugin) -> None:
    assert STRANGE not in legend(tiles("field=p_bati:double", [[0.1]]))


@pytest.mark.parametrize("columns", ["field=p_bati:double", "field=p_bati:double&field=out_of_domain:bool"])
def test_no_probability_is_left_out(plugin, columns: str) -> None:
    layer = tiles(columns, [[value] for value in (0, 0.2, 0.5, 1, None)])
    assert [len(drawn) for drawn in symbols(layer)] == [1] * 5


def test_the_legend_of_probabilities_can_be_read_on_white(plugin) -> None:
    layer = tiles("field=p_bati:double", [[0.1]])
    items = layer.renderer().legendSymbolItems()[1:]
    swatches = [item.symbol().asImage(QSize(20, 20)) for item in items]
    assert [swatch.pixelColor(10, 10).alpha() for swatch in swatches] == [255] * 5
    assert all(darkest(swatch) < 230 for swatch in swatches)


def darkest(swatch: QImage) -> int:
    """Return the lightness of the darkest pixel of a swatch, from 0 to 255."""
    return min(swatch.pixelColor(x, 10).lightness() for x in range(20) if swatch.pixelColor(x, 10).alpha())
