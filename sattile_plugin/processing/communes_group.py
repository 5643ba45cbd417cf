"""Results about communes on their way into the project: a group of styled layers."""

from __future__ import annotations

from functools import partial

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
)
from qgis.PyQt.QtCore import QTimer

from ..bridge.commune_layers import add_clusters, store_cluster_styles
from ..bridge.map_order import Over, hide_under
from .loading import Arrival, dress_result, post_process


class GroupPostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Puts a clustering's layers into a group; Processing calls it in the main thread when the communes are loaded."""

    def __init__(self, path: str, communes: tuple[str, ...]) -> None:
        super().__init__()
        self._path, self._communes = path, communes

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        # Some versions of QGIS put the layer into the tree only afterwards.
        QTimer.singleShot(0, partial(_group, self._path, layer.id(), self._communes))


def load_clusters(path: str, context: QgsProcessingContext, communes: tuple[str, ...]) -> None:
    """Store the styles in a clustering, and have its layers loaded as a group if Processing will load it.

    The layers of `communes`, by id, that it was made of are hidden then.
    """
    store_cluster_styles(path)
    if context.willLoadLayerOnCompletion(path):
        post_process(context.layerToLoadOnCompletionDetails(path), GroupPostProcessor(path, communes))


def load_segments(path: str, context: QgsProcessingContext) -> None:
    """Store the style in a segmentation, and have its tiles drawn with it if Processing will load them."""
    dress_result(path, Arrival("tile_segment", over=Over(files=(path,))), context)


def _group(path: str, layer_id: str, communes: tuple[str, ...]) -> None:
    project = QgsProject.instance()
    layer = project.mapLayer(layer_id)
    if layer is not None:
        add_clusters(path, project, layer)
        hide_under(layer, Over(communes, (path,)))
