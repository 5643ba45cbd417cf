"""Results on their way into the project: their style, stored in the file and applied to the loaded layer."""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple, Optional

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

from ..bridge.map_order import Over, hide_under, put_below, show
from ..bridge.style import apply_style, store_style


class Arrival(NamedTuple):
    """How a result comes onto the map."""

    style: str
    """How it is drawn; empty for a raster."""
    over: Optional[Over] = None
    """What it is laid over; nothing is hidden where it is None."""
    below: str = ""
    """Path of the result that it belongs under."""
    shown: bool = True
    """Whether it is seen at first."""


class ArrivalPostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Draws a result and finds its place; Processing calls it in the main thread when the layer is loaded."""

    def __init__(self, arrival: Arrival) -> None:
        super().__init__()
        self._arrival = arrival

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if isinstance(layer, QgsVectorLayer):
            apply_style(layer, self._arrival.style)
        # Some versions of QGIS put the layer into the tree only afterwards.
        QTimer.singleShot(0, partial(_settle, layer.id(), self._arrival))


@cache
def _post_processor(arrival: Arrival) -> ArrivalPostProcessor:
    """Return the one post-processor of an arrival; QGIS does not own it, so it lives as long as the plugin."""
    return ArrivalPostProcessor(arrival)


def dress_result(path: str, arrival: Arrival, context: QgsProcessingContext) -> None:
    """Store the style in the result, and have the layer arrive so if Processing will load it."""
    store_style(path, arrival.style)
    if context.willLoadLayerOnCompletion(path):
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(_post_processor(arrival))


def load_extra(path: str, name: str, output: str, arrival: Arrival, context: QgsProcessingContext) -> None:
    """Have a layer loaded that is no parameter's output but lies in a file or folder that is."""
    style = arrival.style
    if style:
        store_style(path, style)
    if context.project() is None:
        return
    hint = QgsProcessingUtils.LayerHint.Vector if style else QgsProcessingUtils.LayerHint.Raster
    details = QgsProcessingContext.LayerDetails(name, context.project(), output, hint)
    details.setPostProcessor(_post_processor(arrival))
    context.addLayerToLoadOnCompletion(path, details)


def _settle(layer_id: str, arrival: Arrival) -> None:
    """Find a loaded result's place among the layers."""
    layer = QgsProject.instance().mapLayer(layer_id)
    if layer is None:
        return
    if arrival.over is not None:
        hide_under(layer, arrival.over)
    if arrival.below:
        put_below(layer, arrival.below)
    show(layer, arrival.shown)
