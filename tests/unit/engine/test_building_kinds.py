"""What buildings layers say of each building, in the spellings of their schemas."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from sattile_plugin.engine.building_kinds import kinds_of

PHOTO = date(2020, 6, 15)


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        pytest.param({"NATURE": "Indifférenciée", "LEGER": "Non", "ETAT": "En service"}, "ordinary", id="v3 Shapefile"),
        pytest.param({"nature": "Serre", "construction_legere": False}, "greenhouse", id="v3 greenhouse"),
        pytest.param({"NATURE": "Indifférenciée", "LEGER": "Oui"}, "light", id="v3 Shapefile, light"),
        pytest.param({"nature": "Indifférenciée", "construction_legere": True}, "light", id="v3 GeoPackage, light"),
        pytest.param({"nature": "Indifférenciée", "construction_legere": "true"}, "light", id="v3 WFS, light"),
        pytest.param({"etat_de_l_objet": "En projet"}, "project", id="v3 project"),
        pytest.param({"ETAT": "En ruine"}, "ruined", id="v3 ruin"),
        pytest.param({"NATURE": "Château d'eau"}, "reservoir", id="v3 water tower"),
        pytest.param({"ID": "BATIMENT01", "ORIGIN_BAT": "Cadastre", "HAUTEUR": 5}, "ordinary", id="older schema"),
        pytest.param({"building": "house"}, "ordinary", id="OpenStreetMap"),
        pytest.param({"building": "greenhouse"}, "greenhouse", id="OpenStreetMap, greenhouse"),
        pytest.param({"building": "construction"}, "project", id="OpenStreetMap, being built"),
        pytest.param({"building": "ruins"}, "ruined", id="OpenStreetMap, ruins"),
        pytest.param({"name": "Serre"}, "ordinary", id="no known column"),
    ],
)
def test_kind(columns: dict, kind: str):
    assert kinds_of(pd.DataFrame([columns])).kind.tolist() == [kind]


@pytest.mark.parametrize(
    ("columns", "vintage"),
    [
        ({"DATE_APP": "2019-05-01"}, ""),
        ({"DATE_APP": "2021-05-01"}, "newer_than_photo"),
        ({"date_d_apparition": pd.Timestamp("2021-05-01")}, "newer_than_photo"),
        ({"DATE_APP": "2015-05-01", "DATE_CREAT": "2022-01-01 10:00:00"}, ""),
        ({"DATE_APP": None, "DATE_CREAT": "2012-02-13 11:09:07"}, ""),
        ({"DATE_APP": None, "DATE_CREAT": "2022-02-13 11:09:07"}, "newer_than_photo"),
        ({"DATE_APP": "1899-11-30", "DATE_CREAT": "2022-02-13 11:09:07"}, "newer_than_photo"),
        ({"start_date": "2021"}, "newer_than_photo"),
        ({"start_date": "1890-03"}, ""),
        ({"end_date": "2018"}, "gone_before_photo"),
        ({"end_date": "2021"}, ""),
        ({"etat_de_l_objet": "Détruit"}, "gone_before_photo"),
        ({"start_date": "before 1900"}, ""),
        ({"building": "yes"}, ""),
    ],
)
def test_vintage(columns: dict, vintage: str):
    assert kinds_of(pd.DataFrame([columns]), PHOTO).vintage.tolist() == [vintage]


def test_without_a_date_of_the_photo_nothing_is_too_new():
    assert kinds_of(pd.DataFrame({"DATE_APP": ["2999-01-01"]})).vintage.tolist() == [""]
