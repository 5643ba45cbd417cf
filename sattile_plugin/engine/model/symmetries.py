"""The eight symmetries of a square tile; one seen from above has no up."""

from __future__ import annotations

import numpy as np

SYMMETRIES = 8


def turned(tiles: np.ndarray, symmetry: int) -> np.ndarray:
    """Return one of the eight symmetries of tiles, (..., size, size, n_bands); 0 is the tile itself.

    >>> turned(np.array([[[1], [2]], [[3], [4]]]), 4)[:, :, 0].tolist()
    [[2, 1], [4, 3]]
    """
    mirrored = tiles[..., ::-1, :] if symmetry >= SYMMETRIES // 2 else tiles
    return np.ascontiguousarray(np.rot90(mirrored, symmetry % 4, axes=(-3, -2)))
