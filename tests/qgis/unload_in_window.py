"""Run inside a QGIS window by test_unload_window.py: unload the plugin while a run and another task of it go on."""

from __future__ import annotations

import os
import time

import qgis.utils
from processing import createAlgorithmDialog
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface
from window_steps import FOLDER, kept, leave, seen, show_window, step

from sattile_plugin.bridge.errors import Cancelled
from sattile_plugin.gui.tasks import RUNNING, WindowTask

SLOW_ENGINE = '#!/bin/sh\nsleep 3\nexec "{engine}" "$@"\n'


class Waiting(WindowTask):
    """Works until it is cancelled, as a long installation would."""

    def work(self, feedback) -> None:
        while not feedback.isCanceled():
            time.sleep(0.05)
        raise Cancelled


@step
def run_grid() -> None:
    show_window()
    engine = FOLDER / "slow_engine.sh"
    engine.write_text(SLOW_ENGINE.format(engine=os.environ["SATTILE_ENGINE_PYTHON"]))
    engine.chmod(0o755)
    os.environ["SATTILE_ENGINE_PYTHON"] = str(engine)
    Waiting("Waiting", iface).start()
    parameters = {"RASTER": str(FOLDER / "ortho.tif"), "TILE_SIZE_M": 50, "OUTPUT": str(FOLDER / "grid.gpkg")}
    dialog = createAlgorithmDialog("sattile:buildtilegrid", parameters)
    kept.append(dialog)
    dialog.algorithmFinished.connect(lambda *_: seen.update(dialog_finished=True))
    dialog.show()
    dialog.runAlgorithm()
    QTimer.singleShot(1500, unload)


@step
def unload() -> None:
    seen["tasks_before"] = QgsApplication.taskManager().countActiveTasks()
    seen["unloaded"] = qgis.utils.unloadPlugin("sattile_plugin")
    seen["tasks_after"], seen["running_after"] = QgsApplication.taskManager().countActiveTasks(), len(RUNNING)
    QTimer.singleShot(6000, look_again)


@step
def look_again() -> None:
    """By now the engine would have come to its end."""
    seen["grid_written"] = (FOLDER / "grid.gpkg").exists()
    seen["layers"] = len(QgsProject.instance().mapLayers())
    leave()


QTimer.singleShot(2000, run_grid)
