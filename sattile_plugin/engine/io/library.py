"""Image libraries: a folder of class folders, with or without folders of parts above them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image, UnidentifiedImageError

from ...contract import fields
from ...contract.errors import EmptyLayer, UnreadableFile

_SUFFIXES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"}
_PART_NAMES = {"train": fields.TRAIN, "validation": fields.VALIDATION, "val": fields.VALIDATION, "test": fields.TEST}


def read_library(folder: str) -> pd.DataFrame:
    """List the images of a library.

    Folder names count without case and accents, so ``Non-bâti`` is the class non_bati and ``val`` is validation.

    Returns
    -------
    table : DataFrame
        path, tile_id (file name without its ending), target, split (missing without folders of parts), block_id.

    Raises
    ------
    UnreadableFile, EmptyLayer
        The folder is missing or holds no image in folders named by class.
    """
    root = Path(folder)
    if not root.is_dir():
        raise UnreadableFile(path=folder, expected="an image library", reason="there is no such folder")
    rows = [row for part_folder, part in _parts(root) for row in _images(part_folder, part)]
    if not rows:
        raise EmptyLayer(path=folder, expected=f"images in folders {' and '.join(fields.CLASSES)}")
    return pd.DataFrame(rows, columns=["path", "tile_id", "target", "split", "block_id"])


def read_library_image(path: str, size_px: int) -> np.ndarray:
    """Read one image, resampled to (size_px, size_px, 3) uint8."""
    try:
        with Image.open(path) as image:
            small = image.convert("RGB").resize((size_px, size_px), Image.Resampling.BILINEAR)
    except (UnidentifiedImageError, OSError) as error:
        raise UnreadableFile(path=path, expected="an image", reason=str(error)) from error
    return np.asarray(small)


def plain_name(name: str) -> str:
    """Return a folder's name without case, accents and separators other than ``_``.

    >>> plain_name("Non-Bâti")
    'non_bati'
    """
    letters = unicodedata.normalize("NFKD", name.lower())
    return (
        "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("-", "_").replace(" ", "_")
    )


def _parts(root: Path) -> Iterator[tuple[Path, str | None]]:
    folders = _folders(root, _PART_NAMES)
    for folder in folders:
        yield folder, _PART_NAMES[plain_name(folder.name)]
    if not folders:
        yield root, None


def _images(folder: Path, part: str | None) -> Iterator[tuple[str, str, int, str | None, str]]:
    for class_folder in _folders(folder, fields.CLASSES):
        target = fields.CLASSES.index(plain_name(class_folder.name))
        for path in sorted(class_folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES:
                yield str(path), path.stem, target, part, path.stem


def _folders(root: Path, names: Iterable[str]) -> list[Path]:
    """Return the folders in `root` that carry one of the names, sorted."""
    wanted = set(names)
    return sorted(path for path in root.iterdir() if path.is_dir() and plain_name(path.name) in wanted)
