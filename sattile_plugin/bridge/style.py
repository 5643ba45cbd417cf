"""Styles: QML files named for what they draw, their legends said in the user's language."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsCategorizedSymbolRenderer, QgsGraduatedSymbolRenderer, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from . import accuracy_style, cluster_style
from .language import tr

_DRAWN = {**cluster_style.DRAWN, **accuracy_style.DRAWN}
_STYLES = Path(__file__).resolve().parents[1] / "styles"


def apply_style(layer: QgsVectorLayer, style: str) -> None:
    """Draw a layer as the QML file of that name says, or by what is in it where a function bears the name.

    Not by ``loadNamedStyle``: where a GeoPackage holds a style, that one takes it instead of the file named.
    """
    if style in _DRAWN:
        _DRAWN[style](layer)
        layer.triggerRepaint()
        return
    document = QDomDocument()
    document.setContent((_STYLES / f"{style}.qml").read_text(encoding="utf-8"))
    layer.importNamedStyle(document)
    renderer = layer.renderer()
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        for index, category in enumerate(renderer.categories()):
            renderer.updateCategoryLabel(index, tr(category.label()))
    if isinstance(renderer, QgsGraduatedSymbolRenderer):
        for index, part in enumerate(renderer.ranges()):
            renderer.updateRangeLabel(index, tr(part.label()))
    layer.triggerRepaint()


def store_style(path: str, style: str) -> None:
    """Store a style in a GeoPackage as the default of its layer, for whoever opens it next."""
    layer = QgsVectorLayer(path, style, "ogr")
    apply_style(layer, style)
    layer.saveStyleToDatabase(style, "", True, "")
