"""Layers of well-known services, one click away: a submenu of SatTile's menu."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsTask,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QMenu

from ..bridge.errors import Cancelled
from ..bridge.language import error_sentence, tr
from ..bridge.services.cache import layers_folder
from ..bridge.services.openstreetmap import fetch_buildings
from ..bridge.services.presets import PRESETS, Preset
from ..contract.errors import SatTileError

_RUNNING: list[BuildingsTask] = []
"""The task manager does not keep the Python half of a task alive, so this list does."""


def services_menu(iface: Any, parent: QMenu) -> QMenu:
    """Return the submenu that adds layers of services to the project; it goes when `parent` does."""
    menu = QMenu(tr("Layers from services"), parent)
    menu.setObjectName("sattile_services")
    for preset in PRESETS.values():
        menu.addAction(tr(preset.name)).triggered.connect(partial(_add_preset, iface, preset))
    buildings = menu.addAction(tr("OpenStreetMap: buildings in the map's extent"))
    buildings.triggered.connect(partial(_start_buildings, iface))
    return menu


def layer_of(preset: Preset) -> Any:
    """Return the layer of a preset, whether its server answers or not."""
    kind = QgsRasterLayer if preset.is_raster else QgsVectorLayer
    return kind(preset.source, tr(preset.name), preset.provider)


class BuildingsTask(QgsTask):
    """Fetches the buildings of an extent in the background."""

    def __init__(self, iface: Any, extent: QgsRectangle, path: Path) -> None:
        super().__init__(tr("Fetching buildings of OpenStreetMap"), QgsTask.Flag.CanCancel)
        self._iface, self._extent, self._path = iface, extent, path
        self._feedback = QgsProcessingFeedback(False)
        self._problem = ""

    def run(self) -> bool:
        """Fetch; what goes wrong is kept for the main thread, since a task must not raise."""
        try:
            fetch_buildings(self._extent, self._path, self._feedback)
        except Cancelled:
            return False
        except SatTileError as error:
            self._problem = error_sentence(error)
            return False
        except Exception as error:  # an exception that leaves run() would take QGIS along
            self._problem = repr(error)
            return False
        return True

    def cancel(self) -> None:
        """Abort the request at once."""
        self._feedback.cancel()
        super().cancel()

    def finished(self, succeeded: bool) -> None:
        """Show the buildings, or say why there are none, in the main thread."""
        _RUNNING.remove(self)
        if succeeded:
            name = tr("OpenStreetMap buildings")
            QgsProject.instance().addMapLayer(QgsVectorLayer(f"{self._path}|layername=buildings", name, "ogr"))
        elif self._problem:
            self._iface.messageBar().pushMessage("SatTile", self._problem, Qgis.MessageLevel.Critical, 0)


def _add_preset(iface: Any, preset: Preset, checked: bool = False) -> None:
    layer = layer_of(preset)
    if layer.isValid():
        QgsProject.instance().addMapLayer(layer)
        return
    problem = tr("{layer}: the server does not answer or has no such layer; check the network and the proxy.")
    text = problem.format(layer=layer.name())
    iface.messageBar().pushMessage("SatTile", text, Qgis.MessageLevel.Critical, 0)


def _start_buildings(iface: Any, checked: bool = False) -> None:
    canvas = iface.mapCanvas()
    there = QgsCoordinateReferenceSystem("EPSG:4326")
    transform = QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), there, QgsProject.instance())
    folder = layers_folder() / "openstreetmap"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"buildings-{datetime.now():%Y%m%dT%H%M%S}.gpkg"
    task = BuildingsTask(iface, transform.transformBoundingBox(canvas.extent()), path)
    _RUNNING.append(task)
    QgsApplication.taskManager().addTask(task)
