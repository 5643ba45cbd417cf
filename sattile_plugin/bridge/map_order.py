"""What of the project is seen when a result comes onto the map, and where in the tree it stands; main thread only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..contract.fields import BLOCK_ID, TILE_COUNT, TILE_ID

_RESULT_COLUMNS = {TILE_ID, BLOCK_ID, TILE_COUNT}
"""Every result of ours with polygons has one of these."""
_MOST = 0.5
"""Share of an extent."""


class Over(NamedTuple):
    """What a result is laid over."""

    replaced: tuple[str, ...] = ()
    """Layers that it holds all of, by id."""
    files: tuple[str, ...] = ()
    """Files of the same run, whose layers stay seen."""


def is_polygons(layer: QgsMapLayer) -> bool:
    """Tell whether a layer holds polygons."""
    polygons = QgsWkbTypes.GeometryType.PolygonGeometry
    return isinstance(layer, QgsVectorLayer) and layer.geometryType() == polygons


def is_result(layer: QgsMapLayer) -> bool:
    """Tell whether a layer is polygons that SatTile made."""
    return is_polygons(layer) and bool(_RESULT_COLUMNS & set(layer.fields().names()))


def hide_under(layer: QgsMapLayer, over: Over) -> None:
    """Hide layers that a result replaces, and other results under it: through two, colours of neither are seen."""
    for node in _nodes():
        other = node.layer()
        older = is_result(other) and other.source().partition("|")[0] not in over.files and _lies_under(other, layer)
        if other.id() != layer.id() and (other.id() in over.replaced or older):
            node.setItemVisibilityChecked(False)
            node.setExpanded(False)


def show(layer: QgsMapLayer, shown: bool) -> None:
    """Show a layer with its legend, or neither; the view folds a legend that changes, and hears of changes only."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is not None:
        node.setItemVisibilityChecked(shown)
        node.setExpanded(not shown)
        node.setExpanded(shown)


def put_below(layer: QgsMapLayer, path: str) -> None:
    """Move a layer in the tree to right under the layer of a file."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    above = next((each for each in _nodes() if each.layer().source() == path), None)
    if node is not None and above is not None:
        group = above.parent()
        group.insertChildNode(group.children().index(above) + 1, node.clone())
        leave_tree(node)


def leave_tree(node: QgsLayerTreeLayer) -> None:
    """Take an entry out of the tree; its layer must have another by now, or the window takes it out of the project."""
    node.parent().removeChildNode(node)


def _nodes() -> Iterator[QgsLayerTreeLayer]:
    return (node for node in QgsProject.instance().layerTreeRoot().findLayers() if node.layer() is not None)


def _lies_under(other: QgsMapLayer, layer: QgsMapLayer) -> bool:
    """Tell whether most of a layer's extent is that of another too; extents of neighbours overlap a little."""
    transform = QgsCoordinateTransform(other.crs(), layer.crs(), QgsProject.instance())
    try:
        extent = transform.transformBoundingBox(other.extent())
    except QgsCsException:
        return False
    return bool(extent.intersect(layer.extent()).area() > _MOST * extent.area())
