"""Which layer of the project a dialog offers first, and which file that a run wrote.

QGIS offers the active layer for every layer that is asked for, else the first of the alphabet: tiles for buildings as
well as for tiles, a base map for the orthophoto. Here it is the active layer where that can be meant, else the topmost
visible one that can; first of all of those that lie where the active one does, in a project of several places. Of files
it is the last that was written in this project: the model just trained is the one to apply. This is for dialogs alone:
what a script or a model leaves out stays left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Callable, NamedTuple, Optional

from qgis import utils
from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsMapLayer,
    QgsProcessingParameterDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..bridge.main_thread import is_main_thread
from ..bridge.map_order import is_polygons, is_result
from ..contract.fields import FINDING, OUTCOME, SEGMENT, TILE_ID

_SCOPE = "sattile_latest"
"""Under what the project keeps which files were written last."""


class Likely(NamedTuple):
    """What kind of layer a parameter asks for."""

    fits: Callable[[QgsMapLayer], bool]
    """Whether a layer can be meant."""
    better: Callable[[QgsMapLayer], bool]
    """Whether it is likelier meant than others that can."""


def tiles_with(*columns: str) -> Likely:
    """Return what asks for tiles with some columns; likelier are those that nothing was made of yet."""
    return Likely(
        lambda layer: is_polygons(layer) and {TILE_ID, *columns} <= _columns(layer),
        lambda layer: not _columns(layer) & _LAST_COLUMNS,
    )


def _named(*words: str) -> Likely:
    """Return what asks for polygons that are no result; likelier are those with one of these words in their names."""
    return Likely(
        lambda layer: is_polygons(layer) and not is_result(layer),
        lambda layer: any(word in layer.name().lower() for word in words),
    )


def _columns(layer: QgsVectorLayer) -> set[str]:
    return set(layer.fields().names())


_LAST_COLUMNS = {FINDING, SEGMENT, OUTCOME}
"""Columns of results that nothing further is made of."""
BUILDINGS = _named("bati", "bâti", "build", "edific", "toit", "roof")
COMMUNES = _named("commune", "municip", "admin", "boundar", "limite")


def _is_photo(layer: QgsMapLayer) -> bool:
    return isinstance(layer, QgsRasterLayer) and layer.providerType() == "gdal" and layer.bandCount() > 2


ORTHOPHOTO = Likely(lambda layer: isinstance(layer, QgsRasterLayer), _is_photo)
PHOTO_FILE = Likely(_is_photo, _is_photo)
"""No base map, whose footprint is the world."""


def offer(definition: QgsProcessingParameterDefinition, likely: Likely, several: bool = False) -> None:
    """Let dialogs offer the layer of the project that is likely meant, if there is a window and such a layer.

    `several` is for a parameter that takes a list of layers.
    """
    if not _is_for_a_dialog():
        return
    nodes = sorted(QgsProject.instance().layerTreeRoot().findLayers(), key=lambda node: not node.isVisible())
    layers = [layer for layer in (utils.iface.activeLayer(), *(node.layer() for node in nodes)) if layer is not None]
    there = [layer for layer in layers if likely.fits(layer) and lies_at(layer, layers[0])]
    layer = likely_layer(there or layers, likely)
    if layer is not None:
        definition.setGuiDefaultValueOverride([layer.id()] if several else layer.id())


def offer_latest(definition: QgsProcessingParameterDefinition) -> None:
    """Let dialogs offer the file that was written last for this parameter, if it is still there."""
    if not _is_for_a_dialog():
        return
    path, _ = QgsProject.instance().readEntry(_SCOPE, definition.name())
    if path and Path(path).is_file():
        definition.setGuiDefaultValueOverride(path)


def remember(project: QgsProject, written: Mapping[str, str]) -> None:
    """Keep in the project which file was written last for each parameter.

    The steps of a model end in the background, where the project is not to be touched; nothing is kept of them.
    """
    if not is_main_thread():
        return
    for parameter, path in written.items():
        project.writeEntry(_SCOPE, parameter, path)


def _is_for_a_dialog() -> bool:
    return utils.iface is not None and is_main_thread()


def lies_at(layer: QgsMapLayer, place: QgsMapLayer) -> bool:
    """Tell whether a layer may lie where another does."""
    transform = QgsCoordinateTransform(place.crs(), layer.crs(), QgsProject.instance())
    try:
        extent = transform.transformBoundingBox(place.extent())
    except QgsCsException:  # the world in a system of one country
        return True
    return extent.isEmpty() or layer.extent().isEmpty() or bool(extent.intersects(layer.extent()))


def likely_layer(layers: Sequence[QgsMapLayer], likely: Likely) -> Optional[QgsMapLayer]:
    """Return the first layer that is likely meant, else the first that can be; None without any."""
    fitting = [layer for layer in layers if likely.fits(layer)]
    return next(filter(likely.better, fitting), fitting[0] if fitting else None)
