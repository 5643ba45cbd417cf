"""Layers that a task uses in the main thread: the project's own, or copies that join the project."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Optional
from xml.etree import ElementTree

from qgis.core import QgsApplication, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ..contract.texts import QT_TRANSLATE_NOOP
from .errors import AtlasFailed


@dataclass(frozen=True)
class LentLayer:
    """A layer on its way to the main thread."""

    name: str
    id: str
    copy: Optional[QgsMapLayer] = None
    """Set where the layer is in no project."""

    def settle(self, project: QgsProject) -> Any:
        """Return the layer as one of the project; call it in the main thread."""
        found = project.mapLayer(self.id)
        if found is None and self.copy is not None:
            found = project.mapLayer(self.copy.id()) or project.addMapLayer(self.copy)
        if found is None:
            raise AtlasFailed(place=self.name, reason=_GONE)
        return found


def lend(layer: QgsMapLayer, project: QgsProject) -> LentLayer:
    """Return a layer in a form that crosses threads; call it in the thread of the layer."""
    if layer.project() is not None and layer.project() == project:
        return LentLayer(layer.name(), layer.id())
    copy = layer.clone()
    copy.setName(layer.name())
    if isinstance(layer, QgsVectorLayer):
        copy.selectByIds(layer.selectedFeatureIds())
    copy.moveToThread(QgsApplication.instance().thread())
    return LentLayer(layer.name(), layer.id(), copy)


def style_digest(layer: QgsMapLayer) -> str:
    """Return what tells one way to draw a layer from another."""
    document = QDomDocument()
    layer.exportNamedStyle(document)
    root = ElementTree.fromstring(document.toString())  # noqa: S314 - QGIS wrote it just now
    text = layer.source() + ElementTree.canonicalize(ElementTree.tostring(root))
    return hashlib.sha256(text.encode()).hexdigest()


_GONE = QT_TRANSLATE_NOOP("SatTile", "it was taken out of the project")
