"""What is suspicious of labelled images: each is seen once, and judged by models that learnt from other blocks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from ..contract import fields
from ..contract.library import MIN_VALID_SHARE
from ..contract.messages import Reporter
from .io.image_sets import ImageSet
from .model.doubts import Doubts, Evidence, find_doubts
from .model.features import Backbone
from .model.looks import Look, earlier_twins, look_at

_BATCH_TILES = 16
_UNSURE = 0.5
"""Suspicion of a tile whose image says nothing of its label, or that repeats another."""


class Seen(NamedTuple):
    """What is seen of the labelled images; each array is (n_images, ...)."""

    features: np.ndarray
    """float32, of the backbone."""
    valid: np.ndarray
    """bool, enough of the tile has an image."""
    blank: np.ndarray
    """bool."""
    cloudy: np.ndarray
    """bool."""
    hashes: np.ndarray
    """(n_images, 8) uint64."""

    @property
    def usable(self) -> np.ndarray:
        """Whether an image shows something, bool."""
        shows: np.ndarray = self.valid & ~self.blank & ~self.cloudy
        return shows


def see_images(images: ImageSet, backbone: Backbone, reporter: Reporter) -> Seen:
    """Look at every labelled image once."""
    count = len(images.table)
    looks: list[Look] = []
    features, valid, held = [], np.zeros(count, dtype=bool), []
    for number, image in enumerate(images.read(range(count), backbone.size_px)):
        valid[number] = image.valid_share >= MIN_VALID_SHARE
        looks.append(look_at(image.pixels))
        held.append(image.pixels)
        if len(held) == _BATCH_TILES or number == count - 1:
            features.append(backbone.describe(np.stack(held)))
            held.clear()
            reporter.progress("features", number + 1, count)
    blank, cloudy, hashes = (np.array(column) for column in zip(*looks))
    return Seen(np.concatenate(features), valid, blank & valid, cloudy & valid, hashes)


def judge(
    seen: Seen, names: np.ndarray, target: np.ndarray, blocks: np.ndarray, seed: int, reporter: Reporter
) -> tuple[pd.DataFrame, Doubts]:
    """Return the columns of the labelled tiles, a row a tile, and what the labels look like as a whole.

    Parameters
    ----------
    names : (n_tiles,) text
        tile_id.
    target : (n_tiles,) int
        1 bati, 0 non_bati, as labelled.
    blocks : (n_tiles,) text
        Block of each tile; an image that is there twice counts with the block of its first.
    """
    twins = earlier_twins(seen.hashes, seen.features, seen.usable)
    evidence = Evidence(seen.features, target, np.where(twins >= 0, blocks[twins], blocks), seen.usable)
    generator = np.random.default_rng(seed)
    # The fits are many and small: on a busy machine threads that wait for each other cost far more than they gain.
    with threadpool_limits(limits=1):
        doubts = find_doubts(evidence, generator, lambda done, total: reporter.progress("check", done, total))
    return _columns(doubts, seen, target, twins, names), doubts


def _columns(doubts: Doubts, seen: Seen, target: np.ndarray, twins: np.ndarray, names: np.ndarray) -> pd.DataFrame:
    """Return what is suspicious of each tile.

    Of two images that are alike under different labels one label is wrong, so both are to be looked at; of two
    under the same label, the later one.
    """
    copies = np.flatnonzero(twins >= 0)
    quarrel = np.zeros(len(target), dtype=bool)
    at_odds = copies[target[copies] != target[twins[copies]]]
    quarrel[at_odds] = quarrel[twins[at_odds]] = True
    twins = twins.copy()
    twins[twins[at_odds]] = at_odds
    doubtful = doubts.suspicion > _UNSURE
    reason = np.full(len(target), None, dtype=object)
    for name, holds in (
        (fields.DUPLICATE, twins >= 0),
        (fields.WRONG_LABEL, doubtful),
        (fields.DUPLICATE, quarrel),
        (fields.CLOUD, seen.cloudy),
        (fields.BLANK, seen.blank),
    ):
        reason[holds] = name
    suspicion = np.where(quarrel | (twins >= 0), np.maximum(doubts.suspicion, _UNSURE), doubts.suspicion)
    suspicion = np.where(seen.usable, suspicion, _UNSURE).round(4)
    probable = np.where(seen.usable, np.array(fields.CLASSES, dtype=object)[doubts.probable], None)
    columns = pd.DataFrame(
        {
            fields.SUSPICION: suspicion,
            fields.SUSPICION_RANK: _ranks(suspicion, pd.notna(reason)),
            fields.PROBABLE_LABEL: probable,
            fields.SUSPICION_REASON: reason,
            fields.DUPLICATE_OF: np.where(twins >= 0, names[twins], None),
        }
    )
    columns[~seen.valid] = None
    return columns


def _ranks(suspicion: np.ndarray, flagged: np.ndarray) -> pd.Series:
    """Return the place of each flagged tile in the order of review, from 1; missing for the others."""
    order = np.argsort(np.where(flagged, -suspicion, 1), kind="stable")
    ranks = pd.Series(pd.NA, index=range(len(suspicion)), dtype="Int64")
    ranks.iloc[order[: flagged.sum()]] = np.arange(1, flagged.sum() + 1)
    return ranks
