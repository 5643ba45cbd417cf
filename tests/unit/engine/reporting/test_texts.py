"""The report's texts: each in both languages, with the same blanks, and each that is asked for is there."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from sattile_plugin.contract.languages import LANGUAGES
from sattile_plugin.engine import reporting
from sattile_plugin.engine.reporting.texts import CLASS_NAMES, TEXTS

FOLDER = Path(reporting.__file__).parent
SAME_IN_BOTH = {
    "f1",
    "f1.short",
    "calibration",
    "part_name.test",
    "part_name.validation",
    "chart.validation",
    "data.raster",
}
SAME_IN_BOTH |= {"commune", "run.versions", "run.options", "run.classes", "run.created", "run.licence", "commune_id"}
SAME_IN_BOTH |= {"value.segment", "map.members", "value.population_match.code"}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", TEXTS)
def test_each_text_is_there_in_both_languages(key: str):
    english, french = TEXTS[key]
    assert english.strip() and french.strip()
    assert english != french or key in SAME_IN_BOTH
    assert blanks(english) == blanks(french)


@pytest.mark.parametrize("key", TEXTS)
def test_french_has_a_space_before_its_signs_and_a_comma_in_numbers(key: str):
    _, french = TEXTS[key]
    assert not re.search(r"[^\s\u202f\xa0][:;!?»]", french) and not re.search(r"\d\.\d", french)
    assert "'" not in french


def test_each_class_has_a_name_in_each_language():
    assert {len(names) for names in CLASS_NAMES.values()} == {len(LANGUAGES)}


def test_each_text_that_is_asked_for_is_there():
    sources = "".join(path.read_text("utf-8") for suffix in ("py", "html") for path in FOLDER.glob(f"*.{suffix}"))
    asked = set(re.findall(r'speech\("([a-z0-9_.]+)"', sources))
    assert asked and asked <= set(TEXTS)
