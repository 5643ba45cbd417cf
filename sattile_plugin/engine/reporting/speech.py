"""The report's language: its texts, and numbers, dates and durations as that language writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ...contract.languages import LANGUAGES
from ...contract.texts import tied
from .facts import Measure
from .texts import CLASS_NAMES, TEXTS

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_NARROW = "\u202f"
"""The space that French sets between groups of digits and before a percent sign."""


class Speech:
    """Says texts and numbers in one language."""

    def __init__(self, language: str) -> None:
        """Raise ValueError where `language` is none of LANGUAGES."""
        self.language = language
        self._column = LANGUAGES.index(language)

    def __call__(self, key: str, **values: Any) -> str:
        """Return a text, its blanks filled."""
        text = TEXTS[key][self._column]
        return (tied(text) if self.language == "fr" else text).format(**values)

    def known(self, key: str, otherwise: str) -> str:
        """Return a text where there is one by that key, else a name as the run has it."""
        return self(key) if key in TEXTS else otherwise

    def class_name(self, name: Any) -> str:
        """Return a class as a reader writes it."""
        known = CLASS_NAMES.get(str(name))
        return known[self._column] if known else str(name).replace("_", " ")

    def number(self, value: float, digits: int = 3) -> str:
        """Return a number, rounded.

        >>> Speech("fr").number(1234.5, 1), Speech("en").number(-1234.5, 1)
        ('1\\u202f234,5', '−1,234.5')
        """
        text = f"{value:,.{digits}f}".replace("-", "−")
        if self.language == "fr":
            return text.replace(",", _NARROW).replace(".", ",")
        return text

    def count(self, value: float) -> str:
        """Return a whole number."""
        return self.number(value, 0)

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share as percent.

        >>> Speech("fr").percent(0.125, 1), Speech("en").percent(0.125, 1)
        ('12,5\\u202f%', '12.5\\xa0%')
        """
        return f"{self.number(100 * share, digits)}{_NARROW if self.language == 'fr' else chr(0xA0)}%"

    def certainty(self, probability: float) -> str:
        """Return a probability as percent, never as whole certainty.

        >>> Speech("en").certainty(0.87), Speech("en").certainty(0.9999)
        ('87\xa0%', '> 99.9\xa0%')
        """
        share = self.percent(min(probability, 0.999), 1 if probability > 0.995 else 0)
        return f"> {share}" if probability > 0.9995 else share

    def interval(self, measure: Measure, digits: int = 2) -> str:
        """Return the bounds of a measure; empty where it has none."""
        if measure.low is None or measure.high is None:
            return ""
        return self("interval", low=self.number(measure.low, digits), high=self.number(measure.high, digits))

    def short(self, value: float) -> str:
        """Return a number with as many digits as tell something: whole ones plain, others four digits.

        >>> Speech("en").short(68), Speech("en").short(-0.31254), Speech("en").short(1.2e-6)
        ('68', '−0.3125', '1.2 × 10⁻⁶')
        """
        if value == int(value) and abs(value) < 1e15:
            return self.count(value)
        if abs(value) >= 1000:
            return self.count(value)
        text, _, power = f"{value:.4g}".replace("-", "−").partition("e")
        if power:
            text += f" × 10{str(int(power.replace('−', '-'))).translate(_RAISED)}"
        return text.replace(".", ",") if self.language == "fr" else text

    def duration(self, seconds: float) -> str:
        """Return a span of time.

        >>> Speech("en").duration(71.5), Speech("en").duration(4000)
        ('1 min 12 s', '1 h 06 min')
        """
        whole = round(seconds)
        if whole < 60:
            return f"{self.number(seconds, 1 if seconds < 10 else 0)} s"
        if whole < 3600:
            return f"{whole // 60} min {whole % 60:02d} s"
        return f"{whole // 3600} h {whole % 3600 // 60:02d} min"

    def moment(self, text: Any) -> str:
        """Return a time in ISO 8601 as a reader writes it; a text that is none stays as it is."""
        try:
            found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
        except ValueError:
            return str(text)
        return found.strftime("%d/%m/%Y %H:%M" if self.language == "fr" else "%Y-%m-%d %H:%M")
