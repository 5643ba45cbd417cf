"""Give each tile of a layer the probability of being bati, its class and its uncertainty; no TensorFlow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import geopandas as gpd
import numpy as np

from ..contract import fields
from ..contract.jobs import ClassifyTiles
from ..contract.messages import Done, Reporter
from .io.image_sets import RasterSource, read_ahead, require_overlap
from .io.vectors import TileLayer, check_layer_output, inspect_tiles, iter_tiles, write_tiles
from .model.onnx_file import TileModel

_CHUNK_TILES = 10_000
"""Tiles held in memory at once."""
_SIZE_TOLERANCE = 0.1


def classify_tiles(job: ClassifyTiles, reporter: Reporter) -> Done:
    """Write the tiles with p_bati, predicted and uncertainty, in memory that does not grow with the layer.

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
    write_tiles(_classified_chunks(job, layer, model, counts, reporter), job, job.output)
    if counts["no_image"]:
        reporter.notice("tiles_without_image", count=counts["no_image"])
    reporter.progress("write", 1, 1)
    names = (fields.BATI, fields.NON_BATI, "no_image")
    metrics = {"tile_count": sum(counts.values()), **{name: counts[name] for name in names}}
    return Done({"output": job.output}, {**metrics, "threshold": model.threshold})


def uncertainty_of(p_bati: np.ndarray) -> np.ndarray:
    """Return the predictive entropy in bits, (n_tiles,): 0 where the model is sure, 1 at p = 0.5.

    >>> uncertainty_of(np.array([0.5, 1.0])).tolist()
    [1.0, 0.0]
    """
    both = np.stack([p_bati, 1 - p_bati])
    return np.abs(-(both * np.log2(np.clip(both, 1e-12, 1))).sum(axis=0))


def _classified_chunks(
    job: ClassifyTiles, layer: TileLayer, model: TileModel, counts: Counter[str], reporter: Reporter
) -> Iterator[gpd.GeoDataFrame]:
    """Yield the tiles with what the model says of them; `counts` is kept up to date."""
    for tiles in iter_tiles(job.tiles, layer.tile_count, _CHUNK_TILES):
        if not sum(counts.values()):
            _tell_difference(float(np.sqrt(tiles.area.median())), model, reporter)
        source = RasterSource(job.raster, job.bands, tiles)
        images = read_ahead(((source, number) for number in range(len(tiles))), model.tile_size_px)
        p_bati = np.empty(0)
        before = sum(counts.values())
        for batch, _ in model.see_images(images, job.batch_size):
            p_bati = np.concatenate([p_bati, batch])
            reporter.progress("classify", before + len(p_bati), layer.tile_count)
        predicted = np.where(p_bati >= model.threshold, fields.BATI, fields.NON_BATI).astype(object)
        predicted[np.isnan(p_bati)] = None
        counts.update("no_image" if name is None else name for name in predicted)
        uncertainty = uncertainty_of(p_bati).round(6)
        columns = {fields.P_BATI: p_bati.round(6), fields.PREDICTED: predicted, fields.UNCERTAINTY: uncertainty}
        yield tiles.assign(**columns)


def _tell_difference(size_m: float, model: TileModel, reporter: Reporter) -> None:
    """Tell the user when the tiles are of another size than those that the model learned from."""
    wanted = model.metadata.get("tile_size_m")
    if wanted and abs(size_m / wanted - 1) > _SIZE_TOLERANCE:
        reporter.notice("tile_size_differs", found=round(size_m, 2), wanted=round(wanted, 2))
