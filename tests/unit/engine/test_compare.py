"""Comparison with buildings, on a row of tiles of 10 m: what is in each is said where it is built."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sattile_plugin.contract import fields
from sattile_plugin.contract.errors import (
    EmptyLayer,
    InvalidOption,
    MissingField,
    NoOverlap,
    OutputOccupied,
    UnknownValues,
)
from sattile_plugin.contract.jobs import CompareWithBuildings
from sattile_plugin.engine.commune_totals import Communes, totals

from ..builders import (
    by_id,
    layer,
    names_in,
    read,
    run,
    square,
    tile_squares,
    write_grid,
    write_layer,
    write_raster,
)

# A file of two layers is read by its first, which is that of the tiles.
pytestmark = pytest.mark.filterwarnings("ignore:More than one layer found")

P_BATI = [0.9, 0.8, 0.1, 0.2, 0.9, 0.7, None]
PREDICTED = ["bati", "bati", "non_bati", "non_bati", "bati", "bati", None]
BUILDINGS = [square(1, 1, 8), square(31, 1, 6), square(41, 1, 3), square(62, 2, 6)]
"""64 m² in t0, nothing in t1 and t2, 36 m² in t3, 9 m² in t4, nothing in t5, 36 m² in t6, which has no image."""
FINDINGS = {
    "t0": "agreed_bati", "t1": "new", "t2": "agreed_non_bati", "t3": "gone", "t4": "too_small", "t5": "new", "t6": None,
}  # fmt: skip


@pytest.fixture
def compare(tmp_path: Path):
    """Compare a row of seven classified tiles with buildings; return the outcome and the output."""

    def run_it(columns: dict | None = None, buildings: list | None = None, **options):
        given_columns = {"p_bati": P_BATI, "predicted": PREDICTED} if columns is None else columns
        tiles = write_grid(tmp_path / "tiles.gpkg", 1, 7, **given_columns)
        houses = write_layer(tmp_path / "buildings.gpkg", BUILDINGS if buildings is None else buildings)
        output = tmp_path / "compared.gpkg"
        done, recorder = run(CompareWithBuildings(tiles, houses, str(output), **options))
        return done.metrics, output, recorder

    return run_it


def test_every_finding_by_hand(compare):
    metrics, output, _ = compare()
    found = by_id(output, "finding")
    assert {name: None if pd.isna(value) else value for name, value in found.items()} == FINDINGS
    counts = {"new": 2, "gone": 1, "too_small": 1, "agreed_bati": 1, "agreed_non_bati": 1, "no_image": 1}
    assert {name: metrics[name] for name in counts} == counts
    assert (metrics["to_review"], metrics["built_area_m2"]) == (4, 64 + 36 + 9 + 36)


def test_confidence_areas_and_order_by_hand(compare):
    """Tiles that agree have 64 m² at 0.9 and none at 0.1, so t1 at 0.8 stands for 56 and t5 at 0.5 for 32.

    t1 promises 0.8 x 56 = 45. t5 promises 0.5 x 32 = 16, and the t4 beside it 0.9 x (64 - 9) = 50, of which 9 / 20 are
    explained: 27; the two are one look for 43. t3 promises 0.8 x 36 = 29.
    """
    _, output, _ = compare(columns={"p_bati": [0.9, 0.8, 0.1, 0.2, 0.9, 0.5, None], "predicted": PREDICTED})
    assert by_id(output, "confidence")["t3"] == pytest.approx(0.8)
    assert by_id(output, "confidence")["t5"] == pytest.approx(0.5)
    assert by_id(output, "model_area_m2")["t0"] == 64
    assert by_id(output, "model_area_m2")["t5"] == pytest.approx(32)
    rank, place = by_id(output, "review_rank"), by_id(output, "review_place")
    order = sorted((rank[name], place[name], name) for name in rank if rank[name] == rank[name])
    assert [(name, place) for _, place, name in order] == [("t1", 1), ("t4", 2), ("t5", 2), ("t3", 3)]


def test_what_is_gone_counts_with_the_area_of_its_buildings(compare):
    """0.8 x 90 m² of t3, which the model takes for next to nothing, before 0.8 x 64 m² of t1."""
    _, output, _ = compare(buildings=[square(1, 1, 8), shapely.box(30, 1, 40, 10)])
    rank = by_id(output, "review_rank")
    assert rank["t3"] < rank["t1"]


def test_ground_that_the_model_does_not_know_is_told_and_comes_later(compare):
    """t1 promises 45 m² and t4 and t5 43 (see above); four times as strange as any of training, t1 promises 11."""
    known = {"p_bati": [0.9, 0.8, 0.1, 0.2, 0.9, 0.5, None], "predicted": PREDICTED}
    metrics, output, _ = compare(columns={**known, "novelty": [4.0, 4.0, 4.0, 0.5, 0.5, 0.9, None]})
    reason, place = by_id(output, "finding_reason"), by_id(output, "review_place")
    assert {name for name, value in reason.items() if value == "out_of_domain"} == {"t1"}
    assert (place["t4"], place["t3"], place["t1"]) == (1, 2, 3)
    assert metrics["out_of_domain"] == 1
    assert compare(columns=known)[0]["out_of_domain"] == 0


def test_numbers_as_text_are_numbers(compare):
    text = {"p_bati": [None if p is None else str(p) for p in P_BATI], "predicted": PREDICTED, "novelty": ["0.5"] * 7}
    expected = by_id(compare({**text, "p_bati": P_BATI, "novelty": [0.5] * 7})[1], "model_area_m2")
    assert by_id(compare(text)[1], "model_area_m2") == pytest.approx(expected, nan_ok=True)


def test_tiles_without_novelty_can_be_compared(compare):
    assert compare({"p_bati": P_BATI, "predicted": PREDICTED, "novelty": [None] * 7})[0]["new"] == 2


def test_areas_are_measured_afresh_from_these_buildings(compare):
    columns = {"p_bati": P_BATI, "predicted": PREDICTED, "built_area_m2": [500.0] * 7, "label": ["bati"] * 7}
    _, output, _ = compare(columns)
    assert by_id(output, "built_area_m2") == {"t0": 64, "t1": 0, "t2": 0, "t3": 36, "t4": 9, "t5": 0, "t6": 36}
    assert by_id(output, "label")["t1"] == "bati"


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        ({"min_built_area_m2": 9.0}, {"t4": "agreed_bati"}),
        ({"min_built_area_m2": 40.0}, {"t3": "agreed_non_bati"}),
        ({"max_unbuilt_area_m2": 9.0}, {"t4": "new"}),
        ({"min_building_area_m2": 10.0}, {"t4": "new"}),
        ({"edge_m": 4.0}, {"t3": "gone", "t4": "at_edge"}),
    ],
)
def test_options(compare, options: dict, changed: dict):
    found = by_id(compare(**options)[1], "finding")
    assert {name: found[name] for name in changed} == changed


def test_a_building_that_only_reaches_in_is_at_the_edge(compare):
    _, output, _ = compare(buildings=[shapely.box(1, 1, 9, 9), shapely.box(38, 0, 42, 10)])
    found = by_id(output, "finding")
    assert (found["t3"], found["t4"]) == ("at_edge", "agreed_bati")


def test_trees_explain_a_building_that_the_model_does_not_see(compare, tmp_path: Path):
    """Rough green over all the tiles: what is built in t3 cannot be seen."""
    light = np.random.default_rng(1).integers(20, 160, (50, 350))
    leaves = np.stack([light // 2, light, light // 3]).astype("uint8")
    raster = write_raster(tmp_path / "ortho.tif", leaves, resolution=0.2)
    metrics, output, _ = compare(raster=raster)
    assert by_id(output, "finding")["t3"] == "hidden"
    assert by_id(output, "hidden_ratio")["t3"] > 0.8 and metrics["hidden"] == 1


@pytest.mark.parametrize(
    ("columns", "options", "error", "says"),
    [
        ({"p_bati": P_BATI}, {}, MissingField, "no column predicted .* run the step that makes it first: classify"),
        ({"predicted": PREDICTED}, {}, MissingField, "p_bati"),
        (
            {"p_bati": P_BATI, "predicted": ["forest"] * 7},
            {},
            UnknownValues,
            "predicted: forest; expected non_bati, bati",
        ),
        (
            {"p_bati": [90.0, 80.0, 10.0, 20.0, 90.0, 70.0, None], "predicted": PREDICTED},
            {},
            UnknownValues,
            "p_bati: 10.0, 20.0, 70.0, 80.0, 90.0; expected probabilities from 0 to 1: .* step classify",
        ),
        ({"p_bati": [None] * 7, "predicted": PREDICTED}, {}, UnknownValues, "p_bati: nothing; expected probabilities"),
        ({"p_bati": ["0,9"] * 7, "predicted": PREDICTED}, {}, UnknownValues, "p_bati: 0,9; expected probabilities"),
        (
            {"p_bati": P_BATI, "predicted": PREDICTED, "novelty": ["strange"] * 7},
            {},
            UnknownValues,
            "novelty: strange; expected numbers",
        ),
        (None, {"buildings": [square(900, 900, 9)]}, NoOverlap, "buildings.gpkg"),
        (None, {"buildings": [shapely.Point(1, 1)]}, EmptyLayer, "buildings.gpkg"),
    ],
)
def test_what_cannot_be_compared(compare, tmp_path: Path, columns, options: dict, error: type[Exception], says: str):
    with pytest.raises(error, match=says):
        compare(columns, **options)
    assert names_in(tmp_path) == ["buildings.gpkg", "tiles.gpkg"]


@pytest.mark.parametrize(
    ("areas", "field", "error", "says"),
    [
        ([square(900, 900, 9)], None, NoOverlap, "communes.gpkg"),
        ([square(0, 0, 70)], "name", InvalidOption, "a column of .*communes.gpkg: nom"),
        ([shapely.Point(0, 0)], None, EmptyLayer, "communes.gpkg"),
    ],
)
def test_communes_that_cannot_be_used(compare, tmp_path: Path, areas: list, field, error: type[Exception], says: str):
    communes = write_layer(tmp_path / "communes.gpkg", areas, nom=["Aa"])
    with pytest.raises(error, match=says):
        compare(communes=communes, commune_field=field)
    assert not (tmp_path / "compared.gpkg").exists()


@pytest.mark.parametrize("field", ["nom", None])
def test_totals_a_commune_by_hand(compare, tmp_path: Path, field: str | None):
    """Aa has t0 to t2, Bé t3 to t5, Cé lies apart; t6 is in none."""
    areas = [shapely.box(0, 0, 30, 10), shapely.box(30, 0, 60, 10), shapely.box(100, 0, 130, 10)]
    communes = write_layer(tmp_path / "communes.gpkg", areas, nom=["Aa", "Bé", "Cé"], finding=["own", "own", "own"])
    _, output, _ = compare(communes=communes, commune_field=field)
    found = pyogrio.read_dataframe(output, layer="communes").set_index("nom")
    rows = found[["tile_count", "new_count", "gone_count", "too_small_count", "agreed_bati_count", "built_area_m2"]]
    assert rows.to_numpy().tolist() == [[3, 1, 0, 0, 1, 64], [3, 1, 1, 1, 0, 45], [0, 0, 0, 0, 0, 0]]
    assert found["disagreement_ratio"].round(3).tolist()[:2] == [0.333, 0.667]
    assert np.isnan(found["disagreement_ratio"]["Cé"]) and found["finding"].tolist() == ["own"] * 3
    of_tile = by_id(output, "commune_id")
    assert (of_tile["t2"], of_tile["t3"]) == ("Aa", "Bé") and pd.isna(of_tile["t6"])


def test_a_commune_in_two_rows_is_one(compare, tmp_path: Path):
    areas = [shapely.box(0, 0, 30, 10), shapely.box(30, 0, 70, 10)]
    rows = {"nom": ["Aa", "Aa"], "insee": ["1", "2"], "canton": ["C", "C"]}
    communes = write_layer(tmp_path / "communes.gpkg", areas, **rows)
    _, output, _ = compare(communes=communes, commune_field="nom")
    (whole,) = pyogrio.read_dataframe(output, layer="communes").itertuples()
    assert (whole.nom, whole.insee, whole.canton) == ("Aa", None, "C")
    assert (whole.tile_count, whole.new_count, whole.geometry.area) == (7, 2, 700)


def test_comparing_again_replaces_both_layers_but_no_others(compare, tmp_path: Path):
    communes = write_layer(tmp_path / "communes.gpkg", [square(0, 0, 70)])
    compare(communes=communes)
    _, output, _ = compare(communes=communes)
    assert [name for name, _ in pyogrio.list_layers(output)] == ["tiles", "communes"]
    pyogrio.write_dataframe(layer([square(0, 0, 1)]), output, layer="precious")
    with pytest.raises(OutputOccupied, match="precious"):
        compare(communes=communes)


def test_an_output_that_cannot_be_written_is_told_before_anything_is_read(tmp_path: Path):
    precious = write_layer(tmp_path / "compared.gpkg", [square(0, 0, 1)], name="precious")
    with pytest.raises(OutputOccupied):
        run(CompareWithBuildings("nowhere.gpkg", "nowhere.gpkg", precious))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([*fields.FINDINGS, None]), st.sampled_from(["Aa", "Bé", None]), st.integers(0, 500)),
        min_size=1,
        max_size=25,
    )
)
def test_totals_add_up(rows: list):
    """Whatever was found: the communes hold what their tiles hold, no more and no less."""
    finding, commune, area = (list(column) for column in zip(*rows))
    tiles = layer(tile_squares(1, len(rows)), finding=finding, commune_id=commune, built_area_m2=area)
    tiles["model_area_m2"] = 2.0 * tiles["built_area_m2"]
    areas = layer([square(0, 0, 5), square(5, 0, 5)], commune_id=["Aa", "Bé"])
    found = totals(tiles, Communes(areas, tiles["commune_id"]))
    inside = tiles[tiles["commune_id"].notna()]
    assert found["tile_count"].sum() == len(inside)
    for name in fields.FINDINGS:
        assert found[f"{name}_count"].sum() == (inside["finding"] == name).sum()
    assert found["built_area_m2"].sum() == inside["built_area_m2"].sum()
    assert found["model_area_m2"].sum() == 2 * inside["built_area_m2"].sum()


def test_a_model_area_that_no_tile_of_a_commune_has_is_missing_there():
    tiles = layer(tile_squares(1, 4), finding=["new"] * 4, commune_id=["Aa", "Aa", "Bé", "Bé"], built_area_m2=[1.0] * 4)
    tiles["model_area_m2"] = [np.nan, np.nan, 3.0, np.nan]
    areas = layer([square(0, 0, 5), square(5, 0, 5), square(90, 0, 5)], commune_id=["Aa", "Bé", "Empty"])
    found = totals(tiles, Communes(areas, tiles["commune_id"]))["model_area_m2"].tolist()
    assert np.isnan(found[0]) and found[1:] == [3.0, 0.0]


def test_without_agreement_the_model_stands_for_no_known_area(compare):
    predicted = ["non_bati", "bati", "bati", "non_bati", "bati", "bati", None]
    metrics, _, _ = compare({"p_bati": P_BATI, "predicted": predicted})
    assert metrics["model_area_m2"] is None


def test_the_tiles_are_the_first_layer_and_keep_their_columns(compare, tmp_path: Path):
    columns = {"p_bati": P_BATI, "predicted": PREDICTED, "note": list("abcdefg")}
    communes = write_layer(tmp_path / "communes.gpkg", [square(0, 0, 70)])
    _, output, _ = compare(columns, communes=communes)
    assert read(output)["note"].tolist() == list("abcdefg")
