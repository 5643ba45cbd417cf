"""Groups of points that a reader sees at once."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from sattile_plugin.engine.communes.grouping import Grouping, grouper, grouping_of, ward_tree

from ...builders import layer, square, tile_squares

HEAPS = np.array([[0.0, 0], [0, 1], [1, 0], [10, 10], [10, 11], [20, 0], [20, 1]])
ROWS = np.arange(len(HEAPS))


def group(method: str, features: np.ndarray, k: int, near: sp.csr_matrix | None = None, seed: int = 1) -> Grouping:
    return grouper(method, near)(features, k, np.random.default_rng(seed), np.arange(len(features)))


def parts(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_three_heaps_are_three_groups(method: str):
    found = group(method, HEAPS, 3)
    assert parts(found.labels) == {frozenset({0, 1, 2}), frozenset({3, 4}), frozenset({5, 6})}
    assert found.centres[found.labels[3]].tolist() == [10, 10.5]
    assert found.inertia == pytest.approx(4 / 3 + 0.5 + 0.5)


def test_k_means_does_not_depend_on_the_seed_here():
    cloud = np.random.default_rng(5).normal(size=(200, 4))
    first, *others = (group("kmeans", cloud, 6, seed=seed).inertia for seed in range(4))
    assert others == [first] * 3


def test_contiguous_groups_hang_together():
    """A row of six whose ends look alike: they are one group by looks, but not on the map."""
    looks = np.array([[0.0], [0.1], [5.0], [5.1], [0.2], [0.3]])
    chain = sp.csr_matrix(np.eye(6, k=1) + np.eye(6, k=-1))
    assert parts(group("ward", looks, 2).labels) == {frozenset({0, 1, 4, 5}), frozenset({2, 3})}
    assert parts(group("contiguous", looks, 3, chain).labels) == {
        frozenset({0, 1}),
        frozenset({2, 3}),
        frozenset({4, 5}),
    }


def test_the_tree_ends_in_one_and_never_falls():
    tree = ward_tree(HEAPS)
    assert tree.shape == (6, 4) and tree[-1, 3] == 7
    assert (np.diff(tree[:, 2]) >= 0).all()


def test_many_rows_are_learnt_from_batches():
    generator = np.random.default_rng(1)
    rows = np.repeat([[0.0, 0], [50, 0], [0, 50]], 8000, axis=0) + generator.normal(size=(24000, 2))
    assert sorted(map(len, parts(group("kmeans", rows, 3).labels))) == [8000, 8000, 8000]


def test_grouping_of_labels():
    found = grouping_of(np.array([1, 0, 1]), np.array([[0.0], [5.0], [2.0]]))
    assert found.centres.tolist() == [[5.0], [1.0]] and found.inertia == 2.0


def test_neighbours_share_a_border_a_corner_or_nearly_so():
    from sattile_plugin.engine.communes.contiguity import neighbours_of

    found = neighbours_of(layer(tile_squares(2, 2))).toarray()
    assert found.sum() == 12 and (found == found.T).all() and found.diagonal().sum() == 0
    ragged = neighbours_of(layer([square(0, 0, 10), square(10.05, 0, 10), square(20, 0, 10)]))
    assert ragged.toarray().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]


def test_islands_are_tied_to_what_is_nearest():
    from sattile_plugin.engine.communes.contiguity import neighbours_of

    found = neighbours_of(layer([square(0, 0, 10), square(10, 0, 10), square(50, 0, 10), square(90, 0, 10)]))
    assert found.toarray().tolist() == [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]
