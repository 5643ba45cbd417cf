"""A settlement with all that belongs to it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely

from . import palette
from .farms import farmstead, parking
from .features import Area, Features, Layer, Structure, Way
from .frame import Bounds, Frame, Kind, generator
from .gardens import crowns, garden_of, scattered
from .houses import ANNEX, Style, detached_house, row_house, style_of, wing_at
from .network import lanes_near, roads_near, streams_near
from .palette import varied_cover
from .plots import Plot, lay_plots
from .settlements import Settlement, settlements_near
from .sites import add_sites
from .streets import lines_in, streets_of

_KINDS = ("village", "hamlet", "farm")
_GAP_M = 17.0
"""Half the width of the gaps between plots that still belong to the village: no fields are in there."""


@dataclass
class Place:
    """What a settlement consists of, and the ground that fields leave to it."""

    features: Features
    ground: shapely.Geometry


def build_place(seed: int, settlement: Settlement) -> Place:
    """Build a settlement: streets, plots, houses, gardens."""
    rng = generator(seed, Kind.PLOTS, settlement.ix, 4 * settlement.iy + _KINDS.index(settlement.kind))
    made = Features()
    if settlement.kind == "farm":
        made.add([farmstead(settlement.x_m, settlement.y_m, rng)])
        ground = shapely.union_all([area.polygon for area in made.areas])
    else:
        ground = _build_village(seed, settlement, made, rng)
    made.structures = _without_overlaps(made.structures)
    return Place(made, ground)


def _build_village(seed: int, settlement: Settlement, made: Features, rng: np.random.Generator) -> shapely.Geometry:
    """Add all plots of a village or hamlet, and return its ground."""
    around = Bounds(*settlement.bounds)
    roads = roads_near(seed, around) + lanes_near(seed, around)
    streets = streets_of(settlement, roads, generator(seed, Kind.STREETS, settlement.ix, settlement.iy))
    made.ways += streets
    disc = settlement.point.buffer(settlement.radius_m)
    fronts = [Way(part, way.width_m, way.surface) for way in roads for part in lines_in(way.line, disc)]
    ways = fronts + streets + streams_near(seed, around)
    taken = [way.ground(0.8) for way in ways]
    others = (one for one in settlements_near(seed, around) if one != settlement)
    taken += [one.point.buffer(one.radius_m + 12) for one in others]
    reserved = add_sites(made, settlement, roads, taken, rng) if settlement.kind == "village" else []
    plots = lay_plots(settlement, ways, taken + reserved, rng)
    grounds = [plot.polygon for plot in plots] + reserved
    style = style_of(rng)
    for plot in plots:
        _build_plot(made, plot, style, rng)
    ground = shapely.union_all(grounds).buffer(_GAP_M, quad_segs=2).buffer(1.0 - _GAP_M, quad_segs=2)
    _add_gap_trees(made, ground.difference(shapely.union_all(grounds + [way.ground(1.5) for way in ways])), rng)
    return ground


def _add_gap_trees(made: Features, gaps: shapely.Geometry, rng: np.random.Generator) -> None:
    """Plant trees and shrubs on the ground between the plots."""
    if not gaps.is_empty:
        points = scattered(gaps, int(gaps.envelope.area / 160), rng)
        made.trees.append(crowns(points, palette.GARDEN, (1.0, 4.4), 2.0, rng))


def _build_plot(made: Features, plot: Plot, style: Style, rng: np.random.Generator) -> None:
    """Fill one plot: mostly with a house, else with parked cars, an orchard or a meadow."""
    use = rng.random()
    houses: list[Structure] = []
    if use < 0.92:
        dense = plot.centrality > 0.5
        house = row_house(plot, style, rng) if dense else detached_house(plot, style, rng)
        house = _within(plot, house) if house else None
        annex = _annex(plot, house, style, rng) if house else None
        houses = [one for one in (house, annex) if one]
    elif use < 0.94:
        made.areas.append(Area(plot.polygon, varied_cover(palette.ASPHALT, rng), Layer.PLOT))
        made.add([parking(Frame(*plot.frame.at(0, 9), plot.frame.angle_rad), plot.width_m / 2 - 1, 1, rng)])
        return
    elif use < 0.97:
        made.trees.append(crowns(scattered(plot.polygon, 14, rng), palette.FRUIT, (1.6, 2.8), 1.7, rng))
    made.structures += houses
    made.add([garden_of(plot, houses, rng)])


def _within(plot: Plot, house: Structure) -> Optional[Structure]:
    """Return a house without the wings that leave its plot; nothing if its first one does."""
    ground = plot.polygon.buffer(0.05)
    wings = tuple(wing for wing in house.wings if ground.covers(wing.polygon()))
    if house.wings[0] not in wings:
        return None
    return Structure(wings, house.roof, house.attributes, house.fittings)


def _annex(plot: Plot, house: Structure, style: Style, rng: np.random.Generator) -> Optional[Structure]:
    """Return a garage or workshop at the side of a plot, clear of the house."""
    if rng.random() > 0.4:
        return None
    length_m, width_m = rng.uniform(5.5, 8.5), rng.uniform(3.6, 5.0)
    u_m = (plot.width_m / 2 - width_m / 2 - 0.4) * rng.choice([-1, 1])
    v_m = plot.depth_m * rng.uniform(0.45, 0.82)
    flat = rng.random() < 0.25
    wing = wing_at(
        plot.frame, u_m, v_m, length_m, width_m, 2.5, 0.0 if flat else 0.5, "flat" if flat else "gable", math.pi / 2
    )
    annex = Structure((wing,), style.roof(rng), ANNEX)
    clear = annex.polygon.distance(house.polygon) > 2 and plot.polygon.contains(annex.polygon)
    return annex if clear else None


def _without_overlaps(structures: list[Structure]) -> list[Structure]:
    """Return the structures that do not lie on an earlier one."""
    polygons = np.array([structure.polygon for structure in structures], object)
    later, earlier = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    kept = np.ones(len(polygons), bool)
    for first, second in sorted(zip(earlier.tolist(), later.tolist())):
        if first < second and kept[first]:
            kept[second] = False
    return [structure for structure, keep in zip(structures, kept) if keep]
