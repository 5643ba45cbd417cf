"""Names of classes and parts as people write them: folders of a library, values of a column."""

from __future__ import annotations

import unicodedata
from typing import Any

from .fields import CLASSES, TEST, TRAIN, UNSURE, VALIDATION

_PART_OF_NAME = {
    **dict.fromkeys(("train", "training", "apprentissage", "entrainement"), TRAIN),
    **dict.fromkeys(("validation", "valid", "val"), VALIDATION),
    "test": TEST,
}


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


def plain_part(part: Any) -> Any:
    """Return a part that is some writing of train, validation or test as that; anything else as it is.

    >>> plain_part("Train"), plain_part("val"), plain_part("Apprentissage"), plain_part("left out")
    ('train', 'validation', 'train', 'left out')
    """
    return _PART_OF_NAME.get(plain_name(part), part) if isinstance(part, str) else part
