"""Folds of blocks: where the tiles of validation are few, all that is known takes its turn at being left out."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from .tiles import Tiles

_FOLDS = 5
_ENOUGH = 300
"""Tiles of validation that judge well enough alone."""


def places_to_leave_out(target: np.ndarray, place: np.ndarray) -> list[int]:
    """Return the places with tiles of more than one class, by which what was learned from others can be judged.

    >>> places_to_leave_out(np.array([0, 1, 0, 0]), np.array([0, 0, 1, 1]))
    [0]
    """
    return [int(number) for number in np.unique(place) if len(np.unique(target[place == number])) > 1]


def folds_of(train: Tiles, validation: Tiles, seed: int) -> np.ndarray | None:
    """Return the fold of each tile of training, then of validation; a block is in one fold only.

    None where validation judges well enough or whole places do, where there are too few blocks, or where a class would
    be without a tile to learn from.

    Parameters
    ----------
    train, validation
        All that is known.
    seed
        Number that the folds follow from.

    Returns
    -------
    (n_train + n_validation,) int or None
    """
    target, block, place = (
        np.concatenate([getattr(part, name) for part in (train, validation)]) for name in ("target", "block", "place")
    )
    blocks = np.unique(block, return_inverse=True)[1].reshape(-1)
    enough = len(validation.target) >= _ENOUGH or len(places_to_leave_out(target, place)) > 1
    if enough or blocks.max() + 1 < 2 * _FOLDS or np.bincount(target).min() < _FOLDS:
        return None
    folds = np.empty(len(target), dtype=int)
    dealt = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=seed).split(target, target, blocks)
    for number, (_, left_out) in enumerate(dealt):
        folds[left_out] = number
    classes = np.unique(target)
    whole = all(np.array_equal(np.unique(target[folds != number]), classes) for number in range(_FOLDS))
    return folds if whole and len(np.unique(folds)) == _FOLDS else None
