"""Room for what services give: the cache keeps to a limit, and lets go first what was used longest ago."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import QgsProcessingFeedback, QgsSettings

from ..language import tr
from . import cache

LIMIT_SETTING = "sattile/services_cache_gb"
DEFAULT_LIMIT_GB = 5.0
GB = 1_000_000_000
_SAFE_S = 6 * 3600
"""What was used so lately stays in any case: another algorithm, or another QGIS, may be at work on it."""
_BLOCK = re.compile(r"-?\d+_-?\d+")
_COMPLETE = ".whole"


@dataclass
class _Unit:
    """Files that make sense together only: all pages of a block of features with the file that says they are all."""

    size: int = 0
    used: float = 0.0
    paths: list[Path] = field(default_factory=list)


def limit_gb() -> float:
    """Return how much the cache may hold; 0 is no limit."""
    return float(QgsSettings().value(LIMIT_SETTING, DEFAULT_LIMIT_GB))


def size_bytes() -> int:
    """Return how much the cache holds."""
    return sum(unit.size for unit in _units())


def mark_used(paths: Iterable[Path]) -> None:
    """Note that files are in use; their age, by which descriptions of services expire, stays."""
    for path in paths:
        if path.is_file():
            os.utime(path, (time.time(), path.stat().st_mtime))


def make_room(started: float, feedback: QgsProcessingFeedback) -> None:
    """Bring the cache below its limit.

    What was used in the last hours, or since `started` (seconds since 1970), stays even so.
    """
    limit = limit_gb()
    if limit > 0:
        removed = _remove(limit * GB, min(started, time.time() - _SAFE_S))
        if removed:
            text = tr(
                "{megabytes:.0f} MB that were not used for long left the cache of services (at most {limit:g} GB).",
                megabytes=removed / 1e6,
                limit=limit,
            )
            feedback.pushInfo(text)


def empty() -> int:
    """Remove all that services gave; return how many bytes that freed."""
    return _remove(0, time.time() + 1)


def _remove(limit: float, used_before: float) -> int:
    """Remove units until at most `limit` bytes are there; return how many went."""
    units = sorted(_units(), key=lambda unit: unit.used)
    excess = sum(unit.size for unit in units) - limit
    removed = 0
    for unit in units:
        if removed >= excess or unit.used >= used_before:
            break
        for path in sorted(unit.paths, key=lambda path: path.suffix != _COMPLETE):
            _unlink(path)
        removed += unit.size
    return removed


def _unlink(path: Path) -> None:
    with suppress(PermissionError):  # on Windows a file that a program has open stays
        path.unlink(missing_ok=True)  # another QGIS may make room too


def _units() -> Iterable[_Unit]:
    units: dict[tuple[Path, str], _Unit] = {}
    for path in filter(Path.is_file, cache.cache_folder().rglob("*")):
        with suppress(FileNotFoundError):  # another run has given it its name, or another QGIS has made room
            known = path.stat()
            block = _BLOCK.match(path.name)
            unit = units.setdefault((path.parent, block.group() if block else path.name), _Unit())
            unit.size += known.st_size
            unit.used = max(unit.used, known.st_atime, known.st_mtime)
            unit.paths.append(path)
    return units.values()
