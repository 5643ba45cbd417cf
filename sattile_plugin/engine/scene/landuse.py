"""What grows on a parcel: crops in rows, meadows, orchards, vineyards, woods."""

from __future__ import annotations

import math

import numpy as np
import shapely

from . import palette
from .features import Area, Colour, Cover, Features, FloatArray, Rows
from .gardens import crowns
from .palette import varied, varied_cover

_STEP_M = 0.1
"""Step of the profile of `features.Rows`."""
_CROP_SHARES = {
    "wheat": 0.17, "barley": 0.09, "stubble": 0.06, "maize": 0.12, "beet": 0.05, "lucerne": 0.06, "meadow": 0.15,
    "pasture": 0.12, "hay": 0.06, "ploughed": 0.05, "seedbed": 0.03, "fallow": 0.04,
}  # fmt: skip


def field_crop(parcel: shapely.Polygon, angle_rad: float, rng: np.random.Generator) -> Area:
    """Return a field, its rows along its longer side."""
    name = str(rng.choice(list(_CROP_SHARES), p=list(_CROP_SHARES.values())))
    cover = varied_cover(palette.CROPS[name], rng, 0.07)
    if name in ("pasture", "fallow"):
        return Area(parcel, cover, soft_m=0.8)
    strength = {"hay": 0.8, "ploughed": 0.6, "stubble": 0.7}.get(name, 0.45)
    red, green, blue = cover.colour
    darker: Colour = (red * 0.83, green * 0.84, blue * 0.84)
    tramlines = name in ("wheat", "barley", "beet")
    rows = Rows(angle_rad, _passes(strength, tramlines, rng), darker)
    return Area(parcel, Cover(cover.colour, cover.grain, cover.patches, cover.drift, rows), soft_m=0.8)


def _passes(strength: float, tramlines: bool, rng: np.random.Generator) -> FloatArray:
    """Return the profile of a machine's passes: a tone for each, and two wheel tracks for every few."""
    pass_px = int(rng.uniform(2.4, 6.0) / _STEP_M)
    tones = rng.normal(0.35, 0.22, 97) * strength
    profile = np.repeat(tones, pass_px)
    position = np.arange(len(profile)) % pass_px
    profile += np.where(position < 5, 0.25 * strength, 0.0)
    if tramlines:
        spacing_px = int(rng.choice([18.0, 24.0, 28.0]) / _STEP_M)
        wheel = np.arange(len(profile)) % spacing_px
        profile[(wheel < 5) | ((wheel >= 18) & (wheel < 23))] += 0.75
    return np.clip(profile, 0, 1).astype(np.float32)


def vineyard(parcel: shapely.Polygon, angle_rad: float, rng: np.random.Generator) -> Area:
    """Return a vineyard: rows of green 2 m apart on bare soil."""
    spacing_px = int(rng.uniform(1.8, 2.6) / _STEP_M)
    position = np.abs(np.arange(spacing_px * 60) % spacing_px - spacing_px / 2) / spacing_px
    row_tones = np.repeat(rng.uniform(0.75, 1.0, 60), spacing_px)
    profile = np.clip((0.30 - position) * 8, 0, 1) * row_tones
    soil = varied_cover(palette.CROPS["seedbed"], rng, 0.07)
    rows = Rows(angle_rad, profile.astype(np.float32), varied((98, 112, 66), rng))
    return Area(parcel, Cover(soil.colour, 0.10, 0.10, 0.07, rows), soft_m=0.5)


def orchard(parcel: shapely.Polygon, angle_rad: float, rng: np.random.Generator) -> Features:
    """Return fruit trees in a lattice on grass."""
    points = lattice(parcel.buffer(-3), float(rng.uniform(4.5, 7.5)), angle_rad)
    points = points[rng.random(len(points)) < 0.93] + rng.normal(0, 0.25, (1, 2)).astype(np.float32)
    trees = crowns(points, palette.FRUIT, (1.5, 2.4), 1.6, rng)
    return Features([Area(parcel, varied_cover(palette.CROPS["meadow"], rng), soft_m=0.8)], trees=[trees])


def wood(parcel: shapely.Polygon, rng: np.random.Generator) -> Features:
    """Return a wood: crowns close together over a dark floor, of one or two kinds of tree."""
    foliage = (palette.OAK, palette.CONIFER, palette.POPLAR)[rng.choice(3, p=(0.78, 0.14, 0.08))]
    planted = foliage is not palette.OAK and rng.random() < 0.7
    spacing_m = float(rng.uniform(4.4, 5.6))
    ground = parcel.buffer(-4).buffer(8, quad_segs=3).buffer(-5.5)
    made = Features()
    for part in getattr(ground, "geoms", [ground]):
        if part.is_empty:
            continue
        points = lattice(part, spacing_m, float(rng.uniform(0, math.pi)))
        points = points + rng.normal(0, 0.3 if planted else 2.3, points.shape).astype(np.float32)
        radius_m = (2.4, 3.4) if planted else (2.0, 5.0)
        made.areas.append(Area(part, varied_cover(palette.WOOD_FLOOR, rng), soft_m=2.0))
        made.trees.append(crowns(points, foliage, radius_m, 3.0 if planted else 2.6, rng))
    return made


def lattice(polygon: shapely.Geometry, spacing_m: float, angle_rad: float) -> FloatArray:
    """Return the points of a square lattice within a polygon: (n, 2) float32.

    >>> len(lattice(shapely.box(0.5, 0.5, 10.5, 10.5), 1.0, 0.0))
    100
    """
    if polygon.is_empty:
        return np.empty((0, 2), np.float32)
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    corners = np.array(polygon.envelope.exterior.coords)
    u, v = corners @ (cos, sin), corners @ (-sin, cos)
    steps = [np.arange(math.floor(w.min() / spacing_m), math.ceil(w.max() / spacing_m) + 1) * spacing_m for w in (u, v)]
    grid_u, grid_v = (grid.ravel() for grid in np.meshgrid(*steps))
    points = np.column_stack([grid_u * cos - grid_v * sin, grid_u * sin + grid_v * cos])
    return points[shapely.contains_xy(polygon, points[:, 0], points[:, 1])].astype(np.float32)
