"""The demo's project and its printed map."""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal
from qgis.core import (
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QFont

from sattile_plugin.bridge.style import apply_style

MAP_SIZE_MM = 120.0
MAPS_TOP_MM = 24.0
PAGE_MM = (297.0, 168.0)
_SHOWN = ("Communes", "Probability of bâti", "Orthophoto")


def make_project(paths: dict[str, str], output: Path) -> None:
    """Write a project with the styled layers, the orthophoto at the bottom."""
    project = QgsProject.instance()
    ortho = QgsRasterLayer(paths["ortho"], "Orthophoto")
    layers = [
        _vector(paths["communes"], "Communes", "communes"),
        _vector(paths["buildings"], "Buildings", "buildings"),
        _vector(f"{paths['compared']}|layername=communes", "Findings by commune", "commune_finding"),
        _vector(paths["old_buildings"], "Buildings of some years before", "buildings"),
        _vector(paths["compared"], "Photo and buildings compared", "tile_finding"),
        _vector(paths["classified"], "Probability of bâti", "tile_classified"),
        _vector(paths["tiles"], "Parts (train, validation, test)", "tile_split"),
        _vector(paths["tiles"], "Labels from buildings", "tile_label"),
        ortho,
    ]
    project.setCrs(ortho.crs())
    for layer in reversed(layers):
        project.addMapLayer(layer)
    for layer in layers:
        if layer.name() not in _SHOWN:
            project.layerTreeRoot().findLayer(layer).setItemVisibilityChecked(False)
    extent = QgsReferencedRectangle(ortho.extent(), ortho.crs())
    project.viewSettings().setDefaultViewExtent(extent)
    project.write(str(output))


def draw_map(output: Path) -> None:
    """Draw labels and probabilities side by side."""
    maps = {
        "Labels from buildings": "Labels from the buildings layer",
        "Probability of bâti": "Probability of bâti by the classifier",
    }
    draw_side_by_side("SatTile: bâti and non-bâti tiles of 50 m on a sample scene", maps, output)


def draw_changes(output: Path) -> None:
    """Draw where the photo and an old buildings layer differ, and how much a commune."""
    maps = {
        "Photo and buildings compared": "Tiles where the photo and an old buildings layer differ",
        "Findings by commune": "Share of such tiles; new (+) and gone (−)",
    }
    draw_side_by_side("SatTile: what changed since the buildings layer was made", maps, output)


def draw_side_by_side(title: str, maps: dict[str, str], output: Path) -> None:
    """Draw two layers side by side over the orthophoto, with legends and a scale; `maps` gives each its title."""
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(*PAGE_MM))
    _add_label(layout, title, 15, 8, 16)
    for left, (name, above) in zip((20.0, 157.0), maps.items()):
        _add_label(layout, above, left, MAPS_TOP_MM - 7, 11)
        shown = _add_map(layout, [_named(name), _named("Orthophoto")], left)
        _add_legend(layout, shown, _named(name), left)
    _add_scale(layout, shown, 157.0 + MAP_SIZE_MM - 42)
    save_page(layout, output, 200)


def save_page(layout: QgsPrintLayout, output: Path, dpi: int) -> None:
    """Save the first page of a layout as PNG; GDAL's complaint that it cannot write a place into one is held back."""
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = dpi
    settings.generateWorldFile = False
    settings.exportMetadata = False
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    QgsLayoutExporter(layout).exportToImage(str(output), settings)
    gdal.PopErrorHandler()


def _vector(path: str, name: str, style: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(path, name, "ogr")
    apply_style(layer, style)
    return layer


def _named(name: str) -> QgsMapLayer:
    return QgsProject.instance().mapLayersByName(name)[0]


def _add_label(layout: QgsPrintLayout, text: str, left: float, top: float, size_pt: int) -> None:
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    label.setFont(QFont("DejaVu Sans", size_pt))
    layout.addLayoutItem(label)
    label.attemptMove(QgsLayoutPoint(left, top))
    label.attemptResize(QgsLayoutSize(PAGE_MM[0] - left - 10, 0.6 * size_pt))


def _add_map(layout: QgsPrintLayout, layers: list[QgsMapLayer], left: float) -> QgsLayoutItemMap:
    item = QgsLayoutItemMap(layout)
    item.setRect(0, 0, MAP_SIZE_MM, MAP_SIZE_MM)
    item.setLayers(layers)
    item.setFrameEnabled(True)
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(left, MAPS_TOP_MM))
    item.attemptResize(QgsLayoutSize(MAP_SIZE_MM, MAP_SIZE_MM))
    item.setExtent(_named("Orthophoto").extent())
    return item


def _add_legend(layout: QgsPrintLayout, shown: QgsLayoutItemMap, layer: QgsMapLayer, left: float) -> None:
    legend = QgsLayoutItemLegend(layout)
    legend.setAutoUpdateModel(False)
    legend.model().rootGroup().clear()
    node = legend.model().rootGroup().addLayer(layer)
    QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Style.Hidden)
    legend.setLinkedMap(shown)
    legend.setColumnCount(3)
    legend.setSplitLayer(True)
    style = legend.style(QgsLegendStyle.Style.SymbolLabel)
    style.setFont(QFont("DejaVu Sans", 9))
    legend.setStyle(QgsLegendStyle.Style.SymbolLabel, style)
    legend.setSymbolHeight(4)
    layout.addLayoutItem(legend)
    legend.attemptMove(QgsLayoutPoint(left, MAPS_TOP_MM + MAP_SIZE_MM + 1))


def _add_scale(layout: QgsPrintLayout, shown: QgsLayoutItemMap, left: float) -> None:
    scale = QgsLayoutItemScaleBar(layout)
    scale.setLinkedMap(shown)
    scale.setUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
    scale.setUnitLabel("m")
    scale.setUnitsPerSegment(250)
    scale.setNumberOfSegments(2)
    scale.setNumberOfSegmentsLeft(0)
    text = scale.textFormat()
    text.setFont(QFont("DejaVu Sans", 9))
    text.setSize(9)
    scale.setTextFormat(text)
    scale.update()
    layout.addLayoutItem(scale)
    scale.attemptMove(QgsLayoutPoint(left, 5))
