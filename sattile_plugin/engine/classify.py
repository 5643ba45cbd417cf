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
from .io.image_sets import RasterSource, place_of, require_overlap
from .io.results import check_layer_output, write_tiles
from .io.tile_images import TileImage, neighbours_together, read_ahead
from .io.vectors import TileLayer, inspect_tiles, iter_tiles, tell_dropped
from .model.acquaintance import Looking, get_to_know, sample_of
from .model.adaptation import PlaceFit, is_known
from .model.appearance import Retouch
from .model.onnx_file import TileModel

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
_SIZE_TOLERANCE = 0.1
_LOOK = 8
"""How many times as long as reading a tile of the sample it takes to look at it, for the progress."""
_STRANGE_SHARE = 0.1
"""Share of tiles unlike those of training from which on the user is told."""


class _Place(NamedTuple):
    """What some tiles, looked at before the others, tell of their place."""

    number: np.ndarray
    """(n_sample,) int, which tiles of the layer, ascending."""
    probability: np.ndarray
    """(n_sample, n_classes) float, as the place has them."""
    novelty: np.ndarray
    """(n_sample,) float."""
    fit: PlaceFit
    """How probabilities become those of the place."""
    retouch: Retouch
    """What is done to its images before the model sees them."""


def classify_tiles(job: ClassifyTiles, reporter: Reporter) -> Done:
    """Write the tiles with their class, probability, uncertainty and novelty, in memory that does not grow with them.

    Raises
    ------
    WrongModel, NoOverlap, MissingBand, MissingField
        The inputs do not go together.
    """
    check_layer_output(job.output)
    reporter.progress("read", 0, 1)
    model = TileModel(job.model, reporter)
    layer = inspect_tiles(job.tiles, reporter)
    require_overlap(job.raster, layer.crs, layer.bounds, job.tiles)
    counts: Counter[str] = Counter()
    place = _get_to_know(job, layer, model, reporter)
    write_tiles(_classified_chunks(job, layer, model, place, counts, reporter), job, job.output, reporter)
    classified = sum(counts[name] for name in model.classes)
    tell_dropped(layer.tile_count - classified - counts["no_image"], job.tiles, reporter)
    if counts["no_image"]:
        reporter.notice("tiles_without_image", count=counts["no_image"])
    if counts[fields.OUT_OF_DOMAIN] > _STRANGE_SHARE * classified:
        reporter.notice("out_of_domain", count=counts[fields.OUT_OF_DOMAIN], total=classified)
    reporter.progress("write", 1, 1)
    names = (*reversed(model.classes), "no_image", fields.OUT_OF_DOMAIN)
    metrics = {"tile_count": classified + counts["no_image"], **{name: counts[name] for name in names}}
    return Done({"output": job.output}, {**metrics, "threshold": model.threshold, **_place_metrics(place, model)})


def _place_metrics(place: _Place, model: TileModel) -> dict[str, float]:
    retouch = place.retouch
    looks: dict[str, float] = {"photo_stretched": retouch.stretch is not None}
    looks["photo_sharpened"] = retouch.sharpens
    if not model.tells_bati:
        return looks
    fit = {"parting_p_bati": place.fit.parting_p_bati, "place_learned_from": place.fit.n_learned}
    return {**looks, **fit, "place_temperature": round(place.fit.temperature, 4)}


def uncertainty_of(probability: np.ndarray) -> np.ndarray:
    """Return the predictive entropy, (n_tiles,): 0 where the model is sure, 1 where all classes are as probable.

    >>> uncertainty_of(np.array([[0.5, 0.5], [0.0, 1.0]])).tolist()
    [1.0, 0.0]
    """
    entropy = -(probability * np.log(np.clip(probability, 1e-12, 1))).sum(axis=1)
    return np.asarray(np.abs(entropy / np.log(probability.shape[1])))


def _get_to_know(job: ClassifyTiles, layer: TileLayer, model: TileModel, reporter: Reporter) -> _Place:
    """Look at some tiles, spread over the layer, and tell the user how their place differs from those of training."""
    drawn = sample_of(layer.tile_count)
    size = len(drawn)
    images: list[TileImage] = []
    first = 0
    for tiles in iter_tiles(job.tiles, layer.tile_count, _CHUNK_TILES):
        chosen = drawn[(drawn >= first) & (drawn < first + len(tiles))] - first
        first += len(tiles)
        for image in _read(RasterSource(job.raster, job.bands, tiles), chosen, model, Retouch()):
            images.append(image)
            reporter.progress("sample", len(images), _LOOK * size + size)
    is_new = not is_known(place_of(layer.crs, layer.bounds), model.metadata.get("training", ()))
    how = Looking(job.adapt, job.symmetries, job.batch_size)

    def progress(done: int) -> None:
        reporter.progress("sample", size + _LOOK * done, _LOOK * size + size)

    found = get_to_know(model, images, is_new, how, job.raster, reporter, progress)
    probability = found.fit.probability(found.seen.probability, found.seen.embedding)
    return _Place(drawn[: len(images)], probability, found.seen.novelty, found.fit, found.retouch)


def _read(source: RasterSource, numbers: np.ndarray, model: TileModel, retouch: Retouch) -> Iterator[TileImage]:
    images = read_ahead(((source, int(number)) for number in numbers), model.tile_size_px, model.surround)
    return (image._replace(pixels=retouch.apply(image.pixels)) for image in images)


def _classified_chunks(
    job: ClassifyTiles,
    layer: TileLayer,
    model: TileModel,
    place: _Place,
    counts: Counter[str],
    reporter: Reporter,
) -> Iterator[gpd.GeoDataFrame]:
    """Yield the tiles with what the model says of them; `counts` is kept up to date."""
    first, done = 0, len(place.number)
    for tiles in iter_tiles(job.tiles, layer.tile_count, _CHUNK_TILES):
        source = RasterSource(job.raster, job.bands, tiles)
        if not first:
            _tell_size(float(np.sqrt(tiles.area.median())), model, reporter)
        known = (place.number >= first) & (place.number < first + len(tiles))
        looked_at = place.number[known] - first
        first += len(tiles)
        probability, novelty = np.empty((len(tiles), len(model.classes))), np.empty(len(tiles))
        probability[looked_at], novelty[looked_at] = place.probability[known], place.novelty[known]
        waiting = neighbours_together(tiles, np.setdiff1d(np.arange(len(tiles)), looked_at))
        images = _read(source, waiting, model, place.retouch)
        for seen in model.see_images(images, job.batch_size, job.symmetries):
            here, waiting = np.split(waiting, [len(seen.novelty)])
            probability[here], novelty[here] = place.fit.probability(seen.probability, seen.embedding), seen.novelty
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


def _tell_size(size_m: float, model: TileModel, reporter: Reporter) -> None:
    """Tell the user when tiles are of another size than those that the model learned from."""
    wanted = model.metadata.get("tile_size_m")
    if wanted and abs(size_m / wanted - 1) > _SIZE_TOLERANCE:
        reporter.notice("tile_size_differs", found=round(size_m, 2), wanted=round(wanted, 2))
