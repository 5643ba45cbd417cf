"""The layers of a clustering, as one group of the project; the main thread's work."""

from __future__ import annotations

from typing import NamedTuple, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
)

from ..contract import fields
from ..contract.texts import QT_TRANSLATE_NOOP
from .language import tr
from .map_order import leave_tree
from .style import apply_style, store_style

DIAGRAM_OF = "sattile/diagram_of"
"""Custom property of a diagram's layer: the column by which its points are communes or tiles."""
RESULT = "sattile/result"
"""Custom property of the layers of one result: the file, and the layer's part in it."""


class Part(NamedTuple):
    """One layer of the group."""

    key: str
    table: str
    title: str
    style: str
    shown: bool
    needs: str = ""
    """Column without which the layer is not loaded."""
    diagram_of: str = ""


_COMMUNES, _DIAGRAM = fields.COMMUNES_LAYER, fields.DIAGRAM_LAYER
PARTS = (
    Part("clusters", _COMMUNES, QT_TRANSLATE_NOOP("SatTile", "Clusters of communes"), "communes_cluster", True),
    Part(
        "built", _COMMUNES, QT_TRANSLATE_NOOP("SatTile", "Share of bâti"), "communes_built", False, fields.BUILT_SHARE
    ),
    Part(
        "diagram",
        _DIAGRAM,
        QT_TRANSLATE_NOOP("SatTile", "Diagram of communes"),
        "diagram",
        False,
        diagram_of=fields.COMMUNE_ID,
    ),
    Part(
        "diagram_tiles",
        fields.DIAGRAM_TILES_LAYER,
        QT_TRANSLATE_NOOP("SatTile", "Diagram of tiles"),
        "diagram_tiles",
        False,
        diagram_of=fields.TILE_ID,
    ),
    Part(
        "diagram_umap",
        fields.DIAGRAM_UMAP_LAYER,
        QT_TRANSLATE_NOOP("SatTile", "Diagram of communes (UMAP)"),
        "diagram",
        False,
        diagram_of=fields.COMMUNE_ID,
    ),
    Part(
        "diagram_tiles_umap",
        fields.DIAGRAM_TILES_UMAP_LAYER,
        QT_TRANSLATE_NOOP("SatTile", "Diagram of tiles (UMAP)"),
        "diagram_tiles",
        False,
        diagram_of=fields.TILE_ID,
    ),
    Part("summary", fields.CLUSTERS_TABLE, QT_TRANSLATE_NOOP("SatTile", "Summary of clusters"), "", False),
    Part("twins", fields.TWINS_TABLE, QT_TRANSLATE_NOOP("SatTile", "Twins of communes"), "", False),
    Part("statistics", fields.STATISTICS_TABLE, QT_TRANSLATE_NOOP("SatTile", "Statistics"), "", False),
    Part(
        "doubts",
        fields.POPULATION_DOUBTS_TABLE,
        QT_TRANSLATE_NOOP("SatTile", "Population to settle"),
        "",
        False,
        needs="reason",
    ),
)
"""The layers, from the top of the group down."""


def store_cluster_styles(path: str) -> None:
    """Store the style of each layer of a clustering in its file."""
    for part in PARTS:
        if part.style and part.key != "built" and _opened(path, part) is not None:
            store_style(f"{path}|layername={part.table}", part.style)


def add_clusters(path: str, project: QgsProject, loaded: Optional[QgsVectorLayer] = None) -> QgsLayerTreeGroup:
    """Add the layers of a clustering to the project as a group on top; `loaded` is the communes, if there already."""
    root = project.layerTreeRoot()
    group = root.insertGroup(0, tr("Communes by likeness"))
    for part in PARTS:
        layer = loaded if part.key == "clusters" and loaded is not None else _opened(path, part)
        if layer is None:
            continue
        dress(layer, path, part)
        before = root.findLayer(layer.id())
        if layer is not loaded:
            project.addMapLayer(layer, False)
        node = group.addLayer(layer)
        if before is not None:
            leave_tree(before)
        node.setItemVisibilityChecked(part.shown)
        node.setExpanded(part.shown)
    group.setExpanded(True)
    return group


def dress(layer: QgsVectorLayer, path: str, part: Part) -> None:
    """Name and draw a layer of a clustering, and mark what it is."""
    layer.setName(tr(part.title))
    layer.setCustomProperty(RESULT, f"{path}|{part.key}")
    if part.diagram_of:
        layer.setCustomProperty(DIAGRAM_OF, part.diagram_of)
        layer.setCrs(QgsCoordinateReferenceSystem())
    if part.style:
        apply_style(layer, part.style)


def find_part(project: QgsProject, key: str, path: str = "") -> Optional[QgsMapLayer]:
    """Return the layer of the project that is this part of a clustering, of `path` or of the one on top."""
    nodes = project.layerTreeRoot().findLayers()
    for layer in [node.layer() for node in nodes if node.layer() is not None]:
        file, _, found = str(layer.customProperty(RESULT, "")).rpartition("|")
        if found == key and (not path or file == path):
            return layer
    return None


def result_of(layer: QgsMapLayer) -> str:
    """Return the path of the result that a layer of a clustering lies in."""
    return str(layer.customProperty(RESULT, "")).rpartition("|")[0]


def _opened(path: str, part: Part) -> Optional[QgsVectorLayer]:
    """Return the layer of a part; None where the result has none, or an empty one."""
    layer = QgsVectorLayer(f"{path}|layername={part.table}", tr(part.title), "ogr")
    if not layer.isValid() or layer.featureCount() == 0:
        return None
    if part.needs and layer.fields().lookupField(part.needs) < 0:
        return None
    return layer
