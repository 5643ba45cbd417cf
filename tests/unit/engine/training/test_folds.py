"""Folds of blocks, where the tiles of validation are few."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.training.folds import folds_of
from sattile_plugin.engine.training.tiles import Tiles

from .linear import tiles_of


def known(count: int, per_block: int = 4, place: int = 0) -> Tiles:
    """Return tiles of two classes, some to a block."""
    tiles = tiles_of(np.zeros((count, 2, 2, 3)), np.arange(count) % 2)
    return tiles._replace(block=np.arange(count) // per_block, place=np.full(count, place))


def later(tiles: Tiles) -> Tiles:
    """Return them in blocks of their own."""
    return tiles._replace(block=tiles.block + 1000)


def test_each_block_is_in_one_fold_and_each_fold_has_its_share():
    train, validation = known(160), later(known(40))
    folds = folds_of(train, validation, 1)
    assert folds.shape == (200,) and np.bincount(folds).tolist() == [40] * 5
    for block in np.unique(blocks := np.concatenate([train.block, validation.block])):
        assert len(np.unique(folds[blocks == block])) == 1
    assert np.array_equal(folds, folds_of(train, validation, 1))
    assert not np.array_equal(folds, folds_of(train, validation, 2))


@pytest.mark.parametrize(
    ("train", "validation"),
    [
        (known(900), later(known(300))),
        (known(30, per_block=30), later(known(30, per_block=30))),
        (known(160), later(known(40, place=1))),
        (known(160)._replace(target=np.array([1] * 3 + [0] * 157)), later(known(1))),
        (known(160)._replace(target=np.array([1] * 16 + [0] * 144), block=np.arange(160) // 16), later(known(1))),
    ],
    ids=["validation is enough", "few blocks", "whole places judge", "few of a class", "a class in one block"],
)
def test_without_need_or_means_there_are_none(train: Tiles, validation: Tiles):
    assert folds_of(train, validation, 1) is None
