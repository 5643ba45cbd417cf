"""What looks like what: communes to one another, the tiles that make them alike, and tiles like a given one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from .prepare import rooted

_CHUNK_CELLS = 4_000_000
_MOST_TILES = 2000
"""Tiles of a commune that are compared with those of another, so that a pair of large communes stays quick."""


class Dendrogram(NamedTuple):
    """A hierarchy of communes and the order that puts like beside like."""

    order: np.ndarray
    """(n,) int, rows from the first leaf to the last."""
    linkage: np.ndarray
    """(n - 1, 4) float64, as scipy writes it."""


class DescribedTiles(NamedTuple):
    """Tiles with their features and the commune each lies in."""

    tile_id: Sequence[str]
    commune: np.ndarray
    """(m,) int, row of its commune, -1 outside all."""
    features: np.ndarray
    """(m, d) float16 or float32."""


def unit_vectors(features: np.ndarray) -> np.ndarray:
    """Return vectors of length 1 in float32; a vector of zeros stays one, and is like nothing.

    >>> unit_vectors(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    vectors = np.asarray(features, dtype=np.float32)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)


def cosine_matrix(features: np.ndarray) -> np.ndarray:
    """Return the cosine of each vector with each, (n, n) float64, symmetric, exactly 1 on the diagonal.

    >>> cosine_matrix(np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 2.0]])).round(3).tolist()
    [[1.0, 0.707, 0.0], [0.707, 1.0, 0.707], [0.0, 0.707, 1.0]]
    """
    vectors = np.asarray(features, dtype=np.float64)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    cosine = np.clip(vectors @ vectors.T, -1.0, 1.0)
    cosine = (cosine + cosine.T) / 2
    np.fill_diagonal(cosine, 1.0)
    return cosine


def dendrogram(features: np.ndarray) -> Dendrogram:
    """Join communes by average linkage of 1 - cosine, leaves in the order that puts like beside like.

    The order is that of Bar-Joseph and others (2001): of all that the tree allows, the one whose neighbours are least
    apart.
    """
    if len(features) < 2:
        return Dendrogram(np.arange(len(features)), np.empty((0, 4)))
    apart = squareform(1.0 - cosine_matrix(features), checks=False)
    linkage = hierarchy.linkage(apart, "average", optimal_ordering=True)
    return Dendrogram(hierarchy.leaves_list(linkage), linkage)


def similarity_table(names: Sequence[str], features: np.ndarray) -> pd.DataFrame:
    """List the cosine of each commune with each and their places in the dendrogram, from 1.

    Returns
    -------
    DataFrame
        commune, other, cosine, commune_order and other_order, n * n rows.
    """
    count = len(names)
    place = np.empty(count, dtype=int)
    place[dendrogram(features).order] = np.arange(1, count + 1)
    one, other = np.repeat(np.arange(count), count), np.tile(np.arange(count), count)
    named = np.asarray(names, dtype=object)
    return pd.DataFrame(
        {
            "commune": named[one],
            "other": named[other],
            "cosine": cosine_matrix(features).ravel(),
            "commune_order": place[one],
            "other_order": place[other],
        }
    )


def twins_table(
    names: Sequence[str], features: np.ndarray, tiles: DescribedTiles, count: int = 3, pairs: int = 3
) -> pd.DataFrame:
    """List for each commune those most like it, and the pairs of tiles, one of each, that make them alike.

    The pairs are those of highest cosine once the mean of all tiles is taken away: what every commune has, such as bare
    fields, makes no two of them alike, and what sets both apart from the rest does. Tiles nearer to the mean than half
    of all tiles say little of a commune and are no pair; no tile stands in two pairs of one twin.

    Returns
    -------
    DataFrame
        commune, rank (from 1), twin, cosine, tiles and twin_tiles (identifiers in the order of the pairs, parted by
        ", ") and tile_cosine (mean of the pairs; NaN where there is none).
    """
    cosine = cosine_matrix(features)
    telling = _telling_tiles(tiles, len(names))
    rows = []
    for commune in range(len(names)):
        order = [other for other in np.argsort(-cosine[commune], kind="stable") if other != commune]
        for rank, twin in enumerate(order[:count], 1):
            found = _alike(telling[commune], telling[twin], pairs)
            rows.append(
                (
                    names[commune],
                    rank,
                    names[twin],
                    cosine[commune, twin],
                    ", ".join(tiles.tile_id[one] for one, _, _ in found),
                    ", ".join(tiles.tile_id[other] for _, other, _ in found),
                    float(np.mean([score for *_, score in found])) if found else np.nan,
                )
            )
    columns = ["commune", "rank", "twin", "cosine", "tiles", "twin_tiles", "tile_cosine"]
    return pd.DataFrame(rows, columns=columns)


