"""Sections on a result layer: what to look at first, its columns, and the job that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from ...contract import fields
from ...contract.columns import column_title, is_share
from . import charts
from .facts import mapping
from .layer_map import drawn_column, said, values_of
from .parts import Cell, Section, Table, number_cell, pairs, share_cell, text_cell
from .ran import options_of
from .reading import verb_of
from .speech import Speech

_MOST_VALUES = 12
_MOST_DIFFERENT = 40
"""Values above which a column names things rather than tells kinds apart."""
_NAMES = frozenset((fields.TILE_ID, fields.BLOCK_ID, fields.COMMUNE_ID, fields.DUPLICATE_OF))
_NUMBERS_OF_THINGS = frozenset(
    ("row", "col", fields.CLUSTER, fields.SECOND_CLUSTER, fields.SEGMENT, fields.SEGMENT_SECOND, fields.REVIEW_PLACE)
)
"""Columns of numbers that count or name, of which a mean tells nothing."""
_PLACES = (fields.PCA_X, fields.PCA_Y, fields.UMAP_X, fields.UMAP_Y)
"""Columns that place a point in a diagram, in no unit."""
_FIRST = 10
_TO_LOOK_AT: dict[str, tuple[str, ...]] = {
    "check": (
        fields.SUSPICION_RANK,
        fields.LABEL,
        fields.PROBABLE_LABEL,
        fields.SUSPICION_REASON,
        fields.SUSPICION,
    ),
    "compare": (fields.REVIEW_RANK, fields.FINDING, fields.PREDICTED, fields.CONFIDENCE, fields.MODEL_AREA_M2),
    "evaluate": (fields.ERROR_RANK, fields.TRUTH, fields.PREDICTED, fields.PROBABILITY),
}
"""By verb, the column of the order in which to look, and what is told of the tiles that come first."""


def first_to_look_at(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return the tiles that deserve a look first, where the layer gives an order."""
    frame = data["frame"]
    rank, *told = _TO_LOOK_AT.get(str(verb_of(data)), ("",))
    if rank not in frame or fields.TILE_ID not in frame or not frame[rank].notna().any():
        return None
    ranked = frame[frame[rank].notna()].sort_values(rank)
    names = [name for name in told if name in frame]
    lines = tuple(
        (
            number_cell(speech, float(row[rank])),
            text_cell(row[fields.TILE_ID]),
            *(_cell(row[name], name, speech) for name in names),
        )
        for _, row in ranked.head(_FIRST).iterrows()
    )
    lead = speech("first.lead", count=len(lines), total=speech.count(len(ranked)))
    header = tuple(column_title(name, speech.language) for name in (rank, fields.TILE_ID, *names))
    return Section("first", speech("first"), lead, tables=(Table(header, lines),))


def _cell(value: Any, column: str, speech: Speech) -> Cell:
    if pd.isna(value):
        return text_cell("–")
    if isinstance(value, str):
        return text_cell(said(value, column, speech))
    return _number_cell(float(value), column, speech)


def _number_cell(value: float, column: str, speech: Speech) -> Cell:
    """Return a number of a column in the column's unit."""
    return number_cell(speech, 100 * value if is_share(column) else value)


def number_columns(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return the spread of each column of numbers, but of those that count or name things."""
    frame, lines = data["frame"], []
    for number, name in enumerate(frame.select_dtypes("number").columns):
        values = frame[name].to_numpy(dtype=float)
        values = values[np.isfinite(values)]
        if not len(values) or name in (*_NUMBERS_OF_THINGS, *_PLACES) or str(name).endswith("_rank"):
            continue
        least, middle, most = np.percentile(values, [0, 50, 100])
        shown = (_number_cell(float(n), str(name), speech) for n in (least, middle, values.mean(), most))
        missing = number_cell(speech, len(frame) - len(values))
        picture = Cell("", picture=charts.histogram(values, str(name), number, speech))
        lines.append((text_cell(column_title(str(name), speech.language)), *shown, missing, picture))
    if not lines:
        return None
    names = ("layer.column", "layer.least", "layer.median", "layer.mean", "layer.most", "layer.missing", "layer.spread")
    table = Table(tuple(speech(name) for name in names), tuple(lines))
    area = float(frame[fields.BUILT_AREA_M2].sum()) if fields.BUILT_AREA_M2 in frame else None
    points = () if area is None else (speech("layer.built_area", area=speech.count(area)),)
    return Section("numbers", speech("layer.numbers"), points=points, tables=(table,))


def text_columns(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return how often each value of each column of texts stands there; columns of names are left out."""
    tables = tuple(_value_tables(data, speech))
    return Section("values", speech("layer.values"), tables=tables) if tables else None


def _value_tables(data: dict[str, Any], speech: Speech) -> Iterator[Table]:
    frame = data["frame"]
    geometry = frame.geometry.name if isinstance(frame, gpd.GeoDataFrame) else None
    for name in frame.columns:
        if name in (geometry, drawn_column(data), *_NAMES) or not _is_text(frame[name]) or _names_rows(frame[name]):
            continue
        counted = values_of(frame[name]).value_counts()
        if counted.empty:
            continue
        shown = counted[:_MOST_VALUES].items()
        lines = [_line(said(str(value), str(name), speech), count, frame, speech) for value, count in shown]
        if missing := len(frame) - int(counted.sum()):
            lines.append(_line(speech("layer.none"), missing, frame, speech))
        left = len(counted) - _MOST_VALUES
        more = speech("more_rows", count=speech.count(left)) if left > 0 else ""
        header = (speech("layer.value"), speech("layer.count"), speech("layer.share"))
        yield Table(header, tuple(lines), column_title(str(name), speech.language), more)


def _line(value: str, count: int, frame: pd.DataFrame, speech: Speech) -> tuple[Cell, ...]:
    return text_cell(value), number_cell(speech, count), share_cell(speech, count / len(frame))


def _names_rows(column: pd.Series) -> bool:
    """Tell a column that names each row from one that tells kinds apart."""
    different = column.nunique()
    return bool(different > _MOST_DIFFERENT or different == len(column) > 1)


def _is_text(column: pd.Series) -> bool:
    return not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column))


def layer_run(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return the options of the job that wrote the layer."""
    options = options_of(mapping(data.get("job")), speech)
    if not options:
        return None
    table = pairs(options, (speech("run.name"), speech("run.value")), speech("run.options"))
    return Section("run", speech("run"), speech("layer.run_lead"), tables=(table,))
