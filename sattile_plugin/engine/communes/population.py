"""Population of communes, from a table whose rows are joined by code or by name; what is doubtful is not joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from ...contract.messages import Reporter
from . import settling
from .doubts import list_doubts, list_to_settle
from .matching import ALONE, Matches, match_codes, match_names
from .names import Name, likeness, read_name
from .placeholders import improbable
from .population_table import PopulationChoice, PopulationTable, names_and_codes, read_rows

_SAME_PLACE = 60.0
"""Likeness of names under which a shared code is doubted."""


class PopulationJoin(NamedTuple):
    """Population of each commune, how it was joined, and what the user is to settle."""

    population: np.ndarray
    """(n,) float64, NaN where none was joined."""
    match: list[str]
    """code, name, likeness, settled, doubtful or none."""
    score: np.ndarray
    """(n,) float64, likeness of the names, 0 to 100, NaN where none was joined."""
    partner: list[str | None]
    """Name as it stands in the table."""
    suspect: np.ndarray
    """(n,) bool, whether the figure looks like a placeholder."""
    doubts: pd.DataFrame
    """Communes that were not joined, and rows of the table that no commune has."""
    template: pd.DataFrame
    """What the user settles: see settling."""


def join_population(
    communes: gpd.GeoDataFrame, choice: PopulationChoice, source: str, reporter: Reporter
) -> PopulationJoin:
    """Join a population to communes, each row to one commune at most.

    Parameters
    ----------
    communes : (n,) GeoDataFrame
        Communes in the order of the result.
    source : str
        Path of the communes, for the sentences of errors.

    Raises
    ------
    UnreadableFile, EmptyLayer, InvalidOption
        The table, its columns or the user's decisions cannot be used.
    """
    table = read_rows(choice, reporter)
    names, codes = names_and_codes(communes, choice, source)
    matches, how = _match(names, codes, table, choice)
    return _result(names, table, matches, how, reporter)


def area_km2(communes: gpd.GeoDataFrame) -> np.ndarray:
    """Return the area of each commune on the ellipsoid, right in any coordinate reference system."""
    geod = Geod(ellps="WGS84")
    # Geod takes away what turns the other way round: holes must, and islands must not.
    polygons = shapely.normalize(communes.geometry.to_crs(4326).to_numpy())
    return np.array([abs(geod.geometry_area_perimeter(polygon)[0]) / 1e6 for polygon in polygons])


def _match(
    names: Sequence[str], codes: Sequence[str], table: PopulationTable, choice: PopulationChoice
) -> tuple[Matches, dict[int, str]]:
    """Join by the user's decisions, by code, then by name; return also how each commune was joined."""
    matches, how = Matches.empty(len(names)), {}
    read, rows = [read_name(name) for name in names], [read_name(name) for name in table.names]
    for commune, row in settling.read_decisions(choice.settled, names, table.names) if choice.settled else []:
        how[commune] = "settled"
        if row is None:
            matches.doubt(commune, "settled")
        else:
            matches.join(commune, row, likeness(read[commune], rows[row]))
    if choice.code_field or choice.table_code:
        match_codes(codes, table.codes, matches)
        how |= {commune: "code" for commune in range(len(names)) if _joined(matches, commune) and commune not in how}
        _doubt_other_names(read, rows, matches, how)
    if any(table.names):
        match_names(read, rows, matches)
    for commune in matches.free_communes():
        matches.doubt(commune, ALONE)
    return matches, how


def _joined(matches: Matches, commune: int) -> bool:
    return matches.row[commune] is not None


def _doubt_other_names(read: list[Name], rows: list[Name], matches: Matches, how: dict[int, str]) -> None:
    """Doubt a shared code where both sides have names, and they are nothing alike."""
    for commune in [commune for commune, way in how.items() if way == "code"]:
        row = matches.row[commune]
        if row is None:
            continue
        score = likeness(read[commune], rows[row]) if read[commune].plain and rows[row].plain else 100.0
        matches.score[commune] = score
        if score < _SAME_PLACE:
            matches.row[commune] = matches.score[commune] = None
            matches.doubt(commune, "names_differ", [(row, score)])
            del how[commune]


def _result(
    names: list[str], table: PopulationTable, matches: Matches, how: dict[int, str], reporter: Reporter
) -> PopulationJoin:
    ways = [_way(commune, matches, how) for commune in range(len(names))]
    population = np.array([np.nan if row is None else table.population[row] for row in matches.row])
    suspect = improbable(population)
    doubts, template = list_doubts(names, table, matches, how), list_to_settle(names, table, matches, how)
    _tell(ways, suspect, population, doubts, reporter)
    return PopulationJoin(
        population=population,
        match=ways,
        score=np.array([np.nan if score is None else round(score, 1) for score in matches.score]),
        partner=[None if row is None else table.names[row] or table.codes[row] for row in matches.row],
        suspect=suspect,
        doubts=doubts,
        template=template,
    )


def _way(commune: int, matches: Matches, how: dict[int, str]) -> str:
    if matches.row[commune] is None:
        return "none" if matches.reason[commune] in (ALONE, "settled") else "doubtful"
    return how.get(commune) or ("name" if matches.score[commune] == 100 else "likeness")


def _tell(
    ways: list[str], suspect: np.ndarray, population: np.ndarray, doubts: pd.DataFrame, reporter: Reporter
) -> None:
    open_doubts = [doubts["name"][n] for n in range(len(doubts)) if doubts["side"][n] == "commune"]
    if open_doubts:
        reporter.notice("population_not_joined", count=len(open_doubts), names=_few(open_doubts))
    unused = doubts["name"][doubts["side"] == "table"].tolist()
    if unused:
        reporter.notice("population_rows_unused", count=len(unused), names=_few(unused))
    if "likeness" in ways:
        reporter.notice("population_by_likeness", count=ways.count("likeness"))
    if suspect.any():
        known = int((~np.isnan(population)).sum())
        reporter.notice("population_placeholders", count=int(suspect.sum()), total=known)


def _few(names: Sequence[str], most: int = 6) -> str:
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")
