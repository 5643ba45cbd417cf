"""What can be known to be wrong before anything runs; each check raises the error that says it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsPointXY,
    QgsRectangle,
    QgsUnitTypes,
)

from ..bridge.layers import LayerInput
from ..contract.errors import CrsNotInMetres, MissingCrs, NoOverlap


def check_layers(values: dict[str, Any]) -> None:
    """Raise unless every layer has a coordinate system and layers that are used together meet."""
    layers = [layer for value in values.values() for layer in _layers_in(value)]
    for layer in layers:
        if not layer.crs.isValid():
            raise MissingCrs(path=layer.name)
    for one, other in zip(_layers_in(values.get("tiles")), _layers_in(values.get("raster"))):
        _check_overlap(one, other)
    for name in ("buildings", "communes", "land_use"):
        for one, other in zip(_layers_in(values.get("tiles")), _layers_in(values.get(name))):
            _check_overlap(one, other)


def check_in_metres(name: str, crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> None:
    """Raise unless a coordinate system is projected in metres; the error advises one for the place."""
    if not crs.isValid():
        raise MissingCrs(path=name)
    if crs.isGeographic() or crs.mapUnits() != QgsUnitTypes.DistanceUnit.DistanceMeters:
        unit = QgsUnitTypes.toString(crs.mapUnits())
        raise CrsNotInMetres(path=name, found=crs.authid(), unit=unit, advised=_utm_zone(crs, extent.center()))


def _layers_in(value: Any) -> list[LayerInput]:
    values = value if isinstance(value, tuple) else (value,)
    return [each for each in values if isinstance(each, LayerInput)]


def _check_overlap(one: LayerInput, other: LayerInput) -> None:
    if one.extent.isEmpty() or other.extent.isEmpty():
        return
    if not other.extent_in(one.crs).intersects(one.extent):
        raise NoOverlap(path=one.name, other=other.name)


def _utm_zone(crs: QgsCoordinateReferenceSystem, place: QgsPointXY) -> str:
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    place = QgsCoordinateTransform(crs, degrees, QgsCoordinateTransformContext()).transform(place)
    zone = int((place.x() + 180) // 6) % 60 + 1
    return f"EPSG:{326 if place.y() >= 0 else 327}{zone:02}"
