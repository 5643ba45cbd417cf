"""The map of a result layer: in the colours of the column that its verb writes, the same as in QGIS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ...contract import fields
from ...contract.columns import column_title
from ...contract.palette import NO_NUMBER, colour_of
from . import charts
from .parts import Cell, Section, Table, number_cell, pairs, share_cell, text_cell
from .places import in_metres, places_apart, round_length_m
from .reading import verb_of
from .speech import Speech
from .texts import TEXTS

_MOST_DRAWN = 60_000
_MOST_VALUES = 24
_MOST_NAMES = 40
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
_SAME_VALUES = {fields.FINDING_REASON: fields.LABEL_REASON}
"""Columns that hold the values of another."""
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
    metric = in_metres(frame.crs)
    apart = places_apart(drawn)
    colour = {} if column is None else _colours(frame[column], column)
    maps = [
        charts.Place(
            speech("map.place", number=number, count=speech.count(len(place))) if len(apart) > 1 else "",
            *_rings(place, column, colour),
            round_length_m(place.total_bounds) if metric else None,
        )
        for number, place in enumerate(apart, 1)
    ]
    legends = () if column is None else tuple(_legends(frame, column, colour, speech))
    coloured = [] if column is None else [speech("map.coloured", name=column_title(column, speech.language))]
    lead = " ".join((*coloured, speech("map.north"), *([speech("map.apart")] if len(apart) > 1 else [])))
    drawings = charts.tile_maps(maps, speech)
    return Section("map", speech("map"), lead, drawings, wide=len(drawings) == 1, tables=legends)


def _rings(place: gpd.GeoDataFrame, column: str | None, colour: dict[str, str]) -> tuple[list[np.ndarray], list[str]]:
    """Return the outlines of areas, (n_corners, 2) each, and the colour of each outline."""
    parts, owner = shapely.get_parts(place.geometry.to_numpy(), return_index=True)
    rings = [shapely.get_coordinates(part.exterior) for part in parts]
    if column is None:
        return rings, [_PLAIN] * len(rings)
    return rings, [colour.get(value, NO_NUMBER) for value in values_of(place[column]).to_numpy()[owner]]


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
        return speech(f"value.{column}", number=value)
    key = f"value.{_SAME_VALUES.get(column, column)}.{value}"
    if key in TEXTS:
        return speech(key)
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


def _legends(frame: gpd.GeoDataFrame, name: str, colour: dict[str, str], speech: Speech) -> Iterator[Table]:
    """Yield a row for each value with its colour, and one for what has none; of clusters, their communes too."""
    values = values_of(frame[name])
    counts = values.value_counts()
    order = sorted(colour, key=int) if name in (fields.SEGMENT, fields.CLUSTER) else list(colour)
    title = column_title(name, speech.language)
    rows = [_row(said(value, name, speech), colour[value], int(counts[value]), len(frame), speech) for value in order]
    if rest := len(frame) - int(counts[order].sum()):
        rows.append(_row(speech.known(f"none.{name}", speech("layer.none")), NO_NUMBER, rest, len(frame), speech))
    yield Table(("", title, speech("layer.count"), speech("layer.share")), tuple(rows))
    if name == fields.CLUSTER and fields.COMMUNE_ID in frame:
        members = ((_titled(value, frame[values == value], speech), _names(frame[values == value])) for value in order)
        yield pairs(tuple(members), (title, speech("map.members")))


def _titled(number: str, members: pd.DataFrame, speech: Speech) -> str:
    """Return what a cluster is called: its number, and the user's name for it."""
    names = members.get(fields.CLUSTER_NAME, pd.Series(dtype=object)).dropna().astype(str).unique()
    return " · ".join((said(number, fields.CLUSTER, speech), *names[:1]))


def _names(communes: pd.DataFrame) -> str:
    names = communes[fields.COMMUNE_ID].astype(str).sort_values().tolist()
    return ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")


def _row(text: str, colour: str, count: int, whole: int, speech: Speech) -> tuple[Cell, ...]:
    return Cell("", colour=colour), text_cell(text), number_cell(speech, count), share_cell(speech, count / whole)
