"""Where the tiles of a job are, read in whatever thread asks."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsFeedback,
    QgsRectangle,
    QgsVectorLayer,
)

from ..errors import Cancelled, LayerNotWritten
from ..layers import VectorInput


def boxes_of(tiles: VectorInput, crs: str, feedback: QgsFeedback) -> Iterator[QgsRectangle]:
    """Yield the bounding box of each tile, in another system.

    Raises
    ------
    Cancelled
        The user cancelled.
    LayerNotWritten
        The layer's file cannot be opened.
    """
    there = QgsCoordinateReferenceSystem(crs)
    transform = QgsCoordinateTransform(tiles.crs, there, QgsCoordinateTransformContext())
    for box in _own_boxes(tiles):
        if feedback.isCanceled():
            raise Cancelled
        yield transform.transformBoundingBox(box) if there != tiles.crs else box


def _own_boxes(tiles: VectorInput) -> Iterator[QgsRectangle]:
    if tiles.snapshot is not None:
        features = tiles.snapshot.source.getFeatures(QgsFeatureRequest(tiles.snapshot.request))
    else:
        layer = QgsVectorLayer(tiles.path, tiles.name, "ogr")  # of this thread, unlike the user's
        if not layer.isValid():
            raise LayerNotWritten(layer=tiles.name, reason=tiles.path)
        features = layer.getFeatures(QgsFeatureRequest().setSubsetOfAttributes([]))
    for feature in features:
        if feature.hasGeometry():
            yield feature.geometry().boundingBox()
