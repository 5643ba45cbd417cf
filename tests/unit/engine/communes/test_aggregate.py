"""Tiles in communes: squares of 10 m, some of them cut."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from sattile_plugin.engine.communes.aggregate import class_shares, mean_and_spread, membership

from ...builders import square, tile_squares

# Four tiles in a row; the west commune ends in the middle of the second, the east one begins there and ends with the
# third, so that the fourth is in none.
TILES = np.array(tile_squares(1, 4))
COMMUNES = np.array([shapely.box(0, 0, 15, 10), shapely.box(15, 0, 30, 10), square(100, 100, 10)])


def test_a_cut_tile_counts_by_its_area_inside():
    weights = membership(COMMUNES, TILES).weights.toarray()
    assert weights[0].tolist() == pytest.approx([2 / 3, 1 / 3, 0, 0])
    assert weights[1].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 0])


def test_a_commune_without_tiles_has_no_weights():
    found = membership(COMMUNES, TILES)
    assert found.weights.toarray()[2].sum() == 0
    assert found.tile_count.tolist() == [2, 2, 0]


def test_a_tile_belongs_where_most_of_it_lies():
    tiles = np.array([shapely.box(0, 0, 10, 10), shapely.box(12, 0, 22, 10), square(60, 0, 10)])
    assert membership(COMMUNES, tiles).commune_of_tile.tolist() == [0, 1, -1]


def test_a_shared_edge_is_no_area():
    assert membership(COMMUNES, np.array([square(30, 0, 10)])).tile_count.tolist() == [0, 0, 0]


def test_mean_and_spread_weigh_by_area():
    mean, spread = mean_and_spread(membership(COMMUNES, TILES).weights, np.array([[0.0], [3.0], [6.0], [99.0]]))
    assert mean.ravel().tolist() == pytest.approx([1, 5, 0])
    assert spread.ravel().tolist() == pytest.approx([np.sqrt(2), np.sqrt(2), 0], abs=1e-6)


def test_shares_are_of_the_tiles_that_have_a_class():
    weights = membership(COMMUNES, TILES).weights
    shares = class_shares(weights, pd.Series(["a", "b", None, "a"]))
    assert shares["a"].tolist()[:2] == pytest.approx([2 / 3, 0])
    assert shares["b"].tolist()[:2] == pytest.approx([1 / 3, 1])
    assert shares.loc[2].isna().all()
