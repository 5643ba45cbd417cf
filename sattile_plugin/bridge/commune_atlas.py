"""A print layout of the communes of a clustering: one page each, with map, segments, figures and twins."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutObject,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerStyle,
    QgsPrintLayout,
    QgsProject,
    QgsProperty,
    QgsRasterLayer,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QFont

from ..contract import fields
from ..contract.texts import QT_TRANSLATE_NOOP
from .commune_layers import find_part, result_of
from .language import tr

LAYOUT_NAME = QT_TRANSLATE_NOOP("SatTile", "SatTile communes")
_FONT = "DejaVu Sans"
_MAIN = QgsRectangle(10, 24, 178, 192)
"""Places on the page in millimetres, y down."""
_LOCATOR = QgsRectangle(184, 24, 236, 76)
_FIGURES = QgsRectangle(240, 25, 290, 76)
_LEGEND_TOP, _LEGEND_ROWS = 79.0, 13
_TWINS_TOP = 152.0
_TWIN_MM = 33.0
_TWIN_COUNT = 3
_FIGURE_LABELS = (
    (fields.POPULATION, QT_TRANSLATE_NOOP("SatTile", "Population"), "format_number({}, 0)"),
    (fields.DENSITY_PER_KM2, QT_TRANSLATE_NOOP("SatTile", "Inhabitants per km²"), "format_number({}, 0)"),
    (fields.BUILT_SHARE, QT_TRANSLATE_NOOP("SatTile", "Share of bâti"), "format_number(100 * {}, 1) || ' %'"),
    (fields.TILE_COUNT, QT_TRANSLATE_NOOP("SatTile", "Number of tiles"), "format_number({}, 0)"),
    (fields.SILHOUETTE, QT_TRANSLATE_NOOP("SatTile", "Silhouette"), "format_number({}, 2)"),
    (fields.STABILITY, QT_TRANSLATE_NOOP("SatTile", "Stability"), "format_number({}, 2)"),
)


def commune_layout(project: QgsProject, communes: QgsVectorLayer) -> QgsPrintLayout:
    """Return the Atlas of a clustering, made anew unless the project has one for these communes already.

    Parameters
    ----------
    communes : QgsVectorLayer
        The layer of clusters, as `add_clusters` loads it.
    """
    name = tr(LAYOUT_NAME)
    manager = project.layoutManager()
    layout = manager.layoutByName(name)
    if isinstance(layout, QgsPrintLayout) and layout.atlas().coverageLayer() == communes:
        return layout
    if layout is not None:
        manager.removeLayout(layout)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(name)
    _set_atlas(layout, communes)
    _arrange(layout, project, communes)
    manager.addLayout(layout)
    layout.atlas().beginRender()
    layout.atlas().first()
    project.setDirty(True)
    return layout


def _set_atlas(layout: QgsPrintLayout, communes: QgsVectorLayer) -> None:
    atlas = layout.atlas()
    atlas.setEnabled(True)
    atlas.setCoverageLayer(communes)
    atlas.setSortFeatures(True)
    atlas.setSortExpression(f'"{fields.COMMUNE_ID}"')
    atlas.setPageNameExpression(f'"{fields.COMMUNE_ID}"')
    atlas.setFilenameExpression(f"'{fields.COMMUNE_ID}_' || @atlas_featurenumber")


def _arrange(layout: QgsPrintLayout, project: QgsProject, communes: QgsVectorLayer) -> None:
    _label(layout, f"[% {_of_commune(fields.COMMUNE_ID)} %]", QgsRectangle(10, 8, 200, 20), 20)
    _label(layout, f"[% {_cluster_expression(communes)} %]", QgsRectangle(184, 10, 287, 20), 13)
    pictures = [layer for layer in _layers(project) if isinstance(layer, QgsRasterLayer)]
    segments = [layer for layer in _layers(project) if _has(layer, fields.SEGMENT)][:1]
    main = _map(layout, [communes, *segments, *pictures], communes, _MAIN)
    main.setAtlasDriven(True)
    main.setAtlasScalingMode(QgsLayoutItemMap.AtlasScalingMode.Auto)
    main.setAtlasMargin(0.08)
    _add_scale(layout, main)
    locator = _map(layout, [communes], communes, _LOCATOR)
    locator.overview().setLinkedMap(main)
    frame = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#111111", "outline_width": "0.6"})
    locator.overview().setFrameSymbol(frame)
    _add_legend(layout, locator, [communes, *segments])
    _label(layout, _figures_text(communes), _FIGURES, 9)
    twins = find_part(project, "twins", result_of(communes))
    if twins is not None:
        _add_twins(layout, communes, twins, pictures)


def _add_twins(
    layout: QgsPrintLayout, communes: QgsVectorLayer, twins: QgsMapLayer, pictures: list[QgsMapLayer]
) -> None:
    """Add a small map of each of the communes that look most like the one of the page."""
    _label(layout, tr("Looks most like"), QgsRectangle(184, _TWINS_TOP - 7, 287, _TWINS_TOP), 11)
    for number in range(_TWIN_COUNT):
        left = _LOCATOR.xMinimum() + number * (_TWIN_MM + 2)
        name = _twin_expression(twins, "twin", number + 1)
        bottom = _TWINS_TOP + _TWIN_MM
        place = QgsRectangle(left, _TWINS_TOP, left + _TWIN_MM, bottom)
        item = _map(layout, [communes, *pictures], communes, place)
        geometry = f"geometry(get_feature('{communes.id()}', '{fields.COMMUNE_ID}', {name}))"
        box = f"buffer(bounds({geometry}), bounds_width({geometry}) * 0.04)"
        for side, end in (("XMin", "x_min"), ("YMin", "y_min"), ("XMax", "x_max"), ("YMax", "y_max")):
            key = getattr(QgsLayoutObject.DataDefinedProperty, f"Map{side}")
            item.dataDefinedProperties().setProperty(key, QgsProperty.fromExpression(f"{end}({box})"))
        cosine = _twin_expression(twins, "cosine", number + 1)
        text = f"[% {name} || '\\n' || format_number(to_real({cosine}), 3) %]"
        _label(layout, text, QgsRectangle(left, bottom + 1, left + _TWIN_MM, bottom + 8), 7)


def _map(
    layout: QgsPrintLayout,
    layers: list[QgsMapLayer],
    communes: QgsVectorLayer,
    place: QgsRectangle,
) -> QgsLayoutItemMap:
    """Add a map; where it shows more than the communes, these are outlines only."""
    item = QgsLayoutItemMap(layout)
    item.setCrs(communes.crs())
    item.setLayers(layers)
    item.setKeepLayerSet(True)
    item.setKeepLayerStyles(True)
    item.setLayerStyleOverrides({communes.id(): _style_of_communes(communes, len(layers) > 1)})
    item.setFrameEnabled(True)
    layout.addLayoutItem(item)
    _put(item, place)
    item.setExtent(_fitting(communes.extent(), place))
    return item


def _fitting(extent: QgsRectangle, place: QgsRectangle) -> QgsRectangle:
    """Return an extent with some margin in the shape of the place; a map that has none yet cannot fit it itself."""
    scale = 1.05 * max(extent.width() / place.width(), extent.height() / place.height())
    return QgsRectangle.fromCenterAndSize(extent.center(), scale * place.width(), scale * place.height())


def _style_of_communes(communes: QgsVectorLayer, outlined: bool) -> str:
    """Return the style of the communes without names; `outlined` lets the photo through."""
    drawn = communes.clone()
    drawn.setLabelsEnabled(False)
    if outlined:
        drawn.setRenderer(_outlines())
    style = QgsMapLayerStyle()
    style.readFromLayer(drawn)
    return str(style.xmlData())


def _outlines() -> QgsSingleSymbolRenderer:
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "255,255,255,220", "outline_width": "0.4"})
    mine = f'{_of_commune(fields.COMMUNE_ID)} = "{fields.COMMUNE_ID}"'
    for key, value in (
        (QgsSymbolLayer.Property.PropertyStrokeColor, f"if({mine}, '#111111', '#ddffffff')"),
        (QgsSymbolLayer.Property.PropertyStrokeWidth, f"if({mine}, 0.9, 0.4)"),
    ):
        symbol.symbolLayer(0).setDataDefinedProperty(key, QgsProperty.fromExpression(value))
    renderer = QgsSingleSymbolRenderer(symbol)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(f"if({mine}, 1, 0)")]))
    renderer.setOrderByEnabled(True)
    return renderer


def _of_commune(column: str) -> str:
    """Return the expression for a value of the page's commune, wherever it is asked from."""
    return f"attribute(@atlas_feature, '{column}')"


