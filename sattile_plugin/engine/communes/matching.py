"""Match communes to the rows of a table by name: surely, or not at all.

Three passes, each on what the ones before it left free: the same name once administrative words, case and accents are
taken away; the same name once articles and transliteration are too; and a likeness so high that nothing else on either
side comes near. All else is a doubt, with its candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

from .names import LEAST_SOUNDS, Name, likeness, may_be_one

SAME, SOUNDS_ALIKE = 100.0, 97.0
SURE, MARGIN, WORTH_SHOWING = 92.0, 6.0, 65.0
"""Likeness from which a pair is joined, how far ahead of the next it must be, and from which it is a candidate."""
CANDIDATES = 5

TWICE, UNSURE, NEAR, ALONE = "name_twice", "unsure", "too_near", "no_partner"

_CHUNK_CELLS = 2_000_000
_ROUGH = 45
"""Likeness of the folded letters under which no pair is looked at closer."""

Keys = Callable[[Name], set[str]]


@dataclass
class Matches:
    """What a match found: for each commune either a row, or a reason why not with the rows that may be meant."""

    row: list[int | None]
    score: list[float | None]
    reason: list[str | None]
    candidates: list[list[tuple[int, float]]]
    """Rows with their likeness, the highest first."""
    proposal: dict[int, int] = field(default_factory=dict)
    """For a doubtful commune, the row that suits best when every doubtful one is to have another."""
    _held: set[int] = field(default_factory=set)

    @classmethod
    def empty(cls, count: int) -> Matches:
        """Return a match in which nothing is settled yet."""
        return cls([None] * count, [None] * count, [None] * count, [[] for _ in range(count)])

    def join(self, commune: int, row: int, score: float) -> None:
        """Join a commune to a row, which is then no one else's."""
        self.row[commune], self.score[commune] = row, score
        self._held.add(row)

    def doubt(self, commune: int, reason: str, candidates: Sequence[tuple[int, float]] = ()) -> None:
        """Leave a commune to the user; rows that stand for the same name are kept for it."""
        self.reason[commune] = reason
        self.candidates[commune] = sorted(candidates, key=lambda pair: (-pair[1], pair[0]))[:CANDIDATES]

    def hold(self, rows: set[int]) -> None:
        """Keep rows from all later passes."""
        self._held |= rows

    def free_communes(self) -> list[int]:
        """Return the communes that no pass has dealt with."""
        return [n for n, (row, reason) in enumerate(zip(self.row, self.reason)) if row is None and reason is None]

    def free_rows(self, count: int) -> list[int]:
        """Return which of `count` rows are no commune's yet."""
        return [row for row in range(count) if row not in self._held]


def match_names(communes: Sequence[Name], rows: Sequence[Name], matches: Matches) -> Matches:
    """Match the communes that `matches` leaves free to the rows that it leaves free, one to one."""
    _match_keys(communes, rows, matches, lambda name: {name.plain} - {""}, SAME)
    _match_keys(communes, rows, matches, _sounds, SOUNDS_ALIKE)
    _match_alike(communes, rows, matches)
    return matches


def match_codes(communes: Sequence[str], rows: Sequence[str], matches: Matches) -> Matches:
    """Match by codes, "" where there is none; a code that stands twice on either side is a doubt."""
    ours, theirs = ([Name(code, code, code, "") for code in codes] for codes in (communes, rows))
    _match_keys(ours, theirs, matches, lambda name: {name.plain} - {""}, SAME)
    return matches


def _sounds(name: Name) -> set[str]:
    joined = (name.folded.replace(" ", ""), name.fused.replace(" ", ""))
    # A mark keeps what is spelled apart from what is sounded.
    return {key for key in joined if len(key) >= LEAST_SOUNDS} | ({f"={name.bare}"} if name.plain else set())


