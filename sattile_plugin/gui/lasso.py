"""A tool that selects the points of a diagram: a click takes the nearest, a drag all that it goes around."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsRectangle, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

_NEAR_PX = 8
_LINE = QColor(30, 30, 30, 200)
_FILL = QColor(255, 220, 0, 50)


class LassoTool(QgsMapTool):
    """Selects in one layer; with Shift it adds, with Ctrl it takes away. `selected` is called after."""

    def __init__(
        self,
        canvas: QgsMapCanvas,
        layer: Callable[[], Optional[QgsVectorLayer]],
        selected: Callable[[QgsVectorLayer], None],
    ) -> None:
        super().__init__(canvas)
        self._layer, self._selected = layer, selected
        self._path: list[QgsPointXY] = []
        self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._band.setStrokeColor(_LINE)
        self._band.setFillColor(_FILL)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._path = [event.mapPoint()]

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        if self._path:
            self._path.append(event.mapPoint())
            self._band.setToGeometry(QgsGeometry.fromPolygonXY([self._path]), None)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        path, self._path = [*self._path, event.mapPoint()] if self._path else [], []
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        layer = self._layer()
        if path and layer is not None:
            around = self._around(path)
            layer.selectByIds(points_within(layer, around), _behaviour(event.modifiers()))
            self._selected(layer)

    def _around(self, path: list[QgsPointXY]) -> QgsGeometry:
        """Return the ground that was drawn around; for a click, a small square."""
        near = _NEAR_PX * self.canvas().mapUnitsPerPixel()
        drawn = QgsGeometry.fromPolygonXY([path])
        box = drawn.boundingBox() if len(path) > 2 else QgsRectangle()
        if max(box.width(), box.height()) > near / 2:
            return drawn.makeValid()
        return QgsGeometry.fromRect(QgsRectangle.fromCenterAndSize(path[0], 2 * near, 2 * near))


def points_within(layer: QgsVectorLayer, ground: QgsGeometry) -> list[int]:
    """Return the ids of the points that lie in a polygon."""
    request = QgsFeatureRequest(ground.boundingBox()).setNoAttributes()
    return [feature.id() for feature in layer.getFeatures(request) if ground.contains(feature.geometry())]


def _behaviour(keys: Qt.KeyboardModifier) -> QgsVectorLayer.SelectBehavior:
    if keys & Qt.KeyboardModifier.ShiftModifier:
        return QgsVectorLayer.SelectBehavior.AddToSelection
    if keys & Qt.KeyboardModifier.ControlModifier:
        return QgsVectorLayer.SelectBehavior.RemoveFromSelection
    return QgsVectorLayer.SelectBehavior.SetSelection
