"""Names spelled in the ways of different tables."""

from __future__ import annotations

import pytest

from sattile_plugin.engine.communes.matching import SURE
from sattile_plugin.engine.communes.names import likeness, may_be_one, read_name

SAME_PLAIN = [
    ("Bni Hilal", "BNI HILAL"),
    ("Témara", "temara"),
    ("Te\u0301mara", "Témara"),
    ("Saint-Denis", "saint denis"),
    ("M'tal", "M’TAL"),
    ("M'tal (Commune rurale)", "Mtal"),
    ("Jabria (C.R.)", "Jabria"),
    ("Jabria [CR]", "C.R. Jabria"),
    ("Commune de Jabria", "Jabria"),
    ("Commune rurale de Jabria", "Jabria, commune rurale"),
    ("Municipalité de l'Oulja", "Oulja"),
    ("Sidi Bennour (Ville)", "Sidi Bennour (Municipalité)"),
    ("Cœur", "coeur"),
]
SAME_SOUND = [
    ("Ouled Amrane", "Oulad Amrane"),
    ("Ulad Amran", "Oulad Amrane"),
    ("Beni Hilal", "Bni Hilal"),
    ("Oulad Sidi Bouhya", "Oulad Si Bouhya"),
    ("El Gharbia", "Lgharbia"),
    ("Al Gharbia", "Gharbia"),
    ("Qsiba", "Ksiba"),
    ("Jebel Irhoud", "Djebel Irhoud"),
    ("Laagagsha", "Laagagcha"),
    ("Walidia", "Oualidia"),
    ("Bou Hmame", "Bouhmame"),
    ("St-Ouen", "Saint Ouen"),
    ("Le Mans", "Mans (Le)"),
]
OTHER_PLACES = [
    ("Oulad Amrane", "Oulad Boussaken"),
    ("Oulad Amrane", "Oulad Hamdane"),
    ("Laatatra", "Laghnadra"),
    ("Metrane", "M'tal"),
    ("Bousse", "Bosse"),
    ("Louhans", "Ouhans"),
    ("Paris 1", "Paris 2"),
    ("Settat Nord", "Settat Sud"),
    ("Settat", "Settat Nord"),
    ("Ville-d'Avray", "Avray"),
    ("Sidi Ali", "Sidi Allal"),
    ("Oulad", "Oulad Amrane"),
    ("Loué", "Lue"),
    ("Zaouiat Sidi Ben Hamdane", "Zaouiat Sidi Ben Hamrane"),
    ("Piacé", "Pincé"),
    ("Mées", "Meurcé"),
]


@pytest.mark.parametrize(("one", "other"), SAME_PLAIN)
def test_case_accents_and_administrative_words_do_not_count(one: str, other: str):
    assert read_name(one).plain.split() == [word for word in read_name(other).plain.split() if word]


@pytest.mark.parametrize(("one", "other"), SAME_SOUND)
def test_articles_and_transliteration_do_not_count(one: str, other: str):
    assert read_name(one).plain != read_name(other).plain
    assert likeness(read_name(one), read_name(other)) == 100


@pytest.mark.parametrize(("one", "other"), OTHER_PLACES)
def test_other_places_stay_apart(one: str, other: str):
    assert likeness(read_name(one), read_name(other)) < SURE


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Zemamra (Ville)", "urban"), ("Zemamra (C.R.)", "rural"), ("Zemamra (Centre)", "centre"), ("Zemamra", "")],
)
def test_the_kind_that_a_spelling_tells(text: str, kind: str):
    assert read_name(text).kind == kind


def test_a_town_and_the_rural_commune_around_it_are_not_one():
    town, rural, unsaid = read_name("Zemamra (Ville)"), read_name("Zemamra (C.R.)"), read_name("Zemamra")
    assert not may_be_one(town, rural) and may_be_one(town, unsaid)
    assert likeness(town, rural) < SURE


@pytest.mark.parametrize("text", ["", "  ", "(Commune rurale)", "L'", "الوليدية", "12"])
def test_any_text_is_a_name(text: str):
    assert likeness(read_name(text), read_name(text)) == 100
