"""How much a random split flatters: tiles whose block can be read off their features."""

from __future__ import annotations

import numpy as np

from sattile_plugin.engine.model.optimism import split_optimism


def test_features_that_only_tell_the_block_flatter_a_random_split():
    """Ten blocks, each wholly of one class and of one look that tells nothing of the class elsewhere."""
    block = np.repeat(np.arange(20), 10)
    target = block % 2
    looks = np.random.default_rng(1).normal(size=(20, 100))
    found = split_optimism(looks[block], target, block, seed=1)
    assert found is not None and found["random"] > 0.95
    assert found["blocks"] < 0.7
    assert found["optimism"] == found["random"] - found["blocks"]


def test_features_that_tell_the_class_do_not():
    block = np.repeat(np.arange(20), 10)
    target = np.arange(200) % 2
    found = split_optimism(target[:, None] + 0.0, target, block, seed=1)
    assert found == {"random": 1.0, "blocks": 1.0, "optimism": 0.0}


def test_too_few_blocks_say_nothing():
    block, target = np.repeat(np.arange(5), 20), np.arange(100) % 2
    assert split_optimism(target[:, None] + 0.0, target, block, seed=1) is None


def test_tiles_that_share_no_block_say_nothing_of_blocks():
    target = np.arange(60) % 2
    assert split_optimism(target[:, None] + 0.0, target, np.arange(60), seed=1) is None
