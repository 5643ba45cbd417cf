"""What is learned from: tiles of the parts train, validation and test, in memory-mapped files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sklearn.model_selection import train_test_split

from ...contract import fields
from ...contract.errors import TooFewTiles
from ...contract.jobs import TrainClassifier
from ...contract.messages import Reporter
from ...contract.texts import phrase
from ..io.image_sets import ImageSet, load_images
from ..io.library import firsts_of_copies
from ..model.adaptation import is_known

_RANDOM_SHARES = (0.7, 0.15, 0.15)
_DEGREES = "EPSG:4326"
_SHARED = 0.01
"""Share of a tile that another one has to cover for both to show the same ground."""
_MIN_OF_CLASS = 14
"""Images of a class of which the smallest random share still gives two."""


class Tiles(NamedTuple):
    """Tiles to learn from or to validate on."""

    pixels: np.ndarray
    """(n_tiles, size_px, size_px, 3) uint8."""
    target: np.ndarray
    """(n_tiles,) int, number of the class."""
    block: np.ndarray
    """(n_tiles,) name of the spatial block of each tile; it begins with the place, since names of several may be alike.
    """
    place: np.ndarray
    """(n_tiles,) int, number of the place, a raster's or a library, that each tile is from."""
    name: np.ndarray
    """(n_tiles,) tile_id."""
    row: np.ndarray
    """(n_tiles,) int, row of the ImageSet's table."""


def load_parts(
    images: ImageSet, size_px: int, folder: Path, reporter: Reporter, surround: float = 0.0
) -> dict[str, Tiles]:
    """Read the images of each part, resampled to `size_px`, with what surrounds them, into files in `folder`."""
    found: dict[str, Tiles] = {}
    split = images.table["split"]
    total, before = int(split.isin(fields.PARTS).sum()), 0
    for part in fields.PARTS:
        found[part] = _load(
            images, part, (size_px, surround), folder, reporter, partial(_tell, reporter, before, total)
        )
        before += int((split == part).sum())
    return found


def _tell(reporter: Reporter, before: int, total: int, done: int, _: int) -> None:
    reporter.progress("images", before + done, total)


def draw_missing_parts(
    images: ImageSet, sources: Sequence[int], seed: int, reporter: Reporter, with_copies: bool = True
) -> None:
    """Split libraries without folders of parts at random, classes in their ratio; the same images always alike.

    Their origins remember the seed, as `drawn_with`, and, as `with_copies`, where files of the same bytes were found:
    they go to one part, and are one block.

    Parameters
    ----------
    images
        What the parts are drawn in.
    sources
        Numbers of the libraries, of those that are undivided.
    seed
        Number that the parts follow from.
    reporter
        Is told of each library.
    with_copies
        Whether copies go where their original does; early models drew for each by itself.

    Raises
    ------
    TooFewTiles
        A class has too few images for that.
    """
    table, classes = images.table, images.classes
    for source in sources:
        rows = table.index[table["source"] == source]
        library = images.origins[source]["library"]
        first = _first_of_copies(table.loc[rows, "path"]) if with_copies else pd.Series(rows, index=rows)
        originals = rows[first == rows]
        counts = np.bincount(table.loc[originals, "target"], minlength=len(classes))
        if counts.min() < _MIN_OF_CLASS:
            kind = phrase("images of class {name} to split at random", name=classes[int(counts.argmin())])
            raise TooFewTiles(path=library, found=int(counts.min()), kind=kind, wanted=_MIN_OF_CLASS)
        reporter.notice("parts_drawn_at_random", library=library)
        images.origins[source]["drawn_with"] = seed
        if len(originals) < len(rows):
            images.origins[source]["with_copies"] = True
            reporter.notice("copies_kept_together", library=library, count=len(rows) - len(originals))
        for part, drawn in zip(fields.PARTS, _drawn(originals, table["target"], seed)):
            table.loc[rows[first.isin(drawn)], "split"] = part
        table.loc[rows, "block_id"] = table.loc[first, "block_id"].to_numpy()


def _first_of_copies(path: pd.Series) -> pd.Series:
    """Return for each row the first one whose file holds the same bytes."""
    row_of = dict(zip(path, path.index))
    return pd.Series([row_of[first] for first in firsts_of_copies(path.tolist())], index=path.index)


def _drawn(rows: pd.Index, target: pd.Series, seed: int) -> tuple[pd.Index, pd.Index, pd.Index]:
    """Return the rows of each part, classes in their ratio."""
    train_share, _, test_share = _RANDOM_SHARES
    train, rest = train_test_split(rows, train_size=train_share, stratify=target[rows], random_state=seed)
    share = test_share / (1 - train_share)
    validation, test = train_test_split(rest, test_size=share, stratify=target[rest], random_state=seed)
    return train, validation, test


