"""Results on their way into the project: their style, stored in the file and applied to the loaded layer."""

from __future__ import annotations

from functools import cache

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsVectorLayer,
)

from ..bridge.style import apply_style, store_style


class StylePostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Draws a result as a style says; Processing calls it in the main thread when the layer is loaded."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self._style = style

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if isinstance(layer, QgsVectorLayer):
            apply_style(layer, self._style)


@cache
def style_post_processor(style: str) -> StylePostProcessor:
    """Return the one post-processor of a style; QGIS does not own it, so it lives as long as the plugin."""
    return StylePostProcessor(style)


def dress_result(path: str, style: str, context: QgsProcessingContext) -> None:
    """Store the style in the result, and have the layer drawn with it if Processing will load it."""
    store_style(path, style)
    if context.willLoadLayerOnCompletion(path):
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(style_post_processor(style))


def load_extra(path: str, name: str, output: str, style: str, context: QgsProcessingContext) -> None:
    """Have a layer loaded that is no parameter's output but lies in a folder that is."""
    if style:
        store_style(path, style)
    if context.project() is None:
        return
    hint = QgsProcessingUtils.LayerHint.Vector if style else QgsProcessingUtils.LayerHint.Raster
    details = QgsProcessingContext.LayerDetails(name, context.project(), output, hint)
    if style:
        details.setPostProcessor(style_post_processor(style))
    context.addLayerToLoadOnCompletion(path, details)
