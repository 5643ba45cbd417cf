"""Cells of a tile: which count, what is kept of them, and that where something stands is learned from whole tiles."""

from __future__ import annotations

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: judges of cells are not tested")

from sattile_plugin.engine.model.architectures import edges_of  # noqa: E402
from sattile_plugin.engine.model.cells import Projection, StrongestMean, cell_judge, cell_map  # noqa: E402


def test_the_strongest_values_decide():
    """Of 1, 5, 3 and 4 the two strongest have a mean of 4.5."""
    assert np.asarray(StrongestMean(2)(np.array([[1.0, 5.0, 3.0, 4.0]]))).tolist() == [[4.5]]


def test_maps_of_all_depths_lie_on_one_grid():
    """A map of 4 x 4 is pooled to 2 x 2 by average and maximum, the last of 1 x 1 is spread; roots of 4, 9 and 16."""
    found = np.asarray(cell_map([np.full((1, 1, 1, 1), 16.0), np.full((1, 4, 4, 1), 9.0), np.full((1, 2, 2, 1), 4.0)]))
    assert found.shape == (1, 2, 2, 4)
    assert found[0, 1, 1].tolist() == pytest.approx([3, 3, 2, 4])


@pytest.mark.parametrize(("columns", "is_seen"), [(6, True), (3, False)])
def test_of_what_lies_beyond_the_tile_three_cells_are_seen(columns: int, is_seen: bool):
    """Of 36 cells on a side the middle 24 are the tile's, from the sixth on; nothing is 0 to every judge."""
    cells = np.zeros((1, 36, 36, 2), dtype=np.float32)
    cells[0, :, :columns] = 5.0
    said = [float(np.asarray(cell_judge(36, 2, 0.25, seed)(cells))[0, 0]) for seed in range(5)]
    assert any(said) == is_seen


@pytest.mark.parametrize(("n_cells", "surround", "inner"), [(21, 0.25, 14), (24, 0.25, 16), (14, 0.0, 14)])
def test_the_tile_lies_in_the_middle(n_cells: int, surround: float, inner: int):
    before, behind = edges_of(n_cells, surround)
    assert (n_cells - before - behind, behind - before in (0, 1)) == (inner, True)


def test_a_projection_keeps_the_shape_of_the_map():
    projection = Projection(np.array([[2.0], [1.0]]), np.array([0.5]))
    assert projection.apply(np.ones((3, 4, 4, 2))).tolist() == np.full((3, 4, 4, 1), 3.5).tolist()


def test_a_seed_decides_where_a_judge_starts():
    first, again, other = (cell_judge(6, 3, 0.25, seed).get_weights() for seed in (1, 1, 2))
    assert all(np.array_equal(one, same) for one, same in zip(first, again))
    assert not np.array_equal(first[0], other[0])
