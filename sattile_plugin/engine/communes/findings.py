"""The layers and tables of a clustering."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from ...contract import fields
from .choosing import Chosen
from .diagram import diagram, flat_places, umap_diagrams
from .likeness import Dendrogram, DescribedTiles, similarity_table, twins_table
from .looks import Looks
from .people import tables_of_people
from .population import PopulationJoin
from .summary import summarise, typical_tiles

LAYERS = (
    fields.COMMUNES_LAYER,
    fields.DIAGRAM_LAYER,
    fields.DIAGRAM_TILES_LAYER,
    fields.DIAGRAM_UMAP_LAYER,
    fields.DIAGRAM_TILES_UMAP_LAYER,
    fields.CLUSTERS_TABLE,
    fields.K_CURVES_TABLE,
    fields.SIMILARITY_TABLE,
    fields.TWINS_TABLE,
    fields.POPULATION_DOUBTS_TABLE,
    fields.STATISTICS_TABLE,
)
"""All that a result can hold."""


class Clusters(NamedTuple):
    """The communes in their clusters."""

    communes: gpd.GeoDataFrame
    """All communes with their columns."""
    chosen: Chosen
    """The number of clusters and why."""
    tree: Dendrogram
    """How the communes with an image join: by the method that grouped them, or by their likeness."""


def result_layers(
    found: Clusters, looks: Looks, join: PopulationJoin | None, umap: bool, generator: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """Return what the result's GeoPackage holds, by name, the communes first."""
    seen = found.communes.iloc[looks.rows]
    names = seen[fields.COMMUNE_ID].tolist()
    inside = DescribedTiles([], np.empty(0, dtype=int), np.empty((0, looks.mean.shape[1])))
    layers: dict[str, pd.DataFrame] = {
        fields.COMMUNES_LAYER: found.communes,
        fields.DIAGRAM_LAYER: diagram(seen.drop(columns=seen.geometry.name)),
    }
    clusters = _named(summarise(found.communes), seen)
    if not looks.described.of_communes:
        inside = _tiles_inside(looks)
        layers[fields.DIAGRAM_TILES_LAYER] = _tile_diagram(found, looks, umap, generator)
        clusters["typical_tiles"] = _typical(found, looks, clusters)
    layers |= umap_diagrams(layers)
    layers |= tables_of_people(found.communes, clusters, join)
    layers[fields.K_CURVES_TABLE] = found.chosen.curves
    layers[fields.SIMILARITY_TABLE] = similarity_table(names, looks.mean)
    layers[fields.TWINS_TABLE] = twins_table(names, looks.mean, inside)
    return layers


def cluster_of_communes(found: Clusters) -> np.ndarray:
    """Return the cluster of each commune, (n_communes,) int, 0 for those in none."""
    return found.communes[fields.CLUSTER].fillna(0).to_numpy(dtype=int)


def _tiles_inside(looks: Looks) -> DescribedTiles:
    """Return the tiles with the place of their commune among those that have an image."""
    place = np.full(len(looks.communes) + 1, -1)
    place[looks.rows] = np.arange(len(looks.rows))
    tiles = looks.described
    return DescribedTiles(tiles.frame[fields.TILE_ID].tolist(), place[looks.commune_of_tile], tiles.features)


def _tile_diagram(found: Clusters, looks: Looks, umap: bool, generator: np.random.Generator) -> gpd.GeoDataFrame:
    inside = looks.commune_of_tile >= 0
    commune = looks.commune_of_tile[inside]
    table = flat_places(looks.described.features[inside], generator, umap).round(6)
    table.insert(0, fields.TILE_ID, looks.described.frame[fields.TILE_ID].to_numpy()[inside])
    table.insert(1, fields.COMMUNE_ID, looks.communes[fields.COMMUNE_ID].to_numpy()[commune])
    table.insert(2, fields.CLUSTER, found.communes[fields.CLUSTER].to_numpy()[commune])
    return diagram(table)


def _typical(found: Clusters, looks: Looks, clusters: pd.DataFrame) -> list[str | None]:
    tile_id = looks.described.frame[fields.TILE_ID].to_numpy()
    rows = typical_tiles(looks.described, looks.commune_of_tile, cluster_of_communes(found))
    return [", ".join(tile_id[rows[number]]) if number in rows else None for number in clusters[fields.CLUSTER]]


def _named(clusters: pd.DataFrame, seen: gpd.GeoDataFrame) -> pd.DataFrame:
    names = seen.drop_duplicates(fields.CLUSTER).set_index(fields.CLUSTER)[fields.CLUSTER_NAME]
    clusters.insert(1, fields.CLUSTER_NAME, clusters[fields.CLUSTER].map(names).astype(object))
    return clusters
