"""Cells, their generators and turned frames."""

from __future__ import annotations

import math

import pytest
import shapely

from sattile_plugin.engine.scene.frame import Bounds, Frame, Kind, generator


@pytest.mark.parametrize(
    ("bounds", "cells"),
    [
        (Bounds(1, 1, 9, 9), [(0, 0)]),
        (Bounds(-1, 5, 1, 5), [(-1, 0), (0, 0)]),
        (Bounds(5, 9, 5, 21), [(0, 0), (0, 1), (0, 2)]),
    ],
)
def test_cells_of_10_m(bounds: Bounds, cells: list[tuple[int, int]]):
    assert list(bounds.cells(10)) == cells


def test_each_cell_kind_and_seed_has_numbers_of_its_own():
    keys = [
        (1, Kind.LAND, 0, 0),
        (1, Kind.LAND, 0, 1),
        (1, Kind.LAND, 1, 0),
        (1, Kind.WOOD, 0, 0),
        (2, Kind.LAND, 0, 0),
    ]
    assert len({generator(*key).random() for key in keys}) == len(keys)


def test_v_lies_to_the_left_of_u():
    north = Frame(100, 200, math.pi / 2)
    assert north.at(3, 1) == pytest.approx((99, 203))
    assert north.box(0, 0, 4, 2).equals_exact(shapely.box(98, 200, 100, 204), 1e-9, normalize=True)


def test_bounds_meet_what_touches_them():
    assert Bounds(0, 0, 10, 10).meets(shapely.box(10, 10, 12, 12))
    assert not Bounds(0, 0, 10, 10).meets(shapely.box(11, 0, 12, 10))
