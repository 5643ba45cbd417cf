"""Layers of well-known services, one click away: a submenu of SatTile's menu."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QMenu

from ..bridge.language import tr
from ..bridge.services.cache import layers_folder
from ..bridge.services.openstreetmap import fetch_buildings
from ..bridge.services.presets import PRESETS, Preset
from .tasks import WindowTask


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


class BuildingsTask(WindowTask):
    """Fetches the buildings of an extent in the background."""

    def __init__(self, iface: Any, extent: QgsRectangle, path: Path) -> None:
        super().__init__(tr("Fetching buildings of OpenStreetMap"), iface)
        self._extent, self._path = extent, path

    def work(self, feedback: QgsProcessingFeedback) -> None:
        fetch_buildings(self._extent, self._path, feedback)

    def succeeded(self) -> None:
        name = tr("OpenStreetMap buildings")
        QgsProject.instance().addMapLayer(QgsVectorLayer(f"{self._path}|layername=buildings", name, "ogr"))


def _add_preset(iface: Any, preset: Preset, checked: bool = False) -> None:
    layer = layer_of(preset)
    if layer.isValid():
        QgsProject.instance().addMapLayer(layer)
        return
    text = tr(
        "{layer}: the server does not answer or has no such layer; check the network and the proxy.", layer=layer.name()
    )
    iface.messageBar().pushMessage("SatTile", text, Qgis.MessageLevel.Critical, 0)


def _start_buildings(iface: Any, checked: bool = False) -> None:
    canvas = iface.mapCanvas()
    there = QgsCoordinateReferenceSystem("EPSG:4326")
    transform = QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), there, QgsProject.instance())
    folder = layers_folder() / "openstreetmap"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"buildings-{datetime.now():%Y%m%dT%H%M%S}.gpkg"
    BuildingsTask(iface, transform.transformBoundingBox(canvas.extent()), path).start()
