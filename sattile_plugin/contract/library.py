"""How an image library is laid out, whoever writes it: the engine from a raster, or QGIS by an Atlas."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Optional

from .class_names import plain_label, plain_part
from .fields import BATI, NON_BATI, PARTS

MANIFEST = "manifest.csv"
MANIFEST_COLUMNS = ("path", "tile_id", "label", "split", "block_id", "xmin", "ymin", "xmax", "ymax", "crs")
"""Columns of the manifest; label, split and block_id stand there only where the tile layer has them, and after them
what check said: suspicion, suspicion_reason and probable_label."""

SUFFIXES = {"png": "png", "jpeg": "jpg", "webp": "webp", "tif": "tif"}
WORLD_SUFFIXES = {"png": "pgw", "jpeg": "jgw", "webp": "wld", "tif": "tfw"}
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""Characters that Windows or any other system has in no name of a file."""

MIN_VALID_SHARE = 0.5
"""Share of a tile that must have an image for the tile to be used."""
WHITE_SHARE = 0.99
"""Share of pure white from which a tile has no image: beyond their edge photos are white, where they are not black."""


def drawn_path(output: str | Path) -> Path:
    """Return where QGIS puts the images of an Atlas until the engine makes a library of them.

    >>> drawn_path("out/library").name
    '.drawn-library'
    """
    output = Path(output)
    return output.with_name(f".drawn-{output.name}")


def belongs(split: Optional[str], label: Optional[str], has_split: bool, has_label: bool) -> bool:
    """Say whether a tile is in the library: it needs a part and a class where the layer has such columns.

    >>> belongs("train", "unsure", True, True), belongs(None, "bati", False, True)
    (False, True)
    """
    return (not has_split or split in PARTS) and (not has_label or label in (BATI, NON_BATI))


def image_path(tile_id: str, split: Optional[str], label: Optional[str], image_format: str) -> PurePosixPath:
    """Return the place of a tile's image in the library; a missing part or label leaves its folder out.

    What no file may be called by is an underscore.

    >>> str(image_path("12/B", "Train", "Bâti", "jpeg"))
    'train/bati/12_B.jpg'
    """
    folders = (folder for folder in (plain_part(split), plain_label(label)) if folder)
    return PurePosixPath(*folders, f"{_NOT_IN_NAMES.sub('_', tile_id)}.{SUFFIXES[image_format]}")


def world_file(xmin: float, ymax: float, resolution_m_per_px: float) -> str:
    """Return the text of a world file: size of a pixel and centre of the upper-left one.

    >>> world_file(100.0, 50.0, 0.2).split()
    ['0.2', '0.0', '0.0', '-0.2', '100.1', '49.9']
    """
    half = resolution_m_per_px / 2
    numbers = (resolution_m_per_px, 0.0, 0.0, -resolution_m_per_px, xmin + half, ymax - half)
    return "".join(f"{round(number, 9)!r}\n" for number in numbers)
