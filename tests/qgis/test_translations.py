"""Every text for the user is there in French, with the same values in it."""

from __future__ import annotations

import sys
from pathlib import Path
from string import Formatter

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from sattile_plugin.processing.provider import ALGORITHMS

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import translations  # noqa: E402

TEXTS, FRENCH = translations.source_texts(), translations.translations()


def placeholders(text: str) -> list[tuple[str, str]]:
    return sorted((name, form) for _, name, form, _ in Formatter().parse(text) if name is not None)


def test_no_text_lacks_its_french() -> None:
    assert len(TEXTS) > 200
    assert [text for text in TEXTS if text not in FRENCH] == []


def test_no_french_is_left_of_a_text_that_is_gone() -> None:
    assert [text for text in FRENCH if text not in TEXTS] == []


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
