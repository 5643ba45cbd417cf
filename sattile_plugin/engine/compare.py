"""Hold what a model says of tiles against a buildings layer: what is new on the photo, and what is gone from it."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from ..contract import fields
from ..contract.jobs import CompareWithBuildings
from ..contract.messages import Done, Reporter
from ..contract.texts import phrase
from .buildings import Measured, measure_buildings, read_tiles_over_photo
from .commune_totals import read_communes, totals
from .doubt import decide
from .findings import expected_gain_m2, find, model_areas, review
from .io.results import check_layer_output, write_layers
from .io.vectors import require_numbers, require_values

_LAYERS = (fields.TILES_LAYER, fields.COMMUNES_LAYER)


def compare_with_buildings(job: CompareWithBuildings, reporter: Reporter) -> Done:
    """Write the tiles with how model and buildings agree and a review order, and the totals of communes if given.

    Raises
    ------
    MissingField, UnknownValues
        The tiles were not classified as bati and non_bati, with probabilities of 0 to 1.
    NoOverlap, EmptyLayer, NotBuildings, MissingCrs, UnreadableFile, InvalidOption
        The layers do not go together.
    """
    check_layer_output(job.output, *_LAYERS)
    reporter.progress("read", 0, 2)
    tiles = read_tiles_over_photo(job, reporter, (fields.P_BATI, fields.PREDICTED))
    require_values(tiles, fields.PREDICTED, fields.CLASSES, job.tiles, reporter)
    tiles = tiles.assign(**_numbers(tiles, job.tiles))
    communes = read_communes(job, tiles, reporter) if job.communes else None
    reporter.progress("read", 1, 2)
    measured = measure_buildings(job, tiles, reporter)
    reporter.progress("compare", 0, 1)
    compared = tiles.assign(**compare(tiles, measured, job.raster is not None))
    layers = {fields.TILES_LAYER: compared}
    if communes is not None:
        compared[fields.COMMUNE_ID] = communes.of_tile
        layers[fields.COMMUNES_LAYER] = totals(compared, communes)
    reporter.progress("write", 0, 1)
    write_layers(layers, job, job.output, reporter, _LAYERS)
    reporter.progress("write", 1, 1)
    return Done({"output": job.output}, _metrics(compared, measured))


def _numbers(tiles: gpd.GeoDataFrame, source: str) -> dict[str, np.ndarray]:
    """Return what the model says in numbers, checked."""
    found = {fields.P_BATI: require_numbers(tiles, fields.P_BATI, source, phrase("probabilities from 0 to 1"), 0, 1)}
    if fields.NOVELTY in tiles and tiles[fields.NOVELTY].notna().any():
        found[fields.NOVELTY] = require_numbers(tiles, fields.NOVELTY, source, phrase("numbers"))
    return found


def compare(tiles: gpd.GeoDataFrame, measured: Measured, looked_for_trees: bool) -> dict[str, Any]:
    """Return the columns that say of each tile how model and buildings agree.

    Parameters
    ----------
    tiles
        With the columns p_bati and predicted.
    measured
        The buildings in them.
    looked_for_trees
        Whether a photo told what trees hide.
    """
    area_m2, doubts = measured.built.area_m2, measured.doubts
    p_bati = tiles[fields.P_BATI].to_numpy()
    predicted = tiles[fields.PREDICTED].to_numpy(dtype=object)
    decision = decide(area_m2, doubts, measured.rules)
    finding, reason = find(predicted, decision, area_m2 >= measured.rules.min_built_area_m2)
    says_bati = predicted == fields.BATI
    confidence = np.where(pd.isna(finding), np.nan, np.where(says_bati, p_bati, 1 - p_bati))
    by_model_m2 = model_areas(p_bati, area_m2, finding)
    stake_m2 = np.where(says_bati, by_model_m2 - area_m2, area_m2)
    real = np.isin(finding, (fields.NEW, fields.GONE))
    strangeness = np.where(real, _strangeness(tiles), 0.0)
    reason[strangeness > 0] = fields.OUT_OF_DOMAIN
    gain_m2 = expected_gain_m2(confidence, stake_m2, np.where(real, strangeness, _explained(finding, measured)))
    order = review(tiles.geometry.to_numpy(), finding, predicted, gain_m2)
    hidden = {fields.HIDDEN_RATIO: doubts.hidden_ratio.round(4)} if looked_for_trees else {}
    return {
        fields.FINDING: finding,
        fields.FINDING_REASON: reason,
        fields.CONFIDENCE: confidence.round(6),
        fields.REVIEW_RANK: pd.array(order.rank, dtype="Int64"),
        fields.REVIEW_PLACE: pd.array(order.place, dtype="Int64"),
        fields.BUILT_AREA_M2: area_m2.round(3),
        fields.MODEL_AREA_M2: by_model_m2.round(3),
        fields.BUILDING_COUNT: measured.built.building_count,
        fields.LARGEST_BUILDING_M2: measured.built.largest_m2.round(3),
        **hidden,
    }


def _explained(finding: np.ndarray, measured: Measured) -> np.ndarray:
    """Return how far the reason of an unsure label explains that the model says the other, (n_tiles,) float, 0 to 1."""
    built, doubts, rules = measured.built, measured.doubts, measured.rules
    doubtful_m2 = sum(doubts.doubtful_m2.values(), np.zeros(len(finding)))
    near_enough = (built.area_m2 + doubtful_m2) / rules.min_built_area_m2
    return np.where(finding == fields.HIDDEN, doubts.hidden_ratio, np.minimum(near_enough, 1.0))


def _strangeness(tiles: gpd.GeoDataFrame) -> np.ndarray:
    """Return how far what the model says is in doubt as it never saw the like, (n_tiles,) float, 0 to 1.

    A tile twice as far from the tiles of training as hardly any of theirs is half in doubt.
    """
    if fields.NOVELTY not in tiles:
        return np.zeros(len(tiles))
    novelty = tiles[fields.NOVELTY].to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(1 - 1 / np.fmax(novelty, 1.0))


def _metrics(compared: gpd.GeoDataFrame, measured: Measured) -> dict[str, Any]:
    finding = compared[fields.FINDING]
    counts = finding.value_counts()
    by_model_m2 = compared[fields.MODEL_AREA_M2].dropna()
    return {
        "tile_count": len(compared),
        **{name: int(counts.get(name, 0)) for name in fields.FINDINGS},
        "no_image": int(finding.isna().sum()),
        fields.OUT_OF_DOMAIN: int((compared[fields.FINDING_REASON] == fields.OUT_OF_DOMAIN).sum()),
        "to_review": int(compared[fields.REVIEW_RANK].notna().sum()),
        "places_to_review": int(compared[fields.REVIEW_PLACE].max()) if compared[fields.REVIEW_PLACE].any() else 0,
        "built_area_m2": round(float(compared[fields.BUILT_AREA_M2].sum()), 1),
        "model_area_m2": round(float(by_model_m2.sum()), 1) if len(by_model_m2) else None,
        "buildings_counted": len(measured.buildings.counted),
        "geometries_mended": measured.buildings.mended,
    }
