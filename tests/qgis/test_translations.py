"""Every text for the user is there in French, with the same values in it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from string import Formatter

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from sattile_plugin.processing.provider import ALGORITHMS

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import translations  # noqa: E402

_TIED = "\N{NO-BREAK SPACE}"
TEXTS, FRENCH = translations.source_texts(), translations.translations()


def placeholders(text: str) -> list[tuple[str, str]]:
    return sorted((name, form) for _, name, form, _ in Formatter().parse(text) if name is not None)


def test_no_text_lacks_its_french() -> None:
    assert len(TEXTS) > 200
    assert [text for text in TEXTS if text not in FRENCH] == []


def test_no_text_is_out_of_the_translators_reach() -> None:
    assert translations.out_of_reach() == []


def test_no_french_is_left_of_a_text_that_is_gone() -> None:
    assert [text for text in FRENCH if text not in TEXTS] == []


def test_french_signs_are_tied_to_their_word() -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in (translations.PACKAGE / "help" / "fr").iterdir()}
    loose = re.compile(r"\S [:;?!»%](?=[\s.,)]|$)|« ", re.MULTILINE)
    assert [name for name, text in {**FRENCH, **pages}.items() if loose.search(text)] == []


@pytest.mark.parametrize("text", [text for text in TEXTS if "{" in text])
def test_french_has_the_same_values(text: str) -> None:
    assert placeholders(FRENCH[text]) == placeholders(text)


def test_qt_shows_the_compiled_french(plugin) -> None:
    import sattile_plugin

    translator = QTranslator()
    assert translator.load(str(Path(sattile_plugin.__file__).parent / "i18n" / "sattile_fr.qm"))
    QCoreApplication.installTranslator(translator)
    try:
        titles = {algorithm().displayName() for algorithm in ALGORITHMS}
    finally:
        QCoreApplication.removeTranslator(translator)
    assert "Étiqueter les tuiles d’après le bâti" in titles


@pytest.mark.parametrize(
    ("locale", "sentence", "share"), [("en_GB", "within 0.5 s", "0.123"), ("fr_FR", "0,5 s", "0,123")]
)
def test_numbers_are_written_as_the_language_does(plugin, monkeypatch, locale: str, sentence: str, share: str) -> None:
    from sattile_plugin.bridge import language

    monkeypatch.setattr(language.QgsApplication, "locale", lambda: locale)
    assert sentence in language.tr("no answer within {seconds:g} s", seconds=0.5)
    assert language.tr("{layer}: {count}", layer="photo 0.5", count=3) == "photo 0.5: 3"
    assert language.written(0.1234, ".3f") == share


def test_messages_name_layers_and_not_their_files(plugin) -> None:
    from sattile_plugin.bridge.language import with_layer_names

    names = {"/a/OUTPUT.gpkg": "Tiles", "/a/OUTPUT.gpkg|layername=x": "Blocks"}
    said = {"path": "/a/OUTPUT.gpkg|layername=x and b.gpkg", "layer": "OUTPUT.gpkg", "other": "c.tif", "count": 3}
    assert with_layer_names(said, names) == {
        "path": "“Blocks” and b.gpkg",
        "layer": "“Tiles”",
        "other": "c.tif",
        "count": 3,
    }


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [algorithm().name() for algorithm in ALGORITHMS])
def test_each_algorithm_has_its_help_page(language: str, name: str) -> None:
    lines = (translations.PACKAGE / "help" / language / f"{name}.md").read_text(encoding="utf-8").splitlines()
    assert 15 <= len(lines) <= 50 and sum(line.startswith("### ") for line in lines) >= 4


@pytest.mark.parametrize("sent", [False, True], ids=["said here", "said by the worker"])
def test_a_phrase_in_an_error_is_said_in_french_with_the_name_of_the_layer(plugin, sent: bool) -> None:
    import sattile_plugin
    from sattile_plugin.bridge.language import error_sentence, failure_sentence
    from sattile_plugin.contract.errors import InvalidOption
    from sattile_plugin.contract.messages import Failed, decode_message, encode_message
    from sattile_plugin.contract.texts import phrase

    translator = QTranslator()
    translator.load(str(Path(sattile_plugin.__file__).parent / "i18n" / "sattile_fr.qm"))
    QCoreApplication.installTranslator(translator)
    path = "/data/c.gpkg"
    expected = phrase("a column of {path}: {names}", path=path, names="nom, insee")
    error = InvalidOption(option="AREAS_FIELD", found="code", expected=expected)
    try:
        if sent:
            failed = decode_message(encode_message(Failed("InvalidOption", str(error), error.values)))
            sentence, named = failure_sentence(failed, {path: "Communes"}), f"«{_TIED}Communes{_TIED}»"
        else:
            sentence, named = error_sentence(error), path
    finally:
        QCoreApplication.removeTranslator(translator)
    assert sentence.endswith(f": une colonne de {named}{_TIED}: nom, insee.")
