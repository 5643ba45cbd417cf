"""How far tiles are from those of training."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.model.novelty import learn_domain


def cloud(count: int, spread: tuple[float, float], seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(5, spread, (count, 2)).astype(np.float32)


def test_the_edge_is_where_the_farthest_tiles_left_out_are():
    domain = learn_domain(cloud(2000, (1, 1), 1), np.arange(2000))
    assert (domain.distance(cloud(2000, (1, 1), 2)) > 1).mean() == pytest.approx(0.01, abs=0.005)
    assert domain.distance(cloud(2000, (1, 1), 1).mean(axis=0)[None]) == pytest.approx(0, abs=1e-5)


def test_a_direction_in_which_tiles_vary_counts_less():
    """Ten times the spread: ten times as far for the same distance."""
    domain = learn_domain(cloud(4000, (10, 1), 1), np.arange(4000) // 100)
    centre = cloud(4000, (10, 1), 1).mean(axis=0)
    along, across = domain.distance(centre + np.array([[10, 0], [0, 1]], np.float32))
    assert along == pytest.approx(across, rel=0.1)


@pytest.mark.parametrize("blocks", [1, 2, 20])
def test_more_features_than_tiles(blocks: int):
    """The tiles that a domain was learned from are inside, and so are most others of their kind."""
    train, others = np.random.default_rng(1).normal(size=(2, 40, 200))
    domain = learn_domain(train, np.arange(40) % blocks)
    assert (domain.distance(train) > 1).mean() < 0.1
    assert blocks == 1 or (domain.distance(others) > 1).mean() < 0.25


@pytest.mark.parametrize("count", [2, 3, 20])
def test_features_that_never_vary(count: int):
    train = np.ones((count, 4), np.float32)
    assert np.isfinite(learn_domain(train, np.arange(count)).distance(train)).all()


def test_what_lies_in_either_domain_is_inside():
    here, there = cloud(1000, (1, 1), 1), cloud(1000, (1, 3), 2) + 40
    first, second = (learn_domain(features, np.arange(1000)) for features in (here, there))
    both = first.beside(second)
    for features in (here, there, (here + there) / 2):
        nearest = np.minimum(first.distance(features), second.distance(features))
        assert both.distance(features) == pytest.approx(nearest, rel=1e-3, abs=1e-4)
    assert (both.beside(first).distance((here + there) / 2) > 1).all()
