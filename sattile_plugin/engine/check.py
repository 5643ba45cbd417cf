"""Find labels that are probably wrong, images that show nothing, and images that are there twice."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from ..contract import fields
from ..contract.errors import TooFewTiles
from ..contract.jobs import CheckLabels
from ..contract.messages import Done, Reporter
from ..contract.texts import phrase
from .io.image_sets import ImageSet, in_a_block
from .io.library import read_library
from .io.results import write_layer
from .io.vectors import labels_of, read_tiles, tell_unknown
from .model.doubts import FOLDS, Doubts
from .model.features import open_backbone
from .split import block_names
from .suspicion import judge, see_images

_MIN_BLOCKS = 10


def check_labels(job: CheckLabels, reporter: Reporter) -> Done:
    """Write the tiles, or a table of a library's images, with how suspicious each is and why.

    Raises
    ------
    TooFewTiles, EmptyLayer, MissingField, NoOverlap, MissingBand
        Nothing can be checked.
    MissingPackages, MissingWeights, UnreadableFile, WrongWeights
        There is no backbone to see with.
    """
    reporter.progress("read", 0, 1)
    table, images = _open(job, reporter)
    target = images.table["target"].to_numpy()
    reporter.progress("weights", 0, 1)
    backbone = open_backbone(job.backbone_weights, job.backbone_width, job.verb, reporter=reporter)
    seen = see_images(images, backbone, reporter)
    if not seen.valid.all():
        reporter.notice("tiles_without_image", count=int((~seen.valid).sum()))
    _require_both_classes(target[seen.usable], job)
    blocks = _blocks(table, images, job, seen.usable, reporter)
    columns, doubts = judge(seen, images.table["tile_id"].to_numpy(), target, blocks, job.seed, reporter)
    reporter.progress("write", 0, 1)
    layer = fields.IMAGES_LAYER if job.library else fields.TILES_LAYER
    write_layer(_joined(table, columns), job, job.output, layer, reporter)
    reporter.progress("write", 1, 1)
    return Done({"output": job.output}, _metrics(table, columns, doubts))


def block_groups(tiles: gpd.GeoDataFrame, block_size_m: float, target: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the block of each tile, and the side of blocks that were small enough.

    The side is halved until there are ten blocks and each class lies in five, so that every fold meets both; tiles
    are the smallest blocks.
    """
    tile_size_m = float(np.sqrt(tiles.area).median())
    while True:
        blocks = block_names(tiles, block_size_m).to_numpy()
        if _suffice(blocks, target) or block_size_m < tile_size_m:
            return blocks, block_size_m
        block_size_m /= 2


def _open(job: CheckLabels, reporter: Reporter) -> tuple[pd.DataFrame, ImageSet]:
    """Return the rows to write and the images of those that have a label, in their order."""
    images = ImageSet()
    if job.tiles and job.raster:
        tiles = read_tiles(job.tiles, reporter, (fields.LABEL,))
        tell_unknown(images.labels_of(tiles), (*fields.CLASSES, fields.UNSURE), job.tiles, reporter)
        images.add_tiles(job.tiles, tiles, job.raster, job.bands)
        return tiles, images
    folder = str(job.library)
    images.add_library(folder)
    table = read_library(folder, fields.CLASSES)
    path = [Path(path).relative_to(folder).as_posix() for path in table["path"]]
    return pd.DataFrame({"path": path, fields.TILE_ID: table["tile_id"], fields.LABEL: table["label"]}), images


def _blocks(
    table: pd.DataFrame, images: ImageSet, job: CheckLabels, usable: np.ndarray, reporter: Reporter
) -> np.ndarray:
    """Return the block of each labelled image: its own, or a square of the map; an image of a library stands alone."""
    known, target = images.table["block_id"].to_numpy(), images.table["target"].to_numpy()
    if not isinstance(table, gpd.GeoDataFrame):
        return known
    if in_a_block(images.table).any() and _suffice(known[usable], target[usable]):
        return known
    tiles = table[labels_of(table).notna()]
    blocks, block_size_m = block_groups(tiles, job.block_size_m, target)
    if block_size_m < job.block_size_m:
        reporter.notice("blocks_made_smaller", wanted=job.block_size_m, block_size_m=block_size_m)
    return blocks


def _suffice(blocks: np.ndarray, target: np.ndarray) -> bool:
    """Say whether blocks can be dealt into folds that all hold both classes."""
    of_class = [len(np.unique(blocks[target == number])) for number in range(len(fields.CLASSES))]
    return len(np.unique(blocks)) >= _MIN_BLOCKS and min(of_class) >= FOLDS


def _require_both_classes(target: np.ndarray, job: CheckLabels) -> None:
    counts = np.bincount(target, minlength=len(fields.CLASSES))
    if counts.min() < FOLDS:
        kind = phrase("usable tiles of class {name}", name=fields.CLASSES[int(counts.argmin())])
        raise TooFewTiles(path=job.tiles or job.library, found=int(counts.min()), kind=kind, wanted=FOLDS)


def _joined(table: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the columns, missing where a tile has no label; columns of an earlier run are replaced."""
    rows = table.index[labels_of(table).notna()]
    return table.drop(columns=columns.columns, errors="ignore").join(columns.set_index(rows))


def _metrics(table: pd.DataFrame, columns: pd.DataFrame, doubts: Doubts) -> dict[str, object]:
    reasons = columns[fields.SUSPICION_REASON].value_counts()
    return {
        "tile_count": len(table),
        "flagged": int(columns[fields.SUSPICION_RANK].notna().sum()),
        **{f"flagged_{name}": int(reasons.get(name, 0)) for name in fields.REASONS},
        "wrong_label_share": round(doubts.wrong_share, 4),
        "out_of_fold_accuracy": round(doubts.accuracy, 4),
    }
