"""What it means where a model and the buildings disagree on a tile, and in which order a person should look."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.isotonic import IsotonicRegression

from ..contract import fields
from .doubt import Decision

_TOUCH_M = 0.01
"""Distance up to which tiles are neighbours."""
_EXPLAINED_BY = {fields.HIDDEN, fields.TOO_SMALL, fields.AT_EDGE}


class Findings(NamedTuple):
    """What was found of each tile; both arrays are (n_tiles,) text."""

    finding: np.ndarray
    """One of fields.FINDINGS; missing where the model says nothing."""
    reason: np.ndarray
    """Kind or vintage of the buildings that explain a doubtful tile; else missing."""


def find(predicted: np.ndarray, decision: Decision, enough: np.ndarray) -> Findings:
    """Say of each tile how the model and the buildings agree.

    Where the label by the buildings is sure and the model says the other, the disagreement is real: new or gone. Where
    it is unsure, its reason explains the disagreement.

    Parameters
    ----------
    predicted : (n_tiles,) text
        bati, non_bati, or missing.
    decision
        Labels by the buildings, and why they are unsure.
    enough : (n_tiles,) bool
        Whether the buildings cover enough of the tile for bati, doubts apart.

    Examples
    --------
    >>> decision = Decision(np.array(["non_bati", "bati", "unsure"]), np.array([None, None, "too_small"], dtype=object))
    >>> find(np.array(["bati", "non_bati", "bati"]), decision, np.array([False, True, False])).finding.tolist()
    ['new', 'gone', 'too_small']
    """
    bati, non_bati = predicted == fields.BATI, predicted == fields.NON_BATI
    explained = [reason if reason in _EXPLAINED_BY else fields.DOUBTFUL for reason in decision.reason]
    finding = np.array(explained, dtype=object)
    finding[bati & (decision.label == fields.NON_BATI)] = fields.NEW
    finding[non_bati & (decision.label == fields.BATI)] = fields.GONE
    finding[bati & enough] = fields.AGREED_BATI
    finding[non_bati & ~enough] = fields.AGREED_NON_BATI
    finding[~bati & ~non_bati] = None
    reason = decision.reason.astype(object)
    reason[finding != fields.DOUBTFUL] = None
    return Findings(finding, reason)


def model_areas(p_bati: np.ndarray, area_m2: np.ndarray, finding: np.ndarray) -> np.ndarray:
    """Return the built area that the model stands for in each tile, (n_tiles,) float, square metres.

    What tiles of this layer on which both agree have at such a probability, by isotonic regression; NaN where the
    model says nothing, and everywhere if there is no agreement to learn from.

    Examples
    --------
    >>> finding = np.array(["agreed_bati", "agreed_bati", "agreed_non_bati", "new"], dtype=object)
    >>> model_areas(np.array([0.9, 0.9, 0.1, 0.9]), np.array([100.0, 300.0, 0.0, 0.0]), finding).tolist()
    [200.0, 200.0, 0.0, 200.0]
    """
    known = ~np.isnan(p_bati)
    agreed = known & np.isin(finding, (fields.AGREED_BATI, fields.AGREED_NON_BATI))
    areas = np.full(len(p_bati), np.nan)
    if agreed.any():
        learned = IsotonicRegression(out_of_bounds="clip").fit(p_bati[agreed], area_m2[agreed])
        areas[known] = learned.predict(p_bati[known])
    return areas


class Review(NamedTuple):
    """The order in which a person should look; all arrays are (n_tiles,)."""

    rank: np.ndarray
    """1 is to be looked at first, float; NaN where there is nothing to look at."""
    place: np.ndarray
    """Number of the place, neighbouring tiles that one look takes in, float; numbered in the order of the looks."""


def review(tiles: np.ndarray, finding: np.ndarray, predicted: np.ndarray, gain_m2: np.ndarray) -> Review:
    """Order the tiles to look at, so that each look corrects as much built area as can be expected.

    Neighbouring tiles of which the model says the same are one place, since a person sees them in one look. The places
    of which most can be expected come first, and within each its tiles.

    Parameters
    ----------
    tiles : (n_tiles,) polygons
        In metres.
    finding : (n_tiles,) text
        As `find` says it; tiles that agree or say nothing are not to be looked at.
    predicted : (n_tiles,) text
        bati or non_bati.
    gain_m2 : (n_tiles,) float
        Built area that a look at the tile can be expected to correct.

    Examples
    --------
    Two neighbours promise more together than a third that lies apart:

    >>> squares = shapely.box([0, 10, 50], 0, [10, 20, 60], 10)
    >>> review(squares, np.array(["new"] * 3), np.array(["bati"] * 3), np.array([60.0, 70.0, 100.0]))
    Review(rank=array([2., 1., 3.]), place=array([1., 1., 2.]))
    """
    rows = np.flatnonzero(~np.isin(finding, (fields.AGREED_BATI, fields.AGREED_NON_BATI)) & pd.notna(finding))
    rank, number = np.full(len(tiles), np.nan), np.full(len(tiles), np.nan)
    place = _places(tiles[rows], predicted[rows])
    total = np.bincount(place, gain_m2[rows])
    order = np.lexsort((rows, -gain_m2[rows], place, -total[place])) if len(rows) else np.array([], dtype=int)
    rank[rows[order]] = np.arange(1, len(rows) + 1)
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    number[rows[order]] = np.searchsorted(starts, np.arange(len(rows)), side="right")
    return Review(rank, number)


def expected_gain_m2(confidence: np.ndarray, stake_m2: np.ndarray, explained: np.ndarray) -> np.ndarray:
    """Return the built area that a look at each tile can be expected to correct, (n_tiles,) float, square metres.

    Parameters
    ----------
    confidence : (n_tiles,) float
        Probability that the model is right.
    stake_m2 : (n_tiles,) float
        Built area that is wrong if it is.
    explained : (n_tiles,) float
        How far the disagreement explains itself, by the reason of an unsure label or by ground that the model does not
        know, 0 to 1.
    """
    gain = np.nan_to_num(confidence * stake_m2) * (1 - np.clip(explained, 0, 1))
    return np.asarray(np.maximum(gain, 0.0))


def _places(tiles: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return the number of the place of each tile, from 0: tiles of one class that touch, directly or by others."""
    one, other = shapely.STRtree(tiles).query(tiles, predicate="dwithin", distance=_TOUCH_M)
    alike = predicted[one] == predicted[other]
    links = coo_array((np.ones(alike.sum()), (one[alike], other[alike])), shape=(len(tiles), len(tiles)))
    return np.asarray(connected_components(links, directed=False)[1])