def _cluster_expression(communes: QgsVectorLayer) -> str:
    number, name = _of_commune(fields.CLUSTER), _of_commune(fields.CLUSTER_NAME)
    word, missing = tr("Cluster {number}", number="").strip(), tr("Without image")
    named = f"coalesce(' · ' || nullif({name}, ''), '')" if _has(communes, fields.CLUSTER_NAME) else "''"
    return f"if({number} is null, '{_quoted(missing)}', '{_quoted(word)} ' || {number} || {named})"


def _twin_expression(twins: QgsMapLayer, column: str, rank: int) -> str:
    mine = f'"commune" = {_of_commune(fields.COMMUNE_ID)} and "rank" = {rank}'
    return f"aggregate('{twins.id()}', 'concatenate', to_string(\"{column}\"), {mine})"


def _figures_text(communes: QgsVectorLayer) -> str:
    line = tr("{label}: {value}")
    lines = []
    for column, label, form in _FIGURE_LABELS:
        if _has(communes, column):
            value = f"[% coalesce({form.format(_of_commune(column))}, '–') %]"
            lines.append(line.format(label=tr(label), value=value))
    return "\n".join(lines)


def _label(layout: QgsPrintLayout, text: str, place: QgsRectangle, size_pt: int) -> None:
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    _set_font(label, size_pt)
    layout.addLayoutItem(label)
    _put(label, place)


