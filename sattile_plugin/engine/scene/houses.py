"""Houses of a village: their shapes, roofs and what stands on the roofs."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, Optional

import numpy as np
import shapely
import shapely.affinity

from . import sun
from .features import Attributes, Colour, Roof, Structure
from .frame import Frame
from .palette import CHIMNEY, ROOF_SHADE, SKYLIGHT, SOLAR, varied, varied_roof
from .plots import Plot
from .roofs import Wing

HOME = Attributes("Indifférenciée", "Résidentiel")
ANNEX = Attributes("Indifférenciée", "Annexe")
SHED = Attributes("Indifférenciée", "Annexe", "Oui")
SHOP = Attributes("Industriel, agricole ou commercial", "Commercial et services")
CHURCH = Attributes("Eglise", "Religieux")

_STYLES: tuple[dict[str, float], ...] = (
    {"terracotta": 0.46, "old_tile": 0.26, "brown_tile": 0.12, "red_tile": 0.08, "slate": 0.05, "concrete_tile": 0.03},
    {"brown_tile": 0.36, "old_tile": 0.24, "slate": 0.18, "terracotta": 0.12, "concrete_tile": 0.06, "red_tile": 0.04},
    {"slate": 0.50, "concrete_tile": 0.14, "brown_tile": 0.20, "old_tile": 0.10, "terracotta": 0.06},
)
"""Shares of roofs in a village, by the custom of the place."""


class Style(NamedTuple):
    """The custom of a place: what its roofs are covered with."""

    roofs: tuple[str, ...]
    shares: tuple[float, ...]

    def roof(self, rng: np.random.Generator) -> Roof:
        return varied_roof(str(rng.choice(self.roofs, p=self.shares)), rng)


def style_of(rng: np.random.Generator) -> Style:
    shares = _STYLES[rng.choice(len(_STYLES), p=(0.5, 0.3, 0.2))]
    return Style(tuple(shares), tuple(shares.values()))


def wing_at(
    frame: Frame,
    u_m: float,
    v_m: float,
    length_m: float,
    width_m: float,
    eave_m: float,
    slope: float = 0.0,
    form: Literal["gable", "hip", "flat", "round"] = "gable",
    turn_rad: float = 0.0,
) -> Wing:
    """Return a wing whose centre is given in a frame; its ridge runs along the longer side."""
    if width_m > length_m:
        length_m, width_m, turn_rad = width_m, length_m, turn_rad + math.pi / 2
    x_m, y_m = frame.at(u_m, v_m)
    return Wing(x_m, y_m, frame.angle_rad + turn_rad, length_m / 2, width_m / 2, eave_m, slope, form)


def row_house(plot: Plot, style: Style, rng: np.random.Generator) -> Structure:
    """Return a house that fills the street side of its plot."""
    width_m, depth_m = plot.width_m - 0.1, min(rng.uniform(8.5, 11.5), plot.depth_m - 1)
    eave_m, slope = rng.uniform(4.5, 7.5), rng.uniform(0.55, 0.85)
    set_back_m = float(rng.choice([0.2, 0.2, 1.0, 2.5]))
    centre_m = set_back_m + depth_m / 2
    body = Wing(*plot.frame.at(0, centre_m), plot.frame.angle_rad, width_m / 2, depth_m / 2, eave_m, slope)
    wings = [body]
    if rng.random() < 0.45 and plot.depth_m > set_back_m + depth_m + 8:
        back_m, back_width_m = rng.uniform(5, 9), width_m * rng.uniform(0.4, 0.55)
        u_m = (width_m - back_width_m) / 2 * rng.choice([-1, 1])
        back_v_m = centre_m + depth_m / 2 + back_m / 2 - 1.5
        wings.append(
            wing_at(plot.frame, u_m, back_v_m, back_m + 3, back_width_m, eave_m - 1.5, 0.5, turn_rad=math.pi / 2)
        )
    return _furnished(wings, style.roof(rng), HOME, rng)


def detached_house(plot: Plot, style: Style, rng: np.random.Generator) -> Optional[Structure]:
    """Return a house in its garden, with one or two wings; nothing where the plot is too small."""
    length_m, width_m = rng.uniform(9.5, 15), rng.uniform(7.2, 9.8)
    turned = rng.random() < 0.22
    across_m, deep_m = (width_m, length_m) if turned else (length_m, width_m)
    across_m = min(across_m, plot.width_m - 3.5)
    spare_m = plot.width_m - across_m - 3
    set_back_m = min(rng.uniform(3, 9), plot.depth_m - deep_m - 4)
    if across_m < 7 or set_back_m < 1.5:
        return None
    frame = Frame(*plot.frame.at(rng.uniform(-spare_m, spare_m) / 2, set_back_m + deep_m / 2), plot.frame.angle_rad)
    if rng.random() < 0.07:
        return _modern_house(frame, across_m, deep_m, rng)
    eave_m, slope = rng.uniform(2.7, 5.2), rng.uniform(0.45, 0.85)
    form: Literal["gable", "hip"] = "hip" if rng.random() < 0.35 else "gable"
    wings = [wing_at(frame, 0, 0, across_m, deep_m, eave_m, slope, form)]
    kind = rng.random()
    if kind < 0.38 and not turned:
        wings.append(_cross_wing(frame, across_m, deep_m, eave_m, slope, form, rng))
    elif kind < 0.62 and spare_m > 4:
        garage_m = min(rng.uniform(3.4, 5.5), spare_m)
        u_m = math.copysign((across_m + garage_m) / 2 - 0.3, rng.uniform(-1, 1))
        wings.append(wing_at(frame, u_m, rng.uniform(-1, 1), garage_m, rng.uniform(5.6, 6.8), 2.4, slope * 0.8, form))
    return _furnished(wings, style.roof(rng), HOME, rng)


def _cross_wing(
    frame: Frame,
    across_m: float,
    deep_m: float,
    eave_m: float,
    slope: float,
    form: Literal["gable", "hip"],
    rng: np.random.Generator,
) -> Wing:
    """Return the second wing of an L or T, whose ridge meets the first one's."""
    width_m = min(rng.uniform(5.5, 7.5), deep_m * 0.9, across_m * 0.6)
    out_m = rng.uniform(2.5, 5.5)
    edge_m = (across_m - width_m) / 2
    u_m = float(rng.choice([-edge_m, edge_m, rng.uniform(-edge_m, edge_m)]))
    v_m = math.copysign((deep_m / 2 + out_m) / 2, rng.uniform(-0.4, 1))
    x_m, y_m = frame.at(u_m, v_m)
    length_m = deep_m / 2 + out_m
    return Wing(x_m, y_m, frame.angle_rad + math.pi / 2, max(length_m, width_m) / 2, width_m / 2, eave_m, slope, form)


