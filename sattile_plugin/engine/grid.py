"""Lay square tiles, aligned to whole multiples of their size from the origin of the coordinate reference system."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from ..contract import fields
from ..contract.errors import MissingCrs, NoTiles, TooManyTiles
from ..contract.jobs import BuildTileGrid
from ..contract.messages import Done, Reporter
from .io.crs import authority_code, parse_crs, require_metres, same_crs, transform_of
from .io.raster_files import raster_footprint
from .io.rasters import valid_shares
from .io.results import check_layer_output, write_tiles
from .io.tile_names import plain_number, tile_names, tile_prefix
from .io.vectors import read_polygons

_CELLS_AT_ONCE = 200_000
_MOST_TILES = 20_000_000
"""More need over 16 GB of memory, and the system would end the run without a word."""
_TOLERANCE = 1e-6
"""Share of a tile by which it may fall short of lying wholly inside, for the sake of rounding."""
_MIN_IMAGE_SHARE = {"whole": 0.95, "half": 0.5}
"""Share of a tile's pixels that must hold an image; below 1, because deep shadows can be as black as no image."""


def build_tile_grid(job: BuildTileGrid, reporter: Reporter) -> Done:
    """Write the tiles that lie inside a raster's footprint, areas or an extent.

    Raises
    ------
    CrsNotInMetres, MissingCrs, UnnamedCrs, NoTiles, TooManyTiles
        Tiles cannot be laid there.
    """
    check_layer_output(job.output)
    reporter.progress("read", 0, 1)
    area, crs, source = _area_to_tile(job, reporter)
    require_metres(crs, source, area.bounds)
    prefix = tile_prefix(crs, source, job.tile_size_m)
    if area.area > _MOST_TILES * job.tile_size_m**2:
        size_m = plain_number(job.tile_size_m)
        raise TooManyTiles(millions=_MOST_TILES // 1_000_000, tile_size_m=size_m, path=source)
    cells = cells_inside(area, job.tile_size_m, _min_share(job), partial(reporter.progress, "grid"))
    boxes = cell_boxes(cells, job.tile_size_m)
    if job.raster is not None:
        shares = valid_shares(job.raster, boxes, crs, partial(reporter.progress, "footprint"))
        kept = shares >= _MIN_IMAGE_SHARE[job.inside]
        cells, boxes = cells[kept], boxes[kept]
    if not len(cells):
        raise NoTiles(tile_size_m=plain_number(job.tile_size_m), path=source)
    reporter.progress("write", 0, 1)
    frame = gpd.GeoDataFrame({fields.TILE_ID: tile_names(cells, job.tile_size_m, prefix)}, geometry=boxes, crs=crs)
    write_tiles(frame, job, job.output, reporter)
    reporter.progress("write", 1, 1)
    metrics = {"tile_count": len(frame), "tile_size_m": job.tile_size_m, "crs": authority_code(crs, source)}
    return Done({"output": job.output}, metrics)


def cells_inside(
    area: BaseGeometry, tile_size_m: float, min_share: float, progress: Callable[[int, int], None] | None = None
) -> np.ndarray:
    """Return the cells of the aligned grid of which at least `min_share` lies inside `area`.

    `progress` is called with the number of strips done and in all.

    Returns
    -------
    cells : (n_cells, 2) int64
        Row and column, counted from the origin of the coordinate reference system: rows run north, columns east.

    Examples
    --------
    >>> cells_inside(shapely.box(0, 0, 100, 75), 50, 1.0).tolist()
    [[0, 0], [0, 1]]
    """
    found = []
    west, south, east, north = (edge / tile_size_m for edge in area.bounds)
    columns = np.arange(np.floor(west), np.ceil(east), dtype=np.int64)
    rows = np.arange(np.floor(south), np.ceil(north), dtype=np.int64)
    strips = range(0, len(rows), max(1, _CELLS_AT_ONCE // max(1, len(columns))))
    shapely.prepare(area)
    for number, first in enumerate(strips):
        grid = np.meshgrid(rows[first : first + strips.step], columns, indexing="ij")
        cells = np.stack([axis.ravel() for axis in grid], axis=1)
        boxes = cell_boxes(cells, tile_size_m)
        touching = shapely.intersects(area, boxes)
        share = shapely.contains(area, boxes).astype(float)
        cut = touching & (share == 0)
        share[cut] = shapely.area(shapely.intersection(area, boxes[cut])) / tile_size_m**2
        found.append(cells[share >= min_share])
        if progress:
            progress(number + 1, len(strips))
    return np.concatenate(found) if found else np.empty((0, 2), dtype=np.int64)


def cell_boxes(cells: np.ndarray, tile_size_m: float) -> np.ndarray:
    """Return the square of each cell, (n_cells,) polygons; `cells` are row and column, (n_cells, 2)."""
    south, west = cells[:, 0] * tile_size_m, cells[:, 1] * tile_size_m
    return shapely.box(west, south, (cells[:, 1] + 1) * tile_size_m, (cells[:, 0] + 1) * tile_size_m)


def _area_to_tile(job: BuildTileGrid, reporter: Reporter) -> tuple[BaseGeometry, CRS, str]:
    """Return what to tile in the system of the tiles, that system, and what to name in an error."""
    if job.extent is not None and job.crs is not None:
        return shapely.box(*job.extent), parse_crs(job.crs), "the extent"
    if job.raster is not None:
        area, found = raster_footprint(job.raster)
        source = job.raster
    else:
        source = str(job.areas)
        frame, _ = read_polygons(source, "polygons", reporter)
        area, found = shapely.union_all(frame.geometry.to_numpy()), frame.crs
    if found is None:
        raise MissingCrs(path=source)
    wanted = parse_crs(job.crs) if job.crs else found
    if not same_crs(found, wanted):
        span = max(area.bounds[2] - area.bounds[0], area.bounds[3] - area.bounds[1])
        area = transform_of(found, wanted)(area, span / 100)
    return area, wanted, source


def _min_share(job: BuildTileGrid) -> float:
    return 1 - _TOLERANCE if job.inside == "whole" else 0.5 + _TOLERANCE
