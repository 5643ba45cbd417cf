"""The map of errors: tiles with how the model did on each, and the accuracy of blocks and communes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from ...contract import fields
from .places import Places
from .verdicts import Verdicts

LAYERS = (fields.TILES_LAYER, fields.BLOCKS_LAYER, fields.COMMUNES_LAYER)


def error_tiles(places: Places, verdicts: Verdicts, *others: Verdicts) -> gpd.GeoDataFrame:
    """Return the tiles with truth, predicted, probability of that, outcome, novelty, and rank of the errors."""
    rank = np.zeros(len(verdicts.right), dtype=int)
    rank[verdicts.worst] = np.arange(1, len(verdicts.worst) + 1)
    columns: dict[str, Any] = {
        fields.TRUTH: verdicts.class_names(verdicts.target),
        fields.PREDICTED: verdicts.class_names(verdicts.predicted),
        fields.PROBABILITY: verdicts.certainty.round(6),
        fields.OUTCOME: verdicts.outcome,
        fields.ERROR_RANK: pd.Series(rank).astype("Int64").where(rank > 0, pd.NA),
        fields.NOVELTY: verdicts.seen.novelty.round(4),
    }
    if verdicts.model.tells_bati:
        columns[fields.P_BATI] = verdicts.seen.probability[:, 1].round(6)
    for other in others:
        columns[fields.OTHER_PREDICTED] = other.class_names(other.predicted)
    return places.tiles.assign(**columns, **places.of_tile)


def error_layers(places: Places, verdicts: list[Verdicts], by: dict[str, Any]) -> dict[str, Any]:
    """Return the layers by their names: tiles, and blocks and communes where they are known.

    Parameters
    ----------
    verdicts
        Those of the model and, where two are compared, of the other one.
    by
        What `accuracy_by` returned of each column of places.
    """
    layers: dict[str, Any] = {fields.TILES_LAYER: error_tiles(places, *verdicts)}
    if fields.BLOCK_ID in places.of_tile:
        frame = places.tiles[["geometry"]].assign(**{fields.BLOCK_ID: places.of_tile[fields.BLOCK_ID]})
        blocks = frame.dissolve(fields.BLOCK_ID, as_index=False)
        layers[fields.BLOCKS_LAYER] = _measured(blocks, fields.BLOCK_ID, by[fields.BLOCK_ID])
    if places.communes is not None:
        layers[fields.COMMUNES_LAYER] = _measured(places.communes, fields.COMMUNE_ID, by[fields.COMMUNE_ID])
    return layers


def _measured(areas: gpd.GeoDataFrame, name: str, rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Return areas with their measures; those without a tile have tile_count 0 and no accuracy."""
    flat = [
        {
            **{key: value for key, value in row.items() if key != fields.ACCURACY},
            fields.ACCURACY: row[fields.ACCURACY]["value"],
            fields.ACCURACY_LOW: row[fields.ACCURACY]["low"],
            fields.ACCURACY_HIGH: row[fields.ACCURACY]["high"],
        }
        for row in rows
    ]
    merged = areas.merge(pd.DataFrame(flat), on=name, how="left")
    counts = merged.columns[merged.columns.isin((fields.TILE_COUNT, fields.ERROR_COUNT, *fields.OUTCOMES))]
    merged[counts] = merged[counts].fillna(0).astype(int)
    shares = [fields.ACCURACY, fields.ACCURACY_LOW, fields.ACCURACY_HIGH]
    merged[shares] = merged[shares].round(4)
    return merged