def _set_font(part: Any, size_pt: int) -> None:
    """Set the font of a label, a scale bar or a kind of entry of a legend."""
    font = QFont(_FONT, size_pt)
    if not hasattr(part, "setTextFormat"):  # labels before QGIS 3.24, legends before 3.30
        part.setFont(font)
        return
    text = part.textFormat()
    text.setFont(font)
    text.setSize(size_pt)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    part.setTextFormat(text)


def _add_scale(layout: QgsPrintLayout, shown: QgsLayoutItemMap) -> None:
    scale = QgsLayoutItemScaleBar(layout)
    scale.setLinkedMap(shown)
    scale.setUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
    scale.setUnitLabel("m")
    scale.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeMode.SegmentSizeFitWidth)
    scale.setMinimumBarWidth(25)
    scale.setMaximumBarWidth(50)
    scale.setNumberOfSegments(2)
    scale.setNumberOfSegmentsLeft(0)
    _set_font(scale, 8)
    scale.setHeight(2)
    scale.update()
    layout.addLayoutItem(scale)
    scale.attemptMove(QgsLayoutPoint(_MAIN.xMinimum(), _MAIN.yMaximum() + 2))


def _add_legend(layout: QgsPrintLayout, shown: QgsLayoutItemMap, layers: list[QgsMapLayer]) -> None:
    legend = QgsLayoutItemLegend(layout)
    legend.setAutoUpdateModel(False)
    legend.model().rootGroup().clear()
    for layer in layers:
        legend.model().rootGroup().addLayer(layer)
    legend.setLinkedMap(shown)
    rows = max(len(layer.renderer().legendSymbolItems()) for layer in layers)
    legend.setColumnCount(len(layers) + (rows > _LEGEND_ROWS))
    legend.setSplitLayer(rows > _LEGEND_ROWS)
    legend.setSymbolHeight(3)
    symbol = legend.style(QgsLegendStyle.Style.Symbol)
    symbol.setMargin(QgsLegendStyle.Side.Top, 1.2)
    legend.setStyle(QgsLegendStyle.Style.Symbol, symbol)
    for kind, size_pt in ((QgsLegendStyle.Style.Subgroup, 8), (QgsLegendStyle.Style.SymbolLabel, 7)):
        style = legend.style(kind)
        _set_font(style, size_pt)
        legend.setStyle(kind, style)
    layout.addLayoutItem(legend)
    legend.attemptMove(QgsLayoutPoint(_LOCATOR.xMinimum() - 2, _LEGEND_TOP))


def _put(item: QgsLayoutItem, place: QgsRectangle) -> None:
    item.attemptMove(QgsLayoutPoint(place.xMinimum(), place.yMinimum()))
    item.attemptResize(QgsLayoutSize(place.width(), place.height()))


def _layers(project: QgsProject) -> list[QgsMapLayer]:
    """Return the layers of the project from the top of the map down."""
    return [node.layer() for node in project.layerTreeRoot().findLayers() if node.layer() is not None]


def _has(layer: QgsMapLayer, column: str) -> bool:
    return isinstance(layer, QgsVectorLayer) and layer.fields().lookupField(column) >= 0


def _quoted(text: str) -> str:
    return text.replace("'", "''")
