"""A buildings layer that is out of date in a known way, for the demo's comparison.

Run in QGIS's Python. Of the buildings that the scene shows all in some squares of the ground are left out, as if they
were built after the layer was made; and copies of a few stand in the open land, as if they were gone since.
"""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsSpatialIndex, QgsVectorFileWriter, QgsVectorLayer

_SQUARE_M = 90.0
_LEFT_OUT = 11
"""One square in so many is left out."""
_COPIED = 7
"""One building in so many of those left is copied, where there is room."""
_AWAY_M = (140.0, 60.0)
"""How far east and north a copy stands from its building."""
_ROOM_M = 30.0
"""Ground around a copy that must be free."""
_LEAST_M2 = 60.0


class OldBuildings(NamedTuple):
    """What was done to the layer."""

    left_out: int
    added: int


def write_old_buildings(buildings: str, output: str) -> OldBuildings:
    """Write the buildings as a layer of some years before would have them."""
    layer = QgsVectorLayer(buildings, "buildings", "ogr")
    kept = [feature for feature in layer.getFeatures() if not _in_new_square(feature.geometry())]
    index = QgsSpatialIndex(layer.getFeatures())
    copies = [copy for copy in map(_copied, kept[::_COPIED]) if _has_room(copy.geometry(), layer, index)]
    old = layer.materialize(QgsFeatureRequest().setFilterFids([feature.id() for feature in kept]))
    old.dataProvider().addFeatures(copies)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "buildings"
    options.attributes = [index for index, name in enumerate(old.fields().names()) if name != "fid"]
    QgsVectorFileWriter.writeAsVectorFormatV3(old, output, old.transformContext(), options)
    return OldBuildings(layer.featureCount() - len(kept), len(copies))


def _in_new_square(geometry: QgsGeometry) -> bool:
    """Tell by the square that a building's middle lies in whether it is left out."""
    middle = geometry.centroid().asPoint()
    return (7 * int(middle.x() // _SQUARE_M) + 3 * int(middle.y() // _SQUARE_M)) % _LEFT_OUT == 0


def _copied(feature: QgsFeature) -> QgsFeature:
    geometry = QgsGeometry(feature.geometry())
    geometry.translate(*_AWAY_M)
    copy = QgsFeature(feature)
    copy.setGeometry(geometry)
    return copy


def _has_room(geometry: QgsGeometry, layer: QgsVectorLayer, index: QgsSpatialIndex) -> bool:
    around = geometry.boundingBox().buffered(_ROOM_M)
    return geometry.area() >= _LEAST_M2 and layer.extent().contains(around) and not index.intersects(around)
