"""Sections on a result layer: a map, its columns, and the job that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ...contract import fields
from . import charts
from .facts import mapping
from .parts import Cell, Section, Table, number_cell, pairs, share_cell, text_cell
from .ran import options_of
from .speech import Speech

_MOST_VALUES = 12
_MOST_DIFFERENT = 40
"""Values above which a column names things rather than tells kinds apart."""
_MOST_DRAWN = 60_000
_COLOURED_BY = (fields.PREDICTED, fields.LABEL, fields.SPLIT)
_COLOURS = {fields.BATI: charts.BATI, fields.NON_BATI: charts.NON_BATI, fields.UNSURE: "#f0e442"}
_NO_VALUE = "#e3e7ea"


def layer_map(frame: pd.DataFrame, speech: Speech) -> Section | None:
    """Return the layer's shapes in the colours of the column that tells most, with how many have each value."""
    if not isinstance(frame, gpd.GeoDataFrame):
        return None
    column = _column_to_draw(frame)
    drawn = frame[frame.geom_type.isin(("Polygon", "MultiPolygon"))]
    if column is None or drawn.empty:
        return None
    step = max(1, -(-len(drawn) // _MOST_DRAWN))
    drawn = drawn.iloc[::step]
    values = [value for value, _ in _counted(frame[column])]
    others = iter(colour for colour in charts.SERIES if colour not in map(_COLOURS.get, values))
    colour_of = {value: _COLOURS.get(value) or next(others, _NO_VALUE) for value in values}
    parts, owner = shapely.get_parts(drawn.geometry.to_numpy(), return_index=True)
    rings = [shapely.get_coordinates(part.exterior) for part in parts]
    colours = [colour_of.get(str(value), _NO_VALUE) for value in drawn[column].to_numpy()[owner]]
    lead = speech("map.lead", name=column)
    legend = tuple(
        (Cell("", colour=colour_of[value]), *_counted_cells(value, count, frame, speech))
        for value, count in _counted(frame[column])
    )
    table = Table(("", column, speech("layer.count"), speech("layer.share")), legend)
    return Section("map", speech("map"), lead, (charts.tile_map(rings, colours, speech),), wide=True, tables=(table,))


def _counted_cells(value: str, count: int, frame: pd.DataFrame, speech: Speech) -> tuple[Cell, ...]:
    name, share = speech.class_name(value), share_cell(speech, count / len(frame))
    return text_cell(name), number_cell(speech, count), share


def _column_to_draw(frame: gpd.GeoDataFrame) -> str | None:
    texts = [name for name in frame.columns.drop(frame.geometry.name) if _is_text(frame[name])]
    fit = [name for name in texts if 1 < frame[name].nunique() <= len(charts.SERIES) and not _names_rows(frame[name])]
    return next((name for name in (*_COLOURED_BY, *fit) if name in fit), None)


def _names_rows(column: pd.Series) -> bool:
    """Tell a column that names each row from one that tells kinds apart."""
    different = column.nunique()
    return bool(different > _MOST_DIFFERENT or different == len(column) > 1)


def _is_text(column: pd.Series) -> bool:
    return not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column))


def _counted(column: pd.Series) -> list[tuple[str, int]]:
    return [(str(value), int(count)) for value, count in column.dropna().astype(str).value_counts().items()]


def number_columns(frame: pd.DataFrame, speech: Speech) -> Section | None:
    """Return the spread of each column of numbers."""
    lines = []
    for number, name in enumerate(frame.select_dtypes("number").columns):
        values = frame[name].to_numpy(dtype=float)
        values = values[np.isfinite(values)]
        if not len(values):
            continue
        least, middle, most = np.percentile(values, [0, 50, 100])
        shown = (number_cell(speech, float(n)) for n in (least, middle, values.mean(), most))
        missing = number_cell(speech, len(frame) - len(values))
        picture = Cell("", picture=charts.histogram(values, str(name), number, speech))
        lines.append((text_cell(name), *shown, missing, picture))
    if not lines:
        return None
    names = ("layer.column", "layer.least", "layer.median", "layer.mean", "layer.most", "layer.missing", "layer.spread")
    table = Table(tuple(speech(name) for name in names), tuple(lines))
    return Section("numbers", speech("layer.numbers"), tables=(table,))


def text_columns(frame: pd.DataFrame, speech: Speech) -> Section | None:
    """Return how often each value of each column of texts stands there; columns of names are left out."""
    tables = tuple(_value_tables(frame, speech))
    return Section("values", speech("layer.values"), tables=tables) if tables else None


def _value_tables(frame: pd.DataFrame, speech: Speech) -> Iterator[Table]:
    geometry = frame.geometry.name if isinstance(frame, gpd.GeoDataFrame) else None
    drawn = _column_to_draw(frame) if isinstance(frame, gpd.GeoDataFrame) else None
    for name in frame.columns:
        if name in (geometry, drawn) or not _is_text(frame[name]) or _names_rows(frame[name]):
            continue
        counted = _counted(frame[name])
        if not counted:
            continue
        lines = [_counted_cells(value, count, frame, speech) for value, count in counted[:_MOST_VALUES]]
        if missing := int(frame[name].isna().sum()):
            lines.append(_counted_cells(speech("layer.none"), missing, frame, speech))
        left = len(counted) - _MOST_VALUES
        more = speech("more_rows", count=speech.count(left)) if left > 0 else ""
        yield Table(
            (speech("layer.value"), speech("layer.count"), speech("layer.share")), tuple(lines), str(name), more
        )


def layer_run(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return the options of the job that wrote the layer."""
    options = options_of(mapping(data.get("job")), speech)
    if not options:
        return None
    table = pairs(options, (speech("run.name"), speech("run.value")), speech("run.options"))
    return Section("run", speech("run"), speech("layer.run_lead"), tables=(table,))
