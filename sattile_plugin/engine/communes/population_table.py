"""Names, codes and figures of communes and of the table that their population stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from ...contract.errors import InvalidOption
from ...contract.messages import Reporter
from ...contract.texts import QT_TRANSLATE_NOOP, phrase
from .names import words_of
from .naming import name_column
from .tables import numbers, read_table

_NAMES = (
    *("nom com", "nom commune", "nom de la commune", "communes", "commune", "nom officiel", "nom", "libelle", "libgeo"),
    *("libelle commune", "libelle de la commune", "libelle geographique", "commune name", "name", "toponyme", "label"),
)
_POPULATIONS = (
    *("population", "population totale", "total population", "population municipale", "pop tot", "pop totale"),
    *("poptot", "pmun", "ptot", "pop", "habitants", "nombre d habitants", "inhabitants"),
)


class PopulationChoice(NamedTuple):
    """Where the population stands and what it is joined by; None where a column is to be found."""

    source: str
    """CSV, Excel book or layer."""
    name_field: str | None = None
    """Column of the communes with their name."""
    code_field: str | None = None
    """Column of the communes with their code."""
    table_name: str | None = None
    table_code: str | None = None
    table_field: str | None = None
    """Column of the table with the population."""
    settled: str | None = None
    """CSV file with the user's decisions."""


class PopulationTable(NamedTuple):
    """Rows of the population table in their order; neither name nor code where a row repeats another or is empty."""

    names: list[str]
    codes: list[str]
    population: np.ndarray
    """(n,) float64, NaN where there is no number."""


def read_rows(choice: PopulationChoice, reporter: Reporter) -> PopulationTable:
    """Read the table and find the columns that the user did not name.

    Raises
    ------
    UnreadableFile, EmptyLayer, InvalidOption
        The table or its columns cannot be used.
    """
    frame = read_table(choice.source)
    field = _required(frame, choice.table_field, _POPULATIONS, "population_field", choice.source)
    population = numbers(frame[field].tolist())
    population[population < 0] = np.nan
    unread = int(np.isnan(population).sum())
    if unread == len(population):
        raise InvalidOption(option="population_field", found=field, expected="a column of numbers")
    if unread:
        reporter.notice("population_unreadable", count=unread, field=field)
    key = choice.table_code or choice.code_field
    if key:
        name = choice.table_name or _usual(frame, _NAMES)
    else:
        name = _required(frame, choice.table_name, _NAMES, "population_name", choice.source)
    return _without_repeats(
        _texts(frame, name, "population_name", choice.source),
        _codes(frame, key, "population_key", choice.source),
        population,
    )


def names_and_codes(communes: gpd.GeoDataFrame, choice: PopulationChoice, source: str) -> tuple[list[str], list[str]]:
    """Return the names and the codes of the communes; "" where there is none.

    Raises
    ------
    InvalidOption
        A column is missing, or which holds the names cannot be told.
    """
    name = name_column(communes, choice.name_field)
    if name is None and not choice.code_field:
        _required(communes.drop(columns="geometry"), None, (), "name_field", source)
    return _texts(communes, name, "name_field", source), _codes(communes, choice.code_field, "code_field", source)


def _without_repeats(names: list[str], codes: list[str], population: np.ndarray) -> PopulationTable:
    rows = pd.DataFrame({"name": names, "code": codes, "population": population})
    rows.loc[rows.duplicated(), ["name", "code"]] = ""
    return PopulationTable(rows["name"].tolist(), rows["code"].tolist(), population)


def _usual(frame: pd.DataFrame, usual: Sequence[str]) -> str | None:
    """Return the column with the name that stands first among the usual ones, if any has one."""
    words = {" ".join(words_of(str(column).casefold())): str(column) for column in reversed(frame.columns)}
    return next((words[name] for name in usual if name in words), None)


def _required(frame: pd.DataFrame, named: str | None, usual: Sequence[str], option: str, source: str) -> str:
    column = named or _usual(frame, usual)
    if column is None or column not in frame:
        expected = phrase("a column of {path}: {names}", path=source, names=", ".join(map(str, frame.columns)))
        raise InvalidOption(option=option, found=named or QT_TRANSLATE_NOOP("SatTile", "nothing"), expected=expected)
    return column


def _texts(frame: pd.DataFrame, column: str | None, option: str, source: str) -> list[str]:
    if column is None:
        return [""] * len(frame)
    return [_text(cell) for cell in frame[_required(frame, column, (), option, source)]]


def _codes(frame: pd.DataFrame, column: str | None, option: str, source: str) -> list[str]:
    """Return codes as they are compared: letters and digits, without the leading zeros that spreadsheets lose.

    >>> _codes(pd.DataFrame({"code": ["01.001", 1001.0, "2A004", None]}), "code", "code_field", "table.csv")
    ['1001', '1001', '2A004', '']
    """
    texts = _texts(frame, column, option, source)
    return [re.sub(r"[\W_]", "", text).upper().lstrip("0") for text in texts]


def _text(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
