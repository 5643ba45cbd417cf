"""Write an image library straight from the raster: part/class/tile_id.png and a manifest."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
import shapely
from PIL import Image
from rasterio.transform import from_bounds

from ..contract import fields
from ..contract.jobs import ExportTileImages
from ..contract.messages import Done, Reporter
from .io.image_sets import MIN_VALID_SHARE, require_overlap
from .io.outputs import output_folder
from .io.rasters import Bounds, Orthophoto
from .io.vectors import read_tiles

MANIFEST = "manifest.csv"

_ENCODING: dict[str, dict[str, Any]] = {"png": {"compress_level": 1}, "jpeg": {"quality": 90, "subsampling": 0}}
_SUFFIX = {"png": "png", "jpeg": "jpg", "tif": "tif"}


def export_tile_images(job: ExportTileImages, reporter: Reporter) -> Done:
    """Write one image a tile into a new folder.

    At native resolution PNG and GeoTIFF hold the raster's own pixels; a raster of more than 8 bits keeps them in
    GeoTIFF and is stretched to 8 bits in PNG and JPEG.

    Raises
    ------
    NoOverlap, OutputOccupied, MissingBand
        The images cannot be made.
    """
    reporter.progress("read", 0, 1)
    tiles = read_tiles(job.tiles)
    require_overlap(job.raster, tiles.crs, tiles.total_bounds, job.tiles)
    with Orthophoto(job.raster, job.bands, tiles.crs) as photo:
        _tell_changes(photo, tiles, job, reporter)
    with output_folder(job.output) as folder:
        manifest = pd.DataFrame(list(_write_images(tiles, job, folder, reporter)))
        kept = manifest[manifest["path"].notna()] if len(manifest) else manifest
        reporter.progress("write", 0, 1)
        kept.to_csv(folder / MANIFEST, index=False)
    if len(kept) < len(tiles):
        reporter.notice("tiles_without_image", count=len(tiles) - len(kept))
    reporter.progress("write", 1, 1)
    metrics = {"image_count": len(kept), "no_image": len(tiles) - len(kept)}
    return Done({"output": job.output, "manifest": str(Path(job.output) / MANIFEST)}, metrics)


def image_path(row: Any, image_format: str) -> Path:
    """Return the place of a tile's image in the library; a missing part or label leaves its folder out."""
    folders = [getattr(row, field, None) for field in (fields.SPLIT, fields.LABEL)]
    named = [folder for folder in folders if isinstance(folder, str) and folder]
    return Path(*named, f"{getattr(row, fields.TILE_ID)}.{_SUFFIX[image_format]}")


def _write_images(
    tiles: gpd.GeoDataFrame, job: ExportTileImages, folder: Path, reporter: Reporter
) -> Iterator[dict[str, Any]]:
    """Write every image, several at once, and yield the rows of the manifest in the order of the tiles."""
    local = threading.local()
    paths = [image_path(row, job.image_format) for row in tiles.itertuples()]
    for parent in {path.parent for path in paths}:
        (folder / parent).mkdir(parents=True, exist_ok=True)
    bounds = [Bounds(*box) for box in shapely.bounds(tiles.geometry.to_numpy()).tolist()]

    def write(number: int) -> bool:
        if not hasattr(local, "photo"):
            local.photo = Orthophoto(job.raster, job.bands, tiles.crs)
        return _write_image(local.photo, bounds[number], job, folder / paths[number])

    known = [field for field in (fields.LABEL, fields.SPLIT, fields.BLOCK_ID) if field in tiles]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, written in enumerate(pool.map(write, range(len(tiles)))):
            reporter.progress("images", number + 1, len(tiles))
            yield {
                "path": paths[number].as_posix() if written else None,
                **tiles.loc[number, [fields.TILE_ID, *known]].to_dict(),
                **bounds[number]._asdict(),
                "crs": tiles.crs.to_string(),
            }


def _write_image(photo: Orthophoto, bounds: Bounds, job: ExportTileImages, path: Path) -> bool:
    """Write one image; return False where the raster has too little of it."""
    if job.tile_size_px is None:
        (pixels, valid_share), ground = photo.read_native_tile(bounds), photo.snap(bounds)
    else:
        (pixels, valid_share), ground = photo.read_tile(bounds, job.tile_size_px), bounds
    if valid_share < MIN_VALID_SHARE:
        return False
    if job.image_format == "tif":
        _write_geotiff(pixels, ground, photo, path)
        return True
    pixels = photo.stretch.apply(pixels) if photo.stretch and pixels.dtype != np.uint8 else pixels
    Image.fromarray(pixels).save(path, **_ENCODING[job.image_format])
    return True


def _write_geotiff(pixels: np.ndarray, ground: Bounds, photo: Orthophoto, path: Path) -> None:
    height, width, _ = pixels.shape
    transform = from_bounds(*ground, width, height)
    profile = {"driver": "GTiff", "count": 3, "dtype": pixels.dtype, "height": height, "width": width}
    options = {"compress": "deflate", "photometric": "RGB", "crs": photo.tile_crs.to_wkt(), "transform": transform}
    with rasterio.open(path, "w", **profile, **options) as image:
        image.write(np.moveaxis(pixels, -1, 0))


def _tell_changes(photo: Orthophoto, tiles: gpd.GeoDataFrame, job: ExportTileImages, reporter: Reporter) -> None:
    """Tell the user when images are not the raster's own pixels."""
    if photo.stretch and job.image_format != "tif":
        low, high = photo.stretch
        reporter.notice("stretched", raster=Path(job.raster).name, dtype=photo.dtype, low=low, high=high)
    first = Bounds(*tiles.geometry.iloc[0].bounds)
    if job.tile_size_px is None and not photo.falls_on_pixels(first):
        reporter.notice("resampled", raster=Path(job.raster).name)
