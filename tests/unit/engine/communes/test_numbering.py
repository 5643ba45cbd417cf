"""Numbers of clusters in a stated order, names that outlive a re-run, and how well members sit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sattile_plugin.contract.errors import InvalidOption
from sattile_plugin.engine.communes.grouping import grouper, grouping_of
from sattile_plugin.engine.communes.measures import measure_members
from sattile_plugin.engine.communes.numbering import kept_names, numbered, read_names

from ...builders import layer, tile_squares

LABELS = np.array([0, 1, 1, 1, 2, 2])


@pytest.mark.parametrize(
    ("number_by", "expected"),
    [
        pytest.param("size", [2, 0, 0, 0, 1, 1], id="the largest first"),
        pytest.param("built", [0, 2, 2, 2, 1, 1], id="most bâti first"),
        pytest.param("height", [1, 2, 2, 2, 0, 0], id="the highest mean of a column first"),
    ],
)
def test_clusters_are_numbered_in_the_order_asked_for(number_by: str, expected: list[int]):
    communes = pd.DataFrame({"built_share": [0.9, 0, 0, 0.1, 0.5, 0.5], "height": [5, 1, 1, 1, 9, 9]})
    assert numbered(LABELS, communes, number_by).tolist() == expected


def test_equal_sizes_are_numbered_as_they_come():
    assert numbered(np.array([1, 0, 1, 0]), pd.DataFrame(index=range(4)), "size").tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize("number_by", ["built", "name", "nothing"])
def test_a_column_that_holds_no_numbers_is_refused(number_by: str):
    communes = pd.DataFrame({"name": list("abcdef"), "height": range(6)})
    with pytest.raises(InvalidOption, match=rf"number_by is {number_by}; expected size, built .* height"):
        numbered(LABELS, communes, number_by)


OLD = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 3}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        pytest.param([2, 2, 1, 1, 3], {2: "Towns", 1: "Fields"}, id="numbers changed"),
        pytest.param([1, 2, 2, 2, 2], {1: "Towns", 2: "Fields"}, id="half of the towns is enough"),
        pytest.param([1, 1, 1, 1, 2], {1: "Towns"}, id="two became one, which has one name"),
    ],
)
def test_names_go_where_the_communes_went(numbers: list[int], expected: dict[int, str]):
    assert kept_names(np.array(list("abcde")), np.array(numbers), OLD, {1: "Towns", 2: "Fields"}) == expected


def test_a_name_is_lost_with_its_communes():
    assert kept_names(np.array(["x", "y"]), np.array([1, 2]), OLD, {1: "Towns"}) == {}


def test_names_of_the_table_count_before_those_of_the_communes(tmp_path: Path):
    path = tmp_path / "old.gpkg"
    communes = {"commune_id": ["a", "b", "c"], "cluster": [1, 2, 2], "cluster_name": ["Old", None, "Fields"]}
    layer(tile_squares(1, 3), **communes).to_file(path, layer="communes")
    clusters = {"cluster": [1, 2], "cluster_name": ["Towns", None]}
    layer(tile_squares(1, 2), **clusters).to_file(path, layer="clusters")
    assert read_names(str(path)) == ({"a": 1, "b": 2, "c": 2}, {1: "Towns", 2: "Fields"})
    assert read_names(str(tmp_path / "missing.gpkg")) == ({}, {})


def test_members_that_fit_and_one_between():
    features = np.array([[0.0], [1.0], [2.0], [6.4], [10.0], [11.0], [12.0]])
    grouping = grouping_of(np.array([0, 0, 0, 0, 1, 1, 1]), features)
    found = measure_members(features, grouping, grouper("kmeans"), np.random.default_rng(1))
    assert found["centre_distance"].tolist()[4:] == [1, 0, 1]
    assert found["second_cluster"].tolist() == [1] * 4 + [0] * 3
    assert found["silhouette"].idxmin() == 3 and found["silhouette"].drop(3).min() > 0.5
    assert found["stability"].idxmin() == 3 and found["stability"].drop(3).min() > 0.9


def test_a_silhouette_of_float32_features_can_be_rounded():
    features = np.array([[0.0], [1.0], [10.0], [11.0]], dtype=np.float32)
    grouping = grouping_of(np.array([0, 0, 1, 1]), features)
    found = measure_members(features, grouping, grouper("kmeans"), np.random.default_rng(1))["silhouette"]
    assert [str(value) for value in found.round(3).to_list()] == ["0.905", "0.895", "0.895", "0.905"]
