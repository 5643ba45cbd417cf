"""What is done to features before they are grouped."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.communes.prepare import blended, reduced, rooted, weighed_together


def test_roots_keep_their_sign_and_rows_their_length():
    assert rooted(np.array([[-9.0, 16.0], [0.0, 0.0]])).tolist() == pytest.approx(np.array([[-0.6, 0.8], [0, 0]]))


def test_features_are_left_where_no_components_are_wanted():
    features = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]])
    assert np.array_equal(reduced(features, False, 0), features)
    assert reduced(features, True, 0).std(axis=0) == pytest.approx([1, 1])


@pytest.mark.parametrize(("rows", "columns", "wanted", "kept"), [(50, 6, 3, 3), (50, 6, 99, 6), (5, 60, 99, 4)])
def test_components_are_no_more_than_there_are(rows: int, columns: int, wanted: int, kept: int):
    found = reduced(np.random.default_rng(1).normal(size=(rows, columns)), False, wanted)
    assert found.shape == (rows, kept)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(rows))


def test_blending_draws_like_to_like():
    generator = np.random.default_rng(1)
    rows = np.repeat([[1.0, 0, 0], [0, 1, 0]], 10, axis=0) + generator.normal(scale=0.1, size=(20, 3))
    found = blended(rows, 4, generator)
    assert found[:10].std(axis=0).max() < rows[:10].std(axis=0).max() / 2
    assert np.array_equal(blended(rows, 0, generator), rows)


def test_blocks_weigh_the_same():
    looks, share = np.random.default_rng(1).normal(size=(30, 40)), np.linspace(0, 1, 30)[:, None]
    found = weighed_together([looks, share])
    assert found[:, -1].var() == pytest.approx(looks.var(axis=0).sum())
    assert np.array_equal(weighed_together([looks, np.zeros((30, 1))])[:, -1], np.zeros(30))
