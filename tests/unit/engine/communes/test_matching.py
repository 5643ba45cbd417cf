"""Matching names: sure pairs, doubts, and never a wrong pair."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sattile_plugin.engine.communes.matching import ALONE, NEAR, TWICE, UNSURE, Matches, match_codes, match_names
from sattile_plugin.engine.communes.names import read_name
from tests.data import shared_data

NAMES = [
    *(
        "Sidi Bennour",
        "Zemamra",
        "Bni Hilal",
        "Bni Tsiriss",
        "Bouhmame",
        "Jabria",
        "Khmis Ksiba",
        "Koudiat Bni Dghough",
    ),
    *("Kridid", "Laagagcha", "Laamria", "Laaounate", "Laatatra", "Lmechrek", "Metrane", "M'tal", "Oulad Amrane"),
    *("Oulad Boussaken", "Oulad Si Bouhya", "Tamda", "Laghnadra", "Lgharbia", "Loualidia", "Oulad Sbaita"),
    *("Saniat Berguig", "Oulad Ghanem", "Sidi Smail", "Sidi Ali", "Beni Smaïl", "Had Oulad Frej"),
]


def match(communes: list[str], rows: list[str]) -> Matches:
    return match_names(
        [read_name(name) for name in communes], [read_name(name) for name in rows], Matches.empty(len(communes))
    )


def as_names(communes: list[str], rows: list[str]) -> dict[str, str | None]:
    return dict(zip(communes, (None if row is None else rows[row] for row in match(communes, rows).row)))


CASES = [
    (["Jabria", "Tamda"], ["TAMDA", "JABRIA"], [1, 0], [None, None]),
    (["Lgharbia"], ["El Gharbia (C.R.)"], [0], [None]),
    (["Saniat Berguig"], ["Sania Bergig"], [0], [None]),
    (["Kridid"], ["Tamda"], [None], [ALONE]),
    (["Le Lude", "Mans (Le)"], ["Le Mans", "Lude"], [1, 0], [None, None]),
    (["Loué"], ["Lue"], [None], [UNSURE]),
    (["Louhans"], ["Ouhans"], [None], [UNSURE]),
    (["Laatatra", "Laatatra"], ["Laatatra"], [None, None], [TWICE, TWICE]),
    (["Saniat Berguig", "Saniat Berguig", "Saniat Bergiga"], ["Saniat Berguig"], [None] * 3, [TWICE, TWICE, ALONE]),
    (["Laatatra"], ["Laatatra", "LAATATRA (C.R.)"], [None], [TWICE]),
    (["Zemamra"], ["Zemamra (Ville)", "Zemamra (C.R.)"], [None], [TWICE]),
    (["Zemamra (Ville)", "Zemamra (C.R.)"], ["Zemamra (C.R.)", "Zemamra (Ville)"], [1, 0], [None, None]),
    (["Zemamra (Ville)"], ["Zemamra (C.R.)"], [None], [UNSURE]),
    (["Beni Hilal", "Bni Hilal"], ["Bni Hilal"], [None, 0], [ALONE, None]),
    (["Saniat Berguig"], ["Sania Bergig", "Saniat Bergiga"], [None], [NEAR]),
    (["", "Tamda"], ["", "Tamda"], [None, 1], [ALONE, None]),
    ([], ["Tamda"], [], []),
    (["Tamda"], [], [None], [ALONE]),
]


@pytest.mark.parametrize(("communes", "rows", "joined", "reasons"), CASES)
def test_cases(communes: list[str], rows: list[str], joined: list, reasons: list):
    matches = match(communes, rows)
    assert matches.row == joined
    assert matches.reason == reasons


def test_a_doubt_names_its_candidates_the_likest_first():
    matches = match(["Louhans"], ["Kridid", "Ouhanss", "Ouhans"])
    assert [row for row, _ in matches.candidates[0]] == [1, 2] and matches.row == [None]


def test_the_proposals_of_doubts_are_different_rows():
    """Both are likest to the first row; the best one-to-one assignment gives each its own."""
    matches = match(["Louhans", "Louhan"], ["Ouhans", "Ouhan"])
    assert matches.row == [None, None]
    assert sorted(matches.proposal.values()) == [0, 1]


def test_more_doubts_than_rows():
    """One row can be proposed to one commune only, to the likest."""
    matches = match(["Louhan", "Louhans", "Lohans"], ["Ouhans"])
    assert matches.proposal == {1: 0}
    assert [len(candidates) for candidates in matches.candidates] == [1, 1, 1]


def test_what_a_sure_pair_takes_is_no_rival_of_the_rest():
    """Alone the first commune wavers between two rows; the second commune is sure of one of them."""
    rows = ["Sania Bergig", "Saniat Bergiga"]
    assert as_names(["Saniat Berguig"], rows) == {"Saniat Berguig": None}
    found = as_names(["Saniat Berguig", "Saniat Bergiga"], rows)
    assert found == {"Saniat Berguig": "Sania Bergig", "Saniat Bergiga": "Saniat Bergiga"}


def test_a_code_that_stands_twice_is_a_doubt():
    matches = match_codes(["1", "2", "", "3"], ["2", "1", "", "3", "3"], Matches.empty(4))
    assert matches.row == [1, 0, None, None]
    assert matches.reason == [None, None, None, TWICE]


def accented(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("a", "a\u0302").replace("e", "e\u0301"))


NOISE = [
    str.upper,
    str.lower,
    accented,
    lambda name: f"{name} (Commune rurale)",
    lambda name: f"C.R. {name}",
    lambda name: name.replace(" ", "-"),
    lambda name: name.replace("Oulad", "Ouled"),
    lambda name: name.replace("Bni", "Beni").replace("Sidi", "Si"),
    lambda name: f"El {name[1:].capitalize()}" if name.startswith("Lg") or name.startswith("Lm") else name,
    lambda name: name.replace("gh", "g").replace("ss", "s").replace("k", "q"),
    lambda name: f"  {name} ",
]


@given(st.data())
def test_noise_never_makes_a_wrong_pair(data: st.DataObject):
    """Some communes have no row and some rows no commune; whatever is joined is right, and plain noise is joined."""
    communes = data.draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    kept = data.draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    noises = data.draw(st.lists(st.lists(st.sampled_from(NOISE), max_size=2), min_size=len(kept), max_size=len(kept)))
    rows = []
    for name, steps in zip(kept, noises):
        for step in steps:
            name = step(name)
        rows.append(name)
    joined = match(communes, rows).row
    for name, row in zip(communes, joined):
        assert row is None or kept[row] == name
        assert name not in kept or noises[kept.index(name)] or row == kept.index(name)


@given(st.permutations(range(len(NAMES))), st.permutations(range(len(NAMES))), st.integers(0, 8))
def test_the_order_of_communes_and_rows_does_not_matter(first: list[int], second: list[int], dropped: int):
    rows = [name.replace("gh", "g").replace("ss", "s").replace("ou", "o") for name in NAMES]
    expected = as_names(NAMES, rows[dropped:])
    shuffled = [rows[n] for n in second if n >= dropped]
    assert as_names([NAMES[n] for n in first], shuffled) == expected


def test_real_names_are_never_joined_to_a_neighbour():
    """360 communes of Sarthe, each alone against the names of all others."""
    with shared_data("bdtopo-sarthe", "communes.geojson").open(encoding="utf-8") as file:
        names = [feature["properties"]["nom"] for feature in json.load(file)["features"]]
    read = [read_name(name) for name in names]
    assert match_names(read, read, Matches.empty(len(read))).row == list(range(len(read)))
    for number, name in enumerate(read):
        others = [other for place, other in enumerate(read) if place != number]
        assert match_names([name], others, Matches.empty(1)).row == [None], names[number]
