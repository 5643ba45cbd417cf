"""Who lives in the communes: population joined to them, and what it says of the clusters."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from ...contract import fields
from ...contract.jobs import ClusterCommunes
from ...contract.messages import Reporter
from .population import PopulationJoin, area_km2, join_population
from .population_table import PopulationChoice
from .statistics import population_by_cluster, statistics_table


class People(NamedTuple):
    """Communes with their population, where one was given."""

    communes: gpd.GeoDataFrame
    """With population, population_name, population_match, population_score, population_suspect and density_per_km2."""
    join: PopulationJoin | None
    """How it was joined; None where no population was given."""


def with_population(communes: gpd.GeoDataFrame, job: ClusterCommunes, reporter: Reporter) -> People:
    """Join the population that a job names to its communes.

    Raises
    ------
    UnreadableFile, EmptyLayer, InvalidOption
        The table, its columns or the user's decisions cannot be used.
    """
    if not job.population:
        return People(communes, None)
    choice = PopulationChoice(
        job.population,
        job.name_field,
        job.code_field,
        job.population_name,
        job.population_key,
        job.population_field,
        job.settled,
    )
    join = join_population(communes, choice, job.communes, reporter)
    columns = {
        fields.POPULATION: join.population,
        fields.POPULATION_NAME: join.partner,
        fields.POPULATION_MATCH: join.match,
        fields.POPULATION_SCORE: join.score,
        fields.POPULATION_SUSPECT: join.suspect,
        fields.DENSITY_PER_KM2: (join.population / area_km2(communes)).round(3),
    }
    return People(communes.assign(**columns), join)


def tables_of_people(
    communes: gpd.GeoDataFrame, clusters: pd.DataFrame, join: PopulationJoin | None
) -> dict[str, pd.DataFrame]:
    """Return the tables clusters, with the population of each, population_doubts and statistics.

    Figures that look like placeholders count in sums, as they stand in the communes, but prove nothing in statistics.

    Parameters
    ----------
    communes
        In a cluster or not, with their columns.
    clusters
        The table of clusters as it is without population.
    """
    seen = communes[communes[fields.CLUSTER].notna()]
    cluster = seen[fields.CLUSTER].to_numpy(dtype=int)
    built = _numbers(seen, fields.BUILT_SHARE) if fields.BUILT_SHARE in seen else None
    population = _numbers(seen, fields.POPULATION)
    tables = {}
    if join is not None:
        clusters = clusters.merge(population_by_cluster(cluster, population, area_km2(seen)), on=fields.CLUSTER)
        tables[fields.POPULATION_DOUBTS_TABLE] = join.doubts
    if join is not None or built is not None:
        density = _numbers(seen, fields.DENSITY_PER_KM2)
        suspect = seen[fields.POPULATION_SUSPECT].fillna(False).to_numpy(dtype=bool) if join is not None else False
        trusted, trusted_density = (np.where(suspect, np.nan, values) for values in (population, density))
        left_out = int(np.sum(suspect & ~np.isnan(population)))
        tables[fields.STATISTICS_TABLE] = statistics_table(cluster, trusted, built, trusted_density, left_out)
    return {fields.CLUSTERS_TABLE: clusters, **tables}


def _numbers(communes: gpd.GeoDataFrame, column: str) -> np.ndarray:
    if column not in communes:
        return np.full(len(communes), np.nan)
    return communes[column].to_numpy(dtype=float, na_value=np.nan)
