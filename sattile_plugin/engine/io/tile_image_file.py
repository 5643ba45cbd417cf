"""Files of tile images: encoded, georeferenced on demand, and whole when they bear their name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from PIL import Image
from pyproj import CRS
from rasterio.transform import from_bounds

from ...contract.library import WORLD_SUFFIXES, world_file
from ...contract.paths import partial_path
from .rasters import Bounds

_PNG_RUN_LENGTH = 3
"""zlib's strategy for runs: photographs hardly shrink more with the others, which take twice the time."""

_ENCODING: dict[str, dict[str, Any]] = {
    "png": {"format": "PNG", "compress_level": 1, "compress_type": _PNG_RUN_LENGTH},
    "jpeg": {"format": "JPEG", "quality": 90, "subsampling": 0},
    "webp": {"format": "WEBP", "lossless": True, "method": 0},
}


def write_tile_image(
    pixels: np.ndarray, ground: Bounds, crs: CRS, path: Path, image_format: str, with_world_file: bool
) -> None:
    """Write one image.

    Parameters
    ----------
    pixels : (size_px, size_px, 3) array
        Rows run south; uint8 but for tif.
    ground
        What the image shows, in the units of `crs`.
    image_format
        png, jpeg, webp (lossless) or tif, which carries `ground` and `crs` inside.
    with_world_file
        Whether the place is written beside the image too.
    """
    partial = partial_path(path)
    if image_format == "tif":
        _write_geotiff(pixels, ground, crs, partial)
    else:
        Image.fromarray(pixels).save(partial, **_ENCODING[image_format])
    if with_world_file:
        resolution_m_per_px = (ground.xmax - ground.xmin) / pixels.shape[1]
        text = world_file(ground.xmin, ground.ymax, resolution_m_per_px)
        path.with_suffix(f".{WORLD_SUFFIXES[image_format]}").write_text(text, encoding="ascii")
    partial.replace(path)


def _write_geotiff(pixels: np.ndarray, ground: Bounds, crs: CRS, path: Path) -> None:
    height, width, _ = pixels.shape
    profile = {"driver": "GTiff", "count": 3, "dtype": pixels.dtype, "height": height, "width": width}
    options = {"compress": "deflate", "photometric": "RGB", "crs": crs.to_wkt()}
    with rasterio.open(path, "w", **profile, **options, transform=from_bounds(*ground, width, height)) as image:
        image.write(np.moveaxis(pixels, -1, 0))