def leave_out_overlaps(images: ImageSet, reporter: Reporter) -> None:
    """Learn from no ground that another tile layer is judged or measured on.

    Tiles of training that overlap tiles of validation or test of another layer have no part any more, nor have tiles of
    validation that overlap tiles of test. Those that only touch them, as where two layers meet that were split each by
    itself, are told of and stay: how wide a buffer a layer was split with is not known.
    """
    table, tiles = images.table, _on_one_map(images)
    if tiles["source"].nunique() < 2:
        return
    for part, judged in ((fields.TRAIN, (fields.VALIDATION, fields.TEST)), (fields.VALIDATION, (fields.TEST,))):
        learned, other = (tiles[table.loc[tiles.index, "split"].isin(names)] for names in ((part,), judged))
        pairs = learned.sjoin(other, predicate="intersects")
        pairs = pairs[pairs["source_left"] != pairs["source_right"]]
        own, others = pairs.geometry.to_numpy(), other.geometry.loc[pairs["index_right"]].to_numpy()
        shared = shapely.area(shapely.intersection(own, others))
        overlapping = pairs.index[shared > _SHARED * shapely.area(own)].unique()
        if len(overlapping):
            table.loc[overlapping, "split"] = None
            reporter.notice("tiles_judged_elsewhere", count=len(overlapping), part=part)
        touching = pairs.index.difference(overlapping)
        if len(touching):
            reporter.notice("tiles_beside_judged", count=len(touching), part=part)


def _on_one_map(images: ImageSet) -> gpd.GeoDataFrame:
    """Return the tiles that have a place, in degrees, with the number of their source."""
    frames = [gpd.GeoDataFrame({"source": []}, geometry=[], crs=_DEGREES)]
    for number, origin in enumerate(images.origins):
        if "crs" in origin:
            rows = images.table[images.table["source"] == number]
            frame = gpd.GeoDataFrame(rows[["source"]], geometry=rows["geometry"].tolist(), crs=origin["crs"])
            frames.append(frame.to_crs(_DEGREES))
    return pd.concat(frames)


def _place_numbers(origins: Sequence[dict[str, Any]]) -> list[int]:
    """Return the number of the place of each source: layers most of which lie within another's extent share its place.

    >>> here = {"crs": "EPSG:2154", "extent": [0, 0, 100, 100]}
    >>> _place_numbers([here, {"crs": "EPSG:2154", "extent": [900, 0, 990, 90]}, {"library": "photos"}, here])
    [0, 1, 2, 0]
    """
    found: list[int] = []
    for number, origin in enumerate(origins):
        same = (found[before] for before in range(number) if is_known(origin, [origins[before]]))
        found.append(next(same, number))
    return found


def require_all_classes(parts: dict[str, Tiles], classes: tuple[str, ...], job: TrainClassifier) -> None:
    """Raise TooFewTiles unless training and validation have at least two tiles of each class."""
    for part in (fields.TRAIN, fields.VALIDATION):
        counts = np.bincount(parts[part].target, minlength=len(classes))
        if counts.min() < 2 or len(classes) < 2:
            kind = phrase("tiles of class {name} in the part {part}", name=classes[int(counts.argmin())], part=part)
            path = " and ".join(job.tiles or job.library)
            raise TooFewTiles(path=path, found=int(counts.min()), kind=kind, wanted=2)


def _load(
    images: ImageSet,
    part: str,
    window: tuple[int, float],
    folder: Path,
    reporter: Reporter,
    progress: Callable[[int, int], None],
) -> Tiles:
    rows = images.table.index[images.table["split"] == part].tolist()
    size_px, surround = window
    pixels, usable = load_images(images, rows, size_px, str(folder / f"{part}.pixels"), progress, surround)
    if rows:
        images.require_any(usable, part)
    if not usable.all():
        reporter.notice("tiles_without_image", count=int((~usable).sum()))
    table = images.table.loc[rows].reset_index(drop=True)
    place = np.array(_place_numbers(images.origins))[table["source"]]
    block = np.array([f"{number} {name}" for number, name in zip(place, table["block_id"])], dtype=object)
    target, name = (table[column].to_numpy()[usable] for column in ("target", "tile_id"))
    return Tiles(pixels, target, block[usable], place[usable], name, np.array(rows, dtype=int)[usable])
