"""Sort described tiles into classes of land use that nobody named before."""

from __future__ import annotations

import functools

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist
from threadpoolctl import threadpool_limits

from ..contract import fields
from ..contract.errors import InvalidOption, TooFewTiles
from ..contract.jobs import SegmentTiles
from ..contract.messages import Done, Reporter
from .communes.aggregate import weights_of
from .communes.choosing import Chosen, choose_k
from .communes.described import Described, read_described
from .communes.grouping import Grouping, grouper, grouping_of
from .communes.looks import segment_shares
from .communes.naming import commune_ids
from .communes.numbering import numbered
from .communes.prepare import blended, reduced, rooted
from .communes.reference import Accuracy, measure_accuracy, reference_classes
from .communes.smoothing import smoothed
from .io.results import check_layer_output, write_layers
from .io.vectors import read_polygons, to_crs_of

_LAYERS = (
    fields.TILES_LAYER,
    fields.COMMUNES_LAYER,
    fields.K_CURVES_TABLE,
    fields.ACCURACY_TABLE,
    fields.ACCURACY_CLASSES_TABLE,
)
_LEAST = 4


def segment_tiles(job: SegmentTiles, reporter: Reporter) -> Done:
    """Write the tiles with their segment, shares by commune, and how well segments meet a reference.

    Raises
    ------
    UnreadableFile, EmptyLayer, TooFewTiles, NoOverlap, InvalidOption
        The tiles cannot be sorted, or not compared.
    """
    check_layer_output(job.output, *_LAYERS)
    reporter.progress("read", 0, 1)
    described = _read(job)
    tiles = described.frame
    classes = reference_classes(tiles, job.reference, job.reference_field, reporter) if job.reference else None
    communes = _communes(tiles, job, reporter)
    with threadpool_limits(limits=1):  # sums in one order, so that the same seed gives the same segments
        grouping, features, chosen = _group(described, job, reporter)
    tiles = tiles.drop(columns=[fields.SEGMENT, fields.SEGMENT_DISTANCE, fields.SEGMENT_SECOND], errors="ignore")
    tiles = tiles.assign(**_columns(grouping, features, smoothed(grouping.labels, tiles, job.smoothing)))
    layers: dict[str, pd.DataFrame] = {fields.TILES_LAYER: tiles}
    if communes is not None:
        inside = weights_of(communes, tiles)
        shares = segment_shares(inside, tiles[fields.SEGMENT])
        layers[fields.COMMUNES_LAYER] = communes.assign(**{fields.TILE_COUNT: inside.tile_count, **shares})
    layers[fields.K_CURVES_TABLE] = chosen.curves
    accuracy = measure_accuracy(tiles[fields.SEGMENT].to_numpy(), classes) if classes is not None else None
    if accuracy is not None:
        if len(accuracy.by_class) > chosen.k:
            reporter.notice("fewer_segments_than_classes", classes=len(accuracy.by_class), k=chosen.k)
        layers[fields.ACCURACY_TABLE] = pd.DataFrame([accuracy.overall])
        layers[fields.ACCURACY_CLASSES_TABLE] = accuracy.by_class
    reporter.progress("write", 0, 1)
    write_layers(layers, job, job.output, reporter, _LAYERS)
    reporter.progress("write", 1, 1)
    return Done({"output": job.output}, _metrics(tiles, chosen, accuracy))


def _read(job: SegmentTiles) -> Described:
    described = read_described(job.features)
    if described.of_communes:
        raise InvalidOption(option="features", found="a file of communes", expected="described tiles")
    if len(described.frame) < _LEAST:
        raise TooFewTiles(path=job.features, found=len(described.frame), kind="described tiles", wanted=_LEAST)
    return described


def _communes(tiles: gpd.GeoDataFrame, job: SegmentTiles, reporter: Reporter) -> gpd.GeoDataFrame | None:
    """Return the communes in the system of the tiles, with commune_id and without shares of an earlier run."""
    if not job.communes:
        return None
    communes, _ = read_polygons(job.communes, "communes", reporter)
    communes = to_crs_of(communes.reset_index(drop=True), tiles, job.communes, reporter)
    names = commune_ids(communes, job.name_field)
    own = [column for column in communes if fields.is_segment_share(str(column)) or column == fields.COMMUNE_ID]
    communes = communes.drop(columns=own)
    communes.insert(0, fields.COMMUNE_ID, names)
    return communes


def _group(described: Described, job: SegmentTiles, reporter: Reporter) -> tuple[Grouping, np.ndarray, Chosen]:
    generator = np.random.default_rng(job.seed)
    features = reduced(rooted(described.features), job.standardise, job.components)
    features = blended(features, job.neighbours, generator)
    group = grouper("kmeans")
    ks = range(job.k_min, job.k_max + 1)
    chosen = choose_k(features, ks, group, generator, job.k, functools.partial(reporter.progress, "curves"))
    if job.k is None and chosen.k == job.k_max:
        reporter.notice("most_groups_chosen", k=chosen.k)
    reporter.progress("cluster", 0, 1)
    found = group(features, chosen.k, generator, np.arange(len(features)))
    grouping = grouping_of(numbered(found.labels, described.frame, "size"), features)
    reporter.progress("cluster", 1, 1)
    return grouping, features, chosen


def _columns(grouping: Grouping, features: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    """Return segment, segment_distance and segment_second by tile; numbers from 1."""
    distance = cdist(features, grouping.centres)
    rows = np.arange(len(features))
    own = distance[rows, labels].copy()
    distance[rows, labels] = np.inf
    return {
        fields.SEGMENT: (labels + 1).astype(np.int32),
        fields.SEGMENT_DISTANCE: own.round(6),
        fields.SEGMENT_SECOND: (distance.argmin(axis=1) + 1).astype(np.int32),
    }


def _metrics(tiles: gpd.GeoDataFrame, chosen: Chosen, accuracy: Accuracy | None) -> dict[str, object]:
    measured = chosen.measured
    if accuracy is not None:
        measured |= {name: round(value, 4) for name, value in accuracy.overall.items() if name != "tile_count"}
    sizes = tiles[fields.SEGMENT].value_counts().sort_index()
    return {"tile_count": len(tiles), "k": chosen.k, **measured, "sizes": [int(size) for size in sizes]}
