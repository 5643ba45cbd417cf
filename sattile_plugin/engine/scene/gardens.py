"""What surrounds houses: lawns, drives, pools, hedges, sheds and cars."""

from __future__ import annotations

import math

import numpy as np
import shapely

from . import palette
from .features import Area, Cover, Features, FloatArray, Layer, Roof, Rows, Structure
from .frame import Frame
from .houses import SHED, wing_at
from .palette import Foliage, varied_cover, varied_roof
from .plots import Plot


def crowns(
    points_m: FloatArray, foliage: Foliage, radius_m: tuple[float, float], stoutness: float, rng: np.random.Generator
) -> FloatArray:
    """Return trees at points.

    Parameters
    ----------
    points_m : (n, 2) float
    radius_m : tuple of two floats
        Least and greatest radius of the crowns.
    stoutness : float
        Height for each metre of crown radius.

    Returns
    -------
    (n, 7) float32
        Trees as `features.TREE_COLUMNS` has them.
    """
    count = len(points_m)
    radii = rng.uniform(*radius_m, count)
    heights = radii * stoutness * rng.uniform(0.85, 1.2, count)
    bright = 1 + rng.normal(0, foliage.spread, (count, 1))
    hue = 1 + rng.normal(0, foliage.spread / 3.2, (count, 3))
    colours = np.asarray(foliage.colour) * bright * hue
    return np.column_stack([points_m, radii, heights, colours]).astype(np.float32)


def along(line: shapely.Geometry, spacing_m: float, stray_m: float, rng: np.random.Generator) -> FloatArray:
    """Return points along a line, strayed to all sides: (n, 2) float32."""
    steps_m = np.arange(spacing_m / 2, line.length, spacing_m)
    points = shapely.get_coordinates(shapely.line_interpolate_point(line, steps_m))
    return (points + rng.normal(0, stray_m, points.shape)).astype(np.float32)


def scattered(polygon: shapely.Polygon, count: int, rng: np.random.Generator) -> FloatArray:
    """Return up to `count` random points within a polygon: (n, 2) float32."""
    xmin, ymin, xmax, ymax = polygon.bounds
    points = rng.uniform((xmin, ymin), (xmax, ymax), (count, 2))
    inside = shapely.contains_xy(polygon, points[:, 0], points[:, 1])
    return points[inside].astype(np.float32)


def garden_of(plot: Plot, houses: list[Structure], rng: np.random.Generator) -> Features:
    """Return what fills a plot around its houses."""
    made = Features()
    lawn = palette.DRY_LAWN if rng.random() < 0.3 else palette.LAWN
    made.areas.append(Area(plot.polygon, varied_cover(lawn, rng, 0.09), Layer.PLOT))
    footprint = shapely.unary_union([house.polygon for house in houses])
    if houses:
        _add_drive(made, plot, houses[0], rng)
        _add_terrace(made, plot, houses[0], rng)
    free = plot.polygon.buffer(-1.2).difference(footprint.buffer(1.5))
    rear = plot.frame.box(-plot.width_m / 2, plot.depth_m * 0.55, plot.width_m / 2, plot.depth_m).intersection(free)
    _add_rear(made, plot, rear, rng)
    if rng.random() < 0.72:
        _add_hedge(made, plot, rng)
    around = plot.polygon.buffer(-0.5).difference(footprint.buffer(-0.8))
    points = scattered(around, int(rng.integers(1, 3) + plot.polygon.area / 110), rng)
    made.trees.append(crowns(points, palette.GARDEN, (0.8, 3.9), 2.0, rng))
    return made


def _add_drive(made: Features, plot: Plot, house: Structure, rng: np.random.Generator) -> None:
    """Pave the way from the street to one end of the house, perhaps with a car."""
    u_m, reach_m = _local(plot.frame, house.polygon.centroid)
    side_m = math.copysign(plot.width_m / 2 - 2.6, u_m if rng.random() < 0.5 else -u_m)
    end_m = min(reach_m + rng.uniform(-2, 4), plot.depth_m - 1)
    cover = varied_cover(palette.YARD if rng.random() < 0.6 else palette.ASPHALT, rng)
    made.areas.append(Area(plot.frame.box(side_m - 1.8, -1.5, side_m + 1.8, end_m), cover, Layer.YARD, soft_m=0.3))
    spot = plot.frame.at(side_m, rng.uniform(2.5, 6))
    if rng.random() < 0.45 and house.polygon.distance(shapely.Point(spot)) > 2.8:
        made.structures.append(car_at(Frame(*spot, plot.frame.angle_rad + math.pi / 2), rng))


