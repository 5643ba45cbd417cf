"""Where people live: villages and hamlets on a wide lattice, farms and small hamlets between them."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple, Optional

import shapely

from .frame import Bounds, Kind, generator

VILLAGE_CELL_M = 1000.0
VILLAGE_ORIGIN_M = -300.0
"""Where cell (0, 0) starts; its village, near (200, 200), lies in the smallest scene too."""
_OUTLYING_CELL_M = 400.0


class Settlement(NamedTuple):
    """A place where houses stand together."""

    kind: str
    """village, hamlet or farm."""
    ix: int
    iy: int
    x_m: float
    y_m: float
    radius_m: float

    @property
    def point(self) -> shapely.Point:
        return shapely.Point(self.x_m, self.y_m)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Rectangle that surely holds all that belongs to it, in scene metres."""
        reach_m = self.radius_m + (150.0 if self.kind == "village" else 55.0)
        return self.x_m - reach_m, self.y_m - reach_m, self.x_m + reach_m, self.y_m + reach_m


@lru_cache(maxsize=4096)
def _village_middle_m(seed: int, ix: int, iy: int) -> tuple[float, float]:
    """Return the middle of the village of a cell."""
    rng = generator(seed, Kind.VILLAGE, ix, iy)
    stray_m = 35.0 if (ix, iy) == (0, 0) else 200.0
    x_m, y_m = (
        (index + 0.5) * VILLAGE_CELL_M + VILLAGE_ORIGIN_M + rng.uniform(-stray_m, stray_m) for index in (ix, iy)
    )
    return x_m, y_m


@lru_cache(maxsize=4096)
def village_of(seed: int, ix: int, iy: int) -> Settlement:
    """Return the village or hamlet of a cell of the wide lattice; each has one, and none reaches into another."""
    middle_m = _village_middle_m(seed, ix, iy)
    others = [(ix + dx, iy + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]
    room_m = 0.47 * min(math.dist(middle_m, _village_middle_m(seed, *other)) for other in others)
    rng = generator(seed, Kind.VILLAGE_SIZE, ix, iy)
    if (ix, iy) == (0, 0) or rng.random() < 0.62:
        return Settlement("village", ix, iy, *middle_m, min(rng.uniform(310, 375), room_m))
    return Settlement("hamlet", ix, iy, *middle_m, min(rng.uniform(150, 215), room_m))


@lru_cache(maxsize=4096)
def outlying_of(seed: int, ix: int, iy: int) -> Optional[Settlement]:
    """Return the farm or small hamlet of a cell of the narrow lattice, if it has one."""
    rng = generator(seed, Kind.OUTLYING, ix, iy)
    x_m, y_m = ((index + rng.uniform(0.2, 0.8)) * _OUTLYING_CELL_M for index in (ix, iy))
    lonely = rng.random()
    if lonely > 0.9:
        return None
    hamlet = lonely < 0.46
    radius_m = rng.uniform(60, 105) if hamlet else rng.uniform(40, 55)
    near = Bounds(x_m, y_m, x_m, y_m).grown(VILLAGE_CELL_M)
    for village in villages_near(seed, near):
        if math.hypot(village.x_m - x_m, village.y_m - y_m) < village.radius_m + radius_m + 50:
            return None
    return Settlement("hamlet" if hamlet else "farm", ix, iy, x_m, y_m, radius_m)


def villages_near(seed: int, bounds: Bounds) -> list[Settlement]:
    """Return the settlements of the wide lattice whose cells meet bounds."""
    return [village_of(seed, ix, iy) for ix, iy in bounds.cells(VILLAGE_CELL_M, VILLAGE_ORIGIN_M)]


def settlements_near(seed: int, bounds: Bounds) -> list[Settlement]:
    """Return all settlements that may be seen within bounds."""
    found = villages_near(seed, bounds.grown(150.0))
    outlying = (outlying_of(seed, ix, iy) for ix, iy in bounds.grown(200.0).cells(_OUTLYING_CELL_M))
    found += [settlement for settlement in outlying if settlement]
    return [settlement for settlement in found if bounds.meets(settlement)]
