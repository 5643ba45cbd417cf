"""Results on their way into the project: their style, stored in the file and applied to the loaded layer."""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QTimer

from ..bridge.style import apply_style, store_style


class Arrival(NamedTuple):
    """How a result comes onto the map."""

    style: str
    """How it is drawn; empty for a raster."""
    replaced: tuple[str, ...] = ()
    """Layers that it holds all of, by id; they are hidden, since two transparent layers show colours of neither."""
    below: str = ""
    """Path of the result that it belongs under."""


class ArrivalPostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Draws a result and finds its place; Processing calls it in the main thread when the layer is loaded."""

    def __init__(self, arrival: Arrival) -> None:
        super().__init__()
        self._arrival = arrival

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if not isinstance(layer, QgsVectorLayer):
            return
        apply_style(layer, self._arrival.style)
        # Some versions of QGIS put the layer into the tree only afterwards.
        QTimer.singleShot(0, partial(_settle, layer.id(), self._arrival))


@cache
def _post_processor(arrival: Arrival) -> ArrivalPostProcessor:
    """Return the one post-processor of an arrival; QGIS does not own it, so it lives as long as the plugin."""
    return ArrivalPostProcessor(arrival)


def dress_result(path: str, style: str, context: QgsProcessingContext, replaced: tuple[str, ...] = ()) -> None:
    """Store the style in the result, and have the layer drawn with it if Processing will load it.

    Layers of the project that it replaces are hidden then.
    """
    store_style(path, style)
    if context.willLoadLayerOnCompletion(path):
        details = context.layerToLoadOnCompletionDetails(path)
        details.setPostProcessor(_post_processor(Arrival(style, replaced)))


def load_extra(path: str, name: str, output: str, arrival: Arrival, context: QgsProcessingContext) -> None:
    """Have a layer loaded that is no parameter's output but lies in a file or folder that is."""
    style = arrival.style
    if style:
        store_style(path, style)
    if context.project() is None:
        return
    hint = QgsProcessingUtils.LayerHint.Vector if style else QgsProcessingUtils.LayerHint.Raster
    details = QgsProcessingContext.LayerDetails(name, context.project(), output, hint)
    if style:
        details.setPostProcessor(_post_processor(arrival))
    context.addLayerToLoadOnCompletion(path, details)


def _settle(layer_id: str, arrival: Arrival) -> None:
    """Show a result with its legend, hide what it replaces, and move it to right under what it belongs under."""
    root = QgsProject.instance().layerTreeRoot()
    node = root.findLayer(layer_id)
    if node is None:
        return
    node.setExpanded(False)
    node.setExpanded(True)  # the view folded it when its legend changed, and hears of changes only
    for replaced in filter(None, map(root.findLayer, arrival.replaced)):
        replaced.setItemVisibilityChecked(False)
        replaced.setExpanded(False)
    above = next((each for each in root.findLayers() if each.layer() and each.layer().source() == arrival.below), None)
    if above is not None:
        group = above.parent()
        group.insertChildNode(group.children().index(above) + 1, node.clone())
        node.parent().removeChildNode(node)
