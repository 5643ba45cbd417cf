"""The print layout of an Atlas of tiles: one page a tile, made in the user's project, for the user to change and keep.

A page of a fifth of a millimetre a pixel at 127 dots an inch has exactly 5 pixels a millimetre; other pages and dots
give pixels that are not quite the raster's.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple
from xml.etree import ElementTree

from qgis.core import (
    QgsExpression,
    QgsFillSymbol,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from ..contract import fields
from ..contract.class_names import plain_label, plain_part
from ..contract.texts import QT_TRANSLATE_NOOP
from .errors import AtlasFailed

LAYOUT_NAME = QT_TRANSLATE_NOOP("SatTile", "SatTile tiles")
MM_PER_PX = 0.2
DPI = 127

_MAP_ID = "tile"
_MADE_AS = "sattile/made_as"
_LAYERS = "sattile/layers"
_CHANGED_BY_USE = ("Extent", "LayerSet", "customproperties", "Guides")
"""Parts of a layout that change without the user changing it; the set of layers is looked at apart."""


class Pages(NamedTuple):
    """What the pages of a layout show; its layers are the project's, so use it in the main thread only."""

    tiles: QgsVectorLayer
    filter: str
    """Expression for the tiles that get a page; empty for all."""
    layers: list[QgsMapLayer]
    theme: str
    """Map theme to follow in the stead of the layers; empty for none."""
    size_px: int


def tile_layout(project: QgsProject, name: str, pages: Pages) -> tuple[QgsPrintLayout, bool]:
    """Return the layout of that name, and whether it is the user's own work.

    A layout that the user changed, or made, is used as it stands but for its tiles; one that is still as SatTile
    made it follows the new run; where there is none it is made.
    """
    layout = project.layoutManager().layoutByName(name)
    if layout is None:
        layout = _new_layout(project, name)
    elif not isinstance(layout, QgsPrintLayout):
        raise AtlasFailed(reason=_NO_LAYOUT, place=name)
    changed = _is_changed(layout)
    _set_tiles(layout, pages)
    if not changed:
        _arrange(layout, pages)
        layout.setCustomProperty(_LAYERS, [layer.id() for layer in pages.layers])
        layout.setCustomProperty(_MADE_AS, layout_digest(layout))
    project.setDirty(True)
    return layout, changed


def layout_digest(layout: QgsPrintLayout) -> str:
    """Return what tells one state of a layout from another, whichever tile and tile layer it shows."""
    document = QDomDocument()
    document.appendChild(layout.writeXml(document, QgsReadWriteContext()))
    root = ElementTree.fromstring(document.toString())  # noqa: S314 - QGIS wrote it just now
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in _CHANGED_BY_USE]:
            parent.remove(child)
    for atlas in root.iter("Atlas"):
        atlas.attrib.clear()
    for symbol_layer in root.iter("layer"):
        symbol_layer.attrib.pop("id", None)  # new whenever a symbol is set, from QGIS 3.30 on
    return hashlib.sha256(ElementTree.canonicalize(ElementTree.tostring(root)).encode()).hexdigest()


def map_of(layout: QgsPrintLayout) -> QgsLayoutItemMap:
    """Return the map that follows the tiles.

    Raises
    ------
    AtlasFailed
        The user took it away.
    """
    maps = [item for item in layout.items() if isinstance(item, QgsLayoutItemMap) and item.atlasDriven()]
    if not maps:
        raise AtlasFailed(reason=_NO_MAP, place=layout.name())
    named = [item for item in maps if item.id() == _MAP_ID]
    return (named or maps)[0]


def tile_filter(layer: QgsVectorLayer, restriction: str) -> str:
    """Return the expression for the tiles that belong into a library, of those that `restriction` leaves."""
    values = {fields.SPLIT: (fields.PARTS, plain_part), fields.LABEL: (fields.CLASSES, plain_label)}
    terms = [f"({restriction})"] if restriction else []
    for field, (known, plain) in values.items():
        number = layer.fields().lookupField(field)
        if number >= 0:
            written = {word for word in layer.uniqueValues(number) if plain(word) in known}
            words = ", ".join(map(QgsExpression.quotedString, sorted({*known, *written})))
            terms.append(f'"{field}" IN ({words})')
    return " AND ".join(terms)


def name_expression(layer: QgsVectorLayer) -> str:
    """Return the expression for split/label/tile_id, of which missing parts are left out."""
    known = (field for field in (fields.SPLIT, fields.LABEL) if layer.fields().lookupField(field) >= 0)
    folders = (f"coalesce(nullif(\"{field}\", '') || '/', '')" for field in known)
    return " || ".join([*folders, f'"{fields.TILE_ID}"'])


def _new_layout(project: QgsProject, name: str) -> QgsPrintLayout:
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(name)
    tile = QgsLayoutItemMap(layout)
    tile.setId(_MAP_ID)
    layout.addLayoutItem(tile)
    project.layoutManager().addLayout(layout)
    layout.setCustomProperty(_MADE_AS, layout_digest(layout))
    return layout


def _is_changed(layout: QgsPrintLayout) -> bool:
    """Tell whether the user changed the layout; a layer that left the project is no change of it."""
    if layout.customProperty(_MADE_AS) != layout_digest(layout):
        return True
    ours = set(layout.customProperty(_LAYERS) or [])
    return not {layer.id() for layer in map_of(layout).layers()} <= ours if ours else False


def _set_tiles(layout: QgsPrintLayout, pages: Pages) -> None:
    atlas = layout.atlas()
    atlas.setEnabled(True)
    atlas.setCoverageLayer(pages.tiles)
    atlas.setFilterFeatures(bool(pages.filter))
    atlas.setFilterExpression(pages.filter)
    atlas.setPageNameExpression(name_expression(pages.tiles))
    atlas.setFilenameExpression(name_expression(pages.tiles))


def _arrange(layout: QgsPrintLayout, pages: Pages) -> None:
    side_mm = round(pages.size_px * MM_PER_PX, 6)
    size = QgsLayoutSize(side_mm, side_mm, QgsUnitTypes.LayoutUnit.LayoutMillimeters)
    layout.renderContext().setDpi(DPI)
    layout.pageCollection().page(0).setPageSize(size)
    nothing = QgsFillSymbol.createSimple({"style": "no", "outline_style": "no"})
    layout.pageCollection().setPageStyleSymbol(nothing)
    layout.atlas().setHideCoverage(True)
    tile = layout.itemById(_MAP_ID)
    tile.attemptMove(QgsLayoutPoint(0, 0, QgsUnitTypes.LayoutUnit.LayoutMillimeters))
    tile.attemptResize(size)
    tile.setFrameEnabled(False)
    tile.setBackgroundEnabled(False)
    tile.setCrs(pages.tiles.crs())
    tile.setLayers(pages.layers)
    tile.setKeepLayerSet(not pages.theme)
    tile.setFollowVisibilityPreset(bool(pages.theme))
    tile.setFollowVisibilityPresetName(pages.theme)
    tile.setAtlasDriven(True)
    tile.setAtlasScalingMode(QgsLayoutItemMap.AtlasScalingMode.Auto)
    tile.setAtlasMargin(0)
    tile.setExtent(next(pages.tiles.getFeatures()).geometry().boundingBox())
    layout.setReferenceMap(tile)
    layout.updateBounds()


_NO_LAYOUT = QT_TRANSLATE_NOOP("SatTile", "it is a report, not a print layout: rename it")
_NO_MAP = QT_TRANSLATE_NOOP("SatTile", "it has no map that is controlled by the Atlas: delete it to have it made anew")
