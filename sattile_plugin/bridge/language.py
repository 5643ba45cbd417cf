"""The user's language: Qt's translation of the texts that the two programs share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from ..contract.errors import ERRORS, SatTileError
from ..contract.messages import Failed
from ..contract.texts import QT_TRANSLATE_NOOP, Phrase, tied

_PACKAGE = Path(__file__).resolve().parents[1]
_QUOTED = QT_TRANSLATE_NOOP("SatTile", "“{name}”")
_OUR_WORDS = {"expected", "found", "reason", "kind", "cause"}
"""Values that may be texts of SatTile; the others are names of the user's layers, files and columns."""


def tr(text: str, **values: Any) -> str:
    """Return `text` in the user's language, with its values filled in and numbers written as that language does."""
    translated: str = QCoreApplication.translate("SatTile", text)
    if translated != text:
        translated = tied(translated)
    shown = {name: _Written(value) if isinstance(value, float) else value for name, value in values.items()}
    return translated.format(**shown) if values else translated


def written(value: float, form: str) -> str:
    """Return a number by a format of Python's, ``.3f``, with the decimal sign of the user's language."""
    return format(_Written(value), form)


def error_sentence(error: SatTileError) -> str:
    """Say an error in the user's language; values that are texts of ours are translated too."""
    return filled(type(error).template, error.values)


def failure_sentence(failed: Failed, layer_names: Mapping[str, str]) -> str:
    """Say what the worker reported; a class that we do not know is said in its own words."""
    known = ERRORS.get(failed.error)
    return filled(known.template, with_layer_names(failed.values, layer_names)) if known else failed.message


def with_layer_names(values: dict[str, Any], layer_names: Mapping[str, str]) -> dict[str, Any]:
    """Return what a message says with the names of layers in the stead of their files, that the user may never see.

    Parameters
    ----------
    values
        Of an error or a notice; files are named by their whole path or, in notices, without folder.
    layer_names
        Names of layers by the path that the engine was given.
    """
    quoted = {path: tr(_QUOTED, name=name) for path, name in layer_names.items()}
    without_folder = {Path(path).name: name for path, name in quoted.items()}
    said: dict[str, Any] = {}
    for key, value in values.items():
        inner = _phrase_of(value)
        if inner:
            value = Phrase(inner.text, with_layer_names(inner.values, layer_names))
        elif isinstance(value, str):
            for path in sorted(quoted, key=len, reverse=True):
                value = value.replace(path, quoted[path])
            value = without_folder.get(value, value)
        said[key] = value
    return said


class _Written(float):
    """A number that is written in the user's language."""

    def __format__(self, form: str) -> str:
        text = super().__format__(form)
        return text.replace(".", ",") if user_language() == "fr" else text


def user_language() -> str:
    """Return the code of the user's language that SatTile speaks: ``fr`` or ``en``."""
    return "fr" if QgsApplication.locale().startswith("fr") else "en"


def load_translator() -> Optional[QTranslator]:
    """Return the translator to install for the user's language; None where the texts are already in it."""
    translator = QTranslator()
    if translator.load(str(_PACKAGE / "i18n" / f"sattile_{user_language()}.qm")):
        return translator
    return None


def help_text(name: str) -> str:
    """Return the help page of an algorithm as Markdown."""
    return (_PACKAGE / "help" / user_language() / f"{name}.md").read_text(encoding="utf-8")


def filled(text: str, values: dict[str, Any]) -> str:
    """Return `text` in the user's language; of its values, phrases and words of ours are translated too."""
    said: dict[str, Any] = {}
    for name, value in values.items():
        inner = _phrase_of(value)
        if inner:
            value = filled(inner.text, inner.values)
        elif name in _OUR_WORDS and isinstance(value, str) and value:
            value = tr(value)
        said[name] = value
    return tr(text, **said)


def _phrase_of(value: Any) -> Optional[Phrase]:
    """Return a value that is a phrase, which the worker's JSON gives as its two parts; None for any other."""
    if isinstance(value, dict) and set(value) == {"text", "values"}:
        return Phrase(**value)
    return value if isinstance(value, Phrase) else None
