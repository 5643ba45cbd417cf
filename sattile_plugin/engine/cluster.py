"""Group communes by what their imagery looks like, and say how well, how alike they are and who lives there."""

from __future__ import annotations

import functools
from pathlib import Path

import geopandas as gpd
import numpy as np
from threadpoolctl import threadpool_limits

from ..contract import fields
from ..contract.jobs import ClusterCommunes
from ..contract.messages import Done, Reporter
from .communes.choosing import choose_k
from .communes.contiguity import neighbours_of
from .communes.diagram import flat_places
from .communes.findings import LAYERS, Clusters, result_layers
from .communes.grouping import grouper, grouping_of, ward_tree
from .communes.illustrate import draw_pictures
from .communes.likeness import Dendrogram, dendrogram
from .communes.looks import Looks, read_looks
from .communes.measures import measure_members
from .communes.numbering import kept_names, numbered, read_names
from .communes.people import with_population
from .communes.prepare import reduced, weighed_together
from .communes.settling import check_template, write_template
from .io.outputs import check_output_file
from .io.results import check_layer_output, write_layers


def cluster_communes(job: ClusterCommunes, reporter: Reporter) -> Done:
    """Write the communes with their clusters, the tables about them and the diagrams.

    Raises
    ------
    UnreadableFile, EmptyLayer, MissingField, NoOverlap, TooFewTiles, InvalidOption
        The communes cannot be grouped.
    """
    _check_outputs(job)
    reporter.progress("read", 0, 1)
    looks = read_looks(job, reporter)
    people = with_population(looks.communes, job, reporter)
    looks = looks._replace(communes=people.communes)
    generator = np.random.default_rng(job.seed)
    with threadpool_limits(limits=1):  # sums in one order, so that the same seed gives the same clusters
        found = _group(looks, job, generator, reporter)
        reporter.progress("likeness", 0, 1)
        layers = result_layers(found, looks, people.join, job.umap, generator)
    reporter.progress("write", 0, 1)
    write_layers(layers, job, job.output, reporter, LAYERS)
    outputs = {"output": job.output}
    if people.join is not None and not people.join.template.empty:
        outputs["settle"] = job.outputs()["settle"]
        write_template(people.join.template, Path(outputs["settle"]))
    reporter.progress("pictures", 0, 1)
    outputs |= draw_pictures(found, looks, job)
    reporter.progress("pictures", 1, 1)
    return Done(outputs, _metrics(found))


def _check_outputs(job: ClusterCommunes) -> None:
    check_layer_output(job.output, *LAYERS)
    for name in job.beside:
        check_output_file(Path(job.outputs()[name]))
    if job.population:
        check_template(Path(job.outputs()["settle"]), job.settled)


def _group(looks: Looks, job: ClusterCommunes, generator: np.random.Generator, reporter: Reporter) -> Clusters:
    communes = looks.communes.iloc[looks.rows]
    features = reduced(_basis(looks, job), job.standardise, job.components)
    near = neighbours_of(communes) if job.method == "contiguous" else None
    group = grouper(job.method, near)
    ks = range(job.k_min, job.k_max + 1)
    tried = functools.partial(reporter.progress, "curves")
    chosen = choose_k(features, ks, group, generator, job.k, tried)
    if job.k is None and chosen.k == job.k_max:
        reporter.notice("most_groups_chosen", k=chosen.k)
    reporter.progress("cluster", 0, 1)
    labels = group(features, chosen.k, generator, np.arange(len(features))).labels
    number = numbered(labels, communes.reset_index(drop=True), job.number_by)
    columns = measure_members(features, grouping_of(number, features), group, generator)
    columns = columns.assign(**flat_places(features, generator, job.umap)).round(6)
    columns[fields.SECOND_CLUSTER] += 1
    columns.insert(0, fields.CLUSTER, number + 1)
    columns.insert(1, fields.CLUSTER_NAME, _names(communes, number + 1, job, reporter))
    joined = looks.communes.join(columns.set_index(communes.index))
    tree = dendrogram(looks.mean) if job.method == "kmeans" else Dendrogram(np.arange(0), ward_tree(features, near))
    return Clusters(joined.astype({fields.CLUSTER: "Int32", fields.SECOND_CLUSTER: "Int32"}), chosen, tree)


def _basis(looks: Looks, job: ClusterCommunes) -> np.ndarray:
    """Return what the communes with an image are grouped by, (n, n_columns) float."""
    shares = looks.communes.iloc[looks.rows].drop(columns=looks.communes.geometry.name)
    segments = [column for column in shares if fields.is_segment_share(str(column))]
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


def _metrics(found: Clusters) -> dict[str, object]:
    sizes = found.communes[fields.CLUSTER].value_counts().sort_index()
    return {
        "commune_count": len(found.communes),
        "k": found.chosen.k,
        **found.chosen.measured,
        "sizes": [int(size) for size in sizes],
    }
