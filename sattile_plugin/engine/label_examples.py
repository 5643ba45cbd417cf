"""A sheet of the tiles at each limit of built area, with their buildings outlined, to choose the limit by eye."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from PIL import Image, ImageDraw

from ..contract import fields
from ..contract.jobs import LabelTiles
from .io.contact_sheet import ContactSheet
from .io.image_sets import RasterSource

_IN_A_ROW = 8
_TILE_PX = 150
_OUTLINE = (255, 210, 0)


def draw_examples(
    job: LabelTiles, labelled: gpd.GeoDataFrame, buildings: np.ndarray, limits: list[float]
) -> ContactSheet:
    """Draw the tiles whose built area is nearest to each limit, a row a limit, from the least built to the most.

    Each tile stands in the row of the limit that it is nearest to, once, and says on which side of it it lies.

    Parameters
    ----------
    buildings : (n_buildings,) polygons
        Those that count, in the system of the tiles.
    limits
        Built areas in m².
    """
    source = RasterSource(str(job.raster), job.bands, labelled)
    area, tree = labelled[fields.BUILT_AREA_M2].to_numpy(), shapely.STRtree(buildings)
    distance = np.abs(area[:, None] - np.array(limits))
    nearest_limit = np.where(area > 0, distance.argmin(axis=1), -1)
    sheet = ContactSheet(_IN_A_ROW, _TILE_PX)
    for number, limit in enumerate(limits):
        rows = np.flatnonzero(nearest_limit == number)
        rows = rows[np.argsort(distance[rows, number], kind="stable")[:_IN_A_ROW]]
        rows = rows[np.argsort(area[rows], kind="stable")]
        images = [_outlined(source, int(row), labelled.geometry.iloc[row], buildings, tree) for row in rows]
        captions = [_caption(float(area[row]), limit) for row in rows]
        sheet.add_row(f"{limit:g} m²", images, captions)
    return sheet


def _caption(area_m2: float, limit_m2: float) -> str:
    """Say on which side of a limit an area lies; it is rounded down, so that one just below does not look like it.

    >>> _caption(19.98, 20), _caption(25, 20)
    ('19.9 m² < 20 m²', '25 m² ≥ 20 m²')
    """
    return f"{np.floor(10 * area_m2) / 10:g} m² {'≥' if area_m2 >= limit_m2 else '<'} {limit_m2:g} m²"


def _outlined(
    source: RasterSource, row: int, tile: shapely.Polygon, buildings: np.ndarray, tree: shapely.STRtree
) -> np.ndarray:
    """Return the image of a tile with the outlines of its buildings, (tile_px, tile_px, 3) uint8."""
    image = Image.fromarray(source.read(row, _TILE_PX).pixels)
    west, south, east, north = tile.bounds
    scale = np.array([_TILE_PX / (east - west), -_TILE_PX / (north - south)])
    pen = ImageDraw.Draw(image)
    for polygon in shapely.get_parts(buildings[tree.query(tile, "intersects")]):
        for ring in (polygon.exterior, *polygon.interiors):
            corners = (shapely.get_coordinates(ring) - (west, north)) * scale
            pen.line([tuple(corner) for corner in corners.tolist()], fill=_OUTLINE, width=2)
    return np.asarray(image)
