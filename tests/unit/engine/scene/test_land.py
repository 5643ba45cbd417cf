"""Open land: quarters that fit each other, and nothing that grows where it must not."""

from __future__ import annotations

import pytest
import shapely

from sattile_plugin.engine.scene.land import build_parcel, parcels_of
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


def test_parcels_are_the_whole_quarter():
    parcels = [parcel.polygon for parcel in parcels_of(1, 0, 0)]
    assert len(parcels) > 3
    assert sum(parcel.area for parcel in parcels) == pytest.approx(quarter(1, 0, 0).area)


def test_nothing_grows_on_taken_ground():
    parcel = max(parcels_of(1, 0, 0), key=lambda parcel: parcel.polygon.area)
    taken = parcel.polygon.centroid.buffer(30)
    grown = build_parcel(1, 0, 0, parcels_of(1, 0, 0).index(parcel), taken, shapely.Polygon())
    assert grown.areas
    assert not any(area.polygon.buffer(-0.1).intersects(taken) for area in grown.areas)
    assert not any(shapely.contains_xy(taken, trees[:, 0], trees[:, 1]).any() for trees in grown.trees)


def test_cleared_ground_has_no_trees():
    for number in range(len(parcels_of(1, 0, 0))):
        grown = build_parcel(1, 0, 0, number, shapely.Polygon(), quarter(1, 0, 0).buffer(20))
        assert sum(map(len, grown.trees)) == 0


def test_a_lattice_has_a_point_for_each_square():
    assert len(lattice(shapely.box(0.5, 0.5, 20.5, 10.5), 2.0, 0.0)) == 50
    assert len(lattice(shapely.Polygon(), 2.0, 0.0)) == 0
