"""How communes are called in tables: by a name that each has for itself."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

import geopandas as gpd
import numpy as np
import pandas as pd

from ...contract.errors import InvalidOption
from ...contract.messages import Reporter
from ...contract.texts import phrase
from ..io.areas import read_areas

_USUAL = ("nom", "name", "nom_com", "nom_commune", "nom_officiel", "commune", "libelle", "nomcom", "nom_fr", "name_fr")
_MOSTLY_DISTINCT = 2 / 3


def name_column(communes: gpd.GeoDataFrame, name_field: str | None) -> str | None:
    """Return the column that names the communes: the one asked for, a usual one, or the text that tells most apart.

    Raises
    ------
    InvalidOption
        The communes have no column `name_field`.
    """
    columns = [str(name) for name in communes.columns if name != communes.geometry.name]
    if name_field is not None:
        if name_field not in columns:
            expected = phrase("one of {names}", names=", ".join(columns))
            raise InvalidOption(option="name_field", found=name_field, expected=expected)
        return name_field
    usual = [column for name in _USUAL for column in columns if column.lower() == name]
    texts = [column for column in columns if pd.api.types.is_string_dtype(communes[column].dropna())]
    distinct = {column: communes[column].nunique() / len(communes) for column in texts}
    telling = sorted(texts, key=lambda column: -distinct[column])
    found = usual or [column for column in telling if distinct[column] >= _MOSTLY_DISTINCT]
    return found[0] if found else None


def commune_ids(communes: gpd.GeoDataFrame, name_field: str | None) -> np.ndarray:
    """Return a text that each commune has for itself, (n,) object: its name, numbered where it stands twice.

    >>> import shapely
    >>> twice = gpd.GeoDataFrame({"nom": ["Metrane", "Tamda", "Metrane"]}, geometry=[shapely.Point(0, 0)] * 3)
    >>> commune_ids(twice, None).tolist()
    ['Metrane', 'Tamda', 'Metrane (2)']
    """
    column = name_column(communes, name_field)
    numbers = pd.Series(np.arange(1, len(communes) + 1).astype(str), index=communes.index)
    names = numbers if column is None else communes[column].astype("string").str.strip().replace("", pd.NA)
    names = names.fillna(numbers).astype(object)
    return np.array(told_apart(names), dtype=object)


def told_apart(names: Iterable[str], key: Callable[[str], str] = str) -> list[str]:
    """Return names of which no two have the same key: the second of a kind is numbered, by a number that is free.

    >>> told_apart(["A", "A (2)", "A", "a"]), told_apart(["A", "a"], str.casefold)
    (['A', 'A (2)', 'A (3)', 'a'], ['A', 'a (2)'])
    """
    names = list(names)
    given, taken, found = {key(name) for name in names}, set[str](), []
    for name in names:
        numbered = (f"{name} ({number})" for number in itertools.count(2))
        free = name if key(name) not in taken else next(n for n in numbered if key(n) not in taken | given)
        taken.add(key(free))
        found.append(free)
    return found


def read_named_communes(
    source: str, field: str | None, tiles: gpd.GeoDataFrame, reporter: Reporter
) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Read communes in the system of the tiles, and their names: of the column `field`, else as `commune_ids` does.

    Raises
    ------
    EmptyLayer, MissingCrs, UnreadableFile, InvalidOption
        The layer holds no areas, or has no such column.
    """
    communes, names = read_areas(source, field, "commune_field", tiles, reporter)
    return communes, names if field else pd.Series(commune_ids(communes, None), index=communes.index)
