"""Values out of a run's JSON, which may be old, damaged or made by another hand: what does not fit counts as absent."""

from __future__ import annotations

import base64
import binascii
from typing import Any, NamedTuple

_GREATEST = 1e15
_IMAGE_HEADS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


class Measure(NamedTuple):
    """A measure and the interval in which it lies with 95 % confidence."""

    value: float
    low: float | None
    high: float | None


def mapping(value: Any) -> dict[str, Any]:
    """Return a JSON object, or an empty one in the stead of anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list; anything else is left out."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def finite(value: Any) -> float | None:
    """Return a number of a size that can be meant; None for anything else.

    >>> finite(0.5), finite("0.5"), finite(float("nan")), finite(1e300), finite(True)
    (0.5, None, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if abs(value) < _GREATEST else None


def measure_of(value: Any) -> Measure | None:
    """Return a measure, written with its interval or, in older files, as a number alone.

    >>> measure_of({"value": 0.9, "low": 0.8, "high": None})
    Measure(value=0.9, low=None, high=None)
    """
    if not isinstance(value, dict):
        number = finite(value)
        return None if number is None else Measure(number, None, None)
    number, low, high = (finite(value.get(key)) for key in ("value", "low", "high"))
    if number is None:
        return None
    return Measure(number, low, high) if low is not None and high is not None else Measure(number, None, None)


def columns(table: Any, *names: str) -> list[tuple[float, ...]]:
    """Return the rows of a list of objects that have a number in each of these columns."""
    found = ([finite(row.get(name)) for name in names] for row in rows(table))
    return [tuple(number for number in row if number is not None) for row in found if None not in row]


def image_address(text: Any) -> str | None:
    """Return a base64 JPEG or PNG as a data address; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        head = base64.b64decode(text, validate=True)[:4]
    except (binascii.Error, ValueError):
        return None
    kind = next((kind for start, kind in _IMAGE_HEADS.items() if head.startswith(start)), None)
    return kind and f"data:{kind};base64,{text}"
