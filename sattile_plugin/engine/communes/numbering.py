"""The numbers of clusters, in a stated order, and the names that the user gave them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from scipy.optimize import linear_sum_assignment

from ...contract import fields
from ...contract.errors import InvalidOption
from ...contract.texts import phrase

_KEPT = 0.5
"""Share of an old cluster's communes that must lie in a new one for it to keep the name."""


def numbered(labels: np.ndarray, communes: pd.DataFrame, number_by: str) -> np.ndarray:
    """Return labels renumbered from 0: by size, by share of bâti or by the mean of a column, greatest first.

    >>> numbered(np.array([0, 1, 1]), pd.DataFrame(index=range(3)), "size").tolist()
    [1, 0, 0]

    Raises
    ------
    InvalidOption
        There is no such column of numbers.
    """
    sizes = np.bincount(labels)
    column = {"built": fields.BUILT_SHARE}.get(number_by, number_by)
    if number_by == "size":
        value = sizes.astype(float)
    elif column in communes and pd.api.types.is_numeric_dtype(communes[column]):
        value = communes[column].groupby(labels).mean().fillna(-np.inf).to_numpy()
    else:
        columns = [str(name) for name in communes if pd.api.types.is_numeric_dtype(communes[name])]
        expected = phrase(
            "size, built (with classified tiles) or a column of numbers: {names}", names=", ".join(columns)
        )
        raise InvalidOption(option="number_by", found=number_by, expected=expected)
    first = np.array([np.flatnonzero(labels == label)[0] for label in range(len(sizes))])
    order = np.lexsort([first, -sizes, -value])
    number = np.empty(len(sizes), dtype=int)
    number[order] = np.arange(len(sizes))
    return number[labels]


def read_names(path: str) -> tuple[Mapping[str, int], Mapping[int, str]]:
    """Return the clusters of an earlier result by commune_id, and their names by cluster; empty where there is none.

    A name stands in the table clusters; where it is empty there, the one that most communes of the cluster bear counts.
    """
    columns = [fields.COMMUNE_ID, fields.CLUSTER, fields.CLUSTER_NAME]
    try:
        communes = pyogrio.read_dataframe(path, layer=fields.COMMUNES_LAYER, columns=columns, read_geometry=False)
        clusters = pyogrio.read_dataframe(path, layer=fields.CLUSTERS_TABLE, read_geometry=False)
    except (DataSourceError, DataLayerError):
        return {}, {}
    communes = communes.dropna(subset=[fields.COMMUNE_ID, fields.CLUSTER])
    named = communes.dropna(subset=[fields.CLUSTER_NAME])
    names = {int(number): str(rows.mode()[0]) for number, rows in named.groupby(fields.CLUSTER)[fields.CLUSTER_NAME]}
    table = clusters.dropna(subset=[fields.CLUSTER_NAME])
    names |= {int(number): str(name) for number, name in zip(table[fields.CLUSTER], table[fields.CLUSTER_NAME]) if name}
    members = dict(zip(communes[fields.COMMUNE_ID], communes[fields.CLUSTER].astype(int)))
    return members, {number: name for number, name in names.items() if name.strip()}


def kept_names(
    communes: np.ndarray, numbers: np.ndarray, members: Mapping[str, int], names: Mapping[int, str]
) -> dict[int, str]:
    """Return the name of each new cluster that is an old one again, matched one to one by the communes they share.

    >>> kept_names(np.array(["a", "b", "c"]), np.array([2, 2, 1]), {"a": 1, "b": 1, "c": 2}, {1: "Towns"})
    {2: 'Towns'}
    """
    old = np.array([members.get(name, 0) for name in communes])
    olds, news = sorted(set(members.values())), sorted(set(numbers.tolist()))
    shared = np.array([[((old == one) & (numbers == other)).sum() for other in news] for one in olds])
    if not shared.size:
        return {}
    kept = {}
    for one, other in zip(*linear_sum_assignment(-shared)):
        size = sum(number == olds[one] for number in members.values())
        if olds[one] in names and shared[one, other] >= _KEPT * size:
            kept[news[other]] = names[olds[one]]
    return kept
