"""Results on their way into the project: their style, stored in the file and applied to the loaded layer."""

from __future__ import annotations

from functools import partial
from threading import Lock
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
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer

from ..bridge.map_order import Over, hide_under, put_below, show
from ..bridge.style import apply_style, store_style

_KEPT: list[QgsProcessingLayerPostProcessorInterface] = []
_LOCK = Lock()


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


def post_process(
    details: QgsProcessingContext.LayerDetails, processor: QgsProcessingLayerPostProcessorInterface
) -> None:
    """Have a layer that is to be loaded processed.

    The context of the run deletes the processor, so that each layer needs one of its own. Until then its Python half is
    kept here; QGIS keeps only the other.
    """
    with _LOCK:
        _KEPT[:] = [kept for kept in _KEPT if not sip.isdeleted(kept)]
        _KEPT.append(processor)
    details.setPostProcessor(processor)


def dress_result(path: str, arrival: Arrival, context: QgsProcessingContext) -> None:
    """Store the style in the result, and have the layer arrive so if Processing will load it."""
    store_style(path, arrival.style)
    if context.willLoadLayerOnCompletion(path):
        post_process(context.layerToLoadOnCompletionDetails(path), ArrivalPostProcessor(arrival))


def load_extra(path: str, name: str, output: str, arrival: Arrival, context: QgsProcessingContext) -> None:
    """Have a layer loaded that is no parameter's output but lies in a file or folder that is."""
    style = arrival.style
    if style:
        store_style(path, style)
    if context.project() is None:
        return
    hint = QgsProcessingUtils.LayerHint.Vector if style else QgsProcessingUtils.LayerHint.Raster
    details = QgsProcessingContext.LayerDetails(name, context.project(), output, hint)
    post_process(details, ArrivalPostProcessor(arrival))
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
