"""Likeness, in two dimensions that can be drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sattile_plugin.engine.communes.likeness import (
    DescribedTiles,
    cosine_matrix,
    dendrogram,
    rank_like,
    similarity_table,
    twins_table,
)

TOWN, FIELD, BETWEEN = [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]
HALF = 0.5**0.5


def test_cosines_by_hand():
    expected = [[1, 0, HALF, 0], [0, 1, HALF, 0], [HALF, HALF, 1, 0], [0, 0, 0, 1]]
    np.testing.assert_allclose(cosine_matrix(np.array([TOWN, FIELD, BETWEEN, [0, 0]])), expected)


@given(st.integers(1, 12), st.integers(1, 5), st.integers(0, 99))
def test_a_cosine_matrix_is_one(count: int, width: int, seed: int):
    cosine = cosine_matrix(np.random.default_rng(seed).normal(size=(count, width)) * 1e3)
    assert (cosine == cosine.T).all() and (np.diag(cosine) == 1).all() and (abs(cosine) <= 1).all()


def angle(degrees: float) -> list[float]:
    return [np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]


def test_the_dendrogram_goes_round_from_like_to_like():
    order = dendrogram(np.array([angle(80), angle(0), angle(60), angle(10)])).order.tolist()
    assert order in ([1, 3, 2, 0], [0, 2, 3, 1])


@pytest.mark.parametrize("count", [1, 2])
def test_a_dendrogram_of_few(count: int):
    found = dendrogram(np.eye(2)[:count])
    assert sorted(found.order) == list(range(count)) and found.linkage.shape == (count - 1, 4)


def test_the_table_of_likeness():
    table = similarity_table(["A", "B"], np.array([TOWN, BETWEEN]))
    assert table[["commune", "other"]].to_numpy().tolist() == [["A", "A"], ["A", "B"], ["B", "A"], ["B", "B"]]
    assert table["cosine"].tolist() == pytest.approx([1, HALF, HALF, 1])
    place = dict(zip(table["commune"], table["commune_order"]))
    assert sorted(place.values()) == [1, 2] and table["other_order"].tolist() == [place["A"], place["B"]] * 2


@pytest.fixture
def province():
    """Three communes: A and B have a harbour each in a land of fields, C has a wood."""
    field, harbour, wood = [10.0, 10, 10], [10.0, 30, 10], [10.0, 10, 30]
    tiles = {"a1": field, "a2": harbour, "b1": field, "b2": harbour, "c1": field, "c2": wood}
    described = DescribedTiles(
        list(tiles), np.array([0, 0, 1, 1, 2, 2]), np.array(list(tiles.values()), dtype=np.float16)
    )
    means = np.array(
        [np.mean([field, harbour], axis=0), np.mean([field, harbour], axis=0), np.mean([field, wood], axis=0)]
    )
    return ["A", "B", "C"], means, described


def test_twins_by_what_the_province_has_not(province):
    """All fields are alike wholly, but it is the harbours that make A and B twins."""
    table = twins_table(*province, count=1, pairs=1).set_index("commune")
    assert table.loc["A", ["rank", "twin", "tiles", "twin_tiles"]].tolist() == [1, "B", "a2", "b2"]
    assert table.loc["A", ["cosine", "tile_cosine"]].tolist() == pytest.approx([1, 1])


def test_ranks_and_pairs(province):
    table = twins_table(*province, count=5, pairs=9)
    assert table["rank"].tolist() == [1, 2] * 3
    assert (table["cosine"].to_numpy().reshape(3, 2)[:, 0] >= table["cosine"].to_numpy().reshape(3, 2)[:, 1]).all()
    for tiles, twins in zip(table["tiles"], table["twin_tiles"]):
        one, other = tiles.split(", "), twins.split(", ")
        assert len(one) == len(set(one)) == len(other) == len(set(other))


def pairs_of(ours: list, theirs: list) -> tuple[str, str]:
    """Return the pairs of two communes whose tiles lie so about the mean of all, which is 10 east of zero."""
    given = np.array([*ours, *theirs], dtype=float)
    balance = -given.sum(axis=0)
    tiles = np.vstack([given, balance, np.zeros((8, 2))]) + np.array([10, 0])
    commune = np.array([0] * len(ours) + [1] * len(theirs) + [2] * (len(tiles) - len(ours) - len(theirs)))
    names = [f"a{n}" for n in range(len(ours))] + [f"b{n}" for n in range(len(theirs))] + ["c"] * 9
    table = twins_table(["A", "B", "C"], np.array([TOWN, TOWN, FIELD]), DescribedTiles(names, commune, tiles), 1)
    return table["tiles"][0], table["twin_tiles"][0]


def test_pairs_look_alike_beside_the_mean():
    """From zero a1 and b1 lie in one direction almost; from the mean a0 and b0 do wholly."""
    assert pairs_of([[0, 3], [4, -1]], [[0, 6], [10, -1]]) == ("a0, a1", "b0, b1")


def test_no_tile_stands_in_two_pairs():
    """Both are likest to b0; a1 gets what is left."""
    assert pairs_of([[0, 3], [1, 3]], [[0, 6], [6, 0]]) == ("a0, a1", "b0, b1")


def test_twins_without_tiles():
    """Described communes have no tiles, and those outside all communes belong to none."""
    nothing = DescribedTiles([], np.empty(0, dtype=int), np.empty((0, 2), dtype=np.float16))
    outside = DescribedTiles(["t"], np.array([-1]), np.array([TOWN], dtype=np.float16))
    for tiles in (nothing, outside):
        table = twins_table(["A", "B"], np.array([TOWN, BETWEEN]), tiles)
        assert table["tiles"].tolist() == ["", ""] and table["tile_cosine"].isna().all()


@pytest.mark.parametrize("cells", [1, 4, 1000])
def test_tiles_like_one_chunk_by_chunk(cells: int, monkeypatch: pytest.MonkeyPatch):
    """Roots of length 1 are towns and fields; less their mean these are opposite, and what lies between is neither."""
    monkeypatch.setattr("sattile_plugin.engine.communes.likeness._CHUNK_CELLS", cells)
    features = np.array([TOWN, FIELD, [9, 16], [0, 25], [16, 9]], dtype=np.float16)
    found = rank_like(features, 0)
    assert found.dtype == np.float32
    roots = np.array([[0, 1], [1, 0], [0.6, 0.8], [0, 1], [0.8, 0.6]])
    expected = cosine_matrix(roots - roots.mean(axis=0))[0]
    assert found.tolist() == pytest.approx(expected.tolist(), abs=1e-5)
    assert found[[0, 3]].tolist() == pytest.approx([1, 1]) and found.argmin() == 1
