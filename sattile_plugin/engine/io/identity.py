"""What tells inputs from others, so that nothing computed from some is taken for others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import rasterio

from ... import __version__


def resume_key(*parts: object) -> str:
    """Return a key of all that a result depends on, as plain values, and of the version that computes it."""
    return hashlib.sha256(json.dumps([__version__, parts], sort_keys=True).encode()).hexdigest()


def rows_identity(rows: pd.DataFrame, columns: Sequence[str]) -> str:
    """Return what tells the rows of a table from those of another: some columns and, where it has one, the geometry."""
    digest = hashlib.sha256()
    for column in columns:
        if column in rows:
            digest.update(json.dumps([column, rows[column].astype(str).tolist()]).encode())
    if "geometry" in rows:
        for shape in gpd.GeoSeries(rows["geometry"].tolist()).to_wkb():
            digest.update(shape or b"-")
    return digest.hexdigest()


def file_identity(path: str | Path) -> list[object]:
    """Return what tells a file from another: place, size and time; of a VRT, its text."""
    path = Path(path)
    if path.suffix.lower() == ".vrt" and path.is_file():
        return [hashlib.sha256(path.read_bytes()).hexdigest()]
    if not path.exists():
        return [str(path)]
    found = path.stat()
    return [str(path.resolve()), found.st_size, found.st_mtime_ns]


def raster_identity(path: str) -> list[list[object]]:
    """Return what tells a raster from another, of each of its files."""
    with rasterio.open(path) as raster:
        files = list(raster.files) or [path]
    return [file_identity(file) for file in files]
