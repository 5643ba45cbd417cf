"""Which block goes to which part, and which of its tiles stay there: shares, buffer, exact counts, class balance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from ..contract import fields
from ..contract.errors import TooFewTiles
from ..contract.jobs import SplitTiles
from ..contract.texts import phrase

_DRAWS = 20


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
            kind = phrase("tiles in blocks of {part}", part=part)
            raise TooFewTiles(path=path, found=len(here), kind=kind, wanted=count)
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
                kind = phrase("tiles {name} in {part}", name=name, part=part)
                raise TooFewTiles(path=job.tiles, found=len(here[name]), kind=kind, wanted=wanted)
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
