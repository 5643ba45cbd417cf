"""Communes: a partition of the scene around its villages, with invented names."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from .buildings import living_space_m2
from .frame import Bounds, Kind, generator
from .settlements import VILLAGE_CELL_M, villages_near

_STARTS = (
    "Brai", "Cour", "Mar", "Vau", "Fon", "Bel", "Cham", "Ger", "Roc", "Lan", "Ner", "Ost", "Tre", "Auben", "Dor",
    "Mesnil", "Herbe", "Coudre", "Noyelle", "Sauve",
)  # fmt: skip
_ENDS = ("court", "ville", "igny", "ières", "mont", "euil", "val", "aucourt", "ency", "bourg", "ay", "olles")
_TAILS = ("", "", "", "-sur-Orvelle", "-le-Haut", "-lès-Bois", "-en-Plaine", "-la-Ferrée", "-aux-Ormes")
_SAINTS = ("Saint-Aubry", "Saint-Ferreol", "Sainte-Alix", "Saint-Lubin", "Saint-Evrard", "Sainte-Orse")
_DEPARTMENT = "96"
"""No department has this number, so no code is that of a real commune."""
_SPACE_M2_PER_HEAD = 62.0


def communes_of(seed: int, bounds: Bounds, buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return communes that partition a square scene exactly: one a village, or 4 where there are hardly any.

    Parameters
    ----------
    bounds : Bounds
        The scene, from (0, 0), in scene metres, as the layer.
    buildings : GeoDataFrame
        Layer that the population follows from.
    """
    rng = generator(seed, Kind.COMMUNE)
    size_m = bounds.xmax
    found = _partition(_seats(seed, bounds, rng), size_m, rng)
    polygons = np.array([polygon for polygon in found if not polygon.is_empty], object)
    numbers = range(1, len(polygons) + 1)
    data = {
        "insee": [f"{_DEPARTMENT}{number:03d}" for number in numbers],
        "nom": _names(len(polygons), rng),
        "population": _population(polygons, buildings),
    }
    return gpd.GeoDataFrame(data, geometry=polygons)


def _population(polygons: npt.NDArray[np.object_], buildings: gpd.GeoDataFrame) -> npt.NDArray[np.int64]:
    """Return how many people the homes in each polygon hold."""
    middles = shapely.point_on_surface(buildings.geometry.to_numpy())
    building, commune = shapely.STRtree(polygons).query(middles, predicate="intersects")
    space_m2 = np.bincount(commune, living_space_m2(buildings)[building], len(polygons))
    return np.rint(space_m2 / _SPACE_M2_PER_HEAD).astype(np.int64)


def _seats(seed: int, bounds: Bounds, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return the villages in and around the scene, or a point in each quarter of a small one: (n, 2) metres."""
    if bounds.xmax >= 2 * VILLAGE_CELL_M:
        villages = villages_near(seed, bounds.grown(VILLAGE_CELL_M))
        return np.array([(village.x_m, village.y_m) for village in villages])
    quarters = np.array([(ix, iy) for iy in (0.25, 0.75) for ix in (0.25, 0.75)])
    return (quarters + rng.uniform(-0.08, 0.08, quarters.shape)) * bounds.xmax


def _partition(seats_m: npt.NDArray[np.float64], size_m: float, rng: np.random.Generator) -> list[shapely.Polygon]:
    """Return the polygon of each seat: what lies nearest to it, with borders that wind a little.

    All borders are bent by one smooth map of the plane, which keeps them whole and shared.
    """
    scene = shapely.box(0, 0, size_m, size_m)
    edges = shapely.voronoi_polygons(shapely.MultiPoint(seats_m), extend_to=scene.buffer(size_m), only_edges=True)
    bend = _Bend(size_m, rng)
    winding = shapely.transform(shapely.segmentize(edges, size_m / 80), bend)
    net = shapely.union_all([winding.intersection(scene), scene.exterior])
    faces = [face for face in shapely.polygonize([net]).geoms if face.area > 0]
    seats = shapely.points(bend(seats_m))
    inside = shapely.STRtree(faces).query(seats, predicate="within")
    seat_of = {int(face): int(seat) for seat, face in inside.T}
    for number, face in enumerate(faces):
        seat_of.setdefault(number, int(shapely.distance(seats, face).argmin()))
    return [
        shapely.union_all([face for number, face in enumerate(faces) if seat_of[number] == seat])
        for seat in range(len(seats))
    ]


class _Bend:
    """A smooth map of the plane; its slope stays below 1, so that it folds nothing."""

    def __init__(self, size_m: float, rng: np.random.Generator) -> None:
        self._waves = [(min(300.0, size_m / 3) / n, rng.random(2)) for n in (1, 3.3)]

    def __call__(self, points_m: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        moved = points_m.copy()
        for wavelength_m, phases in self._waves:
            height_m = wavelength_m / 16
            moved += height_m * np.sin(2 * math.pi * (points_m[:, ::-1] / wavelength_m + phases))
        return moved


def _names(count: int, rng: np.random.Generator) -> list[str]:
    """Return different names of villages that are none."""
    names: dict[str, None] = {}
    while len(names) < count:
        root = str(rng.choice(_SAINTS)) if rng.random() < 0.2 else str(rng.choice(_STARTS)) + str(rng.choice(_ENDS))
        names.setdefault(root + str(rng.choice(_TAILS)))
    return list(names)
