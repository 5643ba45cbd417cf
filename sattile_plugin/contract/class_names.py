"""Names of classes as people write them: folders of a library, values of a column."""

from __future__ import annotations

import unicodedata
from typing import Any

from .fields import CLASSES, UNSURE


def plain_name(name: str) -> str:
    """Return a name without case, accents and separators other than ``_``.

    >>> plain_name("Non-Bâti")
    'non_bati'
    """
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.replace("-", "_").replace(" ", "_")


def plain_label(label: Any) -> Any:
    """Return a label that is some writing of bati, non_bati or unsure as that; anything else as it is.

    >>> plain_label("Bâti"), plain_label("Forêt"), plain_label(7)
    ('bati', 'Forêt', 7)
    """
    plain = plain_name(label) if isinstance(label, str) else label
    return plain if plain in (*CLASSES, UNSURE) else label
