"""Every text for the user is there in French, with the same values in it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
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


@pytest.fixture
def french(plugin) -> Iterator[None]:
    """Qt speaks French, from the catalogue as it is shipped."""
    import sattile_plugin

    translator = QTranslator()
    assert translator.load(str(Path(sattile_plugin.__file__).parent / "i18n" / "sattile_fr.qm"))
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def placeholders(text: str) -> list[tuple[str, str]]:
    return sorted((name, form) for _, name, form, _ in Formatter().parse(text) if name is not None)


def test_no_text_lacks_its_french() -> None:
    assert len(TEXTS) > 200
    assert [text for text in TEXTS if text not in FRENCH] == []


def test_no_text_is_out_of_the_translators_reach() -> None:
    assert translations.out_of_reach(translations.modules()) == []


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ('check(job, "k", True, f"less than {n} tiles")', 1),
        ('kind = f"tiles of {name}"', 1),
        ('_EXPECTED = "what describe wrote"', 1),
        ('raise Wrong(reason=lines[0] if lines else f"code {n}")', 1),
        ('raise Wrong(expected=phrase("less than {n} tiles", n=n))', 0),
        ('found = f"{number} {name}"', 0),
    ],
)
def test_a_text_out_of_reach_is_found(tmp_path: Path, line: str, count: int) -> None:
    module = tmp_path / "module.py"
    module.write_text(line)
    assert len(translations.out_of_reach([module])) == count


def test_no_french_is_left_of_a_text_that_is_gone() -> None:
    assert [text for text in FRENCH if text not in TEXTS] == []


def test_french_signs_are_tied_to_their_word(french) -> None:
    from sattile_plugin.bridge.language import tr

    shown = {text: tr(text) for text in TEXTS}
    assert sum(_TIED in text for text in shown.values()) > 50
    assert [text for text, said in shown.items() if said != text and re.search(r" [:;?!»%]|« ", said)] == []


@pytest.mark.parametrize("text", [text for text in TEXTS if "{" in text])
def test_french_has_the_same_values(text: str) -> None:
    assert placeholders(FRENCH[text]) == placeholders(text)


def test_qt_shows_the_compiled_french(french) -> None:
    titles = {algorithm().displayName() for algorithm in ALGORITHMS}
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


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_a_dialog_asks_fits_into_it(french, algorithm: type) -> None:
    found = algorithm().create()
    labels = [definition.description() for definition in found.parameterDefinitions()]
    assert max(map(len, labels)) <= 85, max(labels, key=len)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [algorithm().name() for algorithm in ALGORITHMS])
def test_each_algorithm_has_its_help_page(language: str, name: str) -> None:
    lines = (translations.PACKAGE / "help" / language / f"{name}.md").read_text(encoding="utf-8").splitlines()
    assert 15 <= len(lines) <= 50 and sum(line.startswith("### ") for line in lines) >= 4


@pytest.mark.parametrize("sent", [False, True], ids=["said here", "said by the worker"])
def test_a_phrase_in_an_error_is_said_in_french_with_the_name_of_the_layer(french, sent: bool) -> None:
    from sattile_plugin.bridge.language import error_sentence, failure_sentence
    from sattile_plugin.contract.errors import InvalidOption
    from sattile_plugin.contract.messages import Failed, decode_message, encode_message
    from sattile_plugin.contract.texts import phrase

    path = "/data/c.gpkg"
    expected = phrase("a column of {path}: {names}", path=path, names="nom, insee")
    error = InvalidOption(option="AREAS_FIELD", found="code", expected=expected)
    if sent:
        failed = decode_message(encode_message(Failed("InvalidOption", str(error), error.values)))
        sentence, named = failure_sentence(failed, {path: "Communes"}), f"«{_TIED}Communes{_TIED}»"
    else:
        sentence, named = error_sentence(error), path
    assert sentence.endswith(f": une colonne de {named}{_TIED}: nom, insee.")
