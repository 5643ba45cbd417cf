"""Described tiles and communes as GeoParquet: a row each, its features as a fixed-size list of float16."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ...contract import fields
from ...contract.errors import UnreadableFile
from ...contract.texts import QT_TRANSLATE_NOOP, phrase
from ..io.outputs import output_file
from ..io.reasons import why_unreadable

_KEY = b"sattile"
_EXPECTED = QT_TRANSLATE_NOOP("SatTile", "what describe wrote")


class Described(NamedTuple):
    """Tiles or communes with their features."""

    frame: gpd.GeoDataFrame
    """A row each: tile_id or commune_id, and geometry."""
    features: np.ndarray
    """(n, n_features) float32."""
    about: dict[str, Any]
    """The job, the backbone and what it was fed with."""

    @property
    def of_communes(self) -> bool:
        """Whether a row is a commune and not a tile."""
        return fields.COMMUNE_ID in self.frame


def write_described(frame: gpd.GeoDataFrame, features: np.ndarray, about: dict[str, Any], path: str) -> None:
    """Write rows with their features, (n, n_features) float16; `about` goes into the file's metadata."""
    with output_file(path) as partial:
        frame.to_parquet(partial)
        table = pq.read_table(partial)
        values = pa.array(features.reshape(-1).astype(np.float16), type=pa.float16())
        column = pa.FixedSizeListArray.from_arrays(values, features.shape[1])
        metadata = {**table.schema.metadata, _KEY: json.dumps(about, ensure_ascii=False).encode()}
        table = table.append_column(fields.FEATURES, column).replace_schema_metadata(metadata)
        pq.write_table(table, partial, compression="zstd")


def read_described(path: str) -> Described:
    """Read what describe wrote.

    Raises
    ------
    UnreadableFile
        The file is missing or of another kind, or lacks numbers.
    """
    try:
        schema = pq.read_schema(path)
        about = json.loads((schema.metadata or {})[_KEY])
        frame = gpd.read_parquet(path, columns=[name for name in schema.names if name != fields.FEATURES])
        column = pq.read_table(path, columns=[fields.FEATURES]).column(0).combine_chunks()
    except (OSError, pa.ArrowInvalid, KeyError, ValueError) as error:
        raise UnreadableFile(path=path, expected=_EXPECTED, reason=why_unreadable(path, error)) from error
    features = column.flatten().to_numpy(zero_copy_only=False).astype(np.float32).reshape(len(frame), -1)
    unknown = int((~np.isfinite(features)).any(axis=1).sum())
    if unknown:
        reason = phrase("{count} of its rows have features that are no numbers", count=unknown)
        raise UnreadableFile(path=path, expected=_EXPECTED, reason=reason)
    return Described(frame, features, about)
