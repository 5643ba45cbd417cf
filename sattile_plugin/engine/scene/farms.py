"""Farmsteads: a house, barns and sheds around a yard, and what farmers leave beside them."""

from __future__ import annotations

import math

import numpy as np
import shapely

from . import palette
from .features import Area, Attributes, Features, Layer, Structure
from .frame import Frame
from .gardens import car_at, crowns, scattered
from .houses import HOME, wing_at
from .palette import varied_cover, varied_roof

BARN = Attributes("Industriel, agricole ou commercial", "Agricole")
SILO = Attributes("Silo", "Agricole")
WORKS = Attributes("Industriel, agricole ou commercial", "Industriel")
_BARN_ROOFS = ("fibre_cement", "light_metal", "green_metal", "rusty_metal", "old_tile", "brown_tile")
_BARN_SHARES = (0.34, 0.16, 0.1, 0.14, 0.18, 0.08)


def farmstead(x_m: float, y_m: float, rng: np.random.Generator) -> Features:
    """Return a farm around a point; its yard is about 70 m wide."""
    frame = Frame(x_m, y_m, rng.uniform(0, math.pi))
    made = Features()
    _add_grounds(made, frame, rng)
    house = wing_at(frame, -4, -25, rng.uniform(14, 22), rng.uniform(8, 10), 5.5, 0.7)
    made.structures.append(Structure((house,), varied_roof(str(rng.choice(["old_tile", "slate"])), rng), HOME))
    _add_barns(made, frame, rng)
    if rng.random() < 0.3:
        for number in range(rng.integers(1, 4)):
            wing = wing_at(frame, 27, -26 + 6.5 * number, 5.4, 5.4, 9, 0.4, "round")
            made.structures.append(Structure((wing,), varied_roof("light_metal", rng), SILO))
    if rng.random() < 0.6:
        made.structures += stacks(Frame(*frame.at(rng.uniform(-5, 5), 52), frame.angle_rad), rng)
    ring = shapely.Point(x_m, y_m).buffer(52).difference(shapely.union_all([one.polygon for one in made.structures]))
    points = scattered(ring.difference(frame.box(-24, -16, 24, 34)), int(rng.integers(14, 36)), rng)
    made.trees.append(crowns(points, palette.OAK, (1.4, 5.0), 2.0, rng))
    return made


def _add_grounds(made: Features, frame: Frame, rng: np.random.Generator) -> None:
    rough = shapely.Point(frame.x_m, frame.y_m).buffer(50, quad_segs=4)
    made.areas.append(Area(rough, varied_cover(palette.GRASS, rng, 0.08), Layer.PLOT, soft_m=3.0))
    yard = frame.box(-27, -18, 27, 33).buffer(4)
    made.areas.append(Area(yard, varied_cover(palette.YARD, rng, 0.09), Layer.YARD, soft_m=2.5))
    if rng.random() < 0.6:
        apron = frame.box(-14, -12, 10, 14)
        made.areas.append(Area(apron, varied_cover(palette.PAVING, rng, 0.05), Layer.DETAIL, soft_m=0.5))
    for _ in range(rng.integers(0, 4)):
        spot = Frame(*frame.at(rng.uniform(-14, 14), rng.uniform(-12, 12)), rng.uniform(0, math.pi))
        made.structures.append(car_at(spot, rng))


def _add_barns(made: Features, frame: Frame, rng: np.random.Generator) -> None:
    """Build barns on the sides of the yard, at right angles to each other."""
    slots = (
        (-23, 2, 30, 13, math.pi / 2),
        (23, 8, 34, 15, math.pi / 2),
        (0, 27, 32, 13, 0.0),
        (44, 6, 40, 17, math.pi / 2),
    )
    for number, (u_m, v_m, length_m, width_m, turn_rad) in enumerate(slots):
        if rng.random() > (1.0, 0.75, 0.7, 0.4)[number]:
            continue
        length, width = length_m * rng.uniform(0.6, 1.05), width_m * rng.uniform(0.75, 1.0)
        roof = varied_roof(str(rng.choice(_BARN_ROOFS, p=_BARN_SHARES)), rng)
        slope, eave_m = rng.uniform(0.22, 0.5), rng.uniform(4, 6.5)
        wing = wing_at(frame, u_m, v_m, length, width, eave_m, slope, turn_rad=turn_rad)
        made.structures.append(Structure((wing,), roof, BARN))


def stacks(frame: Frame, rng: np.random.Generator) -> list[Structure]:
    """Return straw stacks, or heaps under a tarpaulin: roof-like things that are no buildings."""
    name = str(rng.choice(["straw", "straw", "tarpaulin", "white_film"]))
    made = []
    for number in range(rng.integers(1, 4)):
        length_m, width_m = rng.uniform(9, 22), rng.uniform(4, 7)
        slope = 0.0 if name == "straw" else 0.25
        wing = wing_at(
            frame, rng.uniform(-3, 3), 9.5 * number, length_m, width_m, 3.5 if name == "straw" else 0.8, slope,
            "flat" if name == "straw" else "gable",
        )  # fmt: skip
        made.append(Structure((wing,), varied_roof(name, rng)))
    return made


def works(frame: Frame, rng: np.random.Generator) -> Features:
    """Return big sheds with their yard and parking, about 110 m by 70 m, beyond v = 0."""
    made = Features()
    made.areas.append(Area(frame.box(-55, 0, 55, 72), varied_cover(palette.LAWN, rng), Layer.PLOT))
    made.areas.append(Area(frame.box(-50, 3, 50, 66), varied_cover(palette.ASPHALT, rng, 0.07), Layer.YARD))
    for side in (-1, 1):
        length_m, width_m = rng.uniform(26, 46), rng.uniform(18, 30)
        name = str(rng.choice(["light_metal", "membrane", "fibre_cement", "gravel_flat", "green_metal"]))
        low = name in ("membrane", "gravel_flat")
        wing = wing_at(
            frame, side * 25, 44, length_m, width_m, rng.uniform(6, 9), 0.0 if low else 0.15, "flat" if low else "gable"
        )
        made.structures.append(Structure((wing,), varied_roof(name, rng), WORKS))
    made.add([parking(Frame(*frame.at(0, 12), frame.angle_rad), 34, 1, rng)])
    return made


def parking(frame: Frame, half_length_m: float, lanes: int, rng: np.random.Generator) -> Features:
    """Return rows of marked bays, some with cars, around a frame's origin; a lane is 17 m deep."""
    made = Features()
    for lane in range(lanes):
        for v_m in (17.0 * lane - 5.5, 17.0 * lane + 5.5):
            for u_m in np.arange(-half_length_m + 1.3, half_length_m, 2.6):
                mark = frame.box(u_m - 1.36, v_m - 2.4, u_m - 1.24, v_m + 2.4)
                made.areas.append(Area(mark, palette.WHITE, Layer.MARKING))
                if rng.random() < 0.38:
                    spot = Frame(*frame.at(u_m, v_m + rng.normal(0, 0.2)), frame.angle_rad + math.pi / 2)
                    made.structures.append(car_at(spot, rng))
    return made
