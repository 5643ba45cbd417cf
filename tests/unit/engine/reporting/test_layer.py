"""The report of a layer: the column that it is coloured by, what each value is called, and what comes first."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from sattile_plugin.contract.palette import colour_of
from sattile_plugin.engine.reporting import charts
from sattile_plugin.engine.reporting.page import render
from sattile_plugin.engine.reporting.places import places_apart

from ...builders import LAMBERT
from .runs import Page


def layer(verb: str, crs: str = LAMBERT, **columns: list[Any]) -> dict[str, Any]:
    """Return what reading.read_run gives of a layer of tiles in a row."""
    count = len(next(iter(columns.values())))
    squares = [shapely.box(50 * number, 0, 50 * number + 50, 50) for number in range(count)]
    frame = gpd.GeoDataFrame({"tile_id": [f"t{n}" for n in range(count)], **columns}, geometry=squares, crs=crs)
    about = {"name": "north", "written": "2026-05-06T07:08:00+00:00", "sattile": "0.1", "layer": "tiles"}
    return {"job": {"verb": verb, "output": "old.gpkg"}, **about, "crs": crs, "frame": frame}


@pytest.mark.parametrize(
    ("verb", "columns", "drawn", "words"),
    [
        ("label", {"label": ["bati", "unsure"]}, "label", "bâti 1 50.0 % unsure 1"),
        ("classify", {"label": ["bati", "bati"], "predicted": ["bati", None]}, "class predicted", "no image 1 50.0 %"),
        ("split", {"label": ["bati", "bati"], "split": ["train", ""]}, "part", "training 1 50.0 % in no part 1"),
        ("check", {"label": ["bati"] * 2, "suspicion_reason": [None, "cloud"]}, "why to look", "cloud 1 50.0 %"),
        (
            "evaluate",
            {"predicted": ["bati"] * 2, "outcome": ["true_bati", "false_bati"]},
            "right or wrong",
            "right: bâti 1",
        ),
        ("compare", {"predicted": ["bati"] * 2, "finding": ["new", "at_edge"]}, "finding", "new on the photo 1"),
        ("segment", {"label": ["bati"] * 2, "segment": [12, 2]}, "segment", "segment 2 1 50.0 % segment 12 1"),
        ("cluster", {"cluster": [2.0, None]}, "cluster", "cluster 2 1 50.0 % (none) 1"),
    ],
)
def test_a_layer_is_drawn_by_what_its_verb_found(verb: str, columns: dict, drawn: str, words: str):
    text = Page(render(layer(verb, **columns), "en")).text
    assert f"Colours: {drawn}. North is up." in text and words in text


@pytest.mark.parametrize("rows", [["bati", "bati", "non_bati"], ["non_bati", "non_bati", "bati"]])
def test_a_value_has_one_colour_however_frequent_it_is(rows: list[str]):
    page = render(layer("label", label=rows), "en")
    legend = page[page.index('class="swatch"') :]
    assert legend.index(charts.BATI) < legend.index(">bâti<") < legend.index(charts.NON_BATI)


def test_classes_of_a_users_own_and_segments_have_the_colours_of_the_map_in_qgis():
    land = render(layer("classify", predicted=["road", "forest"]), "en")
    assert land.index(colour_of(1)) < land.index(">forest<") < land.index(">road<")
    assert f'fill="{colour_of(7)}"' in render(layer("segment", segment=[7, 8]), "en")


def test_the_title_is_the_files_and_it_says_of_when_it_is():
    text = Page(render(layer("segment", segment=[1, 2]), "fr")).text
    assert "Rapport de segments d’occupation du sol" in text and "north" in text and "old" not in text[:200]
    assert "fichier du 06/05/2026 07:08" in text


def test_ground_that_is_a_hair_less_than_a_round_length_has_a_bar():
    data = layer("label", label=["bati"])
    data["frame"] = data["frame"].set_geometry([shapely.box(0, 0, np.nextafter(5000.0, 0), 50)], crs=LAMBERT)
    assert "1 km" in Page(render(data, "en")).text


def test_without_metres_no_bar_is_drawn():
    assert "20 m" in Page(render(layer("label", label=["bati", "bati"]), "en")).text
    text = Page(render(layer("label", "EPSG:4326", label=["bati", "bati"]), "en")).text
    assert "North is up." in text and "20 m" not in text


def test_places_that_lie_far_apart_have_a_map_each_from_west_to_east():
    data = layer("label", label=["bati", "non_bati", "bati"])
    data["frame"].geometry = [shapely.box(x, 0, x + 50, 50) for x in (90_000, 90_050, 0)]
    text = Page(render(data, "fr")).text
    assert "chacun leur carte, d’ouest en est" in text
    assert "lieu 1 · entités : 1" in text and "lieu 2 · entités : 2" in text and "lieu 3" not in text
    assert [len(place) for place in places_apart(data["frame"])] == [1, 2]


@pytest.mark.parametrize(
    "wests",
    [
        pytest.param([0, 50, 100], id="side by side"),
        pytest.param([0, 50, 200], id="not far for their size"),
        pytest.param([9_000 * n for n in range(9)], id="too many places"),
        pytest.param([0], id="one tile"),
    ],
)
def test_places_that_one_map_shows_stay_together(wests: list[int]):
    data = layer("label", label=["bati"] * len(wests))
    data["frame"].geometry = [shapely.box(west, 0, west + 50, 50) for west in wests]
    assert len(places_apart(data["frame"])) == 1


def test_columns_are_told_in_words_with_their_units():
    columns = {"density_per_km2": [12.5, 40, 40], "built_share": [0.1, 0.3, 0.2], "insee": [5, 6, 7]}
    columns |= {"population_match": ["name", "none", "name"], "pca_x": [0.1, 0.2, 0.3], "cluster": [1, 2, 1]}
    columns |= {"cluster_name": ["Villes", None, "Villes"]}
    text = Page(render(layer("cluster", **columns, commune_id=["Tamda", "Kridid", "M'tal"]), "fr")).text
    assert "densité de population (habitants/km²) 12,5 40" in text and "insee 5" in text
    assert "part de bâti (%) 10 20" in text
    assert "population jointe par" in text and "non jointe : absente du tableau 1" in text
    assert "groupe 1 · Villes M'tal, Tamda groupe 2 Kridid" in text
    body = text[: text.index("Comment c’est fait")]
    assert not any(raw in body for raw in ("density_per_km2", "built_share", "pca_x", "population_match"))


def test_what_deserves_a_look_comes_in_its_order():
    ranked = {"suspicion_rank": [None, 2, 1], "suspicion": [0.1, 0.6, 0.9], "label": ["bati"] * 3}
    text = Page(render(layer("check", **ranked, probable_label=[None, "non_bati", "non_bati"]), "en")).text
    assert "The first 2 of 2" in text and "1 t2 bâti non bâti 0.9 2 t1 bâti non bâti 0.6" in text


def test_the_order_is_that_of_the_verb_and_not_of_an_earlier_one():
    ranks = {"suspicion_rank": [1, 2], "review_rank": [2, 1], "finding": ["new", "gone"]}
    text = Page(render(layer("compare", **ranks), "en")).text
    assert "1 t1 gone from the photo 2 t0 new on the photo" in text
    assert "To look at first" not in Page(render(layer("classify", predicted=["bati"] * 2, **ranks), "en")).text


def test_numbers_that_name_things_have_no_mean():
    columns = {"cluster": [1, 2], "review_rank": [1.0, 2.0], "row": [5, 6], "built_area_m2": [100.0, 23.4]}
    text = Page(render(layer("cluster", **columns), "en")).text
    spread = text[text.index("Columns of numbers") :]
    assert "built area (m²) 23.4 61.7" in spread and "Built area of all tiles: 123 m²" in spread
    assert not any(name in spread[: spread.index("How it was made")] for name in ("cluster", "review_rank", "row "))
