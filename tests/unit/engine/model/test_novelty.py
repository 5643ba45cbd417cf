"""How far tiles are from those of training."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.model.novelty import learn_domain, normalised

N_FEATURES = 40


def cloud(count: int, seed: int, spread: float = 0.1, varying: int = 4) -> np.ndarray:
    """Features around one mean, that vary ten times as much in the first few as in the others."""
    spreads = np.where(np.arange(N_FEATURES) < varying, 10 * spread, spread)
    return np.random.default_rng(seed).normal(5, spreads, (count, N_FEATURES)).astype(np.float32)


def test_features_are_brought_to_length_1_and_keep_their_sign():
    found = normalised(np.array([[9, -16, 0], [0, 0, 0], [900, -1600, 0]], np.float32))
    assert found == pytest.approx(np.array([[0.6, -0.8, 0], [0, 0, 0], [0.6, -0.8, 0]]), abs=1e-6)


def test_the_edge_is_where_the_farthest_tiles_left_out_are():
    domain = learn_domain(cloud(2000, 1), np.arange(2000))
    assert (domain.distance(cloud(2000, 2)) > 1).mean() == pytest.approx(0.01, abs=0.005)
    assert domain.distance(np.full((1, N_FEATURES), 5, np.float32)) < 0.3


def test_a_direction_in_which_tiles_vary_counts_less():
    """Ten times the spread: ten times as far for the same distance."""
    domain = learn_domain(cloud(4000, 1), np.arange(4000) // 100)
    off = np.zeros((2, N_FEATURES), np.float32)
    off[0, 0], off[1, -1] = 4, 0.4
    along, across = domain.distance(5 + off)
    assert along == pytest.approx(across, rel=0.15)
    assert across > 0.3


def test_what_lies_across_all_that_training_varied_in_is_outside():
    """Training varies in four features and hardly in the others; the strange tiles have one of these as well."""
    domain = learn_domain(cloud(2000, 1), np.arange(2000))
    strange = cloud(20, 3)
    strange[np.arange(20), 10 + np.arange(20)] += 1.5
    assert (domain.distance(strange) > 1).all()


def test_a_tile_that_answers_weakly_is_as_strange_as_one_that_answers_strongly():
    domain = learn_domain(cloud(2000, 1), np.arange(2000))
    strange = np.abs(np.random.default_rng(4).normal(size=(10, N_FEATURES))).astype(np.float32)
    assert domain.distance(strange / 100) == pytest.approx(domain.distance(strange), rel=1e-3)
    assert (domain.distance(strange / 100) > 1).all()


@pytest.mark.parametrize("blocks", [1, 2, 20])
def test_more_features_than_tiles(blocks: int):
    """The tiles that a domain was learned from are inside, and so are most others of their kind."""
    train, others = np.random.default_rng(1).normal(size=(2, 40, 200))
    domain = learn_domain(train, np.arange(40) % blocks)
    assert (domain.distance(train) > 1).mean() < 0.1
    assert blocks == 1 or (domain.distance(others) > 1).mean() < 0.25


@pytest.mark.parametrize("count", [2, 3, 20])
@pytest.mark.parametrize("value", [0, 1])
def test_features_that_never_vary(count: int, value: float):
    train = np.full((count, 4), value, np.float32)
    assert np.isfinite(learn_domain(train, np.arange(count)).distance(train)).all()


def test_what_lies_in_either_domain_is_inside():
    here, there = cloud(1000, 1), cloud(1000, 2)[:, ::-1] * np.linspace(1, 2, N_FEATURES, dtype=np.float32)
    first, second = (learn_domain(features, np.arange(1000)) for features in (here, there))
    both = first.beside(second)
    for features in (here, there, (here + there) / 2):
        nearest = np.minimum(first.distance(features), second.distance(features))
        assert both.distance(features) == pytest.approx(nearest, rel=1e-3, abs=1e-4)
    assert (both.beside(first).distance((here + there) / 2) > 1).all()
