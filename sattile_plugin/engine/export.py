"""Write an image library straight from the raster: part/class/tile_id.png, and what tells of it."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from ..contract import fields
from ..contract.errors import EmptyLayer, InvalidOption
from ..contract.jobs import ExportTileImages, encode_job
from ..contract.library import MIN_VALID_SHARE, belongs, drawn_path, image_path
from ..contract.messages import Done, Reporter
from ..contract.texts import QT_TRANSLATE_NOOP
from .io.identity import raster_identity, resume_key, rows_identity
from .io.image_sets import require_overlap
from .io.library_extras import EXTRAS, write_contact_sheets, write_manifests
from .io.outputs import check_output_folder, output_folder
from .io.rasters import Bounds, Orthophoto
from .io.tile_image_file import write_tile_image
from .io.vectors import read_tiles, require_names_apart, without_copies

_DIRECT = QT_TRANSLATE_NOOP(
    "SatTile", "direct, since QGIS draws an Atlas: use the algorithm sattile:exporttileimages there"
)
_TOLD_OF_A_TILE = (
    fields.LABEL,
    fields.SPLIT,
    fields.BLOCK_ID,
    fields.SUSPICION,
    fields.SUSPICION_REASON,
    fields.PROBABLE_LABEL,
)
"""Columns of the tiles that the manifest repeats, where the layer has them."""
_RUN_TILES = 16
"""Neighbours that one thread writes: each thread opens the raster for itself and reads blocks once that tiles share."""


def export_tile_images(job: ExportTileImages, reporter: Reporter) -> Done:
    """Write one image a tile into a new folder; tiles without a class or a part are left out.

    At native resolution PNG, WebP and GeoTIFF hold the raster's own pixels; a raster of more than 8 bits keeps them
    in GeoTIFF and is stretched to 8 bits in the others. A run that was ended goes on where it stood. Of an Atlas the
    images are there already, drawn by QGIS beside the output.

    Raises
    ------
    NoOverlap, OutputOccupied, MissingBand, EmptyLayer
        The images cannot be made.
    """
    by_atlas, drawn = job.method == "atlas", drawn_path(job.output)
    if by_atlas and not drawn.is_dir():
        raise InvalidOption(option="method", found=job.method, expected=_DIRECT)
    check_output_folder(Path(job.output))
    reporter.progress("read", 0, 1)
    everything = without_copies(read_tiles(job.tiles, reporter), job.tiles, reporter)
    tiles = tiles_of_library(everything, job.tiles)
    require_names_apart(tiles, job.tiles)
    if len(tiles) < len(everything):
        reporter.notice("tiles_not_in_library", count=len(everything) - len(tiles))
    if not by_atlas:
        require_overlap(job.raster, tiles.crs, tiles.total_bounds, job.tiles)
        with Orthophoto(job.raster, job.bands, tiles.crs) as photo:
            _tell_changes(photo, tiles, job, reporter)
    with output_folder(job.output, None if by_atlas else _all_that_counts(job, tiles)) as folder:
        for part in drawn.iterdir() if by_atlas else ():
            part.replace(folder / part.name)
        manifest = _write_images(tiles, job, folder, reporter)
        reporter.progress("write", 0, 3)
        write_manifests(manifest, folder)
        reporter.progress("write", 1, 3)
        write_contact_sheets(manifest, folder, np.random.default_rng(1))
        reporter.progress("write", 2, 3)
        for name in job.annotations:
            EXTRAS[name](manifest, folder)
    if len(manifest) < len(tiles):
        reporter.notice("tiles_without_image", count=len(tiles) - len(manifest))
    reporter.progress("write", 3, 3)
    metrics = {"image_count": len(manifest), "no_image": len(tiles) - len(manifest), "counts": _counts(manifest)}
    return Done({"output": job.output, "manifest": str(Path(job.output) / "manifest.csv")}, metrics)


def _counts(manifest: gpd.GeoDataFrame) -> dict[str, int]:
    """Return the number of images in each folder of the library; none where it has no folders."""
    folders = [name for name in (fields.SPLIT, fields.LABEL) if name in manifest]
    found = manifest.groupby(folders).size() if folders else {}
    return {"/".join(key) if isinstance(key, tuple) else str(key): int(count) for key, count in found.items()}


def _all_that_counts(job: ExportTileImages, tiles: gpd.GeoDataFrame) -> str:
    """Return the key of the run, by which only one with the same options, tiles and raster goes on with its images."""
    columns = (fields.TILE_ID, *_TOLD_OF_A_TILE)
    return resume_key(encode_job(job), rows_identity(tiles, columns), raster_identity(job.raster))


def tiles_of_library(tiles: gpd.GeoDataFrame, source: str) -> gpd.GeoDataFrame:
    """Return the tiles that belong into an image library: with a class and a part, where the layer has them."""
    split, label = _texts(tiles, fields.SPLIT), _texts(tiles, fields.LABEL)
    has_split, has_label = fields.SPLIT in tiles, fields.LABEL in tiles
    kept = [belongs(*pair, has_split, has_label) for pair in zip(split, label)]
    if not any(kept):
        raise EmptyLayer(path=source, expected="tile with a class and a part")
    return tiles[kept].reset_index(drop=True)


def _texts(tiles: gpd.GeoDataFrame, field: str) -> list[str | None]:
    """Return a column of text, None where a tile has none or the layer has no such column."""
    values = tiles[field] if field in tiles else [None] * len(tiles)
    return [value if isinstance(value, str) and value else None for value in values]


def _write_images(tiles: gpd.GeoDataFrame, job: ExportTileImages, folder: Path, reporter: Reporter) -> gpd.GeoDataFrame:
    """Write every image that is not there yet, several at once; return the manifest of those with enough image."""
    local = threading.local()
    rows = zip(tiles[fields.TILE_ID], _texts(tiles, fields.SPLIT), _texts(tiles, fields.LABEL))
    names = [image_path(str(tile_id), part, name, job.image_format) for tile_id, part, name in rows]
    for parent in {name.parent for name in names}:
        (folder / parent).mkdir(parents=True, exist_ok=True)
    bounds = [Bounds(*box) for box in shapely.bounds(tiles.geometry.to_numpy()).tolist()]

    def write(number: int) -> bool:
        path = folder / names[number]
        if path.exists() or job.method == "atlas":
            return path.exists()
        if not hasattr(local, "photo"):
            local.photo = Orthophoto(job.raster, job.bands, tiles.crs)
        return _write_image(local.photo, bounds[number], job, path)

    def write_run(first: int) -> list[bool]:
        return [write(number) for number in range(first, min(first + _RUN_TILES, len(tiles)))]

    written: list[bool] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for run in pool.map(write_run, range(0, len(tiles), _RUN_TILES)):
            written += run
            reporter.progress("images", len(written), len(tiles))
    known = [name for name in _TOLD_OF_A_TILE if name in tiles]
    manifest = tiles[[fields.TILE_ID, *known, "geometry"]].copy()
    manifest.insert(0, "path", [str(name) for name in names])
    manifest[list(Bounds._fields)] = bounds
    return manifest.assign(crs=tiles.crs.to_string())[written].reset_index(drop=True)


def _write_image(photo: Orthophoto, bounds: Bounds, job: ExportTileImages, path: Path) -> bool:
    """Write one image; return False where the raster has too little of it."""
    if job.tile_size_px is None:
        (pixels, valid_share), ground = photo.read_native_tile(bounds), photo.snap(bounds)
    else:
        (pixels, valid_share), ground = photo.read_tile(bounds, job.tile_size_px), bounds
    if valid_share < MIN_VALID_SHARE:
        return False
    if job.image_format != "tif" and pixels.dtype != np.uint8 and photo.stretch:
        pixels = photo.stretch.apply(pixels)
    write_tile_image(pixels, ground, photo.tile_crs, path, job.image_format, job.world_files)
    return True


def _tell_changes(photo: Orthophoto, tiles: gpd.GeoDataFrame, job: ExportTileImages, reporter: Reporter) -> None:
    """Tell the user when images are not the raster's own pixels."""
    if photo.stretch and job.image_format != "tif":
        low, high = photo.stretch
        reporter.notice("stretched", raster=Path(job.raster).name, dtype=photo.dtype, low=low, high=high)
    first = Bounds(*tiles.geometry.iloc[0].bounds)
    if job.tile_size_px is None and not photo.falls_on_pixels(first):
        reporter.notice("resampled", raster=Path(job.raster).name)
