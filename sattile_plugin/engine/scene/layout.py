"""The whole scene's features, made where they are asked for and kept while they are near."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

import shapely

from . import palette
from .extras import CELL_M as EXTRA_CELL_M
from .extras import build_extra
from .features import Features, Way
from .frame import Bounds, Kind, generator
from .gardens import along, crowns
from .land import build_border, build_parcel, parcels_of
from .network import lanes_near, roads_near, streams_near
from .quarters import CELL_M as LAND_CELL_M
from .quarters import border
from .settlements import Settlement, settlements_near
from .village import Place, build_place

_T = TypeVar("_T")
_REACH_M = 45.0
"""How far the shadow of the highest thing, or the largest crown, reaches into its surroundings."""
_MOST_KEPT = 12_000
"""Parts kept at a time; more than a row of blocks of 50 km meets."""


class Layout:
    """Features of a scene by place; asking twice gives the same."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def features(self, bounds: Bounds) -> Features:
        """Return all that may be seen within bounds, shadows included."""
        wide = bounds.grown(_REACH_M)
        found = Features()
        land = self._land(wide.grown(8.0))
        extras = (self._extra(ix, iy) for ix, iy in wide.grown(30.0).cells(EXTRA_CELL_M))
        places = (self.place(settlement).features for settlement in settlements_near(self.seed, wide))
        lines = Features(ways=self._lines(wide))
        found.add(part.within(wide) for part in (*land, *extras, lines, *places, self._banks(wide)))
        return found

    def place(self, settlement: Settlement) -> Place:
        """Return what a settlement consists of."""
        return self._keep(settlement, lambda: build_place(self.seed, settlement))

    def _lines(self, bounds: Bounds) -> list[Way]:
        """Return the ways that lead beyond settlements."""
        seed = self.seed
        return streams_near(seed, bounds) + roads_near(seed, bounds) + lanes_near(seed, bounds)

    def _taken(self, bounds: Bounds) -> list[shapely.Geometry]:
        """Return the ground of settlements, roads and streams near bounds."""
        places = [self.place(settlement) for settlement in settlements_near(self.seed, bounds)]
        ways = self._lines(bounds)
        ways += [way for place in places for way in place.features.ways if bounds.meets(way.line)]
        near = shapely.box(*bounds)
        pieces = [Way(shapely.intersection(way.line, near), way.width_m, way.surface) for way in ways]
        grounds = [piece.ground(_verge_m(piece)) for piece in pieces]
        return grounds + [place.ground for place in places if bounds.meets(place.ground)]

    def _land(self, bounds: Bounds) -> Iterator[Features]:
        """Yield what grows on the parcels and borders that meet bounds."""
        for ix, iy in bounds.grown(0.5 * LAND_CELL_M).cells(LAND_CELL_M):
            for number, parcel in enumerate(parcels_of(self.seed, ix, iy)):
                if bounds.meets(parcel.polygon):
                    yield self._grown(build_parcel, (ix, iy, number), parcel.polygon)
            for upright in (False, True):
                line = border(self.seed, ix, iy, upright)
                if bounds.meets(line):
                    yield self._grown(build_border, (ix, iy, upright), line)

    def _grown(self, build: Callable[..., Features], key: tuple[int, int, int], extent: shapely.Geometry) -> Features:
        """Return what grows at a place, clear of what stands there."""

        def built() -> Features:
            wide = Bounds(*extent.bounds).grown(10.0)
            extras = [self._extra(*cell) for cell in wide.cells(EXTRA_CELL_M)]
            grounds = [area.polygon for extra in extras for area in extra.areas]
            grounds += [structure.polygon for extra in extras for structure in extra.structures]
            cleared = shapely.union_all([ground for ground in grounds if wide.meets(ground)]).buffer(1.5)
            return build(self.seed, *key, shapely.union_all(self._taken(wide)), cleared)

        return self._keep((build.__name__, *key), built)

    def _extra(self, ix: int, iy: int) -> Features:
        def build() -> Features:
            low_x, low_y = ix * EXTRA_CELL_M, iy * EXTRA_CELL_M
            near = Bounds(low_x, low_y, low_x + EXTRA_CELL_M, low_y + EXTRA_CELL_M).grown(60.0)
            # Whole discs of settlements, for it would take long to build them only to keep clear of them.
            discs = [one.point.buffer(one.radius_m) for one in settlements_near(self.seed, near)]
            return build_extra(self.seed, ix, iy, discs + [way.ground(2.0) for way in self._lines(near)])

        return self._keep(("extra", ix, iy), build)

    def _banks(self, bounds: Bounds) -> Features:
        """Return the trees beside the streams."""
        made = Features()
        for stream in streams_near(self.seed, bounds):
            start_x, start_y = stream.line.coords[0]
            rng = generator(self.seed, Kind.STREAM, round(start_x), round(start_y))
            for side in (-1, 1):
                bank = stream.line.offset_curve(side * 3.2)
                points = along(bank, 3.4, 1.1, rng)
                points = points[rng.random(len(points)) < 0.7]
                made.trees.append(crowns(points, palette.POPLAR, (1.2, 4.2), 2.3, rng))
        return made

    def _keep(self, key: Hashable, build: Callable[[], _T]) -> _T:
        """Return what is kept under a key; build it first if need be, and forget the oldest."""
        if key not in self._kept:
            self._kept[key] = build()
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]  # type: ignore[return-value]


def _verge_m(way: Way) -> float:
    """Return the width of the grass on each side of a way."""
    return {"main": 2.2, "street": 1.3, "water": 4.0}.get(way.surface, 0.8)
