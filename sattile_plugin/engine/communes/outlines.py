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
from .naming import told_apart

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


def file_names(names: Sequence[str]) -> list[str]:
    """Return a file name for each commune, none the same to a system that does not tell capitals from small letters.

    >>> file_names(["B/1", "B:1", "b_1"])
    ['B_1', 'B_1 (2)', 'b_1 (3)']
    """
    safe = [re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(". ") or "_" for name in names]
    return told_apart(safe, str.casefold)


def keep_image(folder: Path, name: str, pixels: np.ndarray) -> None:
    """Write the image of a commune as PNG, by its file name."""
    folder.mkdir(exist_ok=True)
    with output_file(folder / f"{name}.png") as partial:
        Image.fromarray(pixels).save(partial, format="PNG")
