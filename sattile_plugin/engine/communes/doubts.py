"""Lists of what a population table was not joined by: for the result, and for the user to settle."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from . import settling
from .matching import ALONE, Matches
from .population_table import PopulationTable


def list_doubts(names: list[str], table: PopulationTable, matches: Matches, how: dict[int, str]) -> pd.DataFrame:
    """List communes without a row, unless the user said so, and rows without a commune."""
    communes = [
        ("commune", n + 1, name, matches.reason[n], _shown(matches.candidates[n], table.names))
        for n, name in enumerate(names)
        if matches.row[n] is None and n not in how
    ]
    used = {row for row in matches.row if row is not None}
    meant: dict[int, list[tuple[int, float]]] = {}
    for commune, candidates in enumerate(matches.candidates):
        for row, score in candidates:
            meant.setdefault(row, []).append((commune, score))
    rows = [
        (
            "table",
            row + 1,
            name or table.codes[row],
            _reason(meant.get(row), matches),
            _shown(meant.get(row, []), names),
        )
        for row, name in enumerate(table.names)
        if row not in used and (name or table.codes[row])
    ]
    return pd.DataFrame([*communes, *rows], columns=["side", "number", "name", "reason", "candidates"])


def _reason(meant: list[tuple[int, float]] | None, matches: Matches) -> str | None:
    return matches.reason[max(meant, key=lambda pair: pair[1])[0]] if meant else ALONE


def list_to_settle(names: list[str], table: PopulationTable, matches: Matches, how: dict[int, str]) -> pd.DataFrame:
    """List what is to settle and what was settled, so that the list can be given back as it is."""
    lines = []
    for n, name in enumerate(names):
        row = matches.row[n]
        if row is None or how.get(n) == "settled":
            decision = "" if n not in how else settling.NONE if row is None else str(row + 1)
            proposal = matches.proposal.get(n)
            shown = "" if proposal is None else _shown([(proposal, 0.0)], table.names, scored=False)
            lines.append(
                (n + 1, name, matches.reason[n] or "", decision, shown, _shown(matches.candidates[n], table.names))
            )
    return pd.DataFrame(lines, columns=list(settling.COLUMNS))


def _shown(pairs: Sequence[tuple[int, float]], names: Sequence[str], scored: bool = True) -> str:
    return " | ".join(f"{n + 1}: {names[n]}" + (f" [{score:.0f}]" if scored else "") for n, score in pairs)
