"""Areas such as communes, and which of them tiles lie in."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from ...contract.errors import InvalidOption, NoOverlap
from ...contract.messages import Reporter
from ...contract.texts import phrase
from .vectors import read_polygons, to_crs_of


def read_areas(
    source: str, field: str | None, option: str, tiles: gpd.GeoDataFrame, reporter: Reporter
) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Read areas in the system of the tiles, and their names: the column `field`; without a name A0, A1 and so on.

    Raises
    ------
    EmptyLayer, MissingCrs, UnreadableFile
        The layer holds no areas.
    InvalidOption
        It has no column `field`; `option` is the job's option that named it.
    """
    areas, _ = read_polygons(source, "polygons", reporter)
    areas = to_crs_of(areas, tiles, source, reporter).reset_index(drop=True)
    if field is not None and field not in areas:
        columns = ", ".join(areas.columns.drop("geometry"))
        expected = phrase("a column of {path}: {names}", path=source, names=columns)
        raise InvalidOption(option=option, found=field, expected=expected)
    numbered = pd.Series(areas.index.map("A{}".format), index=areas.index)
    if field is None:
        return areas, numbered
    names = areas[field].astype(str).str.strip()
    return areas, names.where(areas[field].notna() & (names != ""), numbered)


def areas_of_centres(areas: gpd.GeoDataFrame, tiles: gpd.GeoDataFrame, source: str, tile_source: str) -> pd.Series:
    """Return the row of the area that the centre of each tile lies in, the first of several; missing outside all.

    Raises
    ------
    NoOverlap
        No tile lies in an area; `source` and `tile_source` name the layers.
    """
    centre, area = shapely.STRtree(areas.geometry.to_numpy()).query(tiles.centroid.to_numpy(), predicate="intersects")
    if not len(centre):
        raise NoOverlap(path=source, other=tile_source)
    first = pd.Series(area, index=centre).groupby(level=0).min()
    return first.reindex(range(len(tiles))).set_axis(tiles.index)