def rank_like(features: np.ndarray, row: int) -> np.ndarray:
    """Return how much every tile looks like one of them: the cosine of their features less the mean of all tiles.

    The features are rooted, as those of communes are. Less the mean, what all tiles have makes none alike: of the ten
    tiles likest to one of sidi-bennour-like 85.9 % have its land use, with the mean 84.0 %. Only a part of the tiles is
    held in more than the half precision that they are stored in.

    Parameters
    ----------
    features : (m, d) float16 or float32
    row : int
        The tile that the others are compared with.

    Returns
    -------
    (m,) float32

    >>> rank_like(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), 0).round(3).tolist()
    [1.0, -1.0, 1.0]
    """
    step = max(1, _CHUNK_CELLS // features.shape[1])
    starts = range(0, len(features), step)
    total = np.zeros(features.shape[1])
    for first in starts:
        total += rooted(features[first : first + step].astype(np.float32)).sum(axis=0, dtype=np.float64)
    mean = (total / len(features)).astype(np.float32)
    target = unit_vectors(rooted(features[row : row + 1].astype(np.float32)) - mean)[0]
    parts = (rooted(features[first : first + step].astype(np.float32)) - mean for first in starts)
    return np.concatenate([unit_vectors(part) @ target for part in parts])


class _Telling(NamedTuple):
    """Tiles of one commune that differ from the mean, as unit vectors of that difference."""

    row: np.ndarray
    vectors: np.ndarray


def _telling_tiles(tiles: DescribedTiles, count: int) -> list[_Telling]:
    features = np.asarray(tiles.features)
    if not len(features):
        return [_Telling(np.empty(0, dtype=int), np.empty((0, 0), dtype=np.float32))] * count
    mean = features.mean(axis=0, dtype=np.float64).astype(np.float32)
    distance = _distances(features, mean)
    telling = distance >= np.median(distance)
    found = []
    for commune in range(count):
        row = np.flatnonzero((tiles.commune == commune) & telling)
        row = np.sort(row[np.argsort(-distance[row], kind="stable")[:_MOST_TILES]])
        found.append(_Telling(row, unit_vectors(features[row].astype(np.float32) - mean)))
    return found


def _distances(features: np.ndarray, mean: np.ndarray) -> np.ndarray:
    step = max(1, _CHUNK_CELLS // features.shape[1])
    chunks = (features[first : first + step].astype(np.float32) for first in range(0, len(features), step))
    return np.concatenate([np.linalg.norm(chunk - mean, axis=1) for chunk in chunks])


def _alike(one: _Telling, other: _Telling, pairs: int) -> list[tuple[int, int, float]]:
    """Return the pairs of highest cosine as (tile, tile of the other, cosine), each tile once."""
    if not len(one.row) or not len(other.row):
        return []
    cosine = one.vectors @ other.vectors.T
    found: list[tuple[int, int, float]] = []
    for _ in range(min(pairs, *cosine.shape)):
        row, column = np.unravel_index(cosine.argmax(), cosine.shape)
        found.append((int(one.row[row]), int(other.row[column]), float(cosine[row, column])))
        cosine[row, :] = -np.inf
        cosine[:, column] = -np.inf
    return found
