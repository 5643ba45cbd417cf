"""The map of a result layer: in the colours of the column that its verb writes, the same as in QGIS."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ...contract import fields
from ...contract.palette import NO_NUMBER, colour_of
from . import charts
from .parts import Cell, Section, Table, number_cell, share_cell, text_cell
from .reading import verb_of
from .speech import Speech

_MOST_DRAWN = 60_000
_MOST_VALUES = 24
_PLAIN, _RIGHT, _RIGHT_EMPTY = "#8fa3b3", "#6f767c", "#ccd2d6"
_CLASS = {fields.BATI: charts.BATI, fields.NON_BATI: charts.NON_BATI, fields.UNSURE: "#f0e442"}
_COLOURS: dict[str, dict[str, str]] = {
    fields.LABEL: _CLASS,
    fields.PREDICTED: _CLASS,
    fields.SPLIT: {fields.TRAIN: charts.GOOD, fields.VALIDATION: "#56b4e9", fields.TEST: "#cc79a7"},
    fields.OUTCOME: {
        fields.FALSE_BATI: charts.BATI,
        fields.MISSED_BATI: charts.NON_BATI,
        fields.TRUE_BATI: _RIGHT,
        fields.TRUE_NON_BATI: _RIGHT_EMPTY,
        fields.WRONG: charts.BATI,
        fields.RIGHT: _RIGHT_EMPTY,
    },
    fields.FINDING: {
        fields.NEW: charts.BATI,
        fields.GONE: charts.NON_BATI,
        fields.HIDDEN: charts.GOOD,
        fields.TOO_SMALL: "#f0e442",
        fields.AT_EDGE: "#cc79a7",
        fields.DOUBTFUL: charts.WARN,
        fields.AGREED_BATI: _RIGHT,
        fields.AGREED_NON_BATI: _RIGHT_EMPTY,
    },
    fields.SUSPICION_REASON: {
        fields.WRONG_LABEL: charts.BATI,
        fields.DUPLICATE: "#cc79a7",
        fields.CLOUD: "#56b4e9",
        fields.BLANK: _RIGHT,
    },
}
"""Colour of each value that SatTile gives in a column."""
_DRAWN_BY = {
    "label": (fields.LABEL,),
    "check": (fields.SUSPICION_REASON,),
    "split": (fields.SPLIT,),
    "classify": (fields.PREDICTED,),
    "evaluate": (fields.OUTCOME,),
    "compare": (fields.FINDING,),
    "segment": (fields.SEGMENT,),
    "cluster": (fields.CLUSTER,),
}
"""Columns that a verb's layer is drawn by."""


