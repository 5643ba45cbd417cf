"""Where a model does well: accuracy of each block, commune and land use."""

from __future__ import annotations

from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from ...contract import fields
from ...contract.errors import NoOverlap
from ...contract.jobs import EvaluateClassifier
from ...contract.messages import Reporter
from ..communes.aggregate import membership
from ..communes.naming import read_named_communes
from ..io.areas import areas_of_centres, read_areas
from ..io.image_sets import in_a_block
from ..io.vectors import to_crs_of
from ..model.shares import share_of
from .verdicts import Verdicts


class Places(NamedTuple):
    """Where tiles lie."""

    tiles: gpd.GeoDataFrame
    """A row a tile, with its tile_id."""
    communes: gpd.GeoDataFrame | None
    """Communes with their name in commune_id, where they were given."""
    of_tile: dict[str, pd.Series]
    """Block, commune and land use of each tile, by the name of the column; only what is known."""

    def only(self, wanted: np.ndarray) -> Places:
        """Return the places of some tiles alone, (n_tiles,) bool; they are numbered anew."""
        tiles, *columns = (column[wanted].reset_index(drop=True) for column in (self.tiles, *self.of_tile.values()))
        of_tile = {name: column for name, column in zip(self.of_tile, columns) if column.notna().any()}
        return Places(tiles, self.communes if fields.COMMUNE_ID in of_tile else None, of_tile)


def find_places(
    job: EvaluateClassifier, table: pd.DataFrame, origins: list[dict[str, Any]], reporter: Reporter
) -> Places:
    """Return where the tiles of a part of an ImageSet's table lie; blocks only where tiles share some.

    Raises
    ------
    NoOverlap, EmptyLayer, InvalidOption, UnreadableFile, MissingCrs
        Communes or land use do not go with the tiles.
    """
    tiles = _tiles_of(table, origins, reporter)
    communes, of_tile = None, {}
    if table["block_id"].duplicated().any():
        of_tile[fields.BLOCK_ID] = block_names(table).where(in_a_block(table), None).reset_index(drop=True)
    if job.communes:
        communes, of_tile[fields.COMMUNE_ID] = _communes_of(job, tiles, reporter)
    if job.land_use:
        of_tile[fields.LAND_USE] = _land_use_of(job, tiles, reporter)
    return Places(tiles, communes, of_tile)


def block_names(table: pd.DataFrame) -> pd.Series:
    """Return the name of the block of each tile; of several tile layers it begins with the layer's number."""
    name = table["block_id"]
    several = table["source"].nunique() > 1
    return (table["source"] + 1).astype(str) + ":" + name if several else name


def accuracy_by(name: str, place: pd.Series, verdicts: Verdicts) -> list[dict[str, Any]]:
    """Return how the model does in each place, in the order of their names.

    Parameters
    ----------
    name
        What a place is called in the result, such as block_id.
    place : (n_tiles,) Series
        Place of each tile; tiles without one are in none.

    Returns
    -------
    list of dict
        The place's name, tile_count, error_count, accuracy with the interval of `share_of` and, of bati and
        non_bati, the outcomes; of other classes the mistake made most.
    """
    numbers = pd.Series(np.arange(len(place)), index=place.to_numpy(dtype=object))
    block = block_names(verdicts.table).to_numpy()
    rows = []
    for value, positions in numbers[numbers.index.notna()].groupby(level=0):
        inside = positions.to_numpy()
        right = verdicts.right[inside]
        counted = {fields.TILE_COUNT: len(inside), fields.ERROR_COUNT: int((~right).sum())}
        kinds = _outcomes(verdicts, inside) if verdicts.model.tells_bati else _worst_mistake(verdicts, inside)
        rows.append({name: str(value), **counted, fields.ACCURACY: share_of(right, block[inside]), **kinds})
    return rows


def _tiles_of(table: pd.DataFrame, origins: list[dict[str, Any]], reporter: Reporter) -> gpd.GeoDataFrame:
    """Return the tiles with their place, in the system of the first tile layer; the index is 0, 1, 2 ..."""
    frames: list[gpd.GeoDataFrame] = []
    for source in sorted(table["source"].unique()):
        rows = table[table["source"] == source]
        frame = gpd.GeoDataFrame(rows[[fields.TILE_ID]], geometry=rows["geometry"].tolist(), crs=origins[source]["crs"])
        frames.append(to_crs_of(frame, frames[0], origins[source]["tiles"], reporter) if frames else frame)
    tiles: gpd.GeoDataFrame = pd.concat(frames).loc[table.index].reset_index(drop=True)
    return tiles


def _communes_of(
    job: EvaluateClassifier, tiles: gpd.GeoDataFrame, reporter: Reporter
) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Return the communes, those of one name as one, and the name of the one that each tile's centre lies in."""
    source = str(job.communes)
    frame, names = read_named_communes(source, job.commune_field, tiles, reporter)
    of_tile = areas_of_centres(frame, tiles, source, job.tiles[0]).map(names)
    communes = frame[["geometry"]].assign(**{fields.COMMUNE_ID: names})
    return communes.dissolve(fields.COMMUNE_ID, as_index=False, sort=False), of_tile


def _land_use_of(job: EvaluateClassifier, tiles: gpd.GeoDataFrame, reporter: Reporter) -> pd.Series:
    """Return the land use that covers the most of each tile; missing where none does."""
    source = str(job.land_use)
    frame, names = read_areas(source, job.land_use_field, "land_use_field", tiles, reporter)
    known = frame[job.land_use_field].notna() & (frame[job.land_use_field].astype(str).str.strip() != "")
    uses = frame[["geometry"]][known].dissolve(names[known])
    place = membership(uses.geometry.to_numpy(), tiles.geometry.to_numpy()).commune_of_tile
    if (place < 0).all():
        raise NoOverlap(path=source, other=job.tiles[0])
    # A tile on no use has the place -1, which is the last.
    use: list[str | None] = [*uses.index.tolist(), None]
    return pd.Series([use[number] for number in place], index=tiles.index, dtype=object)


def _outcomes(verdicts: Verdicts, inside: np.ndarray) -> dict[str, Any]:
    outcome = verdicts.outcome[inside]
    return {name: int((outcome == name).sum()) for name in reversed(fields.OUTCOMES)}


def _worst_mistake(verdicts: Verdicts, inside: np.ndarray) -> dict[str, Any]:
    """Return the truth and the prediction of the mistake made most often; None where there is none."""
    wrong = inside[~verdicts.right[inside]]
    pairs = pd.Series(list(zip(verdicts.class_names(verdicts.target[wrong]), verdicts.predicted[wrong])), dtype=object)
    if pairs.empty:
        return {"worst_mistake": None}
    truth, predicted = pairs.value_counts().index[0]
    return {"worst_mistake": f"{truth} → {verdicts.model.classes[predicted]}"}
