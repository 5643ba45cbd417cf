"""Label tiles by the exact area of buildings in them."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ..contract import fields
from ..contract.errors import EmptyLayer, NoOverlap
from ..contract.jobs import LabelTiles
from ..contract.messages import Done, Reporter
from .io.vectors import read_polygons, read_tiles, to_crs_of, write_tiles

_TOUCH_M2 = 1e-6
"""Area up to which a building only touches a tile."""


class Built(NamedTuple):
    """What is built in each tile; each array is (n_tiles,)."""

    area_m2: np.ndarray
    """Ground covered by buildings, float, square metres; ground under two buildings counts once."""
    building_count: np.ndarray
    """Buildings with a part in the tile, int."""
    largest_m2: np.ndarray
    """Largest part that one building has in the tile, float, square metres."""


def label_tiles(job: LabelTiles, reporter: Reporter) -> Done:
    """Write the tiles with their built area, share, count, largest building and label.

    Raises
    ------
    NoOverlap, EmptyLayer, MissingField, MissingCrs, UnreadableFile
        The layers do not go together.
    """
    reporter.progress("read", 0, 2)
    tiles = read_tiles(job.tiles)
    reporter.progress("read", 1, 2)
    buildings, mended = _buildings(job, tiles, reporter)
    reporter.progress("label", 0, 1)
    built = measure_built(tiles.geometry.to_numpy(), buildings.geometry.to_numpy(), reporter)
    labelled = tiles.assign(
        **{
            fields.LABEL: labels_of_areas(built.area_m2, job.min_built_area_m2, job.max_unbuilt_area_m2),
            fields.LABEL_SOURCE: "buildings",
            fields.BUILT_AREA_M2: built.area_m2.round(3),
            fields.BUILT_RATIO: (built.area_m2 / tiles.area.to_numpy()).round(6),
            fields.BUILDING_COUNT: built.building_count,
            fields.LARGEST_BUILDING_M2: built.largest_m2.round(3),
        }
    )
    reporter.progress("write", 0, 1)
    write_tiles(labelled, job, job.output)
    reporter.progress("write", 1, 1)
    metrics = {
        "tile_count": len(tiles),
        **_count_labels(labelled),
        "built_area_m2": round(float(built.area_m2.sum()), 1),
    }
    metrics |= {"buildings_counted": len(buildings), "geometries_mended": mended}
    return Done({"output": job.output}, metrics)


def measure_built(tiles: np.ndarray, buildings: np.ndarray, reporter: Reporter) -> Built:
    """Measure the buildings in each tile.

    A building that lies in one tile is added whole and only the others are cut. Buildings that overlap are
    dissolved first, as far as the covered ground goes; count and largest are of the buildings as given.

    Parameters
    ----------
    tiles : (n_tiles,) polygons
        In metres.
    buildings : (n_buildings,) polygons or multipolygons
        Valid, in the same coordinate reference system.
    """
    building, tile, area = _areas_in_tiles(tiles, buildings)
    building, tile, area = (column[area > _TOUCH_M2] for column in (building, tile, area))
    groups = overlapping_groups(buildings)
    alone = ~np.isin(building, np.concatenate(groups)) if groups else np.ones(len(building), dtype=bool)
    covered = np.bincount(tile[alone], area[alone], minlength=len(tiles)).astype(float)
    if groups:
        reporter.notice("overlaps_dissolved", count=sum(len(group) for group in groups))
        merged = np.array([shapely.union_all(buildings[group]) for group in groups])
        _, merged_tile, merged_area = _areas_in_tiles(tiles, merged)
        covered += np.bincount(merged_tile, merged_area, minlength=len(tiles))
    largest = np.zeros(len(tiles))
    np.maximum.at(largest, tile, area)
    return Built(covered, np.bincount(tile, minlength=len(tiles)), largest)


def overlapping_groups(polygons: np.ndarray) -> list[np.ndarray]:
    """Return the indices of polygons that share ground, directly or through others, a group each.

    Examples
    --------
    Two squares that overlap and one that only touches:

    >>> squares = np.array([shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2), shapely.box(3, 0, 4, 2)])
    >>> [group.tolist() for group in overlapping_groups(squares)]
    [[0, 1]]
    """
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    first, second = first[first < second], second[first < second]
    share_ground = shapely.relate_pattern(polygons[first], polygons[second], "T********")
    first, second = first[share_ground], second[share_ground]
    links = coo_array((np.ones(len(first)), (first, second)), shape=(len(polygons), len(polygons)))
    _, component = connected_components(links, directed=False)
    involved = np.unique(np.concatenate([first, second]))
    order = involved[np.argsort(component[involved], kind="stable")]
    starts = np.flatnonzero(np.diff(component[order])) + 1
    return np.split(order, starts) if len(order) else []


def labels_of_areas(area_m2: np.ndarray, min_built_area_m2: float, max_unbuilt_area_m2: float | None) -> np.ndarray:
    """Return the label of each tile, (n_tiles,) text.

    Examples
    --------
    >>> labels_of_areas(np.array([0.0, 10.0, 30.0]), 20.0, 5.0).tolist()
    ['non_bati', 'unsure', 'bati']
    """
    labels = np.where(area_m2 >= min_built_area_m2, fields.BATI, fields.NON_BATI).astype(object)
    if max_unbuilt_area_m2 is not None:
        labels[(area_m2 > max_unbuilt_area_m2) & (area_m2 < min_built_area_m2)] = fields.UNSURE
    return labels


def _areas_in_tiles(tiles: np.ndarray, buildings: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return building index, tile index and shared area of each pair that meets."""
    building, tile = shapely.STRtree(tiles).query(buildings, predicate="intersects")
    area = np.empty(len(building))
    whole = shapely.covered_by(buildings[building], tiles[tile])
    area[whole] = shapely.area(buildings[building[whole]])
    area[~whole] = shapely.area(shapely.intersection(buildings[building[~whole]], tiles[tile[~whole]]))
    return building, tile, area


def _buildings(job: LabelTiles, tiles: gpd.GeoDataFrame, reporter: Reporter) -> tuple[gpd.GeoDataFrame, int]:
    """Return the buildings to count, in the system of the tiles, and how many geometries were mended."""
    buildings, mended = read_polygons(job.buildings, "buildings", reporter)
    buildings = to_crs_of(buildings, tiles, job.buildings, reporter)
    small = (buildings.area < job.min_building_area_m2).to_numpy()
    if small.any():
        limit = job.min_building_area_m2
        reporter.notice("small_buildings_skipped", count=int(small.sum()), min_building_area_m2=limit)
        buildings = buildings[~small]
    if buildings.empty:
        raise EmptyLayer(path=job.buildings, expected=f"buildings of at least {job.min_building_area_m2} m²")
    if not shapely.box(*buildings.total_bounds).intersects(shapely.box(*tiles.total_bounds)):
        raise NoOverlap(path=job.buildings, other=job.tiles)
    return buildings, mended


def _count_labels(tiles: gpd.GeoDataFrame) -> dict[str, int]:
    counts = tiles[fields.LABEL].value_counts()
    return {name: int(counts.get(name, 0)) for name in (fields.BATI, fields.NON_BATI, fields.UNSURE)}
