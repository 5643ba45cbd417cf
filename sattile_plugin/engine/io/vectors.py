"""Vector layers in, through pyogrio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS

from ...contract import fields
from ...contract.class_names import plain_label, plain_part
from ...contract.errors import EmptyLayer, MissingCrs, MissingField, UnknownValues, UnreadableFile
from ...contract.messages import Reporter
from ...contract.paths import VectorSource
from ...contract.texts import QT_TRANSLATE_NOOP
from .crs import code_of, require_metres, same_crs
from .reasons import why_unreadable
from .tile_names import names_of_squares

_NAMED = 5
"""How many unknown values are named to the user."""
_WRITTEN_OTHERWISE = {fields.LABEL: plain_label, fields.PREDICTED: plain_label, fields.SPLIT: plain_part}
_VERB_OF_FIELD = {
    fields.TILE_ID: "grid",
    fields.LABEL: "label",
    fields.SUSPICION: "check",
    fields.SPLIT: "split",
    fields.BLOCK_ID: "split",
    fields.P_BATI: "classify",
    fields.PREDICTED: "classify",
}


def read_layer(source: str, expected: str) -> gpd.GeoDataFrame:
    """Read a whole layer with a coordinate reference system and at least one feature.

    Raises
    ------
    UnreadableFile, MissingCrs, EmptyLayer
        The layer is not of that kind; `expected` names what it should hold, for the sentence.
    """
    with _read_errors(source):
        path, layer = _layer_of(source)
        frame = pyogrio.read_dataframe(path, layer=layer)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise EmptyLayer(path=source, expected=expected)
    if frame.crs is None:
        raise MissingCrs(path=source)
    return frame


def read_polygons(source: str, expected: str, reporter: Reporter) -> tuple[gpd.GeoDataFrame, int]:
    """Read a polygon layer, its invalid geometries mended and features without area left out.

    Returns
    -------
    frame : GeoDataFrame
        Polygons and multipolygons, all valid.
    mended : int
        How many geometries were invalid.
    """
    frame = read_layer(source, expected)
    geometry = shapely.force_2d(frame.geometry.to_numpy())
    invalid = ~shapely.is_valid(geometry) & ~shapely.is_missing(geometry)
    geometry[invalid] = shapely.make_valid(geometry[invalid], method="structure", keep_collapsed=False)
    usable = shapely.area(geometry) > 0
    if invalid.any():
        reporter.notice("geometries_mended", count=int(invalid.sum()), layer=Path(source).name)
    tell_dropped(int((~usable).sum()), source, reporter)
    frame = frame.set_geometry(gpd.GeoSeries(geometry, crs=frame.crs, index=frame.index))[usable]
    if frame.empty:
        raise EmptyLayer(path=source, expected=expected)
    return frame, int(invalid.sum())


def to_crs_of(frame: gpd.GeoDataFrame, target: gpd.GeoDataFrame, source: str, reporter: Reporter) -> gpd.GeoDataFrame:
    """Return `frame` in the coordinate reference system of `target`, telling the user when that changes it."""
    if same_crs(frame.crs, target.crs):
        return frame
    reporter.notice("reprojected", layer=Path(source).name, found=code_of(frame.crs), wanted=code_of(target.crs))
    return frame.to_crs(target.crs)


def read_tiles(source: str, reporter: Reporter, needed: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """Read a tile layer: polygons in metres with the `needed` columns.

    Squares without a tile_id, such as those of another tool's grid, are given theirs; labels and parts written
    otherwise, as ``Non-bâti`` or ``Train``, are the classes and parts. Rows without a geometry are left out and told.

    Raises
    ------
    UnreadableFile, MissingCrs, EmptyLayer, MissingField, CrsNotInMetres
        The layer is not of that kind.
    """
    frame = read_layer(source, "tiles")
    _require_fields(frame.columns.drop("geometry"), needed, source)
    require_metres(frame.crs, source, tuple(frame.total_bounds))
    tiles = _as_tiles(frame, source)
    if tiles.empty:
        raise EmptyLayer(path=source, expected="tiles")
    tell_dropped(len(frame) - len(tiles), source, reporter)
    return tiles


def tell_dropped(count: int, source: str, reporter: Reporter) -> None:
    """Tell the user how many features of a layer were left out for their geometry, if any."""
    if count:
        reporter.notice("geometries_dropped", count=count, layer=Path(source).name)


class TileLayer(NamedTuple):
    """What is known of a tile layer before its tiles are read."""

    tile_count: int
    """Number of tiles."""
    bounds: tuple[float, float, float, float]
    """xmin, ymin, xmax, ymax, in units of the system."""
    crs: CRS
    """Coordinate reference system, in metres."""


def inspect_tiles(source: str) -> TileLayer:
    """Check a tile layer without reading its tiles.

    Raises
    ------
    UnreadableFile, MissingCrs, EmptyLayer, MissingField, CrsNotInMetres
        The layer is not of that kind.
    """
    with _read_errors(source):
        path, layer = _layer_of(source)
        info = pyogrio.read_info(path, layer=layer, force_feature_count=True, force_total_bounds=True)
    if not info["features"] or info["total_bounds"] is None:
        raise EmptyLayer(path=source, expected="tiles")
    if info["crs"] is None:
        raise MissingCrs(path=source)
    crs = CRS.from_user_input(info["crs"])
    require_metres(crs, source, info["total_bounds"])
    return TileLayer(int(info["features"]), info["total_bounds"], crs)


def iter_tiles(source: str, count: int, chunk: int) -> Iterator[gpd.GeoDataFrame]:
    """Yield the `count` tiles of a layer, at most `chunk` at a time, so that memory does not grow with the layer."""
    path, layer = _layer_of(source)
    for first in range(0, count, chunk):
        tiles = _as_tiles(pyogrio.read_dataframe(path, layer=layer, skip_features=first, max_features=chunk), source)
        if len(tiles):
            yield tiles


def labels_of(frame: pd.DataFrame) -> pd.Series:
    """Return the target of each tile: 1 bati, 0 non_bati, missing where unsure or unlabelled."""
    return frame[fields.LABEL].map({name: target for target, name in enumerate(fields.CLASSES)})


def _as_tiles(frame: gpd.GeoDataFrame, source: str) -> gpd.GeoDataFrame:
    """Return the rows that have a geometry, with names, and with labels and parts in the writing that is ours."""
    tiles = frame[~(frame.geometry.isna() | frame.geometry.is_empty)].reset_index(drop=True)
    if (shapely.get_dimensions(tiles.geometry.to_numpy()) < 2).any():
        raise UnreadableFile(path=source, expected="tiles", reason="its features are points or lines, not polygons")
    for column, plain in _WRITTEN_OTHERWISE.items():
        if column in tiles:
            tiles[column] = tiles[column].map(plain, na_action="ignore")
    if tiles.empty or fields.TILE_ID in tiles:
        return tiles
    names = names_of_squares(tiles, source)
    if names is None:
        _require_fields(tiles.columns.drop("geometry"), (fields.TILE_ID,), source)
    return tiles.assign(**{fields.TILE_ID: names})


def require_values(frame: pd.DataFrame, field: str, known: Sequence[str], source: str, reporter: Reporter) -> None:
    """Make sure that a column has some of the values that mean something; tell of any others.

    Raises
    ------
    UnknownValues
        It has none of them.
    """
    written = frame[field].dropna().astype(str)
    unknown = written[~written.isin((*known, ""))]
    found = ", ".join(sorted(unknown.unique())[:_NAMED]) or QT_TRANSLATE_NOOP("SatTile", "nothing")
    if not written.isin(known).any():
        expected = ", ".join(known)
        raise UnknownValues(path=source, field=field, found=found, expected=expected, verb=_VERB_OF_FIELD[field])
    if len(unknown):
        reporter.notice("values_unknown", count=len(unknown), layer=Path(source).name, field=field, found=found)


def _require_fields(found: Sequence[str], needed: Sequence[str], source: str) -> None:
    for field in needed:
        if field not in found:
            had = ", ".join(found) or QT_TRANSLATE_NOOP("SatTile", "none")
            raise MissingField(path=source, field=field, found=had, verb=_VERB_OF_FIELD[field])


def _layer_of(source: str) -> VectorSource:
    """Return a source with its layer: where none is named, the first that is not QGIS's table of styles."""
    path, layer = VectorSource.parse(source)
    if layer is None:
        layer = next((name for name, _ in pyogrio.list_layers(path) if name != fields.STYLES_TABLE), None)
    return VectorSource(path, layer)


@contextmanager
def _read_errors(source: str) -> Iterator[None]:
    try:
        yield
    except (DataSourceError, DataLayerError) as error:
        reason = why_unreadable(VectorSource.parse(source).path, error)
        raise UnreadableFile(path=source, expected="a vector layer", reason=reason) from error
