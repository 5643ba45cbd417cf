"""Read the buildings that tiles are held against, and measure them in the tiles with what leaves a doubt."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from ..contract.errors import EmptyLayer, NoOverlap, NotBuildings
from ..contract.jobs.buildings import BuildingsJob
from ..contract.messages import Reporter
from ..contract.texts import phrase
from .building_kinds import kinds_of
from .built import Built, measure_built
from .canopy import hidden_shares
from .doubt import Doubts, Rules
from .io.image_sets import RasterSource, require_overlap
from .io.vectors import read_polygons, read_tiles, to_crs_of, without_copies

_WHOLLY = 0.999
"""Share of a tile from which on it counts as covered wholly."""
_TOUCHED_AT_LEAST, _WHOLLY_AT_MOST = 10, 0.9
"""From so many tiles with something built on, the share of them that buildings can cover wholly."""


class Buildings(NamedTuple):
    """The buildings of a layer, sorted by what they do to a label."""

    counted: np.ndarray
    """(n_counted,) polygons that make a tile bati."""
    doubtful: dict[str, np.ndarray]
    """Polygons that make a tile unsure, by reason."""
    mended: int
    """Geometries that were invalid."""


class Measured(NamedTuple):
    """What was measured of the buildings in tiles."""

    buildings: Buildings
    built: Built
    doubts: Doubts
    rules: Rules
    """What makes a tile bati, as the job has it."""


def read_tiles_over_photo(job: BuildingsJob, reporter: Reporter, needed: tuple[str, ...] = ()) -> gpd.GeoDataFrame:
    """Read the tiles, each place once, and make sure that the photo, where there is one, lies under them."""
    tiles = without_copies(read_tiles(job.tiles, reporter, needed), job.tiles, reporter)
    if job.raster is not None:
        require_overlap(job.raster, tiles.crs, tiles.total_bounds, job.tiles)
    return tiles


def measure_buildings(job: BuildingsJob, tiles: gpd.GeoDataFrame, reporter: Reporter) -> Measured:
    """Read the buildings and measure them in the tiles.

    Raises
    ------
    NoOverlap, EmptyLayer, NotBuildings, MissingCrs, UnreadableFile
        The buildings do not go with the tiles.
    """
    buildings = read_buildings(job, tiles, reporter)
    reporter.progress("label", 0, 1)
    built = measure_built(tiles.geometry.to_numpy(), buildings.counted)
    _require_ground_between(built, tiles, job.buildings)
    if built.overlapping_count:
        reporter.notice("overlaps_dissolved", count=built.overlapping_count)
    doubts = measure_doubts(job, tiles, built, buildings, reporter)
    return Measured(
        buildings, built, doubts, Rules(job.min_built_area_m2, job.max_unbuilt_area_m2, job.max_hidden_ratio)
    )


def _require_ground_between(built: Built, tiles: gpd.GeoDataFrame, source: str) -> None:
    touched = built.building_count > 0
    wholly = built.area_m2 >= _WHOLLY * tiles.area.to_numpy()
    if touched.sum() >= _TOUCHED_AT_LEAST and wholly[touched].mean() > _WHOLLY_AT_MOST:
        raise NotBuildings(path=source, found=int(wholly.sum()), total=int(touched.sum()))


def read_buildings(job: BuildingsJob, tiles: gpd.GeoDataFrame, reporter: Reporter) -> Buildings:
    """Read the buildings in the system of the tiles and sort them by kind and date."""
    frame, mended = read_polygons(job.buildings, "buildings", reporter)
    frame = to_crs_of(frame, tiles, job.buildings, reporter)
    small = (frame.area < job.min_building_area_m2).to_numpy()
    if small.any():
        limit = job.min_building_area_m2
        reporter.notice("small_buildings_skipped", count=int(small.sum()), min_building_area_m2=limit)
        frame = frame[~small]
    if frame.empty:
        expected = phrase("buildings of at least {limit:g} m²", limit=job.min_building_area_m2)
        raise EmptyLayer(path=job.buildings, expected=expected)
    if not shapely.box(*frame.total_bounds).intersects(shapely.box(*tiles.total_bounds)):
        raise NoOverlap(path=job.buildings, other=job.tiles)
    kinds = kinds_of(frame, date.fromisoformat(job.photo_date) if job.photo_date else None)
    ignored = np.isin(kinds.kind, job.ignored_kinds)
    if ignored.any():
        reporter.notice("buildings_ignored", count=int(ignored.sum()), kinds=", ".join(job.ignored_kinds))
    doubted = np.where(np.isin(kinds.kind, job.doubted_kinds), kinds.kind, "")
    reason = np.where(kinds.vintage != "", kinds.vintage, doubted)
    polygons = frame.geometry.to_numpy()
    doubtful = {str(name): polygons[~ignored & (reason == name)] for name in np.unique(reason[~ignored]) if name}
    return Buildings(polygons[~ignored & (reason == "")], doubtful, mended)


def measure_doubts(
    job: BuildingsJob, tiles: gpd.GeoDataFrame, built: Built, buildings: Buildings, reporter: Reporter
) -> Doubts:
    """Measure what leaves a doubt on whether the photo shows these buildings."""
    squares = tiles.geometry.to_numpy()
    doubtful = {name: measure_built(squares, found).area_m2 for name, found in buildings.doubtful.items()}
    cores = shapely.buffer(squares, -job.edge_m, cap_style="square", join_style="mitre")
    core_area = measure_built(cores, buildings.counted).area_m2 if job.edge_m else built.area_m2
    hidden = np.zeros(len(tiles))
    if job.raster is not None:
        rows = np.flatnonzero(built.area_m2 >= job.min_built_area_m2)
        photo = RasterSource(job.raster, job.bands, tiles.iloc[rows])
        band = job.infrared_band
        infrared = RasterSource(job.raster, (band, band, band), tiles.iloc[rows]) if band else None
        progress = partial(reporter.progress, "canopy")
        hidden[rows] = hidden_shares(photo, infrared, squares[rows], buildings.counted, progress)
    return Doubts(doubtful, core_area, hidden)
