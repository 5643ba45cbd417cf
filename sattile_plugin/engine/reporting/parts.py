"""What a section of a report is made of; the page's template draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .speech import Speech


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    text: str
    share: float | None = None
    """0 to 1: the length of a bar behind the text."""
    number: bool = False
    """Whether it stands flush right."""
    picture: str = ""
    """SVG in the stead of the text."""
    colour: str = ""
    """A patch of this colour in the stead of the text."""


@dataclass(frozen=True)
class Table:
    """Rows under a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    more: str = ""
    """What is said of rows that are not shown."""


@dataclass(frozen=True)
class Count:
    """A cell of a confusion matrix."""

    text: str
    share: float
    """Share of its row, 0 to 1."""
    right: bool


@dataclass(frozen=True)
class Matrix:
    """A confusion matrix, truth down, prediction across."""

    classes: tuple[str, ...]
    rows: tuple[tuple[Count, ...], ...]


@dataclass(frozen=True)
class Example:
    """A tile with what it is and what it was taken for."""

    image: str | None
    """Data address."""
    tile_id: str
    truth: str
    verdict: str
    probability: str
    """How sure the classifier is of what it said."""
    right: bool


@dataclass(frozen=True)
class Section:
    """One part of the page."""

    key: str
    title: str
    lead: str = ""
    charts: tuple[str, ...] = ()
    """SVG."""
    wide: bool = False
    """Whether each chart takes the page's whole width."""
    matrix: Matrix | None = None
    tables: tuple[Table, ...] = ()
    examples: tuple[Example, ...] = ()
    points: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    """Words and what they mean."""


def text_cell(text: object) -> Cell:
    return Cell(str(text))


def number_cell(speech: Speech, value: float | None) -> Cell:
    """Return a number as a cell; a dash where there is none."""
    return Cell("–" if value is None else speech.short(value), number=True)


def share_cell(speech: Speech, share: float | None, note: str = "") -> Cell:
    """Return a share as percent with a bar; a dash where there is none."""
    if share is None:
        return Cell("–", number=True)
    text = f"{speech.percent(share, 1)} {note}".strip()
    return Cell(text, min(max(share, 0.0), 1.0), number=True)


def pairs(rows: Sequence[tuple[str, str]], header: tuple[str, str], caption: str = "") -> Table:
    """Return a table of names and values."""
    return Table(header, tuple((Cell(name), Cell(value)) for name, value in rows), caption)
