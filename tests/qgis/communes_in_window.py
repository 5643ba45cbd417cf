"""Run inside a QGIS window by test_communes_window.py: draw around points, look at the map, open the Atlas, leave."""

from __future__ import annotations

from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsDockWidget, QgsRubberBand
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QMouseEvent, QPolygon
from qgis.PyQt.QtWidgets import QAction, QApplication
from qgis.utils import iface, unloadPlugin
from window_steps import FOLDER, kept, leave, seen, show_window, step

from sattile_plugin.bridge.commune_layers import add_clusters, find_part
from sattile_plugin.gui.linked_selection import selected_values


def click_menu(name: str) -> None:
    iface.mainWindow().findChild(QAction, name).trigger()


@step
def open_diagram() -> None:
    show_window()
    click_menu("sattile_show_diagram")
    seen["without_result"] = dock() is None
    iface.messageBar().clearWidgets()
    project = QgsProject.instance()
    project.addMapLayer(QgsRasterLayer(str(FOLDER / "ortho.tif"), "ortho"))
    communes = QgsVectorLayer(f"{FOLDER / 'clusters.gpkg'}|layername=communes", "communes", "ogr")
    project.addMapLayer(communes)
    add_clusters(str(FOLDER / "clusters.gpkg"), project, communes)
    click_menu("sattile_show_diagram")
    QTimer.singleShot(2500, draw_around)


def dock():
    return iface.mainWindow().findChild(QgsDockWidget, "sattile_diagram")


@step
def draw_around() -> None:
    """Drag around the points of one cluster, as a hand would; then again while the map shows none of the communes."""
    iface.mapCanvas().setExtent(find_part(QgsProject.instance(), "clusters").extent())
    iface.mapCanvas().refresh()
    drag_around()
    seen["bands"] = [bands()]
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(False)
    QTimer.singleShot(1500, draw_again)


@step
def draw_again() -> None:
    drag_around()
    seen["bands"].append(bands())
    QTimer.singleShot(1500, look)


def bands() -> int:
    """Return how many bands lie over the map; what flashes is one more."""
    return sum(isinstance(item, QgsRubberBand) for item in iface.mapCanvas().scene().items())


def drag_around() -> None:
    canvas = dock().canvas()
    seen["diagram_layers"] = [layer.name() for layer in canvas.layers()]
    points = [each.geometry().asPoint() for each in dock().layer().getFeatures() if each["cluster"] == 2]
    around = QPolygon([pixel(canvas, point) for point in points]).boundingRect().adjusted(-5, -5, 5, 5)
    corners = [around.bottomLeft(), around.bottomRight(), around.topRight(), around.topLeft()]
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    send(canvas, corners[0], QEvent.Type.MouseButtonPress, left, left)
    for corner in corners[1:]:
        send(canvas, corner, QEvent.Type.MouseMove, none, left)
    send(canvas, corners[-1], QEvent.Type.MouseButtonRelease, left, none)


def send(canvas, at: QPoint, kind, button, buttons) -> None:
    """Send an event of the mouse; QTest's moves are the screen's, that come late on a busy machine."""
    view = canvas.viewport()
    where = QPointF(at), QPointF(view.mapToGlobal(at))
    QApplication.sendEvent(view, QMouseEvent(kind, *where, button, buttons, Qt.KeyboardModifier.NoModifier))


def pixel(canvas, point: QgsPointXY) -> QPoint:
    return canvas.getCoordinateTransform().transform(point).toQPointF().toPoint()


@step
def look() -> None:
    project = QgsProject.instance()
    seen["on_map"] = sorted(selected_values(find_part(project, "clusters"), "commune_id"))
    iface.mainWindow().grab().save(str(FOLDER / "diagram.png"))
    project.removeMapLayer(dock().layer().id())
    seen["next_diagram"] = dock().layer().name()
    click_menu("sattile_open_atlas")
    QTimer.singleShot(2500, look_at_atlas)


@step
def look_at_atlas() -> None:
    (designer,) = iface.openLayoutDesigners()
    kept.append(designer)
    designer.window().setGeometry(0, 0, 1400, 900)
    designer.setAtlasPreviewEnabled(True)
    designer.view().zoomFull()
    QTimer.singleShot(2500, close_atlas)


@step
def close_atlas() -> None:
    kept[0].window().grab().save(str(FOLDER / "atlas.png"))
    seen["pages"] = kept[0].masterLayout().atlas().count()
    kept[0].window().close()
    seen["unloaded"] = unloadPlugin("sattile_plugin")
    QTimer.singleShot(500, see_what_is_left)


@step
def see_what_is_left() -> None:
    seen["dock_gone"] = dock() is None
    communes = QgsProject.instance().mapLayersByName("Clusters of communes")[0]
    communes.selectAll()
    leave()


QTimer.singleShot(2000, open_diagram)
