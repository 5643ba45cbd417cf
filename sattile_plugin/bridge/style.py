"""Styles by name: a QML file, or a function where the style follows from what is in the layer."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ..contract.columns import column_alias
from . import accuracy_style, class_style, cluster_style
from .language import user_language
from .qml import apply_qml

_DRAWN = {**cluster_style.DRAWN, **accuracy_style.DRAWN, **class_style.DRAWN}


def apply_style(layer: QgsVectorLayer, style: str) -> None:
    """Draw a layer by the function that bears the style's name, else as the QML file of that name says."""
    if style in _DRAWN:
        _DRAWN[style](layer)
    else:
        apply_qml(layer, style)
    name_columns(layer)
    layer.triggerRepaint()


def name_columns(layer: QgsVectorLayer) -> None:
    """Call SatTile's columns in forms and attribute tables what a reader does; expressions keep their names."""
    for index, field in enumerate(layer.fields()):
        if alias := column_alias(field.name(), user_language()):
            layer.setFieldAlias(index, alias)


def store_style(path: str, style: str) -> None:
    """Store a style in a GeoPackage as the default of its layer, for whoever opens it next.

    One of its name that is there already goes first: QGIS would ask in a dialog whether to replace it, and a dialog in
    the background crashes it.
    """
    layer = QgsVectorLayer(path, style, "ogr")
    count, ids, names, _, _ = layer.listStylesInDatabase()
    for identifier, name in zip(ids[:count], names[:count]):
        if name == style:
            layer.deleteStyleFromDatabase(identifier)
    apply_style(layer, style)
    save = "saveStyleToDatabaseV2" if hasattr(layer, "saveStyleToDatabaseV2") else "saveStyleToDatabase"
    getattr(layer, save)(style, "", True, "")  # the second name is deprecated from QGIS 4 on, which has the first
