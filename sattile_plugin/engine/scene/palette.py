"""Colours of a rural region as an aerial survey in early summer sees them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .features import Colour, Cover, Roof

ROOFS = {
    "terracotta": Roof((186, 132, 106), 0.10),
    "old_tile": Roof((160, 118, 97), 0.17),
    "brown_tile": Roof((132, 104, 90), 0.10),
    "red_tile": Roof((168, 106, 86), 0.07),
    "slate": Roof((108, 111, 119), 0.07),
    "concrete_tile": Roof((140, 134, 128), 0.08),
    "fibre_cement": Roof((158, 155, 147), 0.16, rib_m=1.1),
    "light_metal": Roof((196, 198, 196), 0.06, rib_m=1.0),
    "green_metal": Roof((112, 124, 112), 0.06, rib_m=1.0),
    "rusty_metal": Roof((142, 112, 92), 0.22, rib_m=0.9),
    "membrane": Roof((202, 199, 192), 0.08),
    "gravel_flat": Roof((164, 158, 150), 0.08),
    "straw": Roof((196, 174, 122), 0.12, rib_m=1.2),
    "tarpaulin": Roof((74, 78, 82), 0.10),
    "white_film": Roof((206, 208, 206), 0.08),
    "timber": Roof((138, 112, 86), 0.10),
}

CROPS = {
    "wheat": Cover((199, 180, 134), 0.05, 0.04, 0.06),
    "barley": Cover((205, 190, 152), 0.05, 0.04, 0.05),
    "stubble": Cover((190, 172, 132), 0.07, 0.06, 0.06),
    "maize": Cover((98, 116, 74), 0.07, 0.06, 0.09),
    "beet": Cover((90, 112, 70), 0.06, 0.06, 0.08),
    "lucerne": Cover((112, 126, 84), 0.05, 0.07, 0.08),
    "meadow": Cover((126, 133, 92), 0.06, 0.09, 0.09),
    "pasture": Cover((136, 136, 96), 0.07, 0.12, 0.10),
    "hay": Cover((154, 150, 106), 0.06, 0.07, 0.06),
    "ploughed": Cover((154, 133, 108), 0.08, 0.045, 0.07),
    "seedbed": Cover((182, 164, 135), 0.05, 0.035, 0.07),
    "fallow": Cover((148, 140, 102), 0.09, 0.13, 0.09),
}

SURFACES = {
    "verge": Cover((144, 142, 104), 0.08, 0.06),
    "water": Cover((74, 84, 72), 0.03, 0.05, 0.02),
    "track": Cover((184, 170, 142), 0.09, 0.12),
    "gravel": Cover((188, 178, 158), 0.07, 0.08),
    "street": Cover((160, 159, 150), 0.035, 0.025, 0.04),
    "main": Cover((149, 148, 141), 0.03, 0.02, 0.04),
}
"""Surfaces of ways, in the order in which they are painted."""

GRASS = Cover((136, 138, 98), 0.07, 0.06, 0.08)
LAWN = Cover((124, 134, 92), 0.06, 0.05, 0.04)
DRY_LAWN = Cover((156, 150, 112), 0.07, 0.07, 0.05)
WOOD_FLOOR = Cover((62, 74, 48), 0.12, 0.15, 0.05)
YARD = Cover((188, 178, 158), 0.06, 0.06, 0.05)
PAVING = Cover((196, 188, 174), 0.05, 0.05, 0.02)
ASPHALT = Cover((144, 141, 136), 0.04, 0.03, 0.04)
SOIL = Cover((142, 120, 96), 0.09, 0.08, 0.03)
POOL = Cover((122, 180, 190), 0.03, 0.03, 0.0)
POND = Cover((70, 82, 74), 0.02, 0.05, 0.03)
BARE = Cover((206, 194, 170), 0.07, 0.09, 0.05)
CLAY_COURT = Cover((176, 124, 100), 0.04, 0.04, 0.0)
GREEN_COURT = Cover((106, 128, 108), 0.03, 0.04, 0.0)
WHITE = Cover((226, 224, 218), 0.03, 0.0, 0.0)

CARS: tuple[Colour, ...] = (
    (214, 214, 212), (180, 182, 184), (120, 122, 126), (62, 64, 68), (52, 60, 84), (140, 50, 46), (206, 206, 200),
)  # fmt: skip

SKYLIGHT: Colour = (96, 106, 118)
SOLAR: Colour = (60, 66, 84)
CHIMNEY: Colour = (164, 128, 110)
ROOF_SHADE: Colour = (88, 76, 76)


class Foliage(NamedTuple):
    """Green of a kind of tree and how far single trees stray from it."""

    colour: Colour
    spread: float


OAK = Foliage((84, 99, 60), 0.11)
POPLAR = Foliage((102, 114, 76), 0.08)
CONIFER = Foliage((66, 82, 58), 0.08)
FRUIT = Foliage((106, 118, 76), 0.09)
HEDGE = Foliage((86, 102, 64), 0.08)
GARDEN = Foliage((94, 108, 68), 0.15)


def varied(colour: Colour, rng: np.random.Generator, spread: float = 0.06) -> Colour:
    """Return a colour strayed from another in brightness and, half as far, in hue."""
    bright = 1 + rng.normal(0, spread)
    red, green, blue = (float(np.clip(value * bright * (1 + rng.normal(0, spread / 4)), 20, 245)) for value in colour)
    return red, green, blue


def varied_cover(cover: Cover, rng: np.random.Generator, spread: float = 0.06) -> Cover:
    """Return a cover of a strayed colour."""
    return Cover(varied(cover.colour, rng, spread), cover.grain, cover.patches, cover.drift, cover.rows)


def varied_roof(name: str, rng: np.random.Generator) -> Roof:
    """Return a roof of a strayed colour."""
    roof = ROOFS[name]
    return Roof(varied(roof.colour, rng, 0.07), roof.weathering * float(rng.uniform(0.6, 1.4)), roof.rib_m)
