"""Known land use of tiles, from polygons with a class or from a raster of classes, and how well segments meet it."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
import shapely
from rasterio import windows
from rasterio.enums import Resampling
from rasterio.errors import RasterioIOError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from ...contract.errors import InvalidOption, MissingCrs, NoOverlap
from ...contract.messages import Reporter
from ...contract.texts import QT_TRANSLATE_NOOP, phrase
from ..io.raster_files import raster_crs
from ..io.tile_names import plain_number
from ..io.vectors import read_polygons, to_crs_of
from .aggregate import membership


class Accuracy(NamedTuple):
    """How well segments meet known classes."""

    overall: dict[str, float]
    """tile_count, overall_accuracy, ari, nmi and macro_f1."""
    by_class: pd.DataFrame
    """class, segment (its partner, missing where it has none), tile_count, precision, recall and f1."""


def reference_classes(tiles: gpd.GeoDataFrame, source: str, field: str | None, reporter: Reporter) -> np.ndarray:
    """Return the class that covers the most of each tile, (n_tiles,) object, None where nothing is known.

    Raises
    ------
    UnreadableFile, MissingCrs, EmptyLayer, InvalidOption, NoOverlap
        The reference cannot be used.
    """
    classes = _raster_classes(tiles, source) if field is None else None
    if classes is None:
        classes = _polygon_classes(tiles, source, field, reporter)
    if pd.isna(classes).all():
        raise NoOverlap(path=source, other="the tiles")
    return classes


def measure_accuracy(segment: np.ndarray, classes: np.ndarray) -> Accuracy:
    """Compare segments with classes, each class with one segment of its own at most.

    The matching is the one to one that most tiles agree with (H. W. Kuhn, The Hungarian method, 1955); ARI after
    L. Hubert and P. Arabie, 1985; NMI with the arithmetic mean of both entropies.

    Parameters
    ----------
    segment : (n_tiles,) int
    classes : (n_tiles,) object
        None where it is not known; such tiles do not count.
    """
    known = ~pd.isna(classes)
    names, target = np.unique(classes[known].astype(str), return_inverse=True)
    numbers, found = np.unique(segment[known], return_inverse=True)
    together = np.zeros((len(names), len(numbers)), dtype=int)
    np.add.at(together, (target, found), 1)
    rows, columns = linear_sum_assignment(-together)
    table = pd.DataFrame({"class": names, "segment": pd.array([pd.NA] * len(names), dtype="Int32")})
    table.loc[rows, "segment"] = numbers[columns]
    right = np.zeros(len(names))
    right[rows] = together[rows, columns]
    taken = np.zeros(len(names))
    taken[rows] = together.sum(axis=0)[columns]
    real = together.sum(axis=1)
    table["tile_count"] = real
    table["precision"] = np.where(taken > 0, right / np.maximum(taken, 1), np.nan)
    table["recall"] = right / real
    table["f1"] = 2 * right / (taken + real)
    overall = {
        "tile_count": float(known.sum()),
        "overall_accuracy": float(right.sum() / known.sum()),
        "ari": float(adjusted_rand_score(target, found)),
        "nmi": float(normalized_mutual_info_score(target, found)),
        "macro_f1": float(table["f1"].mean()),
    }
    return Accuracy(overall, table)


def _polygon_classes(tiles: gpd.GeoDataFrame, source: str, field: str | None, reporter: Reporter) -> np.ndarray:
    polygons, _ = read_polygons(source, "polygons of land use", reporter)
    if field not in polygons:
        columns = ", ".join(polygons.columns.drop(polygons.geometry.name))
        found = field or QT_TRANSLATE_NOOP("SatTile", "nothing")
        raise InvalidOption(option="reference_field", found=found, expected=phrase("one of {names}", names=columns))
    polygons = to_crs_of(polygons, tiles, source, reporter)
    value = polygons[field].astype("string").replace("", pd.NA)
    named = polygons[value.notna()].dissolve(by=value[value.notna()].rename("class"))
    place = membership(named.geometry.to_numpy(), tiles.geometry.to_numpy()).commune_of_tile
    classes = named.index.to_numpy(dtype=object)[place]
    classes[place < 0] = None
    return np.asarray(classes)


def _raster_classes(tiles: gpd.GeoDataFrame, source: str) -> np.ndarray | None:
    """Return the most frequent value of the raster's first band in each tile; None where it is no raster."""
    try:
        data = rasterio.open(source)
    except RasterioIOError:
        return None
    if raster_crs(data) is None:
        raise MissingCrs(path=source)
    with data, WarpedVRT(data, crs=tiles.crs.to_wkt(), resampling=Resampling.nearest) as raster:
        found = [_most_frequent(raster, bounds) for bounds in shapely.bounds(tiles.geometry.to_numpy()).tolist()]
    return np.array(found, dtype=object)


def _most_frequent(raster: WarpedVRT, bounds: list[float]) -> str | None:
    whole = Window(0, 0, raster.width, raster.height)
    window = raster.window(*bounds).round_offsets().round_lengths()
    if not windows.intersect(window, whole):
        return None
    values = raster.read(1, window=window.intersection(whole), masked=True).compressed()
    if not values.size:
        return None
    numbers, counts = np.unique(values, return_counts=True)
    return plain_number(float(numbers[counts.argmax()]))
