"""Open land: quarters that fit each other, and nothing that grows where it must not."""

from __future__ import annotations

import pytest
import shapely

from sattile_plugin.engine.scene.land import build_land
from sattile_plugin.engine.scene.landuse import lattice
from sattile_plugin.engine.scene.quarters import border, quarter


def test_quarters_meet_without_gap_or_overlap():
    quarters = [quarter(1, ix, iy) for ix in range(4) for iy in range(4)]
    whole = shapely.union_all(quarters)
    assert whole.geom_type == "Polygon" and not whole.interiors
    assert sum(one.area for one in quarters) == pytest.approx(whole.area)


def test_a_quarter_has_the_borders_of_its_neighbours():
    edge = quarter(1, 0, 0).exterior.buffer(1e-6)
    assert edge.covers(border(1, 1, 0, upright=True))
    assert edge.covers(border(1, 0, 1, upright=False))


def test_nothing_grows_on_taken_ground():
    taken = quarter(1, 0, 0).centroid.buffer(60)
    land = build_land(1, 0, 0, taken, shapely.Polygon())
    assert land.areas
    assert not any(area.polygon.buffer(-0.1).intersects(taken) for area in land.areas)
    assert not any(shapely.contains_xy(taken, trees[:, 0], trees[:, 1]).any() for trees in land.trees)


def test_a_lattice_has_a_point_for_each_square():
    assert len(lattice(shapely.box(0.5, 0.5, 20.5, 10.5), 2.0, 0.0)) == 50
    assert len(lattice(shapely.Polygon(), 2.0, 0.0)) == 0
