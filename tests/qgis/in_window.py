"""Run inside a QGIS window by test_window.py: click what a user would, write what was seen as JSON, and leave."""

from __future__ import annotations

from processing import createAlgorithmDialog
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QToolBar, QWidget
from qgis.utils import iface, plugins
from window_steps import FOLDER, kept, leave, seen, show_window, step


@step
def look_at_menu() -> None:
    show_window()
    plugin = plugins["sattile_plugin"]
    seen["menu"] = [action.text() for action in plugin.menu.actions() if action.text()]
    seen["icons"] = [not action.icon().pixmap(24, 24).isNull() for action in plugin.toolbar.actions()]
    QTimer.singleShot(2500, look_at_options)
    plugin.menu.actions()[-1].trigger()


@step
def look_at_options() -> None:
    dialog = QApplication.activeModalWidget()
    page = dialog.findChild(QWidget, "sattile_options")
    seen["options_page"] = page is not None and page.isVisible()
    dialog.grab().save(str(FOLDER / "options.png"))
    dialog.reject()
    QTimer.singleShot(200, run_grid)


@step
def run_grid() -> None:
    dialog = createAlgorithmDialog("sattile:buildtilegrid", {"RASTER": str(FOLDER / "ortho.tif"), "TILE_SIZE_M": 50})
    kept.append(dialog)
    dialog.show()
    dialog.runAlgorithm()
    QTimer.singleShot(200, wait_for_tiles)


@step
def wait_for_tiles() -> None:
    layers = list(QgsProject.instance().mapLayers().values())
    if not layers:
        QTimer.singleShot(200, wait_for_tiles)
        return
    seen["layers"] = {layer.name(): layer.featureCount() for layer in layers}
    seen["outline"] = layers[0].renderer().symbol().symbolLayer(0).strokeColor().name()
    look_at_offers()


@step
def look_at_offers() -> None:
    """See what dialogs ask for while the active layer is the tiles, or the photo."""
    (tiles,) = QgsProject.instance().mapLayersByName("Tile grid")
    photo, base = QgsRasterLayer(str(FOLDER / "ortho.tif"), "ortho"), QgsRasterLayer(str(FOLDER / "ortho.tif"), "a map")
    buildings = QgsVectorLayer(str(FOLDER / "buildings.gpkg"), "BATIMENT")
    QgsProject.instance().addMapLayers([photo, base, buildings, QgsVectorLayer("Polygon", "areas", "memory")])
    for name, active in (("labeltiles", tiles), ("labeltiles", photo), ("classifytiles", base), ("splittiles", tiles)):
        iface.setActiveLayer(active)
        dialog = createAlgorithmDialog(f"sattile:{name}", {"MODEL": "model.onnx"} if name == "classifytiles" else {})
        kept.append(dialog)
        offered = dialog.createProcessingParameters()
        names = {layer.id(): layer.name() for layer in QgsProject.instance().mapLayers().values()}
        asked = [offered[each] for each in ("TILES", "BUILDINGS", "RASTER") if each in offered]
        seen.setdefault("offers", []).append([name, *(names.get(value, value) for value in asked)])
    unload()


@step
def unload() -> None:
    import qgis.utils

    seen["unloaded"] = qgis.utils.unloadPlugin("sattile_plugin")
    seen["provider_gone"] = QgsApplication.processingRegistry().providerById("sattile") is None
    QTimer.singleShot(200, see_what_is_left)


@step
def see_what_is_left() -> None:
    seen["toolbar_gone"] = iface.mainWindow().findChild(QToolBar, "sattile_toolbar") is None
    leave()


QTimer.singleShot(2000, look_at_menu)
