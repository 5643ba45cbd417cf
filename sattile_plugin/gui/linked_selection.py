"""What is selected in a diagram is selected on the map, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from qgis.core import QgsFeatureRequest, QgsMapLayer, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QObject

from ..bridge.commune_layers import DIAGRAM_OF


class LinkedSelection(QObject):
    """Carries selections between the diagrams of the project and the layers that share their column of names.

    Layers are looked up by their id at each turn, so none that left the project is touched.
    """

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._carrying = False
        self._heard: set[str] = set()
        project = QgsProject.instance()
        project.layersAdded.connect(self._hear)
        project.layersWillBeRemoved.connect(self._forget)
        self._hear(list(project.mapLayers().values()))

    def stop(self) -> None:
        """Listen no more."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._hear)
        project.layersWillBeRemoved.disconnect(self._forget)
        self._forget(list(self._heard))

    def _hear(self, layers: list[QgsMapLayer]) -> None:
        for layer in layers:
            if isinstance(layer, QgsVectorLayer) and layer.isSpatial() and layer.id() not in self._heard:
                layer.selectionChanged.connect(self._changed)
                self._heard.add(layer.id())

    def _forget(self, layer_ids: list[str]) -> None:
        for layer_id in layer_ids:
            layer = QgsProject.instance().mapLayer(layer_id)
            if layer_id in self._heard and layer is not None:
                layer.selectionChanged.disconnect(self._changed)
            self._heard.discard(layer_id)

    def _changed(self, *changes: Any) -> None:
        """Select in the layers that are linked with the one that the user selected in."""
        layer = self.sender()
        if self._carrying or not isinstance(layer, QgsVectorLayer):
            return
        self._carrying = True
        try:
            for other, column in linked_layers(layer):
                select_values(other, column, selected_values(layer, column))
        finally:
            self._carrying = False


def linked_layers(layer: QgsVectorLayer) -> Iterator[tuple[QgsVectorLayer, str]]:
    """Yield each layer that shows the same communes or tiles as `layer`, one of the two a diagram, and the column."""
    for other in QgsProject.instance().mapLayers().values():
        if other.id() == layer.id() or not isinstance(other, QgsVectorLayer) or not other.isSpatial():
            continue
        column = layer.customProperty(DIAGRAM_OF) or other.customProperty(DIAGRAM_OF)
        if not column or min(each.fields().lookupField(column) for each in (layer, other)) < 0:
            continue
        if _shows_each_once(layer, column) and _shows_each_once(other, column):
            yield other, column


def selected_values(layer: QgsVectorLayer, column: str) -> set[Any]:
    """Return the values of a column in the selected features."""
    return {feature[column] for feature in layer.getSelectedFeatures(_only(layer, column))}


def select_values(layer: QgsVectorLayer, column: str, values: set[Any]) -> None:
    """Select the features with one of these values in a column."""
    ids = [feature.id() for feature in layer.getFeatures(_only(layer, column)) if feature[column] in values]
    if set(ids) != set(layer.selectedFeatureIds()):
        layer.selectByIds(ids)


def _only(layer: QgsVectorLayer, column: str) -> QgsFeatureRequest:
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return request.setSubsetOfAttributes([column], layer.fields())


def _shows_each_once(layer: QgsVectorLayer, column: str) -> bool:
    """Tell whether a layer is a diagram by this column, or polygons; a diagram of tiles names communes as well."""
    if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
        return True
    return bool(layer.customProperty(DIAGRAM_OF) == column)
