"""Styles that are QML files, named for what they draw, their legends said in the user's language."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from .language import tr

_LABELLED = "category", "range"
_STYLES = Path(__file__).resolve().parents[1] / "styles"


def apply_qml(layer: QgsVectorLayer, style: str) -> None:
    """Draw a layer as the QML file of that name says.

    Not by ``loadNamedStyle``: where a GeoPackage holds a style, that one takes it instead of the file named.
    """
    document = QDomDocument()
    document.setContent((_STYLES / f"{style}.qml").read_text(encoding="utf-8"))
    for tag in _LABELLED:
        nodes = document.elementsByTagName(tag)
        for element in (nodes.at(index).toElement() for index in range(nodes.count())):
            element.setAttribute("label", tr(element.attribute("label")))
    layer.importNamedStyle(document)
