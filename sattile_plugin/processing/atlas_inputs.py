"""What only the Atlas of an export takes: more parameters, and the plan that they give."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterMapTheme,
    QgsProcessingParameterMultipleLayers,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerSelectedFeatureSource,
)

from ..bridge.atlas_drawing import AtlasPlan
from ..bridge.language import tr
from ..bridge.layers import RasterInput
from ..bridge.lent_layers import lend
from ..contract import fields
from ..contract.errors import EmptyLayer, InvalidOption, MissingField
from ..contract.texts import QT_TRANSLATE_NOOP
from .parameters import SERVICE_RESOLUTION, advanced
from .values import Reading

_MAX_PX = 4096
_SELECTED = "is_selected(@atlas_layerid, $currentfeature)"
"""Without its arguments the function knows no layer while an Atlas looks for its features."""


def atlas_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return what the Atlas draws where it is not the orthophoto."""
    any_layer = QgsProcessing.SourceType.TypeMapLayer
    layers = tr("Layers that the Atlas draws, the first on top (empty: the orthophoto)")
    theme = tr("Map theme that the Atlas draws")
    return [
        advanced(QgsProcessingParameterMultipleLayers("LAYERS", layers, any_layer, optional=True)),
        advanced(QgsProcessingParameterMapTheme("THEME", theme, optional=True)),
    ]


def drawn_raster(reading: Reading) -> RasterInput:
    """Read a raster that QGIS draws, which may be a service."""
    layer = reading.algorithm.parameterAsRasterLayer(*reading.arguments)
    if layer is None:
        raise InvalidOption(option=reading.field.name, found=reading.parameters.get(reading.name), expected=_A_RASTER)
    return RasterInput(layer.name(), layer.crs(), layer.extent(), layer.source())


def atlas_plan(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> AtlasPlan:
    """Read the plan of an Atlas, in the thread of the layers.

    Raises
    ------
    MissingField, EmptyLayer, InvalidOption
        The tiles have no names, there are none, or what is to be drawn is not clear.
    """
    tiles = _tile_layer(algorithm, parameters, context)
    raster = algorithm.parameterAsRasterLayer(parameters, "RASTER", context)
    if tiles.fields().lookupField(fields.TILE_ID) < 0:
        found = ", ".join(tiles.fields().names())
        raise MissingField(path=tiles.name(), field=fields.TILE_ID, found=found, verb="grid")
    resolution_m_per_px = algorithm.parameterAsDouble(parameters, SERVICE_RESOLUTION, context)
    size_px = algorithm.parameterAsInt(parameters, "TILE_SIZE_PX", context)
    size_px = size_px or native_size_px(raster, tiles, resolution_m_per_px)
    project = context.project() or QgsProject.instance()
    layers = algorithm.parameterAsLayerList(parameters, "LAYERS", context) or [raster]
    theme = _theme(algorithm, parameters, context, project)
    lent = () if theme else tuple(lend(layer, project) for layer in layers)
    restriction = restriction_of(parameters.get("TILES"), tiles)
    return AtlasPlan(project, lend(tiles, project), restriction, lent, theme, size_px)


def native_size_px(raster: QgsRasterLayer, tiles: QgsVectorLayer, service_resolution_m_per_px: float = 0) -> int:
    """Return the side of the first tile in pixels of the raster, or at the resolution asked of a service.

    Raises
    ------
    EmptyLayer, InvalidOption
        There is no tile, or the layer has no pixels of its own.
    """
    first = next(tiles.getFeatures(), None)
    if first is None or first.geometry().isEmpty():
        raise EmptyLayer(path=tiles.name(), expected="tiles")
    tile_m = first.geometry().boundingBox().width()
    if raster.width():
        extent = RasterInput(raster.name(), raster.crs(), raster.extent()).extent_in(tiles.crs())
        size_px = round(tile_m * raster.width() / extent.width())
    elif service_resolution_m_per_px > 0:
        size_px = round(tile_m / service_resolution_m_per_px)
    else:
        raise InvalidOption(option="tile_size_px", found=_NOTHING, expected=_A_SIZE)
    if not 1 <= size_px <= _MAX_PX:
        raise InvalidOption(option="tile_size_px", found=size_px, expected=_A_SIZE)
    return size_px


def restriction_of(value: Any, tiles: QgsVectorLayer) -> str:
    """Return the expression for the tiles that a parameter names; empty where it names all."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return ""
    expression = getattr(value, "filterExpression", "")  # from QGIS 3.32 on
    if value.featureLimit > 0:
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        if expression:
            request.setFilterExpression(expression)
        request.setLimit(value.featureLimit)
        source = QgsVectorLayerSelectedFeatureSource(tiles) if value.selectedFeaturesOnly else tiles
        numbers = ", ".join(str(feature.id()) for feature in source.getFeatures(request))
        return f"$id IN ({numbers})"
    terms = [_SELECTED] if value.selectedFeaturesOnly else []
    return " AND ".join([*terms, f"({expression})"] if expression else terms)


def _tile_layer(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> QgsVectorLayer:
    """Return the whole layer, of which the parameter may name a part."""
    value = parameters["TILES"]
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.valueAsString(context.expressionContext())[0]
    return algorithm.parameterAsVectorLayer({"TILES": value}, "TILES", context)


def _theme(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, project: QgsProject
) -> str:
    theme: Optional[str] = algorithm.parameterAsString(parameters, "THEME", context)
    known = project.mapThemeCollection().mapThemes()
    if theme and theme not in known:
        raise InvalidOption(option="theme", found=theme, expected=", ".join(known) or _NO_THEME)
    if theme and algorithm.parameterAsLayerList(parameters, "LAYERS", context):
        raise InvalidOption(option="layers, theme", found=_BOTH, expected=_ONE_OF_THEM)
    return theme or ""


_A_RASTER = QT_TRANSLATE_NOOP("SatTile", "a raster")
_NOTHING = QT_TRANSLATE_NOOP("SatTile", "empty")
_A_SIZE = QT_TRANSLATE_NOOP("SatTile", "8 to 4096 pixels")
_NO_THEME = QT_TRANSLATE_NOOP("SatTile", "empty, since the project has no map themes")
_BOTH = QT_TRANSLATE_NOOP("SatTile", "both given")
_ONE_OF_THEM = QT_TRANSLATE_NOOP("SatTile", "one of the two at most")
