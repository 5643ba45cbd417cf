"""Names of columns as a GeoPackage can hold them: it tells no upper from lower case, and has two columns of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count

import geopandas as gpd
import pandas as pd

from ...contract import fields

_OURS = {value for value in vars(fields).values() if isinstance(value, str)}


def own_columns(frame: pd.DataFrame) -> dict[str, str]:
    """Return the names of a layer's row numbers and geometry, as options of its creation, that no column has yet.

    So a column fid comes through, whatever is in it: as GDAL has it, it would become the row numbers or fail.
    """
    taken = {_key(column) for column in frame}
    fid = next(name for name in chain(["fid", "sattile_fid"], _numbered("sattile_fid")) if _key(name) not in taken)
    options = {"FID": fid}
    if isinstance(frame, gpd.GeoDataFrame):
        names = chain(["geom", "sattile_geom"], _numbered("sattile_geom"))
        options["GEOMETRY_NAME"] = next(name for name in names if _key(name) not in taken)
    return options


def names_apart(columns: Iterable[str]) -> dict[str, str]:
    """Return the new names of columns that differ from another by case alone; SatTile's own keep theirs.

    >>> names_apart(["TILE_ID", "tile_id", "note", "Note", "Note_1"])
    {'TILE_ID': 'TILE_ID_1', 'note': 'note_2'}
    """
    columns = list(columns)
    taken = {_key(column) for column in columns}
    kept = {_key(column): column for column in columns} | {_key(name): name for name in columns if name in _OURS}
    renamed: dict[str, str] = {}
    for column in columns:
        if kept[_key(column)] != column:
            renamed[column] = next(name for name in _numbered(column) if _key(name) not in taken)
            taken.add(_key(renamed[column]))
    return renamed


def _numbered(name: str) -> Iterator[str]:
    return (f"{name}_{number}" for number in count(1))


def _key(name: object) -> bytes:
    """Return what two names have in common that are the same to SQLite, which knows the case of ASCII alone."""
    return str(name).encode().lower()
