"""The dashboard's tables as a reader says them: columns and values in words, numbers in the language and with units."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st
from dashboard_texts import SUMMARIES, VALUES, Speaker

from sattile_plugin.contract import fields
from sattile_plugin.contract.columns import COLUMNS, column_name, column_title, is_share

_LEFT_OUT = ("geometry", "typical_tiles", fields.PCA_X, fields.PCA_Y, fields.UMAP_X, fields.UMAP_Y)
_IN_WORDS = ("side", "reason", "statistic", "variable", "other", "effect_name", "note", fields.POPULATION_MATCH)
"""Columns of the tables about communes whose values stand for words."""


def show_table(frame: pd.DataFrame, say: Speaker) -> None:
    """Show a layer of communes, without outlines, places in diagrams and columns of nothing."""
    _show(frame, {}, (fields.POPULATION_MATCH,), say)


def show_summary(frame: pd.DataFrame, say: Speaker) -> None:
    """Show a table about the communes, of which all columns are SatTile's."""
    _show(frame, SUMMARIES, _IN_WORDS, say)


def _show(frame: pd.DataFrame, titles: dict[str, str], in_words: tuple[str, ...], say: Speaker) -> None:
    left_out = [name for name in frame if name in _LEFT_OUT or frame[name].isna().all()]
    shown = pd.DataFrame(frame).drop(columns=left_out)
    for name in shown.columns.intersection(in_words):
        shown[name] = shown[name].map(partial(_said, say), na_action="ignore")
    ours = shown.select_dtypes("number").columns.intersection([*titles, *COLUMNS, *filter(is_share, shown)])
    numbers = {name: _writer(shown[name], say) for name in ours}  # a user's own may be codes, which are no quantities
    look = {}
    for name in map(str, shown):
        title = say(titles[name]) if name in titles else column_title(name, say.language)
        look[name] = st.column_config.Column(title[:1].upper() + title[1:])
    with pd.option_context("styler.render.max_elements", max(shown.size, 1)):
        st.dataframe(shown.style.format(numbers, na_rep="–"), hide_index=True, column_config=look)


def _writer(column: pd.Series, say: Speaker) -> Callable[[float], str]:
    """Return what writes a number of a column: shares as percent, others with the digits that tell something."""
    factor = 100 if is_share(str(column.name)) else 1
    known = column.dropna() * factor
    whole = (known == known.round()).all()
    digits = 0 if whole or known.abs().max() >= 1000 else 1 if factor == 100 or known.abs().max() >= 10 else 3
    return lambda value: say.number(value * factor, digits)


def _said(say: Speaker, value: str) -> str:
    """Return a value in words; the parts of a note, which may hold a number, one by one."""
    return (" ; " if say.language == "fr" else "; ").join(_part(say, part) for part in value.split("; "))


def _part(say: Speaker, text: str) -> str:
    pattern = re.sub(r"\d+", "{count}", text)
    if pattern in VALUES:
        count = re.search(r"\d+", text)
        return say(VALUES[pattern], **({"count": count[0]} if count else {}))
    return column_name(text, say.language)
