"""What the dashboard reads: a GeoPackage of clustercommunes, and the pictures of tiles that it came from."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import rasterio
from pyogrio.errors import DataSourceError
from rasterio.enums import Resampling
from rasterio.errors import RasterioIOError
from rasterio.windows import from_bounds

from sattile_plugin.contract import fields

_NEEDED = (fields.COMMUNES_LAYER, fields.DIAGRAM_LAYER, fields.CLUSTERS_TABLE)
_TABLES = (
    fields.DIAGRAM_TILES_LAYER,
    fields.K_CURVES_TABLE,
    fields.SIMILARITY_TABLE,
    fields.TWINS_TABLE,
    fields.STATISTICS_TABLE,
    fields.POPULATION_DOUBTS_TABLE,
)


class NoResult(Exception):
    """The file is no result of clustercommunes; the message names what it lacks."""


@dataclass(frozen=True)
class Result:
    """A clustering as it was written."""

    path: Path
    communes: gpd.GeoDataFrame
    clusters: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    job: dict[str, Any] = field(default_factory=dict)
    """The run's record: where the orthophoto and the described tiles lie."""

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, or an empty one where the result has none."""
        return self.tables.get(name, pd.DataFrame())

    def has(self, column: str) -> bool:
        """Tell whether the communes have numbers in a column."""
        return column in self.communes and bool(self.communes[column].notna().any())


def read_result(path: Path) -> Result:
    """Read a result.

    Raises
    ------
    NoResult
        The file is another thing.
    """
    try:
        found = {name for name, _ in pyogrio.list_layers(path)}
    except DataSourceError as error:
        raise NoResult(_NEEDED[0]) from error
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        raise NoResult(", ".join(missing))
    communes = pyogrio.read_dataframe(path, layer=fields.COMMUNES_LAYER)
    if fields.CLUSTER not in communes:
        raise NoResult(fields.CLUSTER)
    tables = {name: pyogrio.read_dataframe(path, layer=name) for name in _TABLES if name in found}
    about = pyogrio.read_info(path, layer=fields.COMMUNES_LAYER)["layer_metadata"] or {}
    clusters = pyogrio.read_dataframe(path, layer=fields.CLUSTERS_TABLE)
    return Result(path, communes, clusters, tables, json.loads(about.get("sattile_run", "{}")))


def cluster_names(result: Result) -> dict[int, str]:
    """Return the user's name of each cluster, "" where it has none, by number; the table of clusters comes first."""
    found: dict[int, str] = {}
    for table in (result.communes, result.clusters):
        names = table.get(fields.CLUSTER_NAME, pd.Series(None, table.index)).fillna("")
        for number, name in zip(table[fields.CLUSTER], names):
            if pd.notna(number):
                found[int(number)] = str(name) or found.get(int(number), "")
    return dict(sorted(found.items()))


def as_csv(communes: gpd.GeoDataFrame) -> bytes:
    """Return the communes without their outlines, as a table that spreadsheets open with its accents."""
    return communes.drop(columns=communes.geometry.name).to_csv(index=False).encode("utf-8-sig")


def as_geopackage(communes: gpd.GeoDataFrame) -> bytes:
    """Return the communes as a GeoPackage."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "communes.gpkg"
        pyogrio.write_dataframe(communes, path, layer=fields.COMMUNES_LAYER, driver="GPKG")
        return path.read_bytes()


def whole_geopackage(path: Path) -> bytes:
    """Return the result as it stands, together with what a window may just have written to it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "result.gpkg"
        with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        source.close()
        target.close()
        return copy.read_bytes()


def tile_outlines(result: Result) -> gpd.GeoSeries:
    """Return the outline of each described tile by its name; an empty series where they cannot be had."""
    path = Path(str(result.job.get("features", "")))
    if not path.is_file():
        return gpd.GeoSeries()
    try:
        frame = gpd.read_parquet(path, columns=[fields.TILE_ID, "geometry"])
    except (ValueError, KeyError, OSError):
        return gpd.GeoSeries()
    return frame.set_index(fields.TILE_ID).geometry


def tile_pictures(result: Result, outlines: gpd.GeoSeries, names: list[str], size_px: int) -> list[np.ndarray]:
    """Return the picture of each tile that there is one of, (size_px, size_px, 3) uint8, row 0 its north."""
    raster = Path(str(result.job.get("raster") or ""))
    wanted = [name for name in names if name in outlines.index]
    if not wanted or not raster.is_file():
        return []
    bands = list(result.job.get("bands") or (1, 2, 3))
    try:
        with rasterio.open(raster) as photo:
            boxes = outlines.loc[wanted].to_crs(photo.crs).bounds.to_numpy()
            return [_cut(photo, tuple(box), bands, size_px) for box in boxes]
    except RasterioIOError:
        return []


def _cut(photo: Any, box: tuple[float, ...], bands: list[int], size_px: int) -> np.ndarray:
    shape = (len(bands), size_px, size_px)
    window = from_bounds(*box, transform=photo.transform)
    pixels = photo.read(bands, window=window, out_shape=shape, boundless=True, resampling=Resampling.average)
    if pixels.dtype != np.uint8:
        pixels = np.clip(255.0 * pixels / max(float(pixels.max()), 1.0), 0, 255).astype(np.uint8)
    return np.moveaxis(pixels, 0, -1)
