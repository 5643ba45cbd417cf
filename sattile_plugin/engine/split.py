"""Split tiles into train, validation and test by spatial blocks, so that neighbours do not stand on both sides."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..contract import fields
from ..contract.errors import TooFewBlocks, TooFewTiles
from ..contract.jobs import SplitTiles
from ..contract.messages import Done, Reporter
from .io.areas import areas_of_centres, read_areas
from .io.results import check_layer_output, write_layer, write_tiles
from .io.vectors import read_tiles, require_values
from .parts import assign_blocks, draw_balanced, draw_counts, tiles_to_leave_out

BLOCKS_LAYER = "blocks"
_UNLABELLED = "tile"


def split_tiles(job: SplitTiles, reporter: Reporter) -> Done:
    """Write the tiles with their block and part; unsure tiles are in a block but in no part.

    Raises
    ------
    UnknownValues
        No tile has a label.
    TooFewBlocks, TooFewTiles
        The parts cannot be filled.
    """
    check_layer_output(job.output)
    if job.blocks is not None:
        check_layer_output(job.blocks, BLOCKS_LAYER)
    reporter.progress("read", 0, 1)
    tiles = read_tiles(job.tiles, reporter, () if job.max_suspicion is None else (fields.SUSPICION,))
    blocks = block_names(tiles, job.block_size_m) if job.areas is None else area_names(tiles, job, reporter)
    reporter.progress("split", 0, 1)
    labelled = _kinds(tiles)
    kinds = labelled.mask(_is_suspicious(tiles, labelled.notna(), job.max_suspicion, reporter))
    if labelled.isna().all():
        require_values(tiles, fields.LABEL, fields.CLASSES, job.tiles, reporter)
    usable = (kinds.notna() & blocks.notna()).to_numpy()
    if not usable.any():
        raise TooFewTiles(path=job.tiles, found=0, kind="labelled tiles", wanted=1)
    generator = np.random.default_rng(job.seed)
    split = _split_of_blocks(blocks.where(usable), kinds, job, generator)
    near = tiles_to_leave_out(tiles.geometry.to_numpy(), split.to_numpy(dtype=object), job.buffer_m)
    drawn = split.mask(near)
    if job.bati_share is not None:
        drawn = draw_balanced(drawn, kinds, job, job.bati_share, generator)
    elif job.counts:
        drawn = draw_counts(drawn, kinds, job.counts, job.tiles, generator)
    _tell_unlabelled(labelled, blocks, reporter)
    _tell_left_out(drawn, usable, near, job.buffer_m, reporter)
    _tell_absent_classes(tiles, drawn, job, reporter)
    reporter.progress("write", 0, 1)
    outputs = {"output": job.output}
    write_tiles(tiles.assign(**{fields.SPLIT: drawn, fields.BLOCK_ID: blocks}), job, job.output, reporter)
    if job.blocks is not None:
        write_layer(block_layer(tiles, blocks, split, drawn), job, job.blocks, BLOCKS_LAYER, reporter)
        outputs["blocks"] = job.blocks
    reporter.progress("write", 1, 1)
    return Done(outputs, _metrics(tiles, drawn, blocks.where(usable), near))


def block_names(tiles: gpd.GeoDataFrame, block_size_m: float) -> pd.Series:
    """Return the block of each tile: ``B500mN13720E1300``, row and column of the aligned grid of blocks.

    A tile belongs to the block that its centre lies in; a centre on an edge belongs to the block north or east.
    """
    centres = tiles.geometry.centroid
    rows = np.floor(centres.y / block_size_m).astype(int)
    columns = np.floor(centres.x / block_size_m).astype(int)
    return f"B{block_size_m:g}mN" + rows.astype(str) + "E" + columns.astype(str)


def area_names(tiles: gpd.GeoDataFrame, job: SplitTiles, reporter: Reporter) -> pd.Series:
    """Return the area that the centre of each tile lies in; missing outside all of them."""
    source = str(job.areas)
    areas, names = read_areas(source, job.areas_field, "areas_field", tiles, reporter)
    return areas_of_centres(areas, tiles, source, job.tiles).map(names)


def block_layer(tiles: gpd.GeoDataFrame, blocks: pd.Series, split: pd.Series, drawn: pd.Series) -> gpd.GeoDataFrame:
    """Return the blocks: the ground of their tiles, their part, and how many tiles they have and give to it."""
    frame = gpd.GeoDataFrame(
        {fields.BLOCK_ID: blocks, fields.SPLIT: split, "in_part": drawn.notna()}, geometry=tiles.geometry
    )
    grouped = frame.dropna(subset=[fields.BLOCK_ID]).groupby(fields.BLOCK_ID, sort=True)
    merged = gpd.GeoSeries(grouped.geometry.apply(lambda squares: shapely.union_all(squares.to_numpy())), crs=tiles.crs)
    table = grouped.agg(
        **{
            fields.SPLIT: (fields.SPLIT, "first"),
            "tile_count": (fields.SPLIT, "size"),
            "used_count": ("in_part", "sum"),
        }
    )
    return gpd.GeoDataFrame(table.reset_index(), geometry=merged.to_numpy(), crs=tiles.crs)


def _split_of_blocks(blocks: pd.Series, kinds: pd.Series, job: SplitTiles, generator: np.random.Generator) -> pd.Series:
    """Return the part of each tile by its block; missing where it has no usable block."""
    wanted = np.array(job.counts or job.shares, dtype=float)
    table = pd.crosstab(blocks, kinds)
    if len(table) < (wanted > 0).sum():
        size = f"{job.block_size_m:g} m" if job.areas is None else job.areas
        raise TooFewBlocks(size=size, found=len(table), wanted=int((wanted > 0).sum()))
    parts = assign_blocks(table.to_numpy(), wanted / wanted.sum(), generator)
    return blocks.map(dict(zip(table.index, np.array(fields.PARTS, dtype=object)[parts])))


def _kinds(tiles: gpd.GeoDataFrame) -> pd.Series:
    """Return what the split is balanced by: the label of whatever class, missing where it is unsure."""
    if fields.LABEL not in tiles:
        return pd.Series(_UNLABELLED, index=tiles.index)
    label = tiles[fields.LABEL]
    return label.mask(label.isin(("", fields.UNSURE)))


def _is_suspicious(tiles: gpd.GeoDataFrame, labelled: pd.Series, most: float | None, reporter: Reporter) -> pd.Series:
    """Return which labelled tiles are too suspicious to be in a part; one that `check` did not judge is not."""
    if most is None:
        return pd.Series(False, index=tiles.index)
    suspicious = labelled & (tiles[fields.SUSPICION].astype(float) > most)
    if suspicious.any():
        reporter.notice("tiles_suspicious", count=int(suspicious.sum()), max_suspicion=most)
    return suspicious


def _tell_unlabelled(labelled: pd.Series, blocks: pd.Series, reporter: Reporter) -> None:
    count = int((labelled.isna() | blocks.isna()).sum())
    if count:
        reporter.notice("tiles_unlabelled", count=count)


def _tell_left_out(split: pd.Series, usable: np.ndarray, near: np.ndarray, buffer_m: float, reporter: Reporter) -> None:
    surplus = split.isna().to_numpy() & usable & ~near
    if near.any():
        reporter.notice("tiles_in_buffer", count=int(near.sum()), buffer_m=buffer_m)
    if surplus.any():
        reporter.notice("tiles_surplus", count=int(surplus.sum()))


def _tell_absent_classes(tiles: gpd.GeoDataFrame, split: pd.Series, job: SplitTiles, reporter: Reporter) -> None:
    """Tell the user which classes are missing in a part, of each that tiles are wanted in."""
    if fields.LABEL not in tiles:
        return
    kinds = _kinds(tiles).dropna()
    for part, wanted in zip(fields.PARTS, job.counts or job.shares):
        absent = sorted(set(kinds.astype(str)) - set(kinds[split == part].astype(str)))
        if wanted and absent:
            reporter.notice("part_without_class", part=part, names=", ".join(absent))


def _metrics(tiles: gpd.GeoDataFrame, split: pd.Series, blocks: pd.Series, near: np.ndarray) -> dict[str, Any]:
    counts = {part: int((split == part).sum()) for part in fields.PARTS}
    return {
        **counts,
        "unassigned": int(split.isna().sum()),
        "in_buffer": int(near.sum()),
        "blocks": int(blocks.nunique()),
        "bati_share": _bati_shares(tiles, split),
    }


def _bati_shares(tiles: gpd.GeoDataFrame, split: pd.Series) -> dict[str, float]:
    """Return the share of bati tiles in each part that has tiles; of other classes there is none."""
    if not set(_kinds(tiles).dropna()) <= set(fields.CLASSES):
        return {}
    shares = (tiles[fields.LABEL] == fields.BATI).groupby(split).mean()
    return {str(part): round(float(share), 4) for part, share in shares.items()}
