"""Read what a buildings layer says of each building: its kind, and whether it stood when the photo was taken.

Column names are those of BDTopo v3 (GeoPackage and WFS, and the short ones of Shapefile), of the older BDTopo and
of OpenStreetMap; case does not count. A layer with none of them has ordinary buildings only.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas._libs.tslibs.nattype import NaTType

ORDINARY = "ordinary"
LIGHT = "light"
PROJECT = "project"
RUINED = "ruined"
GREENHOUSE = "greenhouse"
RESERVOIR = "reservoir"
NEWER = "newer_than_photo"
GONE = "gone_before_photo"

_COLUMNS = {
    "nature": ("nature", "building"),
    "state": ("etat_de_l_objet", "etat"),
    "light": ("construction_legere", "leger"),
    "appeared": ("date_d_apparition", "date_app", "start_date"),
    "entered": ("date_creation", "date_creat"),
    "gone": ("date_de_suppression", "date_suppr", "end_date"),
}
"""Names that each property has in the schemas, the most telling first."""

_NATURES = {
    GREENHOUSE: ("serre", "greenhouse"),
    RESERVOIR: ("réservoir", "reservoir", "château d'eau", "storage_tank", "water_tower"),
    RUINED: ("ruins", "ruin", "ruine", "collapsed"),
    PROJECT: ("construction", "proposed"),
    LIGHT: ("carport", "tent", "shed", "roof", "construction légère"),
}
_STATES = {PROJECT: ("en projet", "en construction"), RUINED: ("en ruine",), GONE: ("détruit", "disparu")}
_TRUE = ("oui", "true", "1", "yes", "t")
_NO_DATE = (date(1899, 11, 30), date(1899, 12, 30), date(1900, 1, 1))
"""What stands in Shapefile and in old records where no date is known."""


class Kinds(NamedTuple):
    """What is known of each building; both arrays are (n_buildings,) text."""

    kind: np.ndarray
    """One of ordinary, light, project, ruined, greenhouse, reservoir."""
    vintage: np.ndarray
    """newer_than_photo, gone_before_photo, or empty where it stood or nothing is known."""


def kinds_of(buildings: pd.DataFrame, photo_date: date | None = None) -> Kinds:
    """Read the kind of each building and, with the date of the photo, whether it can be on it.

    A building without a date of appearance that was entered into the database before the photo stood then; one
    entered after it may not have, and counts as newer.

    Examples
    --------
    >>> frame = pd.DataFrame({"NATURE": ["Serre", "Indifférenciée"], "DATE_APP": ["2010-01-01", "2022-05-01"]})
    >>> kinds_of(frame, date(2020, 6, 1))
    Kinds(kind=array(['greenhouse', 'ordinary'], dtype=object), vintage=array(['', 'newer_than_photo'], dtype=object))
    """
    kind = np.full(len(buildings), ORDINARY, dtype=object)
    kind[_texts(buildings, "light").isin(_TRUE)] = LIGHT
    for table, name in ((_NATURES, "nature"), (_STATES, "state")):
        texts = _texts(buildings, name)
        for found, values in table.items():
            if found != GONE:
                kind[texts.isin(values)] = found
    return Kinds(kind, _vintage(buildings, photo_date))


def _vintage(buildings: pd.DataFrame, photo_date: date | None) -> np.ndarray:
    vintage = np.full(len(buildings), "", dtype=object)
    if photo_date is None:
        return vintage
    photo = pd.Timestamp(photo_date)
    appeared, entered, gone = (_dates(buildings, name) for name in ("appeared", "entered", "gone"))
    vintage[(appeared.fillna(entered) > photo).to_numpy()] = NEWER
    vintage[(gone < photo).to_numpy() | _texts(buildings, "state").isin(_STATES[GONE]).to_numpy()] = GONE
    return vintage


def _column(buildings: pd.DataFrame, name: str) -> pd.Series:
    """Return the first column that holds a property, or an empty one."""
    by_name = {str(column).lower(): column for column in buildings.columns}
    found = next((by_name[known] for known in _COLUMNS[name] if known in by_name), None)
    return buildings[found] if found is not None else pd.Series(None, index=buildings.index, dtype=object)


def _texts(buildings: pd.DataFrame, name: str) -> pd.Series:
    return _column(buildings, name).astype(str).str.strip().str.lower()


def _dates(buildings: pd.DataFrame, name: str) -> pd.Series:
    """Return the dates of a property; a year or a month alone stands for its first day."""
    return _column(buildings, name).map(_parse_date)


def _parse_date(value: object) -> pd.Timestamp | NaTType:
    """Read a date as databases and map keys write it; NaT where there is none.

    >>> _parse_date("2015"), _parse_date("1899-11-30")
    (Timestamp('2015-01-01 00:00:00'), NaT)
    """
    match = re.match(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?", str(value).strip())
    if match is None:
        return pd.NaT
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        return pd.NaT
    return pd.NaT if found in _NO_DATE else pd.Timestamp(found)
