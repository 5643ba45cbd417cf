"""Group communes by what their imagery looks like, and say how well, how alike they are and who lives there."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from ..contract import fields
from ..contract.errors import InvalidOption
from ..contract.jobs import ClusterCommunes
from ..contract.messages import Done, Reporter
from .communes.choosing import Chosen, choose_k
from .communes.contiguity import neighbours_of
from .communes.diagram import diagram, flat_places
from .communes.grouping import grouper, grouping_of
from .communes.looks import Looks, read_looks
from .communes.measures import measure_members
from .communes.numbering import kept_names, numbered, read_names
from .communes.prepare import reduced, weighed_together
from .communes.summary import summarise
from .io.results import check_result_output, write_result

_LAYERS = (
    fields.COMMUNES_LAYER,
    fields.DIAGRAM_LAYER,
    fields.DIAGRAM_TILES_LAYER,
    fields.CLUSTERS_TABLE,
    fields.K_CURVES_TABLE,
    fields.SIMILARITY_TABLE,
    fields.TWINS_TABLE,
    fields.POPULATION_DOUBTS_TABLE,
    fields.STATISTICS_TABLE,
)


class Clusters(NamedTuple):
    """The communes in their clusters."""

    communes: gpd.GeoDataFrame
    """All communes with their columns."""
    chosen: Chosen
    """The number of clusters and why."""
    features: np.ndarray
    """(n, n_features) float, what the communes with an image were grouped by."""


def cluster_communes(job: ClusterCommunes, reporter: Reporter) -> Done:
    """Write the communes with their clusters, the tables about them and the diagrams.

    Raises
    ------
    UnreadableFile, EmptyLayer, MissingField, NoOverlap, TooFewTiles, InvalidOption
        The communes cannot be grouped.
    """
    check_result_output(job.output, _LAYERS)
    reporter.progress("read", 0, 1)
    looks = read_looks(job, reporter)
    if job.k is not None and job.k >= len(looks.rows):
        raise InvalidOption(option="k", found=job.k, expected=f"less than the {len(looks.rows)} communes to group")
    with threadpool_limits(limits=1):  # sums in one order, so that the same seed gives the same clusters
        found = _group(looks, job, reporter)
    layers = _layers(found, looks, job)
    reporter.progress("write", 0, 1)
    write_result(layers, job, job.output)
    reporter.progress("write", 1, 1)
    return Done({"output": job.output}, _metrics(found))


def _group(looks: Looks, job: ClusterCommunes, reporter: Reporter) -> Clusters:
    generator = np.random.default_rng(job.seed)
    communes = looks.communes.iloc[looks.rows]
    features = reduced(_basis(looks, job), job.standardise, job.components)
    group = grouper(job.method, neighbours_of(communes) if job.method == "contiguous" else None)
    ks = range(job.k_min, min(job.k_max, len(features) - 1) + 1)
    chosen = choose_k(
        features, ks, group, generator, job.k, lambda done, total: reporter.progress("curves", done, total)
    )
    reporter.progress("cluster", 0, 1)
    rows = np.arange(len(features))
    grouping = group(features, chosen.k, generator, rows)
    number = numbered(grouping.labels, communes.reset_index(drop=True), job.number_by)
    grouping = grouping_of(number, features)
    members = measure_members(features, grouping, group, generator)
    columns = members.assign(**flat_places(features, generator, job.umap)).round(6)
    columns[fields.SECOND_CLUSTER] += 1
    columns.insert(0, fields.CLUSTER, number + 1)
    columns.insert(1, fields.CLUSTER_NAME, _names(communes, number + 1, job, reporter))
    columns.index = communes.index
    joined = looks.communes.join(columns)
    joined = joined.astype({fields.CLUSTER: "Int32", fields.SECOND_CLUSTER: "Int32"})
    reporter.progress("cluster", 1, 1)
    return Clusters(joined, chosen, features)


def _basis(looks: Looks, job: ClusterCommunes) -> np.ndarray:
    """Return what the communes with an image are grouped by, (n, n_columns) float."""
    shares = looks.communes.iloc[looks.rows].drop(columns=looks.communes.geometry.name)
    segments = [column for column in shares if fields.is_segment_share(column)]
    parts = {
        "features": looks.mean if looks.spread is None else np.hstack([looks.mean, looks.spread]),
        "segments": shares[segments].fillna(0).to_numpy(dtype=float),
        "built": shares.reindex(columns=[fields.BUILT_SHARE]).fillna(0).to_numpy(dtype=float),
    }
    return weighed_together([parts[name] for name in dict.fromkeys(job.basis)])


def _names(
    communes: gpd.GeoDataFrame, numbers: np.ndarray, job: ClusterCommunes, reporter: Reporter
) -> list[str | None]:
    """Return the name of each commune's cluster: that of the earlier cluster that it is."""
    members, names = read_names(job.names_from or job.output)
    kept = kept_names(communes[fields.COMMUNE_ID].to_numpy(), numbers, members, names)
    lost = sorted(set(names.values()) - set(kept.values()))
    if lost:
        reporter.notice("names_lost", names=", ".join(lost))
    return [kept.get(int(number)) for number in numbers]


def _layers(found: Clusters, looks: Looks, job: ClusterCommunes) -> dict[str, pd.DataFrame]:
    communes = found.communes
    seen = communes.iloc[looks.rows]
    points = seen.drop(columns=communes.geometry.name)
    layers: dict[str, pd.DataFrame] = {fields.COMMUNES_LAYER: communes, fields.DIAGRAM_LAYER: diagram(points)}
    clusters = summarise(communes)
    names = seen.drop_duplicates(fields.CLUSTER).set_index(fields.CLUSTER)[fields.CLUSTER_NAME]
    clusters.insert(1, fields.CLUSTER_NAME, clusters[fields.CLUSTER].map(names).astype(object))
    layers |= {fields.CLUSTERS_TABLE: clusters, fields.K_CURVES_TABLE: found.chosen.curves}
    return layers


def _metrics(found: Clusters) -> dict[str, object]:
    curve = found.chosen.curves[found.chosen.curves["chosen"]].iloc[0]
    sizes = found.communes[fields.CLUSTER].value_counts().sort_index()
    return {
        "commune_count": len(found.communes),
        "k": found.chosen.k,
        "silhouette": round(float(curve["silhouette"]), 4),
        "stability": round(float(curve["stability"]), 4),
        "sizes": [int(size) for size in sizes],
    }
