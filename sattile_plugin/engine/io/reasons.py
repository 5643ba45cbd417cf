"""Why a file cannot be read, in words of ours instead of those of the library that tried."""

from __future__ import annotations

from pathlib import Path

from PIL import UnidentifiedImageError

from ...contract.texts import QT_TRANSLATE_NOOP

_MISSING = QT_TRANSLATE_NOOP("SatTile", "there is no such file")
_FOLDER = QT_TRANSLATE_NOOP("SatTile", "it is a folder")
_UNKNOWN = QT_TRANSLATE_NOOP("SatTile", "its format is not one that is known here")
_DAMAGED = QT_TRANSLATE_NOOP("SatTile", "it is cut off or damaged")
_FILTER = QT_TRANSLATE_NOOP("SatTile", "its filter is not understood")
_SIGNS = {
    "not recognized as being in a supported file format": _UNKNOWN,
    "duckdb": _UNKNOWN,
    "Read failed": _DAMAGED,
    "truncated": _DAMAGED,
    "broken data stream": _DAMAGED,
    "malformed": _DAMAGED,
    "Failed to prepare SQL": _FILTER,
    "Invalid SQL query": _FILTER,
}
"""What GDAL, SQLite, pyogrio and Pillow say of a file, and what that means."""


def why_no_file(path: str | Path) -> str:
    """Return why there is no file at a path."""
    return _FOLDER if Path(path).is_dir() else _MISSING


def why_unreadable(path: str, error: Exception) -> str:
    """Return why a file could not be read; what a library says goes on as it is where we know no better.

    >>> why_unreadable(__file__, OSError("'a.tif' not recognized as being in a supported file format.; It might help"))
    'its format is not one that is known here'
    """
    if not path.startswith("/vsi") and not Path(path).exists():
        return _MISSING
    if isinstance(error, UnidentifiedImageError):
        return _UNKNOWN
    said = (str(error).splitlines() or [type(error).__name__])[0]
    return next((meaning for sign, meaning in _SIGNS.items() if sign in said), said)