def _modern_house(frame: Frame, across_m: float, deep_m: float, rng: np.random.Generator) -> Structure:
    """Return flat boxes of two heights."""
    roof = varied_roof(str(rng.choice(["membrane", "gravel_flat"])), rng)
    low = wing_at(frame, 0, 0, across_m, deep_m, 3.2, form="flat")
    high = wing_at(frame, across_m * 0.2, 0, across_m * 0.5, deep_m * 0.8, 5.8, form="flat")
    return Structure((low, high), roof, HOME)


def _furnished(wings: list[Wing], roof: Roof, attributes: Attributes, rng: np.random.Generator) -> Structure:
    """Return a house with a chimney and perhaps windows or solar panels on its first wing."""
    body = wings[0]
    fittings: list[tuple[shapely.Polygon, Colour]] = []
    frame, half_m, side_m = body.frame, body.half_length_m, body.half_width_m
    if rng.random() < 0.8:
        u_m, v_m = rng.uniform(-0.75, 0.75) * half_m, rng.uniform(-0.35, 0.35) * side_m
        top = frame.box(u_m - 0.4, v_m - 0.3, u_m + 0.4, v_m + 0.3)
        cast = shapely.affinity.translate(top, *(step * 1.3 for step in sun.SHADOW_PER_M))
        fittings += [(shapely.union(top, cast).convex_hull, ROOF_SHADE), (top, varied(CHIMNEY, rng))]
    southern = 1 if math.cos(frame.angle_rad) < 0 else -1
    if rng.random() < 0.3:
        v_m = southern * side_m * rng.uniform(0.4, 0.6)
        for u_m in rng.uniform(-0.7, 0.7, rng.integers(1, 4)) * half_m:
            fittings.append((frame.box(u_m - 0.4, v_m - 0.55, u_m + 0.4, v_m + 0.55), SKYLIGHT))
    elif rng.random() < 0.14:
        u_m, reach_m = rng.uniform(-0.4, 0.2) * half_m, rng.uniform(0.2, 0.45) * half_m
        low, high = sorted((southern * side_m * 0.25, southern * side_m * 0.8))
        fittings.append((frame.box(u_m - reach_m, low, u_m + reach_m, high), SOLAR))
    return Structure(tuple(wings), roof, attributes, tuple(fittings))


def church(frame: Frame, rng: np.random.Generator) -> Structure:
    """Return a nave, a choir and a tower."""
    nave = wing_at(frame, 0, 0, rng.uniform(18, 25), rng.uniform(9, 11), 8, 0.9)
    choir = wing_at(frame, nave.half_length_m + 2, 0, 8, 7, 6, 0.8, "hip")
    tower = wing_at(frame, -nave.half_length_m - 1.5, 0, 5.6, 5.6, 15, 1.4, "hip")
    transept = wing_at(frame, nave.half_length_m * 0.4, 0, nave.half_width_m * 3.2, 6.5, 7.5, 0.8, turn_rad=math.pi / 2)
    return Structure((nave, choir, transept, tower), varied_roof("slate", rng), CHURCH)
