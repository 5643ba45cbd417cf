"""Vector layers in, through pyogrio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from ...contract import fields
from ...contract.class_names import plain_label, plain_part
from ...contract.errors import EmptyLayer, MissingCrs, MissingField, UnknownValues, UnreadableFile
from ...contract.messages import Reporter
from ...contract.texts import QT_TRANSLATE_NOOP, Phrase, phrase
from .crs import code_of, is_on_earth, require_metres, same_crs
from .tile_names import names_of_squares
from .vector_source import ChosenLayer, choose_layer, read_errors, short_name, tell_choice, with_own_types

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
    fields.NOVELTY: "classify",
}


def read_layer(source: str, expected: str, reporter: Reporter) -> gpd.GeoDataFrame:
    """Read a whole layer with a coordinate reference system and at least one feature.

    Raises
    ------
    UnreadableFile, MissingCrs, EmptyLayer
        The layer is not of that kind; `expected` names what it should hold, for the sentence and as the name of the
        layer to take of several.
    """
    with read_errors(source, "a vector layer"):
        chosen = choose_layer(source, expected)
        frame = pyogrio.read_dataframe(chosen.path, **chosen.options)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise EmptyLayer(path=source, expected=expected)
    if not is_on_earth(frame.crs):
        raise MissingCrs(path=source)
    tell_choice(chosen, reporter)
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
    frame = read_layer(source, expected, reporter)
    geometry = shapely.force_2d(frame.geometry.to_numpy())
    invalid = ~shapely.is_valid(geometry) & ~shapely.is_missing(geometry)
    geometry[invalid] = shapely.make_valid(geometry[invalid], method="structure", keep_collapsed=False)
    usable = shapely.area(geometry) > 0
    if invalid.any():
        reporter.notice("geometries_mended", count=int(invalid.sum()), layer=short_name(source))
    tell_dropped(int((~usable).sum()), source, reporter)
    frame = frame.set_geometry(gpd.GeoSeries(geometry, crs=frame.crs, index=frame.index))[usable]
    if frame.empty:
        raise EmptyLayer(path=source, expected=expected)
    return frame, int(invalid.sum())


def to_crs_of(frame: gpd.GeoDataFrame, target: gpd.GeoDataFrame, source: str, reporter: Reporter) -> gpd.GeoDataFrame:
    """Return `frame` in the coordinate reference system of `target`, telling the user when that changes it."""
    if same_crs(frame.crs, target.crs):
        return frame
    reporter.notice("reprojected", layer=short_name(source), found=code_of(frame.crs), wanted=code_of(target.crs))
    return frame.to_crs(target.crs)


def read_tiles(source: str, reporter: Reporter, needed: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """Read a tile layer: polygons in metres with the `needed` columns.

    Squares without a tile_id, such as those of another tool's grid, are given theirs; columns, labels and parts written
    otherwise, as ``TILE_ID``, ``Non-bâti`` or ``Train``, are ours, but for a column that is `needed` as it is written.
    Rows without a geometry are left out and told.

    Raises
    ------
    UnreadableFile, MissingCrs, EmptyLayer, MissingField, CrsNotInMetres
        The layer is not of that kind.
    """
    frame = with_own_types(read_layer(source, "tiles", reporter), choose_layer(source, "tiles"))
    frame = _named_as_ours(frame, needed)
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
        reporter.notice("geometries_dropped", count=count, layer=short_name(source))


class TileLayer(NamedTuple):
    """What is known of a tile layer before its tiles are read."""

    tile_count: int
    """Number of tiles."""
    bounds: tuple[float, float, float, float]
    """xmin, ymin, xmax, ymax, in units of the system."""
    crs: CRS
    """Coordinate reference system, in metres."""


def inspect_tiles(source: str, reporter: Reporter) -> TileLayer:
    """Check a tile layer without reading its tiles.

    Raises
    ------
    UnreadableFile, MissingCrs, EmptyLayer, MissingField, CrsNotInMetres
        The layer is not of that kind.
    """
    with read_errors(source, "a vector layer"):
        chosen = choose_layer(source, "tiles")
        info = pyogrio.read_info(chosen.path, layer=chosen.layer, force_feature_count=True, force_total_bounds=True)
        count, bounds = _filtered(chosen) if chosen.where else (int(info["features"]), info["total_bounds"])
    if not count or bounds is None:
        raise EmptyLayer(path=source, expected="tiles")
    crs = CRS.from_user_input(info["crs"]) if info["crs"] is not None else None
    if crs is None or not is_on_earth(crs):
        raise MissingCrs(path=source)
    require_metres(crs, source, bounds)
    tell_choice(chosen, reporter)
    return TileLayer(count, bounds, crs)


def _filtered(chosen: ChosenLayer) -> tuple[int, tuple[float, float, float, float] | None]:
    """Return how many features a filter leaves, and their bounds; None where none has an area."""
    found, bounds = pyogrio.read_bounds(chosen.path, **chosen.options)
    west, south, east, north = bounds[:, bounds[2] > bounds[0]]
    return len(found), (west.min(), south.min(), east.max(), north.max()) if len(west) else None


def iter_tiles(source: str, count: int, chunk: int) -> Iterator[gpd.GeoDataFrame]:
    """Yield the `count` tiles of a layer, at most `chunk` at a time, so that memory does not grow with the layer."""
    chosen = choose_layer(source, "tiles")
    for first in range(0, count, chunk):
        part = {"skip_features": first, "max_features": chunk}
        read = pyogrio.read_dataframe(chosen.path, **chosen.options, **part)
        tiles = _as_tiles(_named_as_ours(with_own_types(read, chosen)), source)
        if len(tiles):
            yield tiles


def labels_of(frame: pd.DataFrame) -> pd.Series:
    """Return the target of each tile: 1 bati, 0 non_bati, missing where unsure or unlabelled."""
    return frame[fields.LABEL].map({name: target for target, name in enumerate(fields.CLASSES)})


def _named_as_ours(frame: gpd.GeoDataFrame, kept: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """Return a tile layer with our columns in our writing where it has them in another case, as dBase and Oracle do."""
    written = {str(column).lower(): column for column in frame if column not in kept}
    missing = (name for name in _VERB_OF_FIELD if name in written and name not in frame)
    return frame.rename(columns={written[name]: name for name in missing})


def _as_tiles(frame: gpd.GeoDataFrame, source: str) -> gpd.GeoDataFrame:
    """Return the rows that have a geometry, flat, with names, and with labels and parts in the writing that is ours."""
    tiles = frame[~(frame.geometry.isna() | frame.geometry.is_empty)].reset_index(drop=True)
    if (shapely.get_dimensions(tiles.geometry.to_numpy()) < 2).any():
        raise UnreadableFile(path=source, expected="tiles", reason="its features are points or lines, not polygons")
    tiles = tiles.set_geometry(tiles.geometry.force_2d())
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
    if not written.isin(known).any():
        found = some_of(written[written != ""]) or QT_TRANSLATE_NOOP("SatTile", "nothing")
        expected = ", ".join(known)
        raise UnknownValues(path=source, field=field, found=found, expected=expected, verb=_VERB_OF_FIELD[field])
    tell_unknown(written, known, source, reporter)


def tell_unknown(values: pd.Series, known: Sequence[str], source: str, reporter: Reporter) -> None:
    """Tell the user of values of a column, text or missing, that are not among those that mean something."""
    unknown = values[values.notna() & ~values.isin((*known, ""))]
    if len(unknown):
        found, layer = some_of(unknown), short_name(source)
        reporter.notice("values_unknown", count=len(unknown), layer=layer, field=values.name, found=found)


def some_of(values: pd.Series) -> str:
    """Return the first few of different values as text, in their order.

    >>> some_of(pd.Series([3, 1, 3, 2]))
    '1, 2, 3'
    """
    return ", ".join(sorted(values.astype(str).unique())[:_NAMED])


def require_numbers(
    frame: pd.DataFrame, field: str, source: str, expected: Phrase, low: float = -np.inf, high: float = np.inf
) -> np.ndarray:
    """Return a column as numbers, (n_rows,) float, NaN where it has nothing; numbers as text count too.

    Raises
    ------
    UnknownValues
        It has something else, a number that is not between `low` and `high`, or nothing at all; `expected` says in the
        sentence what it should have.
    """
    numbers = pd.to_numeric(frame[field], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    unknown = frame[field].notna() & ~((numbers >= low) & (numbers <= high))
    if unknown.any() or np.isnan(numbers).all():
        found = some_of(frame.loc[unknown, field]) or QT_TRANSLATE_NOOP("SatTile", "nothing")
        raise UnknownValues(path=source, field=field, found=found, expected=expected, verb=_VERB_OF_FIELD[field])
    return numbers


def without_copies(tiles: gpd.GeoDataFrame, source: str, reporter: Reporter) -> gpd.GeoDataFrame:
    """Return the tiles without those that lie where one before them does; they would count twice."""
    again = pd.Series(shapely.to_wkb(shapely.normalize(tiles.geometry.to_numpy())), index=tiles.index).duplicated()
    if again.any():
        reporter.notice("tiles_twice", count=int(again.sum()), layer=short_name(source))
    return tiles[~again].reset_index(drop=True)


def require_names_apart(tiles: gpd.GeoDataFrame, source: str) -> None:
    """Raise UnknownValues unless each tile has a name of its own, as files are named by it."""
    again = tiles.loc[tiles[fields.TILE_ID].astype(str).str.lower().duplicated(), fields.TILE_ID]
    if len(again):
        found = phrase("{names}, {count} times too often", names=some_of(again), count=len(again))
        expected = QT_TRANSLATE_NOOP("SatTile", "each name once")
        raise UnknownValues(path=source, field=fields.TILE_ID, found=found, expected=expected, verb="grid")


def _require_fields(found: Sequence[str], needed: Sequence[str], source: str) -> None:
    for field in needed:
        if field not in found:
            had = ", ".join(found) or QT_TRANSLATE_NOOP("SatTile", "none")
            raise MissingField(path=source, field=field, found=had, verb=_VERB_OF_FIELD[field])