def _add_terrace(made: Features, plot: Plot, house: Structure, rng: np.random.Generator) -> None:
    u_m, v_m = _local(plot.frame, house.polygon.centroid)
    half_m = rng.uniform(2.5, 5.5)
    terrace = plot.frame.box(u_m - half_m, v_m, u_m + half_m, v_m + rng.uniform(6.5, 9))
    cover = varied_cover(palette.PAVING, rng, 0.09)
    made.areas.append(Area(terrace.intersection(plot.polygon), cover, Layer.YARD))


def _add_rear(made: Features, plot: Plot, rear: shapely.Polygon, rng: np.random.Generator) -> None:
    """Put a shed, a pool or a bed of vegetables behind the house, each where it fits."""
    for chance, half_u_m, half_v_m in ((0.42, 1.7, 1.3), (0.17, 4.0, 2.2), (0.25, 4.0, 3.0)):
        u_m = rng.uniform(-0.5, 0.5) * (plot.width_m - 2 * half_u_m - 3)
        v_m = plot.depth_m * 0.55 + rng.random() * plot.depth_m * 0.4
        spot = plot.frame.box(u_m - half_u_m, v_m - half_v_m, u_m + half_u_m, v_m + half_v_m)
        if rng.random() > chance or not rear.contains(spot):
            continue
        rear = rear.difference(spot.buffer(1.0))
        if chance == 0.42:
            roof = varied_roof(str(rng.choice(["timber", "concrete_tile", "old_tile", "light_metal"])), rng)
            wing = wing_at(plot.frame, u_m, v_m, 2 * half_u_m, 2 * half_v_m, 2.0, 0.35)
            made.structures.append(Structure((wing,), roof, SHED))
        elif chance == 0.17:
            made.areas.append(Area(spot, varied_cover(palette.PAVING, rng), Layer.YARD))
            made.areas.append(Area(spot.buffer(-0.8), varied_cover(palette.POOL, rng, 0.04), Layer.DETAIL))
        else:
            made.areas.append(Area(spot, bed_cover(plot.frame.angle_rad, rng), Layer.YARD))


def bed_cover(angle_rad: float, rng: np.random.Generator) -> Cover:
    """Return beds of vegetables: rows of green on soil."""
    profile = np.clip(np.repeat(rng.uniform(-0.5, 1.2, 40), 7), 0, 1).astype(np.float32)
    rows = Rows(angle_rad, profile, (98, 114, 68))
    soil = varied_cover(palette.SOIL, rng)
    return Cover(soil.colour, soil.grain, soil.patches, soil.drift, rows)


def _add_hedge(made: Features, plot: Plot, rng: np.random.Generator) -> None:
    """Plant a hedge along the sides and the rear of a plot."""
    half_m = plot.width_m / 2 - 0.5
    depth_m = plot.depth_m - 0.5
    corners = [plot.frame.at(*uv) for uv in ((half_m, 3.0), (half_m, depth_m), (-half_m, depth_m), (-half_m, 3.0))]
    pieces = [shapely.LineString(corners[i : i + 2]) for i in range(3) if rng.random() < 0.7]
    for piece in pieces:
        made.trees.append(crowns(along(piece, 0.95, 0.10, rng), palette.HEDGE, (0.7, 0.95), 2.2, rng))


def car_at(frame: Frame, rng: np.random.Generator) -> Structure:
    """Return a car that stands along a frame's u axis; it is no building."""
    colour = palette.CARS[rng.integers(len(palette.CARS))]
    body = wing_at(frame, 0, 0, rng.uniform(3.9, 4.6), 1.8, 1.0, form="flat")
    glass = (
        (frame.box(0.5, -0.75, 1.15, 0.75), palette.SKYLIGHT),
        (frame.box(-1.6, -0.7, -1.1, 0.7), palette.SKYLIGHT),
    )
    return Structure((body,), Roof(colour, 0.02), fittings=glass)


def _local(frame: Frame, point: shapely.Point) -> tuple[float, float]:
    east, north = point.x - frame.x_m, point.y - frame.y_m
    cos, sin = math.cos(frame.angle_rad), math.sin(frame.angle_rad)
    return east * cos + north * sin, north * cos - east * sin
