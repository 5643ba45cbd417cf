"""How communes are called."""

from __future__ import annotations

import pytest

from sattile_plugin.contract.errors import InvalidOption
from sattile_plugin.engine.communes.naming import commune_ids, name_column

from ...builders import layer, tile_squares


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        pytest.param({"code": [1, 2, 3], "nom": ["a", "b", "b"]}, "nom", id="a usual name, even twice"),
        pytest.param({"kind": ["x", "x", "x"], "title": ["a", "b", "c"]}, "title", id="what tells most apart"),
        pytest.param({"NAME": ["a", "b", "c"], "title": ["a", "b", "c"]}, "NAME", id="in capitals"),
        pytest.param({"kind": ["x", "x", "x"]}, None, id="nothing tells apart"),
        pytest.param({"code": [1, 2, 3]}, None, id="no text"),
    ],
)
def test_the_column_of_names_is_found(columns: dict, expected: str | None):
    assert name_column(layer(tile_squares(1, 3), **columns), None) == expected


def test_no_two_communes_have_one_name():
    names = ["Metrane", "Metrane (2)", "Metrane", None, "", "4"]
    found = commune_ids(layer(tile_squares(1, 6), nom=names), "nom").tolist()
    assert found == ["Metrane", "Metrane (2)", "Metrane (3)", "4", "5", "4 (2)"]


def test_the_column_that_is_named_counts():
    communes = layer(tile_squares(1, 3), nom=["a", "b", "c"], code=[7, 8, 8])
    assert commune_ids(communes, "code").tolist() == ["7", "8", "8 (2)"]
    with pytest.raises(InvalidOption, match="name_field is other; expected one of nom, code"):
        commune_ids(communes, "other")


def test_a_commune_without_name_has_its_number():
    communes = layer(tile_squares(1, 4), nom=["a", None, " ", "a"])
    assert commune_ids(communes, None).tolist() == ["a", "2", "3", "a (2)"]
