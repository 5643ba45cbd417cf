"""Inputs of a job that come from services, and what each must know of the others: where the tiles are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Optional

from qgis.core import QgsRasterLayer, QgsVectorLayer

from ..errors import ServiceNeedsTiles
from ..layers import LayerInput, VectorInput, raster_input, vector_input
from ..snapshots import WHOLE, Wanted
from .features import ServiceFeatures, features_address
from .raster import ServiceRaster, service_raster

_FILES = {"gdal"}


def any_raster_input(layer: QgsRasterLayer) -> LayerInput:
    """Return the input that a raster layer is, file or service; call it in the thread of the layer."""
    return raster_input(layer) if layer.providerType() in _FILES else service_raster(layer)


def any_vector_input(layer: QgsVectorLayer, wanted: Wanted = WHOLE) -> LayerInput:
    """Return the input that a vector layer is, file or service; call it in the thread of the layer."""
    common = vector_input(layer, wanted)
    address = features_address(layer) if wanted.is_whole else None
    if address is None:
        return common
    return ServiceFeatures(common.name, common.crs, common.extent, common.path, common.snapshot, address=address)


def with_tiles(values: dict[str, Any], resolution: Optional[float] = None) -> dict[str, Any]:
    """Return a job's inputs in which those of services know the tiles that they are needed for.

    Raises
    ------
    ServiceNeedsTiles
        A raster of a service is used without tiles.
    """
    tiles = _each(values.get("tiles"))
    known = dict(values)
    if "raster" in values:
        rasters = [_raster_for(*pair, resolution) for pair in _pairs(values["raster"], tiles)]
        known["raster"] = tuple(rasters) if isinstance(values["raster"], tuple) else rasters[0]
    if isinstance(values.get("buildings"), ServiceFeatures) and len(tiles) == 1:
        known["buildings"] = replace(values["buildings"], tiles=tiles[0])
    return known


def _raster_for(raster: Any, tiles: Optional[VectorInput], resolution: Optional[float]) -> Any:
    if not isinstance(raster, ServiceRaster):
        return raster
    if tiles is None:
        raise ServiceNeedsTiles(layer=raster.name)
    return replace(raster, tiles=tiles, resolution=resolution)


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _pairs(rasters: Any, tiles: tuple[VectorInput, ...]) -> Iterator[tuple[Any, Optional[VectorInput]]]:
    """Yield each raster with its tile layer; one without is a wrong input, which the job refuses in its own words."""
    for number, raster in enumerate(_each(rasters)):
        yield raster, tiles[number] if number < len(tiles) else None
