"""The feature diagram: a second map beside the map, with points in coordinates of their own."""

from __future__ import annotations

from functools import partial
from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsDockWidget, QgsMapCanvas, QgsMapTool, QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QToolBar, QVBoxLayout, QWidget

from ..bridge.commune_layers import DIAGRAM_OF
from ..bridge.language import tr
from ..bridge.map_order import is_polygons
from .lasso import LassoTool
from .linked_selection import linked_layers

NAME = "sattile_diagram"
_MARGIN = 1.12
_FLASHES, _FLASH_MS = 3, 800


class DiagramDock(QgsDockWidget):
    """Draws one of the project's diagrams; what is selected in it follows the map and leads it."""

    def __init__(self, parent: QWidget, on_map: QgsMapCanvas) -> None:
        super().__init__(tr("Feature diagram"), parent)
        self.setObjectName(NAME)
        self._map = on_map
        self._canvas = QgsMapCanvas(self)
        self._canvas.setCanvasColor(QColor("white"))
        self._canvas.setDestinationCrs(QgsCoordinateReferenceSystem())
        self._choice = QComboBox(self)
        self._choice.currentIndexChanged.connect(self._show_chosen)
        self._pan = QgsMapToolPan(self._canvas)
        self._lasso = LassoTool(self._canvas, self.layer, self._show_on_map)
        body = QWidget(self)
        lines = QVBoxLayout(body)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._tools(body))
        lines.addWidget(self._canvas)
        hint = tr("Drag around points to select them here and on the map; Shift adds, Ctrl takes away.")
        text = QLabel(hint, body)
        text.setWordWrap(True)
        lines.addWidget(text)
        self.setWidget(body)
        project = QgsProject.instance()
        project.layersAdded.connect(self.refill)
        project.layersWillBeRemoved.connect(self._let_go)
        self.refill()

    def stop(self) -> None:
        """Let go of the project and its layers before the dock is deleted."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self.refill)
        project.layersWillBeRemoved.disconnect(self._let_go)
        self._canvas.setLayers([])
        self._canvas.unsetMapTool(self._lasso)

    def layer(self) -> Optional[QgsVectorLayer]:
        """Return the diagram that is shown; None where there is none."""
        return QgsProject.instance().mapLayer(self._choice.currentData() or "")

    def canvas(self) -> QgsMapCanvas:
        """Return the diagram's own canvas."""
        return self._canvas

    def refill(self, layers: Optional[list[QgsMapLayer]] = None) -> None:
        """Offer the diagrams of the project."""
        self._offer([layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(DIAGRAM_OF)])

    def _let_go(self, layer_ids: list[str]) -> None:
        """Drop layers that are about to leave the project."""
        left = [layer for name, layer in QgsProject.instance().mapLayers().items() if name not in layer_ids]
        self._offer([layer for layer in left if layer.customProperty(DIAGRAM_OF)])

    def _offer(self, layers: list[QgsMapLayer]) -> None:
        shown = self._choice.currentData()
        self._choice.blockSignals(True)
        self._choice.clear()
        for layer in sorted(layers, key=lambda layer: layer.name()):
            self._choice.addItem(layer.name(), layer.id())
        self._choice.setCurrentIndex(max(self._choice.findData(shown), 0 if layers else -1))
        self._choice.blockSignals(False)
        if self._choice.currentData() != shown or not layers:
            self._show_chosen()

    def _show_chosen(self, index: int = 0) -> None:
        layer = self.layer()
        self._canvas.setLayers([layer] if layer is not None else [])
        if layer is not None:
            self._zoom_full()

    def _show_on_map(self, diagram: QgsVectorLayer) -> None:
        """Flash what was selected where the map shows none of the layers that it is selected in."""
        layers = [layer for layer, _ in linked_layers(diagram) if is_polygons(layer)]
        if layers and not any(layer in self._map.layers() for layer in layers):
            self._map.flashFeatureIds(layers[0], layers[0].selectedFeatureIds(), flashes=_FLASHES, duration=_FLASH_MS)

    def _zoom_full(self, checked: bool = False) -> None:
        layer = self.layer()
        if layer is not None:
            extent = layer.extent()
            extent.scale(_MARGIN)
            self._canvas.setExtent(extent)
            self._canvas.refresh()

    def _take(self, tool: QgsMapTool, checked: bool = False) -> None:
        self._canvas.setMapTool(tool)

    def _tools(self, parent: QWidget) -> QToolBar:
        bar = QToolBar(parent)
        bar.addWidget(self._choice)
        for text, tool in ((tr("Select"), self._lasso), (tr("Pan"), self._pan)):
            action = bar.addAction(text)
            action.setCheckable(True)
            tool.setAction(action)  # the canvas checks and unchecks it
            action.triggered.connect(partial(self._take, tool))
        bar.addAction(tr("Zoom to all")).triggered.connect(self._zoom_full)
        self._canvas.setMapTool(self._lasso)
        return bar


def show_diagram(iface: Any) -> None:
    """Open the dock of the feature diagram, or bring it to the front."""
    dock = iface.mainWindow().findChild(QgsDockWidget, NAME)
    if dock is None:
        dock = DiagramDock(iface.mainWindow(), iface.mapCanvas())
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    dock.setUserVisible(True)


def remove_diagram(iface: Any) -> None:
    """Take the dock away, if it was opened."""
    dock = iface.mainWindow().findChild(QgsDockWidget, NAME)
    if dock is not None:
        dock.stop()
        iface.removeDockWidget(dock)
        dock.deleteLater()
