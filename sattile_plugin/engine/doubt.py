"""Decide the label of a tile from what was measured in it, and give the reason where it stays unsure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..contract import fields

HIDDEN = "hidden"
AT_EDGE = "at_edge"
TOO_SMALL = "too_small"

_THRESHOLDS_M2 = (1.0, 5.0, 10.0, 20.0, 30.0, 50.0, 75.0, 100.0, 150.0, 200.0, 300.0)


class Rules(NamedTuple):
    """What a tile must have to be sure."""

    min_built_area_m2: float
    """From this built area on it is bati."""
    max_unbuilt_area_m2: float
    """Up to this built area it is non_bati."""
    max_hidden_ratio: float
    """Above this share of its buildings under trees it is unsure."""


class Doubts(NamedTuple):
    """What makes the label of a tile doubtful; arrays are (n_tiles,) float."""

    doubtful_m2: dict[str, np.ndarray]
    """Area of buildings that are doubtful themselves, by reason."""
    core_m2: np.ndarray
    """Built area away from the tile's edge."""
    hidden_ratio: np.ndarray
    """Share of the buildings' ground under trees."""


class Decision(NamedTuple):
    """Labels and reasons, each (n_tiles,) text; the reason is missing where the label is sure."""

    label: np.ndarray
    reason: np.ndarray


def decide(area_m2: np.ndarray, doubts: Doubts, rules: Rules) -> Decision:
    """Decide the label of each tile.

    Enough built area makes a tile bati, unless trees hide it or it only touches the edge. Too little makes it
    unsure when buildings that are doubtful themselves would make it enough, and while it is not next to nothing.

    Parameters
    ----------
    area_m2 : (n_tiles,) float
        Ground covered by the buildings that count.

    Examples
    --------
    >>> nothing = np.zeros(3)
    >>> decide(np.array([0.0, 10.0, 30.0]), Doubts({}, np.array([0.0, 9.0, 25.0]), nothing), Rules(20.0, 5.0, 0.8))
    ... # doctest: +NORMALIZE_WHITESPACE
    Decision(label=array(['non_bati', 'unsure', 'bati'], dtype=object),
             reason=array([None, 'too_small', None], dtype=object))
    """
    doubtful = sum(doubts.doubtful_m2.values(), np.zeros(len(area_m2)))
    enough = area_m2 >= rules.min_built_area_m2
    maybe = ~enough & (area_m2 + doubtful >= rules.min_built_area_m2)
    little = ~enough & ~maybe & (area_m2 + doubtful > rules.max_unbuilt_area_m2)
    at_edge = (area_m2 > 0) & (doubts.core_m2 <= 0)
    reason = np.full(len(area_m2), None, dtype=object)
    reason[little] = TOO_SMALL
    reason[(little | enough) & at_edge] = AT_EDGE
    reason[maybe] = _main_reason(doubts)[maybe]
    reason[enough & (doubts.hidden_ratio > rules.max_hidden_ratio)] = HIDDEN
    label = np.where(enough, fields.BATI, fields.NON_BATI).astype(object)
    label[pd.notna(reason)] = fields.UNSURE
    return Decision(label, reason)


def threshold_table(area_m2: np.ndarray, doubts: Doubts, rules: Rules) -> pd.DataFrame:
    """Return how many tiles each choice of min_built_area_m2 would give of every label, a row a choice."""
    choices = sorted({*_THRESHOLDS_M2, rules.min_built_area_m2})
    rows = []
    for choice in choices:
        tried = rules._replace(min_built_area_m2=choice, max_unbuilt_area_m2=min(choice, rules.max_unbuilt_area_m2))
        labels = decide(area_m2, doubts, tried).label
        names = (fields.BATI, fields.NON_BATI, fields.UNSURE)
        rows.append({"min_built_area_m2": choice, **{name: int((labels == name).sum()) for name in names}})
    return pd.DataFrame(rows)


def _main_reason(doubts: Doubts) -> np.ndarray:
    """Return the reason that has the largest doubtful area in each tile."""
    if not doubts.doubtful_m2:
        return np.full(len(doubts.core_m2), None, dtype=object)
    names = np.array(list(doubts.doubtful_m2), dtype=object)
    return names[np.argmax(np.stack(list(doubts.doubtful_m2.values())), axis=0)]
