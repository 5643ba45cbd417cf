"""A run, from the JSON of train or evaluate or from the record in a GeoPackage."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pyogrio

from ...contract.errors import UnreadableFile
from ...contract.paths import VectorSource
from ...contract.texts import QT_TRANSLATE_NOOP
from ..io.reasons import why_no_file, why_unreadable
from ..io.vector_source import read_errors

RECORD = "sattile_run"
"""Key of the run's record in a layer's metadata."""
_EXPECTED = QT_TRANSLATE_NOOP("SatTile", "the JSON of train or evaluate, or a GeoPackage that SatTile wrote")
_KINDS = {"train": ("curves", "backbone"), "evaluate": ("part", "tile_count")}
"""Keys that tell the JSON of which verb a file is, where it does not say."""


def read_run(run: str) -> dict[str, Any]:
    """Read a run.

    Returns
    -------
    dict
        What the JSON holds; of a layer ``job``, ``sattile``, ``name`` of the file and when it was ``written``,
        ``layer``, ``crs`` and ``frame``.

    Raises
    ------
    UnreadableFile
        It is neither.
    """
    path = Path(VectorSource.parse(run).path)
    if not path.is_file():
        raise UnreadableFile(path=run, expected=_EXPECTED, reason=why_no_file(path))
    return _read_layer(run) if path.suffix.lower() == ".gpkg" else _read_json(path)


def verb_of(data: dict[str, Any]) -> str | None:
    """Return the verb that a run's JSON or record tells of; None where it is no run."""
    job = data.get("job")
    if isinstance(job, dict) and isinstance(job.get("verb"), str):
        return job["verb"]
    return next((verb for verb, keys in _KINDS.items() if any(key in data for key in keys)), None)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFile(path=path, expected=_EXPECTED, reason=why_unreadable(str(path), error)) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(path=path, expected=_EXPECTED, reason="it is no JSON") from error
    if not isinstance(data, dict) or verb_of(data) not in _KINDS:
        raise UnreadableFile(path=path, expected=_EXPECTED, reason="it holds something else")
    return data


def _read_layer(run: str) -> dict[str, Any]:
    """Read the named layer, else the first that has a record."""
    path, wanted, subset, _ = VectorSource.parse(run)
    with read_errors(run, _EXPECTED):
        names = [wanted] if wanted else [name for name, _ in pyogrio.list_layers(path)]
        for name in names:
            info = pyogrio.read_info(path, layer=name)
            record = _record((info.get("layer_metadata") or {}).get(RECORD))
            if record:
                frame = pyogrio.read_dataframe(path, layer=name, where=subset)
                version = record.pop("sattile", None)
                written = datetime.fromtimestamp(Path(path).stat().st_mtime, timezone.utc).isoformat()
                about = {"name": Path(path).stem, "written": written, "sattile": version, "layer": name}
                return {"job": record, **about, "crs": info["crs"], "frame": frame}
    raise UnreadableFile(path=run, expected=_EXPECTED, reason="no layer in it tells how it was made")


def _record(text: Any) -> dict[str, Any] | None:
    try:
        record = json.loads(text)
    except (TypeError, ValueError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("verb"), str) else None
