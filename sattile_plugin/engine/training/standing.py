"""Where in tiles buildings stand, cell by cell, so that a network of cells need not find it out by itself."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from rasterio.features import rasterize
from rasterio.transform import from_bounds
from scipy.ndimage import maximum_filter

from ...contract import fields
from ...contract.jobs import LabelTiles, TrainClassifier
from ...contract.messages import Reporter
from ..buildings import Buildings, read_buildings
from ..io.identity import rows_identity
from ..io.image_sets import ImageSet
from ..io.rasters import Bounds
from ..model.architectures import edges_of
from .tiles import Tiles

_STANDS = 0.5
"""Share of a cell from which on a building stands in it; a smaller one says nothing, for layers are not that exact."""
_FINE = 8
"""Spots on a side of a cell by which its share is measured."""


def read_standing(job: TrainClassifier, images: ImageSet, reporter: Reporter) -> list[Buildings]:
    """Read the buildings of each tile layer; which of them count is as label has it where nothing else is asked for.

    Raises
    ------
    NoOverlap, EmptyLayer, MissingCrs, UnreadableFile
        The buildings do not go with the tiles.
    """
    found = []
    for number, (tiles, buildings) in enumerate(zip(job.tiles, job.buildings)):
        rows = images.table[images.table["source"] == number]
        frame = gpd.GeoDataFrame(geometry=rows["geometry"].tolist(), crs=images.origins[number]["crs"])
        found.append(read_buildings(LabelTiles(tiles, buildings, f"{job.output}.gpkg"), frame, reporter))
    return found


def standing_identity(standing: Sequence[Buildings]) -> list[str]:
    """Return what tells these buildings from others."""
    layers = (gpd.GeoDataFrame(geometry=_polygons(buildings)) for buildings in standing)
    return [rows_identity(layer, ()) for layer in layers]


def built_cells(
    standing: Sequence[Buildings],
    images: ImageSet,
    parts: dict[str, Tiles],
    n_cells: int,
    surround: float,
    reporter: Reporter,
) -> dict[str, np.ndarray]:
    """Return for each cell of the tiles of training and validation whether a building stands there.

    Parameters
    ----------
    standing
        Buildings of each source of the images.
    images, parts
        The tiles, labelled.
    n_cells
        Cells on a side of what is seen.
    surround
        How far is seen beyond the tile, in shares of its side.
    reporter
        Gets progress.

    Returns
    -------
    dict
        Of each part (n_tiles, n_cells, n_cells) float32: 1 where a building covers half of the cell, 0 where none is in
        it or beside it, NaN where it is not known, as where one of doubtful kind stands. The label of a tile is
        stronger: in one that is non_bati nothing stands, and where a bati tile has no building, nothing is known.
        Nor is it around the tile, which may be the ground of tiles that are judged by.
    """
    trees = [shapely.STRtree(buildings.counted) for buildings in standing]
    doubtful = [shapely.STRtree(_polygons(buildings)[len(buildings.counted) :]) for buildings in standing]
    known = {part: parts[part] for part in (fields.TRAIN, fields.VALIDATION)}
    total, found = sum(len(tiles.row) for tiles in known.values()), {}
    done = 0
    for part, tiles in known.items():
        found[part] = np.empty((len(tiles.row), n_cells, n_cells), dtype=np.float32)
        rows = images.table.loc[tiles.row, ["source", "geometry"]].itertuples(index=False)
        for number, (source, square) in enumerate(rows):
            window = Bounds(*square.bounds).widened(surround)
            share = _covered(trees[source], window, n_cells)
            unsure = _covered(doubtful[source], window, n_cells) > 0
            found[part][number] = _known(share, unsure, tiles.target[number] == 1, surround)
            done += 1
            reporter.progress("label", done, total)
    return found


def _polygons(buildings: Buildings) -> np.ndarray:
    """Return all polygons, those that count first."""
    return np.concatenate([buildings.counted, *buildings.doubtful.values()])


def _covered(tree: shapely.STRtree, window: Bounds, n_cells: int) -> np.ndarray:
    """Return the share of each cell that polygons cover, (n_cells, n_cells) float."""
    shapes = tree.geometries[tree.query(shapely.box(*window), predicate="intersects")]
    if not len(shapes):
        return np.zeros((n_cells, n_cells))
    side = n_cells * _FINE
    spots = rasterize(shapes, (side, side), transform=from_bounds(*window, side, side), dtype="uint8")
    return np.asarray(spots.reshape(n_cells, _FINE, n_cells, _FINE).mean(axis=(1, 3)))


def _known(share: np.ndarray, unsure: np.ndarray, is_bati: bool, surround: float) -> np.ndarray:
    """Return whether something stands in each cell, of the shares that are covered and the label of the tile."""
    near = maximum_filter(np.maximum(share, unsure), 3)
    before, behind = edges_of(len(share), surround)
    inside = slice(before, len(share) - behind)
    tile = np.where(share >= _STANDS, 1.0, np.where(near > 0, np.nan, 0.0))[inside, inside]
    if not is_bati:
        tile[tile == 1] = 0
    elif not np.isnan(tile).any() and not tile.any():
        tile[:] = np.nan
    return np.pad(tile, (before, behind), constant_values=np.nan)
