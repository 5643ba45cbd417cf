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
from .io.vectors import check_layer_output, read_tiles, write_layer, write_tiles

BLOCKS_LAYER = "blocks"
_UNLABELLED = "tile"
_DRAWS = 20


def split_tiles(job: SplitTiles, reporter: Reporter) -> Done:
    """Write the tiles with their block and part; unsure tiles are in a block but in no part.

    Raises
    ------
    TooFewBlocks, TooFewTiles
        The parts cannot be filled.
    """
    check_layer_output(job.output)
    if job.blocks is not None:
        check_layer_output(job.blocks, BLOCKS_LAYER)
    reporter.progress("read", 0, 1)
    tiles = read_tiles(job.tiles, () if job.max_suspicion is None else (fields.SUSPICION,))
    blocks = block_names(tiles, job.block_size_m) if job.areas is None else area_names(tiles, job, reporter)
    reporter.progress("split", 0, 1)
    labelled = _kinds(tiles)
    kinds = labelled.mask(_is_suspicious(tiles, labelled.notna(), job.max_suspicion, reporter))
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
    reporter.progress("write", 0, 1)
    outputs = {"output": job.output}
    write_tiles(tiles.assign(**{fields.SPLIT: drawn, fields.BLOCK_ID: blocks}), job, job.output)
    if job.blocks is not None:
        write_layer(block_layer(tiles, blocks, split, drawn), job, job.blocks, BLOCKS_LAYER)
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


def tiles_to_leave_out(tiles: np.ndarray, parts: np.ndarray, buffer_m: float) -> np.ndarray:
    """Return which tiles stand nearer than `buffer_m` to a tile of another part, (n_tiles,) bool.

    Of the two the one whose part is larger by trade gives way: training to validation, and both to test.

    Examples
    --------
    Two tiles of 10 m side by side, then a gap of 20 m and a third:

    >>> row = shapely.box([0, 10, 40], 0, [10, 20, 50], 10)
    >>> tiles_to_leave_out(row, np.array(["train", "test", "train"], dtype=object), 10.0).tolist()
    [True, False, False]
    """
    rank = np.array([fields.PARTS.index(part) if part in fields.PARTS else -1 for part in parts])
    left_out = np.zeros(len(tiles), dtype=bool)
    if buffer_m == 0:
        return left_out
    for kept_rank in range(len(fields.PARTS) - 1, 0, -1):
        kept, weaker = np.flatnonzero((rank == kept_rank) & ~left_out), np.flatnonzero((rank >= 0) & (rank < kept_rank))
        near, of = shapely.STRtree(tiles[kept]).query(tiles[weaker], predicate="dwithin", distance=buffer_m)
        apart = shapely.distance(tiles[weaker[near]], tiles[kept[of]]) >= buffer_m
        left_out[weaker[near[~apart]]] = True
    return left_out


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


def assign_blocks(counts: np.ndarray, shares: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Give each block a part so that every part has its share of every class; the best of some greedy draws.

    Parameters
    ----------
    counts : (n_blocks, n_classes) int
        Tiles of each class in each block.
    shares : (n_parts,) float
        Adding up to 1; a part with a share above 0 gets a block at least, if there are as many.

    Returns
    -------
    parts : (n_blocks,) int
    """
    draws = [_assign_greedily(counts, shares, generator) for _ in range(_DRAWS)]
    return min(draws, key=lambda parts: _imbalance(counts, parts, shares))


def draw_counts(
    split: pd.Series, kinds: pd.Series, counts: tuple[int, int, int], path: str, generator: np.random.Generator
) -> pd.Series:
    """Keep exactly so many tiles of each part, the classes in the ratio of the whole layer where a part allows it.

    Raises
    ------
    TooFewTiles
        A part has fewer tiles than asked for; `path` names the layer.
    """
    ratio = kinds.value_counts(normalize=True).sort_index()
    kept = pd.Series(None, index=split.index, dtype=object)
    for part, count in zip(fields.PARTS, counts):
        here = kinds[split == part]
        if len(here) < count:
            raise TooFewTiles(path=path, found=len(here), kind=f"tiles in blocks of {part}", wanted=count)
        shuffled = here.iloc[generator.permutation(len(here))]
        rank = shuffled.groupby(shuffled).cumcount()
        ahead = rank / (shuffled.map(ratio) * count)
        kept[ahead.sort_values(kind="stable").index[:count]] = part
    return kept


def draw_balanced(
    split: pd.Series, kinds: pd.Series, job: SplitTiles, bati_share: float, generator: np.random.Generator
) -> pd.Series:
    """Keep tiles of each part so that this share of them is bati: as many as asked for, else as many as can be.

    Raises
    ------
    TooFewTiles
        A part has fewer tiles of a class than that takes.
    """
    shares = {fields.BATI: bati_share, fields.NON_BATI: 1 - bati_share}
    kept = pd.Series(None, index=split.index, dtype=object)
    for number, part in enumerate(fields.PARTS):
        here = {name: split.index[(split == part) & (kinds == name)] for name in shares}
        most = min(len(here[name]) / share for name, share in shares.items())
        count = job.counts[number] if job.counts else int(most + 1e-9)
        bati_count = round(count * bati_share)
        for name, wanted in ((fields.BATI, bati_count), (fields.NON_BATI, count - bati_count)):
            if len(here[name]) < wanted:
                raise TooFewTiles(path=job.tiles, found=len(here[name]), kind=f"tiles {name} in {part}", wanted=wanted)
            kept[generator.permutation(here[name])[:wanted]] = part
    return kept


def _assign_greedily(counts: np.ndarray, shares: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Give blocks, the large ones first and else in random order, to the part that then fits best.

    This is how scikit-learn's StratifiedGroupKFold deals out groups, here with parts of unequal size.
    """
    missing = shares[:, None] * counts.sum(axis=0)
    weight = 1.0 / np.maximum(counts.sum(axis=0), 1) ** 2
    parts = np.full(len(counts), -1)
    order = generator.permutation(len(counts))
    order = order[np.argsort(-counts[order].sum(axis=1), kind="stable")]
    for position, block in enumerate(order):
        empty = (shares > 0) & ~np.isin(np.arange(len(shares)), parts)
        allowed = empty if empty.sum() >= len(order) - position else shares > 0
        gain = ((2 * missing - counts[block]) * counts[block] * weight).sum(axis=1)
        parts[block] = np.argmax(np.where(allowed, gain, -np.inf))
        missing[parts[block]] -= counts[block]
    return parts


def _imbalance(counts: np.ndarray, parts: np.ndarray, shares: np.ndarray) -> float:
    """Return how far parts are from their shares of each class, as a sum of squares."""
    got = np.array([counts[parts == part].sum(axis=0) for part in range(len(shares))])
    return float(((got / np.maximum(counts.sum(axis=0), 1) - shares[:, None]) ** 2).sum())


def _kinds(tiles: gpd.GeoDataFrame) -> pd.Series:
    """Return what the split is balanced by: the label, missing where it is unsure."""
    if fields.LABEL not in tiles:
        return pd.Series(_UNLABELLED, index=tiles.index)
    return tiles[fields.LABEL].where(tiles[fields.LABEL].isin(fields.CLASSES))


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
    """Return the share of bati tiles in each part that has tiles."""
    if fields.LABEL not in tiles:
        return {}
    shares = (tiles[fields.LABEL] == fields.BATI).groupby(split).mean()
    return {str(part): round(float(share), 4) for part, share in shares.items()}
