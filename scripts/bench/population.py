"""Join the published population table to the real communes, and count; write the tables to out/bench/population.md.

Needs the real data for tests: beside the checkout, or where SATTILE_TEST_DATA says. The second table spells the names
of the communes of Sarthe in other ways, leaves out half of the rows, and counts what is joined and how rightly.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
from quiet import Quiet

from sattile_plugin.engine.communes.matching import Matches, match_names
from sattile_plugin.engine.communes.names import read_name
from sattile_plugin.engine.communes.population import PopulationJoin, join_population
from sattile_plugin.engine.communes.population_table import PopulationChoice

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
DATA = Path(os.environ.get("SATTILE_TEST_DATA", ROOT.parent / "shared" / "data"))
TABLE = DATA / "sidi-bennour-like" / "communes_population.csv"
PLACES = {
    "sidi-bennour-like": ("communes.gpkg", "nom"),
    "sidi-bennour-boundaries": ("communes_1994.geojson", "NOM_COM"),
}
DRAWS = 20


class Count(NamedTuple):
    """What became of the communes whose names were spelled otherwise, summed over the draws."""

    right: int
    wrong: int
    doubtful: int
    missed: int


def _one_letter_less(name: str, generator: np.random.Generator) -> str:
    place = int(generator.integers(1, len(name)))
    return name[:place] + name[place + 1 :]


SPELLINGS: dict[str, Callable[[str, np.random.Generator], str]] = {
    "as it is": lambda name, _: name,
    "capitals, no accents": lambda name, _: read_name(name).plain.upper(),
    "Commune de ..., blanks for hyphens": lambda name, _: "Commune de " + name.replace("-", " "),
    "St for Saint, no articles": lambda name, _: " ".join(
        word
        for word in name.replace("Saint", "St").split("-")
        if word.casefold() not in ("le", "la", "les", "de", "du")
    ),
    "one letter less": _one_letter_less,
}


def main() -> None:
    """Join both sets and print the tables."""
    text = "\n\n".join((table_of_places(), table_of_spellings())) + "\n"
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "population.md").write_text(text, encoding="utf-8")
    print(text)


def table_of_places() -> str:
    """Return what is joined on both sets, by how it was, and what is told of the rest."""
    rows = ["| set | communes | joined | same name | likeness | wrong | told as doubtful | rows without a commune |"]
    rows.append("|" + "---|" * 8)
    for place, (file, field) in PLACES.items():
        communes = gpd.read_file(DATA / place / file)
        found = join_population(communes, PopulationChoice(str(TABLE)), file, Quiet())
        joined = [partner is not None for partner in found.partner]
        counts = [len(communes), sum(joined), found.match.count("name"), found.match.count("likeness")]
        counts += [_wrong(found, communes[field].tolist()), found.match.count("doubtful")]
        rows.append(f"| {place} | " + " | ".join(map(str, counts)) + f" | {_unused(found)} |")
    return "\n".join(rows)


def _wrong(found: PopulationJoin, names: list[str]) -> int:
    """Count pairs whose names differ by more than capitals and the words in brackets."""
    pairs = [(name, partner) for name, partner in zip(names, found.partner) if partner is not None]
    return sum(partner.split(" (")[0].casefold() != name.casefold() for name, partner in pairs)


def _unused(found: PopulationJoin) -> str:
    rows = found.doubts[found.doubts["side"] == "table"]
    return ", ".join(f"{name} ({reason})" for name, reason in zip(rows["name"], rows["reason"])) or "none"


def table_of_spellings() -> str:
    """Return how often names spelled otherwise find their row when half of the rows are missing."""
    names = gpd.read_file(DATA / "bdtopo-sarthe" / "communes.geojson")["nom"].tolist()
    rows = [
        "| 360 communes of Sarthe, half of them in the table | right | wrong | doubtful | told as without partner |"
    ]
    rows.append("|---|---|---|---|---|")
    for title, spelled in SPELLINGS.items():
        count = count_joins(names, spelled)
        rows.append(f"| {title} | " + " | ".join(f"{100 * each / sum(count):.1f} %" for each in count) + " |")
    return "\n".join(rows)


def count_joins(names: list[str], spelled: Callable[[str, np.random.Generator], str]) -> Count:
    """Count over several draws what becomes of the communes that have a row, and of wrong pairs among all."""
    generator = np.random.default_rng(1)
    total = np.zeros(4, dtype=int)
    for _ in range(DRAWS):
        kept = generator.permutation(len(names))[: len(names) // 2].tolist()
        rows = [read_name(spelled(names[number], generator)) for number in kept]
        found = match_names([read_name(name) for name in names], rows, Matches.empty(len(names)))
        for number, row in enumerate(found.row):
            if row is not None:
                total[0 if kept[row] == number else 1] += 1
            elif number in kept:
                total[2 if found.candidates[number] else 3] += 1
    return Count(*total.tolist())


if __name__ == "__main__":
    main()
