"""One image a commune: its polygon or its bounding box, drawn to one size. Rows of an image run south."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from rasterio.features import geometry_mask
from rasterio.transform import from_bounds
from shapely.geometry.base import BaseGeometry

from ..io.outputs import output_file
from ..io.rasters import Bounds, Orthophoto
from ..io.tile_images import TileImage

SIZE_PX = 256
FOLDER = "images_redimensionnees"


def commune_images(
    photo: Orthophoto, outlines: Sequence[BaseGeometry], whole_box: bool, size_px: int
) -> Iterator[TileImage]:
    """Yield the image of each commune, (size_px, size_px, 3) uint8, stretched to a square as the exercise did.

    Parameters
    ----------
    outlines
        Polygons in the system of the photo.
    whole_box
        Show the bounding box; else what is outside the polygon is black.
    """
    for outline in outlines:
        pixels, share = photo.read_tile(Bounds(*outline.bounds), size_px)
        if not whole_box:
            place = from_bounds(*outline.bounds, size_px, size_px)
            outside = geometry_mask([outline], (size_px, size_px), place)
            pixels = np.where(outside[..., None], 0, pixels).astype(np.uint8)
        yield TileImage(pixels, share)


def keep_image(folder: Path, name: str, pixels: np.ndarray) -> None:
    """Write the image of a commune as PNG, named for it."""
    folder.mkdir(exist_ok=True)
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(". ") or "_"
    with output_file(folder / f"{safe}.png") as partial:
        Image.fromarray(pixels).save(partial, format="PNG")
