"""Image libraries: a folder of class folders, with or without folders of parts above them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image

from ...contract import fields
from ...contract.class_names import plain_name, plain_part
from ...contract.errors import EmptyLayer, UnreadableFile
from ...contract.texts import phrase
from .reasons import why_unreadable

_SUFFIXES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"}
_BITS_PER_SAMPLE = 258
"""Tag of TIFF."""


def read_library(folder: str, classes: Sequence[str] | None = None) -> pd.DataFrame:
    """List the images of a library.

    Folder names count without case and accents, so ``Non-bâti`` is the class non_bati and ``val`` is validation.

    Parameters
    ----------
    folder
        Root of the library.
    classes
        Names of the class folders; None takes bati and non_bati where one is there, else every folder as a class.

    Returns
    -------
    table : DataFrame
        path, tile_id (file name without its ending), label, split (missing without folders of parts), block_id (path
        from the root: each image is a block by itself).

    Raises
    ------
    UnreadableFile, EmptyLayer
        The folder is missing or holds no image in folders named by class.
    """
    root = Path(folder)
    if not root.is_dir():
        raise UnreadableFile(path=folder, expected="an image library", reason="there is no such folder")
    rows = [row for part_folder, part in _parts(root) for row in _images(root, part_folder, part, classes)]
    if not rows:
        names = ", ".join(classes or fields.CLASSES)
        raise EmptyLayer(path=folder, expected=phrase("images in folders {names}", names=names))
    return pd.DataFrame(rows, columns=["path", "tile_id", "label", "split", "block_id"])


def library_content(table: pd.DataFrame) -> str:
    """Return what tells the images of a library from those of another, wherever it lies: names, classes and sizes.

    Raises
    ------
    UnreadableFile
        A file is gone.
    """
    rows = sorted(zip(table["split"].fillna(""), table["label"], table["tile_id"], _sizes(table["path"])))
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def firsts_of_copies(paths: Sequence[str]) -> list[str]:
    """Return for each file the first one that holds the same bytes, which is the file itself where it is no copy.

    Raises
    ------
    UnreadableFile
        A file is gone, or cannot be read; those of a size of their own are not.
    """
    sizes = _sizes(paths)
    count_of = Counter(sizes)
    first_of: dict[str, str] = {}
    return [
        first_of.setdefault(_digest(path) if count_of[size] > 1 else path, path) for path, size in zip(paths, sizes)
    ]


def read_library_image(path: str, size_px: int, only_to_show: bool = False) -> np.ndarray:
    """Read one image, resampled to (size_px, size_px, 3) uint8.

    Raises
    ------
    UnreadableFile
        It is no image, or one of more than 8 bits, which may be wanted `only_to_show`.
    """
    with _read_errors(path), Image.open(path) as image:
        if not only_to_show:
            _require_8_bits(image, path)
        small = image.convert("RGB").resize((size_px, size_px), Image.Resampling.BILINEAR)
    return np.asarray(small)


@contextmanager
def _read_errors(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnreadableFile(path=path, expected="an image of 8 bits", reason=why_unreadable(path, error)) from error


def _sizes(paths: Iterable[str]) -> list[int]:
    found = []
    for path in paths:
        with _read_errors(path):
            found.append(Path(path).stat().st_size)
    return found


def _digest(path: str) -> str:
    with _read_errors(path):
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _require_8_bits(image: Image.Image, path: str) -> None:
    """Raise UnreadableFile where a value has more than 8 bits: how to stretch it is not known of one image alone."""
    tags = getattr(image, "tag_v2", {})
    if max(tags.get(_BITS_PER_SAMPLE, (8,))) > 8 or image.mode[0] in "IF":
        raise UnreadableFile(path=path, expected="an image of 8 bits", reason="its values have more: take PNG or JPEG")


def _parts(root: Path) -> Iterator[tuple[Path, str | None]]:
    folders = [path for path in _folders(root) if plain_part(path.name) in fields.PARTS]
    for folder in folders:
        yield folder, plain_part(folder.name)
    if not folders:
        yield root, None


def _images(
    root: Path, folder: Path, part: str | None, classes: Sequence[str] | None
) -> Iterator[tuple[str, str, str, str | None, str]]:
    for class_folder, label in _class_folders(folder, classes):
        for path in sorted(class_folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES:
                yield str(path), path.stem, label, part, path.relative_to(root).as_posix()


def _class_folders(folder: Path, classes: Sequence[str] | None) -> list[tuple[Path, str]]:
    """Return each class folder with the name of its class."""
    wanted = {plain_name(name): name for name in classes or fields.CLASSES}
    folders = _folders(folder)
    found = [(path, wanted[plain_name(path.name)]) for path in folders if plain_name(path.name) in wanted]
    return [(path, path.name) for path in folders] if classes is None and not found else found


def _folders(root: Path) -> list[Path]:
    return sorted(path for path in root.iterdir() if path.is_dir())
