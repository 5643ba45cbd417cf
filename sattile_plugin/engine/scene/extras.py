"""Things of the open land that look like buildings or their surroundings, and are none."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import shapely

from . import palette
from .farms import parking, stacks
from .features import Area, Cover, Features, Layer, Roof, Structure
from .frame import Frame, Kind, generator
from .gardens import crowns, scattered
from .houses import wing_at
from .land import woodiness
from .palette import varied_cover, varied_roof

CELL_M = 240.0
_REACH_M = 48.0
"""No extra reaches farther from its middle."""
_SHARE = 0.85
"""Share of cells with an extra."""


def build_extra(seed: int, ix: int, iy: int, taken: list[shapely.Geometry]) -> Features:
    """Return the extra of a cell, if it has one and its place is free of ways and settlements."""
    rng = generator(seed, Kind.EXTRA, ix, iy)
    x_m, y_m = (ix + rng.uniform(0.2, 0.8)) * CELL_M, (iy + rng.uniform(0.2, 0.8)) * CELL_M
    frame = Frame(x_m, y_m, rng.uniform(0, math.pi))
    if rng.random() > _SHARE:
        return Features()
    if woodiness(seed, x_m, y_m) > 0.64 and rng.random() < 0.8:
        return Features()
    build = _BUILDERS[rng.choice(len(_BUILDERS), p=_SHARES)]
    made = build(frame, rng)
    if shapely.intersects(taken, shapely.Point(x_m, y_m).buffer(_REACH_M * 0.8)).any():
        return Features()
    return made


def _car_park(frame: Frame, rng: np.random.Generator) -> Features:
    lanes = int(rng.integers(1, 3))
    half_m = rng.uniform(16, 32)
    ground = frame.box(-half_m - 2, -10, half_m + 2, 17 * lanes - 7)
    cover = varied_cover(palette.ASPHALT if rng.random() < 0.7 else palette.YARD, rng, 0.1)
    made = Features([Area(ground, cover, Layer.PATCH, soft_m=0.4)])
    made.add([parking(frame, half_m, lanes, rng)])
    made.trees.append(crowns(scattered(ground.buffer(5).difference(ground), 26, rng), palette.GARDEN, (1.5, 3), 2, rng))
    return made


def _quarry(frame: Frame, rng: np.random.Generator) -> Features:
    """Return terraces of bare stone, each a little smaller and lighter."""
    made = Features()
    outline = _blob(frame, rng.uniform(26, 40), rng)
    for step in range(4):
        cover = varied_cover(palette.BARE, rng, 0.05)
        red, green, blue = (value * (0.86 + 0.05 * step) for value in cover.colour)
        made.areas.append(Area(outline, Cover((red, green, blue), 0.12, 0.16, 0.06), Layer.PATCH, soft_m=1.2))
        inner = outline.buffer(-rng.uniform(3, 7))
        if inner.geom_type != "Polygon" or inner.area < 80:
            break
        outline = inner
    heaps = [
        wing_at(Frame(point[0], point[1], 0.0), 0, 0, 8, 8, 0.2, 0.5, "round")
        for point in scattered(outline, 3, rng).tolist()
    ]
    made.structures += [Structure((heap,), Roof(palette.BARE.colour, 0.2)) for heap in heaps]
    return made


def _bare_ground(frame: Frame, rng: np.random.Generator) -> Features:
    """Return light rectangles of beaten ground, as large as roofs."""
    made = Features()
    for number in range(rng.integers(1, 4)):
        half_u_m, half_v_m = rng.uniform(4, 16), rng.uniform(3, 9)
        spot = Frame(*frame.at(rng.uniform(-8, 8), 20.0 * number - 20), frame.angle_rad + rng.normal(0, 0.1))
        patch = spot.box(-half_u_m, -half_v_m, half_u_m, half_v_m)
        cover = varied_cover((palette.BARE, palette.PAVING, palette.SOIL)[rng.integers(3)], rng, 0.1)
        made.areas.append(Area(patch, cover, Layer.PATCH, soft_m=float(rng.uniform(0.0, 1.0))))
    return made


def _straw(frame: Frame, rng: np.random.Generator) -> Features:
    return Features(structures=stacks(frame, rng))


def _bales(frame: Frame, rng: np.random.Generator) -> Features:
    """Return round bales in the rows in which the baler dropped them."""
    made = Features()
    for row in range(-2, 3):
        for _ in range(rng.integers(1, 4)):
            wing = wing_at(frame, rng.uniform(-40, 40), row * 14 + rng.normal(0, 1), 1.5, 1.5, 1.2, 0.0, "round")
            made.structures.append(Structure((wing,), varied_roof("straw", rng)))
    return made


def _court(frame: Frame, rng: np.random.Generator) -> Features:
    """Return one or two tennis courts with their lines."""
    made = Features()
    for number in range(rng.integers(1, 3)):
        spot = Frame(*frame.at(0, 19.0 * number), frame.angle_rad)
        cover = varied_cover((palette.CLAY_COURT, palette.GREEN_COURT)[rng.integers(2)], rng, 0.05)
        made.areas.append(Area(spot.box(-18, -9, 18, 9), cover, Layer.PATCH))
        for lines in (spot.box(-11.9, -5.5, 11.9, 5.5), spot.box(-6.4, -4.1, 6.4, 4.1)):
            made.areas.append(Area(lines.buffer(0.08).difference(lines.buffer(-0.08)), palette.WHITE, Layer.MARKING))
    return made


def _pond(frame: Frame, rng: np.random.Generator) -> Features:
    outline = _blob(frame, rng.uniform(9, 24), rng)
    bank = Area(outline.buffer(2.5), varied_cover(palette.GRASS, rng), Layer.PATCH, soft_m=1.5)
    water = Area(outline, varied_cover(palette.POND, rng, 0.08), Layer.PATCH, soft_m=0.5)
    trees = crowns(scattered(outline.buffer(5).difference(outline), 30, rng), palette.POPLAR, (1.2, 3.6), 2.2, rng)
    return Features([bank, water], trees=[trees])


def _copse(frame: Frame, rng: np.random.Generator) -> Features:
    points = scattered(_blob(frame, rng.uniform(10, 26), rng), int(rng.integers(20, 60)), rng)
    return Features(trees=[crowns(points, palette.OAK, (2.0, 5.2), 2.2, rng)])


def _blob(frame: Frame, radius_m: float, rng: np.random.Generator) -> shapely.Polygon:
    """Return a rounded outline around a frame's origin."""
    turns = np.linspace(0, 2 * math.pi, 28, endpoint=False)
    phases = rng.uniform(0, 2 * math.pi, 3)
    radii = radius_m * (1 + sum(0.24 / n * np.sin(n * turns + phase) for n, phase in zip((2, 3, 5), phases)))
    return frame.polygon(list(zip(radii * np.cos(turns), 0.7 * radii * np.sin(turns)))).buffer(0)


_BUILDERS: tuple[Callable[[Frame, np.random.Generator], Features], ...] = (
    _bare_ground, _straw, _bales, _copse, _car_park, _quarry, _pond, _court,
)  # fmt: skip
_SHARES = (0.25, 0.15, 0.12, 0.18, 0.1, 0.06, 0.07, 0.07)
