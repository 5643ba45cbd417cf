"""Villages: streets, plots and houses that keep clear of each other."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sattile_plugin.engine.scene.features import Way
from sattile_plugin.engine.scene.plots import lay_plots
from sattile_plugin.engine.scene.settlements import Settlement, village_of
from sattile_plugin.engine.scene.streets import streets_of
from sattile_plugin.engine.scene.village import Place, build_place

HAMLET = Settlement("hamlet", 0, 0, 0.0, 0.0, 100.0)
ROAD = Way(shapely.LineString([(-100, 0), (100, 0)]), 6.0, "main")


@pytest.fixture(scope="module")
def village() -> Place:
    return build_place(1, village_of(1, 0, 0))


def test_the_first_village_lies_in_the_smallest_scenes():
    for seed in range(20):
        assert village_of(seed, 0, 0).kind == "village"
        assert village_of(seed, 0, 0).point.distance(shapely.Point(200, 200)) < 50


def test_plots_lie_beside_the_road_and_apart():
    plots = [plot.polygon for plot in lay_plots(HAMLET, [ROAD], [ROAD.ground()], np.random.default_rng(1))]
    assert len(plots) > 8
    assert not any(plot.intersects(ROAD.ground()) for plot in plots)
    assert shapely.union_all(plots).area == pytest.approx(sum(plot.area for plot in plots))


def test_streets_leave_the_road_and_stay_in_the_settlement():
    streets = streets_of(HAMLET, [ROAD], np.random.default_rng(1))
    assert streets
    for street in streets:
        assert HAMLET.point.buffer(115).covers(street.line)


def test_roofs_do_not_overlap(village: Place):
    roofs = [one.polygon for one in village.features.structures]
    assert len(roofs) > 100
    assert shapely.union_all(roofs).area == pytest.approx(sum(roof.area for roof in roofs))


def test_no_building_stands_on_a_street(village: Place):
    streets = shapely.union_all([way.ground() for way in village.features.ways])
    assert not any(one.polygon.intersects(streets) for one in village.features.structures if one.attributes)


def test_a_village_has_one_church_and_mostly_homes(village: Place):
    uses = [one.attributes.usage_1 for one in village.features.structures if one.attributes]
    assert uses.count("Religieux") == 1
    assert uses.count("Résidentiel") > len(uses) / 2
