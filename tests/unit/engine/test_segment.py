"""Segments of described tiles: a field of 6 x 6 tiles, its west of one kind and its east of another."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from sattile_plugin.contract.errors import InvalidOption, OutputOccupied, TooFewTiles
from sattile_plugin.contract.jobs import SegmentTiles
from sattile_plugin.engine.communes.described import write_described

from ..builders import layer, names_in, run, tile_squares, write_layer

SIDE = 6
EAST = np.array([number % SIDE >= 4 for number in range(SIDE**2)])
KINDS = EAST.astype(int)


def features_of(kinds: np.ndarray, seed: int = 1) -> np.ndarray:
    """Return eight features, of which a kind has its own two large."""
    found = np.random.default_rng(seed).uniform(0, 1, (len(kinds), 8))
    for row, kind in enumerate(kinds):
        found[row, 2 * kind : 2 * kind + 2] += 9
    return found


def described(tmp_path: Path, kinds: np.ndarray = KINDS, **columns: list) -> str:
    tiles = layer(tile_squares(SIDE, SIDE)[: len(kinds)], tile_id=[f"t{n}" for n in range(len(kinds))], **columns)
    write_described(tiles, features_of(kinds), {}, str(tmp_path / "features.parquet"))
    return str(tmp_path / "features.parquet")


def segment(tmp_path: Path, features: str | None = None, **options: object) -> tuple[gpd.GeoDataFrame, dict]:
    output = tmp_path / "segments.gpkg"
    given = {"features": features or described(tmp_path), "output": str(output), "k_max": 5}
    done, _ = run(SegmentTiles(**{**given, **options}))
    return gpd.read_file(output, layer="tiles"), done.metrics


def test_two_kinds_are_two_segments_the_larger_first(tmp_path: Path):
    tiles, metrics = segment(tmp_path)
    assert tiles["segment"].tolist() == np.where(EAST, 2, 1).tolist()
    assert tiles["segment_second"].tolist() == np.where(EAST, 1, 2).tolist()
    assert (tiles["segment_distance"] < 0.8).all()
    assert (metrics["k"], metrics["tile_count"], metrics["sizes"]) == (2, 36, [24, 12])


def test_a_k_that_is_given(tmp_path: Path):
    tiles, metrics = segment(tmp_path, k=3)
    assert metrics["k"] == 3 and set(tiles["segment"]) == {1, 2, 3}
    curves = pyogrio.read_dataframe(tmp_path / "segments.gpkg", layer="k_curves")
    assert curves.loc[curves["chosen"], "k"].tolist() == [3]


def test_the_same_seed_gives_the_same_segments(tmp_path: Path):
    first, again = (segment(tmp_path, k=4, seed=7)[0]["segment"].tolist() for _ in range(2))
    assert first == again


def test_smoothing_takes_away_what_is_alone(tmp_path: Path):
    kinds = KINDS.copy()
    kinds[14] = 1  # in the middle of the west
    features = described(tmp_path, kinds)
    assert segment(tmp_path, features)[0]["segment"][14] == 2
    assert segment(tmp_path, features, smoothing=1)[0]["segment"][14] == 1


def test_shares_by_commune_count_the_area_inside(tmp_path: Path):
    """The west commune ends in the middle of the first eastern column: 4 of 4.5 columns are west."""
    communes = write_layer(
        tmp_path / "communes.gpkg",
        [shapely.box(0, 0, 45, 60), shapely.box(45, 0, 60, 60)],
        nom=["West", "East"],
        segment_9_share=[1, 1],
    )
    segment(tmp_path, communes=communes)
    found = gpd.read_file(tmp_path / "segments.gpkg", layer="communes")
    assert found["segment_1_share"].tolist() == pytest.approx([4 / 4.5, 0], abs=1e-6)
    assert found["segment_2_share"].tolist() == pytest.approx([0.5 / 4.5, 1], abs=1e-6)
    assert found["commune_id"].tolist() == ["West", "East"] and "segment_9_share" not in found


def test_accuracy_against_a_column(tmp_path: Path):
    use = np.where(EAST, "town", "field")
    use[0] = "town"
    features = described(tmp_path, use=use.tolist())
    reference = write_layer(tmp_path / "known.gpkg", tile_squares(SIDE, SIDE), use=use)
    _, metrics = segment(tmp_path, features, reference=reference, reference_field="use")
    assert metrics["overall_accuracy"] == pytest.approx(35 / 36, abs=1e-4)
    table = pyogrio.read_dataframe(tmp_path / "segments.gpkg", layer="accuracy_classes").set_index("class")
    assert table["segment"].to_dict() == {"field": 1, "town": 2}
    assert table.loc["town", "f1"] == pytest.approx(2 * 12 / 25)


@pytest.mark.parametrize(("k_max", "k", "told"), [(3, None, {"k": 3}), (5, None, None), (3, 3, None)])
def test_the_greatest_number_that_was_tried_is_told_where_it_is_chosen(
    tmp_path: Path, k_max: int, k: int | None, told: dict | None
):
    features = described(tmp_path, np.arange(SIDE**2) % SIDE // 2)
    job = SegmentTiles(features, str(tmp_path / "segments.gpkg"), k=k, k_max=k_max)
    assert run(job)[1].notices.get("most_groups_chosen") == told


@pytest.mark.parametrize(("k", "told"), [(2, {"classes": 3, "k": 2}), (3, None)])
def test_fewer_segments_than_classes_are_told(tmp_path: Path, k: int, told: dict | None):
    use = np.where(EAST, "town", np.where(np.arange(SIDE**2) < 18, "field", "forest"))
    known = write_layer(tmp_path / "known.gpkg", tile_squares(SIDE, SIDE), use=use)
    output = str(tmp_path / "segments.gpkg")
    job = SegmentTiles(described(tmp_path), output, k=k, reference=known, reference_field="use")
    assert run(job)[1].notices.get("fewer_segments_than_classes") == told


def test_what_cannot_be_segmented(tmp_path: Path):
    with pytest.raises(InvalidOption, match="k is 36; expected at most"):
        segment(tmp_path, k=36)
    with pytest.raises(TooFewTiles, match="has 3 described tiles"):
        segment(tmp_path, described(tmp_path, np.array([0, 1, 0])))
    communes = layer(tile_squares(1, 4), commune_id=list("abcd"))
    write_described(communes, features_of(np.array([0, 0, 1, 1])), {}, str(tmp_path / "communes.parquet"))
    with pytest.raises(InvalidOption, match="features is a file of communes; expected described tiles"):
        segment(tmp_path, str(tmp_path / "communes.parquet"))
    assert "segments.gpkg" not in names_in(tmp_path)
    write_layer(tmp_path / "segments.gpkg", tile_squares(1, 1), name="mine")
    with pytest.raises(OutputOccupied, match="mine"):
        segment(tmp_path)
