"""Give each tile of a layer its class, the probability of it, its uncertainty and its novelty; no TensorFlow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from ..contract import fields
from ..contract.jobs import ClassifyTiles
from ..contract.messages import Done, Reporter
from .io.image_sets import RasterSource, place_of, read_ahead, require_overlap
from .io.results import check_layer_output, write_tiles
from .io.vectors import TileLayer, inspect_tiles, iter_tiles, tell_dropped
from .model.adaptation import PlaceFit, fit_to_place, is_known, tell_fit
from .model.onnx_file import Seen, TileModel

_CHUNK_TILES = 10_000
"""Tiles held in memory at once."""
_RESULTS = (
    fields.P_BATI,
    fields.PROBABILITY,
    fields.PREDICTED,
    fields.UNCERTAINTY,
    fields.NOVELTY,
    fields.OUT_OF_DOMAIN,
)
"""Columns of an earlier run, of which none stays."""
_SAMPLE_TILES = 300
"""Tiles by which the place is got to know."""
_SIZE_TOLERANCE = 0.1
_COARSER = 1.5
"""How many times coarser than in training a raster may be before the user is told."""
_STRANGE_SHARE = 0.1
"""Share of tiles unlike those of training from which on the user is told."""


class _Sample(NamedTuple):
    """Tiles that were looked at before the others, to get to know the place."""

    number: np.ndarray
    """(n_sample,) int, which tiles of the layer, ascending."""
    probability: np.ndarray
    """(n_sample, n_classes) float, as the model says."""
    novelty: np.ndarray
    """(n_sample,) float."""
    embedding: np.ndarray
    """(n_sample, n_features) float32."""


def classify_tiles(job: ClassifyTiles, reporter: Reporter) -> Done:
    """Write the tiles with their class, probability, uncertainty and novelty, in memory that does not grow with them.

    Raises
    ------
    WrongModel, NoOverlap, MissingBand, MissingField
        The inputs do not go together.
    """
    check_layer_output(job.output)
    reporter.progress("read", 0, 1)
    model = TileModel(job.model)
    layer = inspect_tiles(job.tiles)
    require_overlap(job.raster, layer.crs, layer.bounds, job.tiles)
    counts: Counter[str] = Counter()
    is_new = not is_known(place_of(layer.crs, layer.bounds), model.metadata.get("training", ()))
    size = min(layer.tile_count, _SAMPLE_TILES) if job.adapt and model.tells_bati and is_new else 0
    sample = _look_at_sample(size, job, layer, model, reporter)
    place = fit_to_place(sample.probability[:, 1], sample.embedding)
    tell_fit(place, job.raster, reporter)
    sample = sample._replace(probability=place.probability(sample.probability, sample.embedding))
    write_tiles(_classified_chunks(job, layer, model, sample, place, counts, reporter), job, job.output)
    classified = sum(counts[name] for name in model.classes)
    tell_dropped(layer.tile_count - classified - counts["no_image"], job.tiles, reporter)
    if counts["no_image"]:
        reporter.notice("tiles_without_image", count=counts["no_image"])
    if counts[fields.OUT_OF_DOMAIN] > _STRANGE_SHARE * classified:
        reporter.notice("out_of_domain", count=counts[fields.OUT_OF_DOMAIN], total=classified)
    reporter.progress("write", 1, 1)
    names = (*reversed(model.classes), "no_image", fields.OUT_OF_DOMAIN)
    metrics = {"tile_count": classified + counts["no_image"], **{name: counts[name] for name in names}}
    return Done({"output": job.output}, {**metrics, "threshold": model.threshold, **_fit_metrics(place, model)})


def _fit_metrics(place: PlaceFit, model: TileModel) -> dict[str, float]:
    if not model.tells_bati:
        return {}
    fit = {"parting_p_bati": place.parting_p_bati, "place_learned_from": place.n_learned}
    return {**fit, "place_temperature": round(place.temperature, 4)}


def uncertainty_of(probability: np.ndarray) -> np.ndarray:
    """Return the predictive entropy, (n_tiles,): 0 where the model is sure, 1 where all classes are as probable.

    >>> uncertainty_of(np.array([[0.5, 0.5], [0.0, 1.0]])).tolist()
    [1.0, 0.0]
    """
    entropy = -(probability * np.log(np.clip(probability, 1e-12, 1))).sum(axis=1)
    return np.asarray(np.abs(entropy / np.log(probability.shape[1])))


def _look_at_sample(size: int, job: ClassifyTiles, layer: TileLayer, model: TileModel, reporter: Reporter) -> _Sample:
    """Return what the model says of so many tiles, spread over the layer."""
    # Every so many tiles would be whole columns of a grid.
    drawn = np.sort(np.random.default_rng(1).choice(layer.tile_count, size, replace=False))
    probability, novelty = np.empty((size, len(model.classes))), np.empty(size)
    embedding: list[np.ndarray] = []
    first = done = 0
    for tiles in iter_tiles(job.tiles, layer.tile_count, _CHUNK_TILES) if size else ():
        chosen = drawn[(drawn >= first) & (drawn < first + len(tiles))] - first
        first += len(tiles)
        for seen in _seen(RasterSource(job.raster, job.bands, tiles), chosen, job, model):
            here = slice(done, done + len(seen.novelty))
            probability[here], novelty[here] = seen.probability, seen.novelty
            embedding.append(seen.embedding)
            done = here.stop
            reporter.progress("sample", done, size)
    features = np.concatenate(embedding) if embedding else np.empty((0, 0))
    return _Sample(drawn[:done], probability[:done], novelty[:done], features)


def _seen(source: RasterSource, numbers: np.ndarray, job: ClassifyTiles, model: TileModel) -> Iterator[Seen]:
    images = read_ahead(((source, int(number)) for number in numbers), model.tile_size_px)
    return model.see_images(images, job.batch_size, job.symmetries)


def _classified_chunks(
    job: ClassifyTiles,
    layer: TileLayer,
    model: TileModel,
    sample: _Sample,
    place: PlaceFit,
    counts: Counter[str],
    reporter: Reporter,
) -> Iterator[gpd.GeoDataFrame]:
    """Yield the tiles with what the model says of them; `counts` is kept up to date."""
    first, done = 0, len(sample.number)
    for tiles in iter_tiles(job.tiles, layer.tile_count, _CHUNK_TILES):
        source = RasterSource(job.raster, job.bands, tiles)
        if not first:
            tell_differences(float(np.sqrt(tiles.area.median())), source.resolution_m_per_px, model, reporter)
        known = (sample.number >= first) & (sample.number < first + len(tiles))
        looked_at = sample.number[known] - first
        first += len(tiles)
        probability, novelty = np.empty((len(tiles), len(model.classes))), np.empty(len(tiles))
        probability[looked_at], novelty[looked_at] = sample.probability[known], sample.novelty[known]
        waiting = np.setdiff1d(np.arange(len(tiles)), looked_at)
        for seen in _seen(source, waiting, job, model):
            here, waiting = np.split(waiting, [len(seen.novelty)])
            probability[here], novelty[here] = place.probability(seen.probability, seen.embedding), seen.novelty
            done += len(here)
            reporter.progress("classify", done, layer.tile_count)
        reporter.progress("classify", done, layer.tile_count)
        columns = _columns(probability, novelty, model)
        counts.update(columns[fields.PREDICTED].fillna("no_image"))
        counts[fields.OUT_OF_DOMAIN] += int(columns[fields.OUT_OF_DOMAIN].sum())
        yield tiles.drop(columns=list(_RESULTS), errors="ignore").assign(**columns)


def _columns(probability: np.ndarray, distance: np.ndarray, model: TileModel) -> dict[str, pd.Series]:
    """Return the columns to add; all are missing where there is too little image."""
    novelty = pd.Series(distance.round(4))
    number = model.decide(np.nan_to_num(probability))
    seen = ~np.isnan(probability[:, 0])
    predicted = pd.Series(np.array(model.classes, dtype=object)[number]).where(seen, None)
    said = {fields.P_BATI: probability[:, 1]} if model.tells_bati else {fields.PROBABILITY: probability.max(axis=1)}
    return {
        **{name: pd.Series(values.round(6)) for name, values in said.items()},
        fields.PREDICTED: predicted,
        fields.UNCERTAINTY: pd.Series(uncertainty_of(probability).round(6)),
        fields.NOVELTY: novelty,
        fields.OUT_OF_DOMAIN: (novelty > 1).astype("boolean").where(seen, None),
    }


def tell_differences(size_m: float, resolution_m_per_px: float, model: TileModel, reporter: Reporter) -> None:
    """Tell the user when tiles or raster are of another size or sharpness than those that the model learned from."""
    wanted = model.metadata.get("tile_size_m")
    if wanted and abs(size_m / wanted - 1) > _SIZE_TOLERANCE:
        reporter.notice("tile_size_differs", found=round(size_m, 2), wanted=round(wanted, 2))
    known = [origin.get("resolution_m_per_px") for origin in model.metadata.get("training", ())]
    seen_at = [max(float(resolution), model.metadata["resolution_m_per_px"]) for resolution in known if resolution]
    if seen_at and resolution_m_per_px > _COARSER * max(seen_at):
        reporter.notice("raster_coarser", found=round(resolution_m_per_px, 2), wanted=round(max(seen_at), 2))
