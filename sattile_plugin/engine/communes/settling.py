"""What the user settles: a CSV of doubtful communes to fill in, and the decisions read back from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ...contract.errors import InvalidOption, OutputOccupied
from ..io.outputs import check_output_file, output_file
from .names import read_name
from .tables import read_table

NUMBER, NAME, DECISION, NONE = "commune_number", "commune", "population_row", "none"
COLUMNS = (NUMBER, NAME, "reason", DECISION, "proposal", "candidates")


class Decision(NamedTuple):
    """What the user says of one commune."""

    commune: int
    row: int | None
    """Row of the table, from 0; None where the commune has none."""


def template_path(output: str) -> Path:
    """Return where the doubtful communes of the result `output` are listed, NAME_settle.csv."""
    return Path(output).with_name(f"{Path(output).stem}_settle.csv")


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
        raise OutputOccupied(
            path=path, found=f"decisions in the column {DECISION}; name it as settled, or they are lost"
        )


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
            raise InvalidOption(option="settled", found=f"no column {column}", expected=f"{NAME} and {DECISION}")
    chosen = table[table[DECISION] != ""]
    numbers = chosen[NUMBER] if NUMBER in chosen else pd.Series("", index=chosen.index)
    decisions = [
        Decision(_one("commune", name, number, communes), _row(decision, rows))
        for name, number, decision in zip(chosen[NAME], numbers, chosen[DECISION])
    ]
    _require_different("communes", [decision.commune for decision in decisions], communes)
    _require_different("rows", [decision.row for decision in decisions if decision.row is not None], rows)
    return decisions


def _row(decision: str, rows: Sequence[str]) -> int | None:
    if decision.casefold() == NONE:
        return None
    return _one("row", "" if decision.isdigit() else decision, decision if decision.isdigit() else "", rows)


def _one(kind: str, name: str, number: str, names: Sequence[str]) -> int:
    """Return which of `names` is meant by a number from 1, by a name, or by both."""
    fitting = [n for n, other in enumerate(names) if not name or read_name(other).plain == read_name(name).plain]
    if number:
        fitting = [n for n in fitting if str(n + 1) == number]
    elif len(fitting) > 1:
        exact = [n for n in fitting if names[n].strip() == name]
        fitting = exact or fitting
    if len(fitting) != 1:
        found = f"{kind} {number} {name}".replace("  ", " ").strip()
        raise InvalidOption(
            option="settled", found=f"{found} ({len(fitting)} fit)", expected=f"exactly one {kind}, by its number"
        )
    return fitting[0]


def _require_different(kind: str, chosen: Sequence[int], names: Sequence[str]) -> None:
    twice = sorted({n for n in chosen if chosen.count(n) > 1})
    if twice:
        found = ", ".join(f"{n + 1} {names[n]}" for n in twice)
        raise InvalidOption(option="settled", found=f"the {kind} {found} twice", expected="each once at most")
