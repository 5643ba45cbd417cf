"""Run inside a QGIS window by test_unload_window.py: unload the plugin while a run and another task of it go on."""

from __future__ import annotations

import os
import time
from pathlib import Path

import qgis.utils
from processing import createAlgorithmDialog
from processing.modeler.ModelerUtils import ModelerUtils
from qgis.core import (
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProject,
)
from qgis.PyQt import sip
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
    dialog, others = (createAlgorithmDialog(each, parameters) for each in ("sattile:buildtilegrid", own_model()))
    kept.extend([dialog, others])
    others.show()
    dialog.show()
    dialog.runAlgorithm()
    QTimer.singleShot(1500, unload)


def own_model() -> str:
    """Put a model with a step of SatTile among the user's own; return its id."""
    model = QgsProcessingModelAlgorithm("mine", "mine")
    step_of_sattile = QgsProcessingModelChildAlgorithm("sattile:buildtilegrid")
    step_of_sattile.setChildId("grid")
    model.addChildAlgorithm(step_of_sattile)
    folder = Path(ModelerUtils.modelsFolders()[0])
    folder.mkdir(parents=True, exist_ok=True)
    model.toFile(str(folder / "mine.model3"))
    QgsApplication.processingRegistry().providerById("model").refreshAlgorithms()
    return "model:mine"


@step
def unload() -> None:
    seen["tasks_before"] = QgsApplication.taskManager().countActiveTasks()
    seen["unloaded"] = qgis.utils.unloadPlugin("sattile_plugin")
    seen["tasks_after"], seen["running_after"] = QgsApplication.taskManager().countActiveTasks(), len(RUNNING)
    seen["dialog_finished"] = kept[0].feedback is None  # what a dialog does last of all when its run has ended
    seen["open_dialogs"] = sum(not sip.isdeleted(dialog) and dialog.isVisible() for dialog in kept)
    QTimer.singleShot(6000, look_again)


@step
def look_again() -> None:
    """By now the engine would have come to its end."""
    seen["grid_written"] = (FOLDER / "grid.gpkg").exists()
    seen["layers"] = len(QgsProject.instance().mapLayers())
    leave()


QTimer.singleShot(2000, run_grid)
