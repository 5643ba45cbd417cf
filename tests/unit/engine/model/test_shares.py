"""Shares with their intervals: against published ones, by hand, and by how often they hold where tiles are alike."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.model.shares import share_of, wilson_bounds


def test_wilsons_interval_as_published():
    """81 of 263: 0.2553 to 0.3662; 1 of 29: 0.0061 to 0.1718 (Newcombe 1998, Statistics in Medicine 17, table I)."""
    assert wilson_bounds(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_bounds(1 / 29, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@pytest.mark.parametrize(("hits", "low", "high"), [(0, 0, 0.2775), (10, 0.7225, 1)])
def test_none_and_all_of_ten(hits: int, low: float, high: float):
    """Wilson's bounds of nothing are 0 and z² / (n + z²), 3.8415 by 13.8415; of all the other way round."""
    assert share_of(np.arange(10) < hits, np.arange(10) % 5) == {
        "value": hits / 10, "low": pytest.approx(low, abs=5e-5), "high": pytest.approx(high, abs=5e-5)
    }  # fmt: skip


def test_of_no_tiles_there_is_no_share():
    assert share_of(np.zeros(0, dtype=bool), np.zeros(0)) == {"value": None, "low": None, "high": None}


def test_blocks_that_are_all_alike_count_as_a_tile_each():
    """Ten blocks of ten, eight all right: as 10 tiles, whose variance is 0.8 * 0.2 / 9, and that of 100 0.16 / 99.

    So the effect is 99 / 9 times 2.2622² / 1.9842², Student's quantiles of 9 and of 99 degrees of freedom.
    """
    block = np.arange(100) // 10
    found = share_of(block < 8, block)
    effect = 99 / 9 * (2.26216 / 1.98422) ** 2
    assert (found["low"], found["high"]) == pytest.approx(wilson_bounds(0.8, 100 / effect), abs=1e-4)


@pytest.mark.parametrize("block", [None, np.arange(100), np.arange(100) // 25], ids=["none", "of one tile each", "few"])
def test_where_blocks_tell_nothing_tiles_count_as_drawn_one_by_one(block: np.ndarray | None):
    found = share_of(np.arange(100) // 10 < 8, block)
    assert (found["low"], found["high"]) == pytest.approx(wilson_bounds(0.8, 100))


def test_blocks_that_differ_less_than_by_chance_narrow_no_interval():
    """Ten blocks of which each has eight tiles of ten right: only that ten are few widens it."""
    found = share_of(np.arange(100) // 10 < 8, np.arange(100) % 10)
    assert (found["low"], found["high"]) == pytest.approx(wilson_bounds(0.8, 100 * (1.98422 / 2.26216) ** 2), abs=1e-4)


@pytest.mark.parametrize(("n_blocks", "most_missing"), [(30, 0.02), (8, 0.03)])
def test_the_interval_holds_about_as_often_as_it_says_where_tiles_of_a_block_are_alike(
    n_blocks: int, most_missing: float
):
    """Blocks of ten whose rates are drawn from Beta(4.5, 0.5): 0.9 in the mean, of intraclass correlation 1 / 6."""
    generator = np.random.default_rng(1)
    block, held = np.arange(10 * n_blocks) // 10, np.zeros(2)
    for _ in range(1000):
        hits = generator.random(len(block)) < generator.beta(4.5, 0.5, n_blocks)[block]
        held += [found["low"] <= 0.9 <= found["high"] for found in (share_of(hits), share_of(hits, block))]
    plain, by_blocks = held / 1000
    assert plain < 0.87 and abs(by_blocks - 0.95) < most_missing
