"""What communes look like: from described tiles, or from one described image each."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from ...contract import fields
from ...contract.errors import MissingField, NoOverlap, TooFewTiles
from ...contract.jobs import ClusterCommunes
from ...contract.messages import Reporter
from ...contract.texts import QT_TRANSLATE_NOOP
from ..io.crs import same_crs
from ..io.vectors import read_polygons, read_tiles
from .aggregate import Membership, class_shares, mean_and_spread, weights_of
from .described import Described, read_described
from .naming import commune_ids
from .prepare import rooted
from .tables import numbers

_LEAST = 4
"""Communes that can be told apart in two groups or more."""


class Looks(NamedTuple):
    """Communes and what is known of their looks; those without an image are not among the rows of the arrays."""

    communes: gpd.GeoDataFrame
    """All communes, with commune_id, tile_count, built_share and shares of segments."""
    rows: np.ndarray
    """(n,) int, rows of the communes that have an image."""
    mean: np.ndarray
    """(n, n_features) float32, mean of the features of a commune's tiles, or those of its image."""
    spread: np.ndarray | None
    """(n, n_features) float32, spread of the features of a commune's tiles."""
    described: Described
    """Tiles or communes, their features rooted."""
    commune_of_tile: np.ndarray
    """(n_tiles,) int, row of the commune that holds the most of a tile; -1 elsewhere. Empty for described communes."""


def read_looks(job: ClusterCommunes, reporter: Reporter) -> Looks:
    """Read communes with their features.

    Raises
    ------
    UnreadableFile, EmptyLayer, MissingCrs, MissingField, NoOverlap, TooFewTiles, InvalidOption
        They cannot be grouped.
    """
    communes, _ = read_polygons(job.communes, "communes", reporter)
    communes = communes.reset_index(drop=True)
    names = commune_ids(communes, job.name_field)
    communes = _in_numbers(communes.drop(columns=_own_columns(communes, job)))
    communes.insert(0, fields.COMMUNE_ID, names)
    found = read_described(job.features)
    found = found._replace(features=rooted(found.features))
    looks = _of_images(communes, found) if found.of_communes else _of_tiles(communes, found, job)
    if not len(looks.rows):
        raise NoOverlap(path=job.features, other=job.communes)
    if len(looks.rows) < _LEAST:
        kind = QT_TRANSLATE_NOOP("SatTile", "communes with described tiles")
        raise TooFewTiles(path=job.communes, found=len(looks.rows), kind=kind, wanted=_LEAST)
    if len(looks.rows) < len(communes):
        reporter.notice("communes_without_image", count=len(communes) - len(looks.rows))
    return looks._replace(communes=_with_shares(looks.communes, job, reporter))


def _of_tiles(communes: gpd.GeoDataFrame, found: Described, job: ClusterCommunes) -> Looks:
    inside = _membership(communes, found.frame)
    rows = np.flatnonzero(inside.tile_count)
    mean, spread = mean_and_spread(inside.weights[rows], found.features)
    counted = communes.assign(**{fields.TILE_COUNT: inside.tile_count})
    return Looks(counted, rows, mean, spread, found, inside.commune_of_tile)


def _of_images(communes: gpd.GeoDataFrame, found: Described) -> Looks:
    place = {name: row for row, name in enumerate(found.frame[fields.COMMUNE_ID])}
    rows = np.flatnonzero(communes[fields.COMMUNE_ID].isin(place))
    chosen = [place[name] for name in communes[fields.COMMUNE_ID].iloc[rows]]
    return Looks(communes, rows, found.features[chosen], None, found, np.empty(0, dtype=int))


def _with_shares(communes: gpd.GeoDataFrame, job: ClusterCommunes, reporter: Reporter) -> gpd.GeoDataFrame:
    """Return the communes with the share of bâti tiles and that of each segment, by area, where these are given."""
    if job.classified:
        tiles = read_tiles(job.classified, reporter, (fields.PREDICTED,))
        shares = class_shares(_membership(communes, tiles).weights, tiles[fields.PREDICTED])
        communes = communes.assign(**{fields.BUILT_SHARE: shares.get(fields.BATI, pd.Series(0.0)).round(6)})
    if job.segments:
        tiles = read_tiles(job.segments, reporter)
        if fields.SEGMENT not in tiles:
            found = ", ".join(tiles.columns.drop("geometry"))
            raise MissingField(path=job.segments, field=fields.SEGMENT, found=found, verb="segment")
        communes = communes.assign(**segment_shares(_membership(communes, tiles), tiles[fields.SEGMENT]))
    return communes


def segment_shares(inside: Membership, segment: pd.Series) -> dict[str, pd.Series]:
    """Return the share by area of each segment in each commune, by the name of its column."""
    shares = class_shares(inside.weights, segment)
    return {fields.SEGMENT_SHARE.format(number=number): shares[number].round(6) for number in shares}


def _membership(communes: gpd.GeoDataFrame, tiles: gpd.GeoDataFrame) -> Membership:
    return weights_of(communes if same_crs(communes.crs, tiles.crs) else communes.to_crs(tiles.crs), tiles)


def _in_numbers(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communes with numbers in the columns that are read as such, which a layer may hold as texts."""
    wanted = [fields.POPULATION, fields.DENSITY_PER_KM2, fields.BUILT_SHARE, *_shares_of_segments(communes)]
    texts = [name for name in wanted if name in communes and not pd.api.types.is_numeric_dtype(communes[name])]
    return communes.assign(**{name: numbers(communes[name].tolist()) for name in texts})


def _shares_of_segments(communes: gpd.GeoDataFrame) -> list[str]:
    return [str(column) for column in communes if fields.is_segment_share(str(column))]


def _own_columns(communes: gpd.GeoDataFrame, job: ClusterCommunes) -> list[str]:
    """Return the columns of an earlier run, which this one replaces."""
    own = {
        fields.COMMUNE_ID,
        fields.CLUSTER,
        fields.CLUSTER_NAME,
        fields.SILHOUETTE,
        fields.CENTRE_DISTANCE,
        fields.SECOND_CLUSTER,
        fields.STABILITY,
        fields.PCA_X,
        fields.PCA_Y,
        fields.UMAP_X,
        fields.UMAP_Y,
        fields.TILE_COUNT,
        fields.POPULATION_NAME,
        fields.POPULATION_MATCH,
        fields.POPULATION_SCORE,
        fields.POPULATION_SUSPECT,
    }
    replaced = _shares_of_segments(communes) if job.segments else []
    return [*(str(column) for column in communes.columns if column in own), *replaced]
