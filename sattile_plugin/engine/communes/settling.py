"""What the user settles: a CSV of doubtful communes to fill in, and the decisions read back from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ...contract.errors import InvalidOption, OutputOccupied
from ...contract.texts import QT_TRANSLATE_NOOP, Phrase, phrase
from ..io.outputs import check_output_file, output_file
from .names import read_name
from .tables import read_table

NUMBER, NAME, DECISION, NONE = "commune_number", "commune", "population_row", "none"
COLUMNS = (NUMBER, NAME, "reason", DECISION, "proposal", "candidates")
_A_COMMUNE = QT_TRANSLATE_NOOP("SatTile", "exactly one commune, by its number")
_A_ROW = QT_TRANSLATE_NOOP("SatTile", "exactly one row, by its number")
_COMMUNES_TWICE = QT_TRANSLATE_NOOP("SatTile", "the communes {names} twice")
_ROWS_TWICE = QT_TRANSLATE_NOOP("SatTile", "the rows {names} twice")


class Decision(NamedTuple):
    """What the user says of one commune."""

    commune: int
    row: int | None
    """Row of the table, from 0; None where the commune has none."""


def check_template(path: Path, settled: str | None) -> None:
    """Raise unless a list can be put at `path` without losing decisions that are not read back.

    Raises
    ------
    MissingFolder, UnwritableOutput, OutputOccupied
        It cannot.
    """
    check_output_file(path)
    if not path.is_file() or (settled is not None and Path(settled).resolve() == path.resolve()):
        return
    table = read_table(str(path))
    if DECISION in table and table[DECISION].astype(str).str.strip().any():
        found = phrase("decisions in the column {column}; name it as settled, or they are lost", column=DECISION)
        raise OutputOccupied(path=path, found=found)


def write_template(template: pd.DataFrame, path: Path) -> None:
    """Write the list for spreadsheets of any language: semicolons and UTF-8 with its mark; none if nothing is in it."""
    if template.empty:
        return
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(template[list(COLUMNS)].itertuples(index=False))
    with output_file(str(path)) as partial:
        partial.write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def read_decisions(path: str, communes: Sequence[str], rows: Sequence[str]) -> list[Decision]:
    """Read what the user filled in; communes left empty are still open.

    Parameters
    ----------
    path : str
        CSV with the columns commune, population_row and, where a name stands twice, commune_number (from 1).
        population_row is the number of a row (from 1), its name or "none".
    communes, rows : (n,) str
        Names of the communes and of the table's rows.

    Raises
    ------
    InvalidOption
        A line names no commune or row, several, or a row that another commune has.
    """
    table = read_table(path).map(lambda cell: str(cell).strip())
    for column in (NAME, DECISION):
        if column not in table:
            expected = phrase("the columns {one} and {other}", one=NAME, other=DECISION)
            raise InvalidOption(option="settled", found=phrase("no column {column}", column=column), expected=expected)
    chosen = table[table[DECISION] != ""]
    numbers = chosen[NUMBER] if NUMBER in chosen else pd.Series("", index=chosen.index)
    decisions = [
        Decision(_one(_A_COMMUNE, name, number, communes), _row(decision, rows))
        for name, number, decision in zip(chosen[NAME], numbers, chosen[DECISION])
    ]
    _require_different(_COMMUNES_TWICE, [decision.commune for decision in decisions], communes)
    _require_different(_ROWS_TWICE, [decision.row for decision in decisions if decision.row is not None], rows)
    return decisions


def _row(decision: str, rows: Sequence[str]) -> int | None:
    if decision.casefold() == NONE:
        return None
    return _one(_A_ROW, "" if decision.isdigit() else decision, decision if decision.isdigit() else "", rows)


def _one(expected: str, name: str, number: str, names: Sequence[str]) -> int:
    """Return which of `names` is meant by a number from 1, by a name, or by both."""
    fitting = [n for n, other in enumerate(names) if not name or read_name(other).plain == read_name(name).plain]
    if number:
        fitting = [n for n in fitting if str(n + 1) == number]
    elif len(fitting) > 1:
        exact = [n for n in fitting if names[n].strip() == name]
        fitting = exact or fitting
    if len(fitting) != 1:
        found = phrase("{named} ({count} fit)", named=f"{number} {name}".strip(), count=len(fitting))
        raise InvalidOption(option="settled", found=found, expected=expected)
    return fitting[0]


def _require_different(said: str, chosen: Sequence[int], names: Sequence[str]) -> None:
    twice = sorted({n for n in chosen if chosen.count(n) > 1})
    if twice:
        found = Phrase(said, {"names": ", ".join(f"{n + 1} {names[n]}" for n in twice)})
        raise InvalidOption(option="settled", found=found, expected="each once at most")
