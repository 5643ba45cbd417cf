"""Split tiles into train, validation and test by spatial blocks, so that neighbours do not stand on both sides."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from ..contract import fields
from ..contract.errors import TooFewBlocks, TooFewTiles
from ..contract.jobs import SplitTiles
from ..contract.messages import Done, Reporter
from .io.vectors import read_tiles, write_tiles

_UNLABELLED = "tile"
_DRAWS = 20


def split_tiles(job: SplitTiles, reporter: Reporter) -> Done:
    """Write the tiles with their block and part; unsure tiles are in a block but in no part.

    Raises
    ------
    TooFewBlocks, TooFewTiles
        The parts cannot be filled.
    """
    reporter.progress("read", 0, 1)
    tiles = read_tiles(job.tiles)
    reporter.progress("split", 0, 1)
    generator = np.random.default_rng(job.seed)
    blocks = block_names(tiles, job.block_size_m)
    kinds = _kinds(tiles)
    usable = kinds.notna().to_numpy()
    if not usable.any():
        raise TooFewTiles(path=job.tiles, found=0, kind="labelled tiles", wanted=1)
    wanted = np.array(job.counts or job.shares, dtype=float)
    table = pd.crosstab(blocks[usable], kinds[usable])
    if len(table) < (wanted > 0).sum():
        raise TooFewBlocks(block_size_m=job.block_size_m, found=len(table), wanted=int((wanted > 0).sum()))
    parts = assign_blocks(table.to_numpy(), wanted / wanted.sum(), generator)
    split = pd.Series(blocks.map(dict(zip(table.index, np.array(fields.PARTS)[parts]))), index=tiles.index)
    split[~usable] = None
    if job.counts:
        split = draw_counts(split, kinds, job.counts, job.tiles, generator)
    _tell_left_out(split, usable, reporter)
    reporter.progress("write", 0, 1)
    write_tiles(tiles.assign(**{fields.SPLIT: split, fields.BLOCK_ID: blocks}), job, job.output)
    reporter.progress("write", 1, 1)
    counts = {part: int((split == part).sum()) for part in fields.PARTS}
    metrics = {**counts, "unassigned": int(split.isna().sum()), "blocks": len(table)}
    return Done({"output": job.output}, {**metrics, "bati_share": _bati_shares(tiles, split)})


def block_names(tiles: gpd.GeoDataFrame, block_size_m: float) -> pd.Series:
    """Return the block of each tile: ``B500mN13720E1300``, row and column of the aligned grid of blocks.

    A tile belongs to the block that its centre lies in; a centre on an edge belongs to the block north or east.
    """
    centres = tiles.geometry.centroid
    rows = np.floor(centres.y / block_size_m).astype(int)
    columns = np.floor(centres.x / block_size_m).astype(int)
    return f"B{block_size_m:g}mN" + rows.astype(str) + "E" + columns.astype(str)


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


def _tell_left_out(split: pd.Series, usable: np.ndarray, reporter: Reporter) -> None:
    unlabelled, surplus = int((~usable).sum()), int(split[usable].isna().sum())
    if unlabelled:
        reporter.notice("tiles_left_out", count=unlabelled, reason="unsure or without a label")
    if surplus:
        reporter.notice("tiles_left_out", count=surplus, reason="more than were asked for")


def _bati_shares(tiles: gpd.GeoDataFrame, split: pd.Series) -> dict[str, float]:
    """Return the share of bati tiles in each part that has tiles."""
    if fields.LABEL not in tiles:
        return {}
    shares = (tiles[fields.LABEL] == fields.BATI).groupby(split).mean()
    return {str(part): round(float(share), 4) for part, share in shares.items()}
