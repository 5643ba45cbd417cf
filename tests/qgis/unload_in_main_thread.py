"""Run inside a QGIS window by test_unload_window.py: upgrade the plugin from within a run in QGIS's main thread."""

from __future__ import annotations

import os

import qgis.utils
from processing import createAlgorithmDialog
from qgis.core import QgsApplication, QgsProcessingFeatureSourceDefinition
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer
from window_steps import FOLDER, kept, leave, seen, show_window, step

TALKING_ENGINE = """#!/bin/sh
for done in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  echo '{"type": "progress", "step": "label", "done": '$done', "total": 20}'
  sleep 0.2
done
"""


@step
def label_tile_by_tile() -> None:
    """Run over each feature, which QGIS does in its main thread; at each progress it does what the user clicked."""
    show_window()
    engine = FOLDER / "talking_engine.sh"
    engine.write_text(TALKING_ENGINE)
    engine.chmod(0o755)
    os.environ["SATTILE_ENGINE_PYTHON"] = str(engine)
    flag = QgsProcessingFeatureSourceDefinition.Flag.FlagCreateIndividualOutputPerInputFeature
    each = QgsProcessingFeatureSourceDefinition(str(FOLDER / "grid.gpkg"), flags=flag)
    parameters = {"TILES": each, "BUILDINGS": str(FOLDER / "buildings.gpkg"), "OUTPUT": str(FOLDER / "labels.gpkg")}
    dialog = createAlgorithmDialog("sattile:labeltiles", parameters)
    kept.append(dialog)
    dialog.show()
    QTimer.singleShot(1500, upgrade)
    dialog.runAlgorithm()
    seen["returned"] = True
    QTimer.singleShot(2000, look_again)


@step
def upgrade() -> None:
    seen["within_the_run"] = "returned" not in seen
    seen["unloaded"] = qgis.utils.unloadPlugin("sattile_plugin")
    seen["loaded_again"] = qgis.utils.loadPlugin("sattile_plugin") and qgis.utils.startPlugin("sattile_plugin")


@step
def look_again() -> None:
    provider = QgsApplication.processingRegistry().providerById("sattile")
    seen["provider_is_new"] = provider is qgis.utils.plugins["sattile_plugin"].provider
    seen["algorithms"] = len(provider.algorithms())
    seen["labels_written"] = (FOLDER / "labels.gpkg").exists()
    seen["open_dialogs"] = sum(not sip.isdeleted(dialog) and dialog.isVisible() for dialog in kept)
    leave()


QTimer.singleShot(2000, label_tile_by_tile)