def layer_map(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return the layer's areas in the colours of the column that tells most, with how many have each value."""
    frame = data["frame"]
    if not isinstance(frame, gpd.GeoDataFrame):
        return None
    drawn = frame[frame.geom_type.isin(("Polygon", "MultiPolygon"))]
    if drawn.empty:
        return None
    column = drawn_column(data)
    drawn = drawn.iloc[:: -(-len(drawn) // _MOST_DRAWN)]
    parts, owner = shapely.get_parts(drawn.geometry.to_numpy(), return_index=True)
    rings = [shapely.get_coordinates(part.exterior) for part in parts]
    in_metres = frame.crs is not None and frame.crs.is_projected and frame.crs.axis_info[0].unit_name == "metre"
    bar_m = _bar_m(drawn.total_bounds) if in_metres else None
    if column is None:
        drawing = charts.tile_map(rings, [_PLAIN] * len(rings), bar_m, speech)
        return Section("map", speech("map"), _lead(column, bar_m, speech), (drawing,), wide=True)
    colour = _colours(frame[column], column)
    of_ring = [colour.get(value, NO_NUMBER) for value in values_of(drawn[column]).to_numpy()[owner]]
    drawing, legend = charts.tile_map(rings, of_ring, bar_m, speech), _legend(frame[column], column, colour, speech)
    return Section("map", speech("map"), _lead(column, bar_m, speech), (drawing,), wide=True, tables=(legend,))


def drawn_column(data: dict[str, Any]) -> str | None:
    """Return the column that the map of a layer is coloured by; None where its verb gives no kinds of areas."""
    columns = _DRAWN_BY.get(str(verb_of(data)), ())
    return next((name for name in columns if name in data["frame"] and data["frame"][name].notna().any()), None)


def values_of(column: pd.Series) -> pd.Series:
    """Return the values as texts, whole numbers without a point; None where there is none.

    >>> values_of(pd.Series(["a", "", None])).tolist(), values_of(pd.Series([2.0, None])).tolist()
    (['a', None, None], ['2', None])
    """
    if pd.api.types.is_numeric_dtype(column):
        column = column.map(lambda value: f"{value:g}", na_action="ignore")
    texts = column.astype(object)
    return texts.where(texts.notna() & (texts != ""), None)


def said(value: str, column: str, speech: Speech) -> str:
    """Return a value of a column as a reader says it."""
    if column in (fields.SEGMENT, fields.CLUSTER):
        return speech("value.number", number=value)
    if value in _COLOURS.get(column, {}):
        return speech.known(f"value.{value}", speech.known(f"part_name.{value}", speech.class_name(value)))
    return speech.class_name(value)


def _colours(column: pd.Series, name: str) -> dict[str, str]:
    """Return the colour of each value, the most frequent ones where there are too many."""
    values = sorted(values_of(column).value_counts().index[:_MOST_VALUES])
    known = _COLOURS.get(name, {})
    if name in (fields.SEGMENT, fields.CLUSTER):
        return {value: colour_of(int(value)) for value in values}
    if not set(values) <= set(known):
        return {value: colour_of(number) for number, value in enumerate(values, start=1)}
    return {value: known[value] for value in known if value in values}


def _legend(column: pd.Series, name: str, colour: dict[str, str], speech: Speech) -> Table:
    """Return a row for each value with its colour, and one for what has none of these."""
    counts = values_of(column).value_counts()
    order = sorted(colour, key=int) if name in (fields.SEGMENT, fields.CLUSTER) else list(colour)
    rows = [_row(said(value, name, speech), colour[value], int(counts[value]), len(column), speech) for value in order]
    if rest := len(column) - int(counts[order].sum()):
        rows.append(_row(speech.known(f"none.{name}", speech("layer.none")), NO_NUMBER, rest, len(column), speech))
    return Table(("", name, speech("layer.count"), speech("layer.share")), tuple(rows))


def _row(text: str, colour: str, count: int, whole: int, speech: Speech) -> tuple[Cell, ...]:
    return Cell("", colour=colour), text_cell(text), number_cell(speech, count), share_cell(speech, count / whole)


def _lead(column: str | None, bar_m: float | None, speech: Speech) -> str:
    if bar_m is None:
        coloured = [] if column is None else [speech("map.coloured", name=column)]
        return " ".join([*coloured, speech("map.no_bar")])
    bar = f"{speech.short(bar_m / 1000)} km" if bar_m >= 1000 else f"{speech.short(bar_m)} m"
    return speech("map.plain", bar=bar) if column is None else speech("map.lead", name=column, bar=bar)


def _bar_m(bounds: np.ndarray) -> float:
    """Return a round length of about a fifth of the width of some bounds.

    >>> _bar_m(np.array([0.0, 0.0, 1200.0, 300.0])), _bar_m(np.array([0.0, 0.0, 13_000.0, 9000.0]))
    (200.0, 2000.0)
    """
    wanted = max(bounds[2] - bounds[0], bounds[3] - bounds[1], 1e-6) / 5
    power = 10.0 ** np.floor(np.log10(wanted))
    return float(power * max((step for step in (2, 5) if step * power <= wanted), default=1))
