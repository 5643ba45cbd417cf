"""The buildings of a scene as a layer, with the attributes that BDTopo gives them."""

from __future__ import annotations

from typing import Optional

import geopandas as gpd
import numpy as np
import shapely

from .features import Structure
from .frame import Bounds, on_map
from .layout import Layout
from .settlements import settlements_near

COLUMNS = ("cleabs", "nature", "usage_1", "hauteur", "leger")
_STOREY_M = 3.0
_MIN_PART_M2 = 0.05
"""What the edge of the scene leaves of a building is kept from this size on."""


def buildings_of(seed: int, bounds: Bounds, layout: Optional[Layout] = None) -> gpd.GeoDataFrame:
    """Return the footprints of all roofs within bounds, cut at the bounds.

    Parameters
    ----------
    bounds : Bounds
        In scene metres, as the layer.
    layout : Layout, optional
        Spares building again what it has built.
    """
    layout = layout or Layout(seed)
    places = (layout.place(settlement) for settlement in settlements_near(seed, bounds))
    structures = [one for place in places for one in place.features.structures if one.attributes]
    footprints = shapely.intersection(np.array([one.polygon for one in structures], object), shapely.box(*bounds))
    seen = np.flatnonzero(shapely.area(footprints) > _MIN_PART_M2)
    rows = [_attributes(structures[number]) for number in seen]
    data = {name: [row[index] for row in rows] for index, name in enumerate(COLUMNS)}
    return gpd.GeoDataFrame(data, geometry=footprints[seen])


def _attributes(structure: Structure) -> tuple[str, str, str, float, str]:
    """Return the values of `COLUMNS`; the key of a building follows from its place, in decimetres."""
    attributes = structure.attributes
    if attributes is None:
        raise ValueError("not a building")
    middle = on_map(structure.polygon.centroid)
    key = f"BATIMENT{round(middle.x * 10):08d}{round(middle.y * 10):08d}"
    return key, attributes.nature, attributes.usage_1, round(structure.height_m, 1), attributes.leger


def living_space_m2(buildings: gpd.GeoDataFrame) -> np.ndarray:
    """Return the floor space in which people live in each building, in square metres."""
    storeys = np.maximum(np.rint(buildings["hauteur"].to_numpy(float) / _STOREY_M), 1)
    lived_in = (buildings["usage_1"] == "Résidentiel").to_numpy()
    return np.asarray(buildings.area.to_numpy() * storeys * lived_in)
