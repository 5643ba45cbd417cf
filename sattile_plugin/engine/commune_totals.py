"""Totals a commune of what a comparison found."""

from __future__ import annotations

from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from ..contract import fields
from ..contract.jobs import CompareWithBuildings
from ..contract.messages import Reporter
from .communes.naming import read_named_communes
from .io.areas import areas_of_centres


class Communes(NamedTuple):
    """The communes that tiles lie in."""

    frame: gpd.GeoDataFrame
    """A row a commune, with its name in commune_id; its own columns stay."""
    of_tile: pd.Series
    """Name of the commune of each tile; missing outside all of them."""


def read_communes(job: CompareWithBuildings, tiles: gpd.GeoDataFrame, reporter: Reporter) -> Communes:
    """Read the communes in the system of the tiles; a tile belongs to the one that its centre lies in.

    Raises
    ------
    NoOverlap, EmptyLayer, InvalidOption
        No tile lies in a commune, or they have no such column.
    """
    source = str(job.communes)
    frame, names = read_named_communes(source, job.commune_field, tiles, reporter)
    rows = areas_of_centres(frame, tiles, source, job.tiles)
    return Communes(frame.assign(**{fields.COMMUNE_ID: names}), rows.map(names))


def totals(compared: gpd.GeoDataFrame, communes: Communes) -> gpd.GeoDataFrame:
    """Return the communes with what was found in their tiles.

    Those of one name are one, which has only the values that they share. What the model stands for is missing where it
    is missing in all tiles.

    Parameters
    ----------
    compared
        Tiles with the columns of a comparison and commune_id.
    """
    frame = communes.frame.dissolve(fields.COMMUNE_ID, aggfunc=_shared, as_index=False, sort=False)
    tiles = pd.DataFrame(compared.drop(columns="geometry"))
    counted = pd.crosstab(tiles[fields.COMMUNE_ID], tiles[fields.FINDING])
    counted = counted.reindex(index=frame[fields.COMMUNE_ID], columns=list(fields.FINDINGS)).fillna(0).astype(int)
    disagreeing = counted[fields.NEW] + counted[fields.GONE]
    grouped = tiles.groupby(fields.COMMUNE_ID)
    built_m2 = grouped[fields.BUILT_AREA_M2].sum().reindex(counted.index).fillna(0.0)
    by_model_m2 = grouped[fields.MODEL_AREA_M2].sum(min_count=1).reindex(counted.index)
    tile_count = grouped.size().reindex(counted.index).fillna(0).astype(int)
    table = counted.add_suffix("_count").join([built_m2, by_model_m2.where(tile_count > 0, 0.0)])
    table.insert(0, fields.TILE_COUNT, tile_count)
    table[fields.DISAGREEMENT_RATIO] = (disagreeing / counted.sum(axis=1)).round(6)
    return frame.assign(**{str(name): table[name].to_numpy() for name in table})


def _shared(values: pd.Series) -> Any:
    """Return the one value of a column, or None where there are several."""
    return values.iloc[0] if values.nunique(dropna=False) == 1 else None
