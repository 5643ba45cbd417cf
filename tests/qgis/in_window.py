"""Run inside a QGIS window by test_window.py: click what a user would, write what was seen as JSON, and leave."""

from __future__ import annotations

import json
import os
import traceback
from pathlib import Path

from processing import createAlgorithmDialog
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QToolBar, QWidget
from qgis.utils import iface, plugins

FOLDER = Path(os.environ["SATTILE_TEST_FOLDER"])
seen: dict[str, object] = {}
seen_dialogs: list[object] = []
"""A dialog whose Python half is gone crashes QGIS 3.40 when its algorithm ends."""


def step(function):
    """Return the step, guarded: whatever goes wrong is written down and ends QGIS."""

    def guarded() -> None:
        try:
            function()
        except Exception:
            seen["error"] = traceback.format_exc()
            leave()

    return guarded


@step
def look_at_menu() -> None:
    iface.mainWindow().showNormal()
    iface.mainWindow().setGeometry(0, 0, 1400, 900)
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
    seen_dialogs.append(dialog)
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


def leave() -> None:
    (FOLDER / "seen.json").write_text(json.dumps(seen), encoding="utf-8")
    QgsProject.instance().clear()
    QgsApplication.instance().exit(0)


QTimer.singleShot(2000, look_at_menu)
