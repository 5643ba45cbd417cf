"""Describe the image of each tile, or of each commune, by the features that a network finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from .. import __version__
from ..contract import fields
from ..contract.errors import InvalidOption, TooFewTiles
from ..contract.jobs import DescribeImages, encode_job
from ..contract.library import MIN_VALID_SHARE
from ..contract.messages import Done, Reporter
from ..contract.paths import like_path
from ..contract.texts import phrase
from .communes.described import write_described
from .communes.feature_cache import FeatureCache
from .communes.likeness import rank_like
from .communes.naming import commune_ids
from .communes.outlines import FOLDER, SIZE_PX, commune_images, file_names, keep_image
from .io.identity import raster_identity
from .io.image_sets import RasterSource, require_overlap
from .io.outputs import check_output_file
from .io.rasters import Orthophoto
from .io.results import check_layer_output, write_layer
from .io.tile_images import neighbours_together, read_ahead
from .io.vectors import read_polygons, read_tiles
from .model.features import DESCRIBE_SIZE_PX, Backbone, open_backbone

_BATCH_TILES = 16
_PART_TILES = 128
_RECIPE = 1
"""Number to raise when the same pixels come to other features, so that those kept from before are not taken for new."""


def describe_images(job: DescribeImages, reporter: Reporter) -> Done:
    """Write tiles or communes with their features; what was computed before is not computed again.

    Raises
    ------
    UnreadableFile, EmptyLayer, MissingField, NoOverlap, MissingBand, TooFewTiles
        Nothing can be described.
    MissingPackages, MissingWeights, WrongWeights, WrongModel
        There is no backbone to see with.
    """
    check_output_file(Path(job.output))
    if job.like:
        check_layer_output(like_path(job.output))
    reporter.progress("read", 0, 1)
    frame = read_tiles(job.tiles, reporter) if job.tiles else _read_communes(job, reporter)
    require_overlap(job.raster, frame.crs, frame.total_bounds, str(job.tiles or job.communes))
    reporter.progress("weights", 0, 1)
    size_px = DESCRIBE_SIZE_PX if job.tiles else SIZE_PX
    backbone = Backbone(job.model, reporter) if job.model else _backbone(job, size_px, reporter)
    features = _tiles(frame, backbone, job, reporter) if job.tiles else _communes(frame, backbone, job, reporter)
    seen = ~np.isnan(features).any(axis=1)
    if not seen.any():
        raise TooFewTiles(path=job.tiles or job.communes, found=0, kind="tiles with an image", wanted=1)
    if not seen.all():
        reporter.notice("tiles_without_image", count=int((~seen).sum()))
    reporter.progress("write", 0, 1)
    frame, features = frame[seen].reset_index(drop=True), features[seen]
    write_described(frame, features, _about(job, backbone), job.output)
    outputs = {"output": job.output}
    if job.like:
        outputs["like"] = _write_like(frame, features, job, reporter)
    reporter.progress("write", 1, 1)
    return Done(outputs, {"described": len(frame), "n_features": features.shape[1], "no_image": int((~seen).sum())})


def _read_communes(job: DescribeImages, reporter: Reporter) -> gpd.GeoDataFrame:
    communes, _ = read_polygons(str(job.communes), "communes", reporter)
    communes = communes.reset_index(drop=True)
    return communes.assign(**{fields.COMMUNE_ID: commune_ids(communes, job.name_field)})


def _backbone(job: DescribeImages, size_px: int, reporter: Reporter) -> Backbone:
    return open_backbone(job.backbone_weights, job.backbone_width, job.verb, size_px, reporter=reporter)


def _tiles(tiles: gpd.GeoDataFrame, backbone: Backbone, job: DescribeImages, reporter: Reporter) -> np.ndarray:
    """Return the features of tiles, (n_tiles, n_features) float16, NaN where there is too little image."""
    cache = FeatureCache(
        {
            "recipe": _RECIPE,
            "raster": raster_identity(job.raster),
            "bands": list(job.bands),
            "crs": tiles.crs.to_wkt(),
            "backbone": backbone.content,
            "views": job.views,
        }
    )
    bounds = shapely.bounds(tiles.geometry.to_numpy())
    found = cache.find(bounds)
    missing = np.array([number for number, features in enumerate(found) if features is None], dtype=int)
    done = len(tiles) - len(missing)
    reporter.progress("features", done, len(tiles))
    source = RasterSource(job.raster, job.bands, tiles)
    ordered = neighbours_together(tiles, missing).tolist()
    for rows, features in _seen(source, ordered, backbone, int(job.views)):
        cache.add(bounds[rows], features)
        for row, each in zip(rows, features):
            found[row] = each
        done += len(rows)
        reporter.progress("features", done, len(tiles))
    return np.stack([features for features in found if features is not None])


def _seen(
    source: RasterSource, rows: list[int], backbone: Backbone, views: int
) -> Iterator[tuple[list[int], np.ndarray]]:
    """Yield the features of some tiles, a part of them at a time."""
    images = read_ahead(((source, row) for row in rows), backbone.size_px, backbone.surround)
    for first in range(0, len(rows), _PART_TILES):
        part = rows[first : first + _PART_TILES]
        features = []
        for start in range(0, len(part), _BATCH_TILES):
            batch = [next(images) for _ in part[start : start + _BATCH_TILES]]
            described = backbone.describe(np.stack([image.pixels for image in batch]), views)
            described[[image.valid_share < MIN_VALID_SHARE for image in batch]] = np.nan
            features.append(described.astype(np.float16))
        yield part, np.concatenate(features)


def _communes(communes: gpd.GeoDataFrame, backbone: Backbone, job: DescribeImages, reporter: Reporter) -> np.ndarray:
    """Return the features of the communes' images, (n_communes, n_features) float16; the images are kept."""
    folder = Path(job.output).absolute().parent / FOLDER
    features = []
    with Orthophoto(job.raster, job.bands) as photo:
        outlines = list(communes.geometry.to_crs(photo.crs))
        images = commune_images(photo, outlines, job.outline == "box", backbone.size_px)
        for name, image in zip(file_names(communes[fields.COMMUNE_ID].tolist()), images):
            keep_image(folder, name, image.pixels)
            described = backbone.describe(image.pixels[None], int(job.views))[0].astype(np.float16)
            features.append(described if image.valid_share > 0 else np.full_like(described, np.nan))
            reporter.progress("features", len(features), len(communes))
    return np.stack(features)


def _about(job: DescribeImages, backbone: Backbone) -> dict[str, Any]:
    seen = {"size_px": backbone.size_px, "backbone": backbone.content, "n_features": backbone.n_features}
    return {"sattile": __version__, **encode_job(job), **seen}


def _write_like(tiles: gpd.GeoDataFrame, features: np.ndarray, job: DescribeImages, reporter: Reporter) -> str:
    """Write all tiles ranked by how much they look like the one that was named."""
    names = tiles[fields.TILE_ID].to_numpy()
    if job.like not in names:
        raise InvalidOption(option="like", found=job.like, expected=phrase("a tile_id, such as {name}", name=names[0]))
    likeness = rank_like(features, int(np.flatnonzero(names == job.like)[0])).round(4)
    order = np.lexsort([names != job.like, -likeness])  # the tile itself before others that look the same
    ranked = tiles.assign(**{fields.LIKENESS: likeness}).iloc[order]
    ranked = ranked.assign(**{fields.LIKENESS_RANK: np.arange(1, len(ranked) + 1)})
    write_layer(ranked, job, like_path(job.output), fields.TILES_LAYER, reporter)
    return like_path(job.output)