def _match_keys(communes: Sequence[Name], rows: Sequence[Name], matches: Matches, keys: Keys, score: float) -> None:
    """Join those that share a key with one partner only, who shares one with them only."""
    free = matches.free_communes()
    rows_of = _by_key(rows, matches.free_rows(len(rows)), keys)
    joins: dict[int, list[int]] = {}
    held: set[int] = set()
    for commune in free:
        own = keys(communes[commune])
        fitting = {row for key in own for row in rows_of.get(key, ()) if may_be_one(communes[commune], rows[row])}
        if len(fitting) == 1:
            joins.setdefault(min(fitting), []).append(commune)
        elif fitting:
            matches.doubt(commune, TWICE, [(row, score) for row in fitting])
            held |= fitting
    for row, claimants in joins.items():
        if len(claimants) == 1 and row not in held:
            matches.join(claimants[0], row, score)
            continue
        held.add(row)
        for commune in claimants:
            matches.doubt(commune, TWICE, [(row, score)])
    matches.hold(held)


def _by_key(names: Sequence[Name], chosen: Sequence[int], keys: Keys) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number in chosen:
        for key in keys(names[number]):
            found.setdefault(key, []).append(number)
    return found


def _match_alike(communes: Sequence[Name], rows: Sequence[Name], matches: Matches) -> None:
    """Join what stands out on both sides; the assignment of highest likeness proposes a row for each of the rest."""
    free = matches.free_communes()
    near = _near_rows(communes, rows, free, [row for row in matches.free_rows(len(rows)) if rows[row].plain])
    columns = sorted({row for pairs in near.values() for row in pairs})
    place = {row: column for column, row in enumerate(columns)}
    scores = np.zeros((len(free), len(columns)))
    for number, commune in enumerate(free):
        for row, score in near[commune].items():
            scores[number, place[row]] = score
    for number, column in _outstanding(scores):
        matches.join(free[number], columns[column], near[free[number]][columns[column]])
    proposed = dict(zip(*(side.tolist() for side in linear_sum_assignment(scores, maximize=True))))
    for number, commune in enumerate(free):
        if matches.row[commune] is not None:
            continue
        # Joined pairs left the scores, so what is shown is still to be had.
        shown = [
            (columns[column], scores[number, column]) for column in np.flatnonzero(scores[number] >= WORTH_SHOWING)
        ]
        reason = ALONE if not shown else NEAR if scores[number].max() >= SURE else UNSURE
        matches.doubt(commune, reason, shown)
        place_proposed = proposed.get(number)
        if place_proposed is not None and scores[number, place_proposed] >= WORTH_SHOWING:
            matches.proposal[commune] = columns[place_proposed]


def _outstanding(scores: np.ndarray) -> list[tuple[int, int]]:
    """Return the pairs that are sure, the next of either side far behind, and set their rows and columns to zero.

    What is joined is out of the others' way, so pairs are looked for in rounds until none is new. The order of the
    rows does not matter.
    """
    found: list[tuple[int, int]] = []
    while scores.size:
        behind = np.maximum(_best_of_others(scores), _best_of_others(scores.T).T)
        pairs = [(int(n), int(column)) for n, column in np.argwhere((scores >= SURE) & (scores - behind >= MARGIN))]
        if not pairs:
            break
        for number, column in pairs:
            scores[number, :] = 0
            scores[:, column] = 0
        found += pairs
    return found


def _best_of_others(scores: np.ndarray) -> np.ndarray:
    """Return for each cell the highest score of the other cells of its row.

    >>> _best_of_others(np.array([[3.0, 1.0, 2.0]]))
    array([[2., 3., 3.]])
    """
    if scores.shape[1] == 1:
        return np.zeros_like(scores)
    second, best = np.partition(scores, -2, axis=1)[:, -2:].T
    is_best = np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None]
    return np.where(is_best, second[:, None], best[:, None])


def _near_rows(
    communes: Sequence[Name], rows: Sequence[Name], free: Sequence[int], free_rows: Sequence[int]
) -> dict[int, dict[int, float]]:
    """Return the likeness of each free commune to the free rows that are roughly like it."""
    near: dict[int, dict[int, float]] = {commune: {} for commune in free}
    if not free or not free_rows:
        return near
    texts = [rows[row].folded for row in free_rows]
    step = max(1, _CHUNK_CELLS // len(texts))
    for first in range(0, len(free), step):
        chunk = free[first : first + step]
        queries = [communes[commune].folded for commune in chunk]
        rough = process.cdist(queries, texts, scorer=fuzz.token_sort_ratio, score_cutoff=_ROUGH, dtype=np.uint8)
        for number, column in np.argwhere(rough).tolist():
            commune, row = chunk[number], free_rows[column]
            near[commune][row] = likeness(communes[commune], rows[row])
    return near
