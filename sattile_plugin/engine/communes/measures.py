"""How well each commune sits in its cluster."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from sklearn.metrics import confusion_matrix, silhouette_samples

from ...contract import fields
from .choosing import resamples
from .grouping import Grouper, Grouping


def measure_members(
    features: np.ndarray, grouping: Grouping, group: Grouper, generator: np.random.Generator
) -> pd.DataFrame:
    """Return silhouette, centre_distance, second_cluster (from 0) and stability of each row.

    Stability is the share of bootstrap samples with the row in which it lies in the cluster that corresponds best to
    its own; NaN where no sample has the row.
    """
    distance = cdist(features, grouping.centres)
    rows = np.arange(len(features))
    own = distance[rows, grouping.labels]
    others = distance.copy()
    others[rows, grouping.labels] = np.inf
    return pd.DataFrame(
        {
            fields.SILHOUETTE: silhouette_samples(features, grouping.labels).astype(np.float64),
            fields.CENTRE_DISTANCE: own,
            fields.SECOND_CLUSTER: others.argmin(axis=1),
            fields.STABILITY: _stability(features, grouping, group, generator),
        }
    )


def matched(labels: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return labels renumbered one to one so that most rows have the number that is wanted of them.

    >>> matched(np.array([1, 1, 0]), np.array([0, 0, 1])).tolist()
    [0, 0, 1]
    """
    count = int(max(labels.max(), wanted.max())) + 1
    together = confusion_matrix(labels, wanted, labels=np.arange(count))
    mine, theirs = linear_sum_assignment(-together)
    number = np.empty(count, dtype=int)
    number[mine] = theirs
    return number[labels]


def _stability(features: np.ndarray, grouping: Grouping, group: Grouper, generator: np.random.Generator) -> np.ndarray:
    k = len(grouping.centres)
    drawn, kept = np.zeros(len(features)), np.zeros(len(features))
    for rows in resamples(len(features), k, generator):
        again = matched(group(features[rows], k, generator, rows).labels, grouping.labels[rows])
        drawn[rows] += 1
        kept[rows] += again == grouping.labels[rows]
    return np.divide(kept, drawn, out=np.full(len(features), np.nan), where=drawn > 0)
