"""The dashboard's tables as a reader says them: columns and values in words, numbers in the language and with units."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st
from dashboard_texts import SUMMARIES, VALUES, Speaker

from sattile_plugin.contract import fields
from sattile_plugin.engine.reporting.columns import column_name, column_title, is_share

_PLACES = (fields.PCA_X, fields.PCA_Y, fields.UMAP_X, fields.UMAP_Y)


def show_table(frame: pd.DataFrame, say: Speaker) -> None:
    """Show a layer of communes, without outlines, places in diagrams and columns of nothing."""
    _show(frame, {str(name): column_title(str(name), say.language) for name in frame}, say)


def show_summary(frame: pd.DataFrame, say: Speaker) -> None:
    """Show a table about the communes, of which all columns are SatTile's."""
    known = {name: say(SUMMARIES[name]) for name in map(str, frame.columns) if name in SUMMARIES}
    _show(frame, {str(name): column_title(str(name), say.language) for name in frame} | known, say, VALUES)


def _show(frame: pd.DataFrame, titles: dict[str, str], say: Speaker, values: dict[str, str] | None = None) -> None:
    left_out = [name for name in frame if name in ("geometry", *_PLACES) or frame[name].isna().all()]
    shown = pd.DataFrame(frame).drop(columns=left_out)
    for name in shown.select_dtypes(exclude=["number", "bool", "boolean"]):
        known = values if values is not None or name != fields.POPULATION_MATCH else VALUES
        if known is not None:
            shown[name] = shown[name].map(partial(_said, known, say), na_action="ignore")
    numbers = {name: _writer(shown[name], say) for name in shown.select_dtypes("number")}
    look = {name: st.column_config.Column(titles[name][:1].upper() + titles[name][1:]) for name in map(str, shown)}
    with pd.option_context("styler.render.max_elements", max(shown.size, 1)):
        st.dataframe(shown.style.format(numbers, na_rep="–"), hide_index=True, column_config=look)


def _writer(column: pd.Series, say: Speaker) -> Callable[[float], str]:
    """Return what writes a number of a column: shares as percent, others with the digits that tell something."""
    factor = 100 if is_share(str(column.name)) else 1
    known = column.dropna() * factor
    whole = (known == known.round()).all()
    digits = 0 if whole or known.abs().max() >= 1000 else 1 if factor == 100 or known.abs().max() >= 10 else 3
    return lambda value: say.number(value * factor, digits)


def _said(known: dict[str, str], say: Speaker, value: object) -> object:
    """Return a value in words; the parts of a note, which may hold a number, one by one."""
    if not isinstance(value, str):
        return value
    return (" ; " if say.language == "fr" else "; ").join(_part(known, say, part) for part in value.split("; "))


def _part(known: dict[str, str], say: Speaker, text: str) -> str:
    pattern = re.sub(r"\d+", "{count}", text)
    if pattern in known:
        count = re.search(r"\d+", text)
        return say(known[pattern], **({"count": count[0]} if count else {}))
    return column_name(text, say.language)
