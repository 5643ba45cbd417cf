"""The split: blocks are never torn, shares are near, counts exact, classes balanced."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sattile_plugin.contract.errors import MissingField, TooFewBlocks, TooFewTiles, UnknownValues
from sattile_plugin.contract.jobs import SplitTiles
from sattile_plugin.engine.parts import assign_blocks, tiles_to_leave_out
from sattile_plugin.engine.split import block_names

from ..builders import Recorder, layer, read, run, square, tile_squares, write_grid, write_layer

PARTS = ["train", "validation", "test"]


def checkered(count: int, every: int = 2) -> list[str]:
    """Return labels of which every so-manieth is bati."""
    return ["bati" if number % every == 0 else "non_bati" for number in range(count)]


def split(
    tmp_path: Path, labels: list | None, side: int = 20, **options: object
) -> tuple[pd.DataFrame, dict, Recorder]:
    """Split side x side tiles of 10 m, by blocks of 40 m and without a buffer unless said."""
    given = {} if labels is None else {"label": labels}
    tiles, output = write_grid(tmp_path / "tiles.gpkg", side, side, **given), tmp_path / "split.gpkg"
    done, recorder = run(SplitTiles(tiles, str(output), **{"block_size_m": 40.0, "buffer_m": 0.0, **options}))
    return read(output), done.metrics, recorder


def assert_no_block_is_torn(tiles: pd.DataFrame) -> None:
    assert (tiles.dropna(subset="split").groupby("block_id")["split"].nunique() == 1).all()


def test_shares_blocks_and_balance(tmp_path: Path):
    tiles, metrics, recorder = split(tmp_path, checkered(400), shares=(0.6, 0.2, 0.2))
    assert_no_block_is_torn(tiles)
    assert {part: metrics[part] for part in PARTS} == {"train": 240, "validation": 80, "test": 80}
    assert metrics["bati_share"] == dict.fromkeys(PARTS, 0.5)
    assert metrics["blocks"] == tiles["block_id"].nunique() == 25
    assert not recorder.notices


@pytest.mark.parametrize("shares", [(7, 1.5, 1.5), (0.7, 0.15, 0.15)])
def test_shares_are_scaled(tmp_path: Path, shares: tuple):
    _, metrics, _ = split(tmp_path, checkered(400), shares=shares)
    assert metrics["train"] == pytest.approx(280, abs=16)
    assert metrics["train"] + metrics["validation"] + metrics["test"] == 400


def test_a_part_of_share_zero_stays_empty(tmp_path: Path):
    _, metrics, _ = split(tmp_path, checkered(400), shares=(0.5, 0.5, 0))
    assert (metrics["train"], metrics["validation"], metrics["test"]) == (208, 192, 0) or metrics["test"] == 0
    assert metrics["train"] + metrics["validation"] == 400


def test_one_class_in_one_corner_is_still_shared_out(tmp_path: Path):
    labels = ["bati" if number % 20 < 8 else "non_bati" for number in range(400)]
    _, metrics, _ = split(tmp_path, labels)
    assert all(share == pytest.approx(0.4, abs=0.15) for share in metrics["bati_share"].values())


def test_the_same_seed_gives_the_same_split(tmp_path: Path):
    first, _, _ = split(tmp_path, checkered(400), seed=7)
    again, _, _ = split(tmp_path, checkered(400), seed=7)
    other, _, _ = split(tmp_path, checkered(400), seed=8)
    assert first["split"].tolist() == again["split"].tolist()
    assert first["split"].tolist() != other["split"].tolist()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(3, 30), st.tuples(*[st.integers(1, 9)] * 3))
def test_every_part_gets_a_block(seed: int, block_count: int, shares: tuple):
    generator = np.random.default_rng(seed)
    counts = generator.integers(0, 50, size=(block_count, 2))
    parts = assign_blocks(counts, np.array(shares) / sum(shares), generator)
    assert parts.shape == (block_count,)
    assert set(parts.tolist()) == {0, 1, 2}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31), st.sampled_from([20.0, 35.0, 50.0]))
def test_no_block_is_in_two_parts(tmp_path_factory: pytest.TempPathFactory, seed: int, block_size_m: float):
    folder = tmp_path_factory.mktemp("split")
    tiles, metrics, _ = split(folder, checkered(100, 3), side=10, seed=seed, block_size_m=block_size_m)
    assert_no_block_is_torn(tiles)
    assert sum(metrics[part] for part in PARTS) == 100
    assert all(metrics[part] for part in PARTS)


def test_counts_are_exact_and_balanced(tmp_path: Path):
    tiles, metrics, recorder = split(tmp_path, checkered(400, 4), counts=(100, 40, 20))
    assert tiles["split"].value_counts().to_dict() == {"train": 100, "validation": 40, "test": 20}
    assert_no_block_is_torn(tiles)
    assert metrics["bati_share"] == dict.fromkeys(PARTS, 0.25)
    assert metrics["unassigned"] == 240
    assert recorder.notices["tiles_surplus"] == {"count": 240}


def test_all_tiles_can_be_asked_for(tmp_path: Path):
    tiles, _, _ = split(tmp_path, checkered(16), side=4, block_size_m=10.0, counts=(10, 4, 2))
    assert tiles["split"].value_counts().to_dict() == {"train": 10, "validation": 4, "test": 2}


def test_more_tiles_than_there_are(tmp_path: Path):
    with pytest.raises(TooFewTiles):
        split(tmp_path, checkered(400), counts=(400, 1, 1))


@pytest.mark.parametrize(("max_suspicion", "left_out"), [(None, 0), (1.0, 0), (0.9, 0), (0.5, 10), (0.0, 20)])
def test_suspicious_tiles_are_in_no_part(tmp_path: Path, max_suspicion: float | None, left_out: int):
    suspicion = [0.9] * 10 + [0.5] * 10 + [0.0] * 360 + [None] * 20
    tiles = write_grid(tmp_path / "tiles.gpkg", 20, 20, label=checkered(400), suspicion=suspicion)
    job = SplitTiles(tiles, str(tmp_path / "split.gpkg"), max_suspicion=max_suspicion, block_size_m=40.0, buffer_m=0.0)
    done, recorder = run(job)
    assert done.metrics["unassigned"] == left_out
    assert read(tmp_path / "split.gpkg")["split"].isna().tolist() == [number < left_out for number in range(400)]
    told = {"tiles_suspicious": {"count": left_out, "max_suspicion": max_suspicion}}
    assert recorder.notices == (told if left_out else {})


def test_a_check_that_judged_nothing_leaves_nothing_out(tmp_path: Path):
    tiles = write_grid(tmp_path / "tiles.gpkg", 20, 20, label=checkered(400), suspicion=[None] * 400)
    done, _ = run(SplitTiles(tiles, str(tmp_path / "split.gpkg"), max_suspicion=0.5, block_size_m=40.0, buffer_m=0.0))
    assert done.metrics["unassigned"] == 0


def test_suspicion_comes_from_a_check(tmp_path: Path):
    with pytest.raises(MissingField, match=r"suspicion.*check"):
        split(tmp_path, checkered(400), max_suspicion=0.5)


def test_unsure_tiles_are_in_no_part(tmp_path: Path):
    labels = ["unsure" if number < 40 else name for number, name in enumerate(checkered(400))]
    labels[41] = None
    tiles, _, recorder = split(tmp_path, labels)
    without = tiles["split"].isna()
    assert tiles.loc[without, "tile_id"].tolist() == [f"t{number}" for number in [*range(40), 41]]
    assert tiles["block_id"].notna().all()
    assert recorder.notices["tiles_unlabelled"] == {"count": 41}


def test_tiles_without_labels_are_split_too(tmp_path: Path):
    tiles, metrics, _ = split(tmp_path, None, shares=(0.6, 0.2, 0.2))
    assert_no_block_is_torn(tiles)
    assert {part: metrics[part] for part in PARTS} == {"train": 240, "validation": 80, "test": 80}
    assert metrics["bati_share"] == {}


def test_all_tiles_unsure(tmp_path: Path):
    with pytest.raises(UnknownValues, match=r"tiles\.gpkg has in its column label: unsure; expected .*the step label"):
        split(tmp_path, ["unsure"] * 400)


def test_any_classes_are_shared_out(tmp_path: Path):
    tiles, _, _ = split(tmp_path, ["forest", "field", "unsure", "bati"] * 100)
    counts = pd.crosstab(tiles["label"], tiles["split"])
    assert counts.loc[["forest", "field", "bati"]].to_numpy().min() >= 10 and "unsure" not in counts.index


def test_there_is_no_share_of_bati_among_other_classes(tmp_path: Path):
    _, metrics, _ = split(tmp_path, ["forest", "field", "unsure", "bati"] * 100)
    assert metrics["bati_share"] == {}


@pytest.mark.parametrize(
    ("labels", "block_size_m", "absent"),
    [
        (["bati", *["non_bati"] * 399], 40.0, "bati"),
        (["bati"] * 399 + ["non_bati"], 40.0, "non_bati"),
        ([*["forest", "field"] * 198, "lake", "town", "", "unsure"], 100.0, "lake, town"),
    ],
)
def test_a_class_that_a_part_lacks_is_told(tmp_path: Path, labels: list[str], block_size_m: float, absent: str):
    """What is rare lies in one block, so in one part."""
    tiles, _, recorder = split(tmp_path, labels, block_size_m=block_size_m, shares=(0.6, 0.4, 0.0))
    (part,) = {"train", "validation"} - set(tiles.loc[tiles["label"].isin(absent.split(", ")), "split"])
    assert recorder.notices["part_without_class"] == {"part": part, "names": absent}


@pytest.mark.parametrize(("block_size_m", "found"), [(200.0, 1), (120.0, 2)])
def test_too_few_blocks(tmp_path: Path, block_size_m: float, found: int):
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 20, label=checkered(20))
    with pytest.raises(TooFewBlocks, match=f"number only {found};"):
        run(SplitTiles(tiles, str(tmp_path / "split.gpkg"), block_size_m=block_size_m))


def test_a_block_is_where_the_centre_lies():
    tiles = layer([square(0, 0, 10), square(-10, 0, 10), square(15, 35, 10), square(20, -20, 10)])
    assert block_names(tiles, 20.0).tolist() == ["B20mN0E0", "B20mN0E-1", "B20mN2E1", "B20mN-1E1"]


def test_blocks_follow_the_map_not_the_layer():
    apart = layer(tile_squares(1, 4, west=1000)), layer(tile_squares(1, 2, west=1020))
    names = [dict(zip(tiles.geometry.to_wkt(), block_names(tiles, 20.0))) for tiles in apart]
    assert names[1].items() <= names[0].items()


@pytest.mark.parametrize("buffer_m", [10.0, 25.0])
def test_parts_stand_apart_by_the_buffer(tmp_path: Path, buffer_m: float):
    tiles, metrics, recorder = split(tmp_path, checkered(400), buffer_m=buffer_m)
    used = tiles.dropna(subset="split")
    for part in PARTS:
        others = used[used["split"] != part].union_all()
        assert used[used["split"] == part].distance(others).min() >= buffer_m
    assert metrics["in_buffer"] == 400 - len(used) > 0
    assert recorder.notices["tiles_in_buffer"]["count"] == metrics["in_buffer"]


def test_training_gives_way_to_validation_and_both_to_test():
    row = np.array(tile_squares(1, 5))
    parts = np.array(["train", "validation", "test", "train", None], dtype=object)
    assert tiles_to_leave_out(row, parts, 10.0).tolist() == [False, True, False, True, False]


def test_blocks_can_be_communes(tmp_path: Path):
    communes = [square(0, 0, 100), square(100, 0, 100), square(0, 100, 100)]
    areas = write_layer(tmp_path / "communes.gpkg", communes, nom=["Aa", "Bé", "Cc"])
    tiles, metrics, _ = split(tmp_path, checkered(400), areas=areas, areas_field="nom")
    assert metrics["blocks"] == 3
    assert tiles.groupby("block_id").size().to_dict() == {"Aa": 100, "Bé": 100, "Cc": 100}
    assert tiles["split"].isna().sum() == 100
    assert_no_block_is_torn(tiles)


def test_blocks_as_a_layer(tmp_path: Path):
    output = tmp_path / "blocks.gpkg"
    tiles, _, _ = split(tmp_path, checkered(400), blocks=str(output))
    blocks = read(output)
    assert blocks["tile_count"].sum() == 400
    assert blocks.area.sum() == 40_000
    assert blocks.set_index("block_id")["split"].to_dict() == tiles.groupby("block_id")["split"].first().to_dict()


def test_balanced_classes(tmp_path: Path):
    tiles, metrics, _ = split(tmp_path, checkered(400, every=4), bati_share=0.5)
    assert metrics["bati_share"] == dict.fromkeys(PARTS, 0.5)
    assert tiles["split"].notna().sum() == 200


def test_exact_counts_of_a_given_ratio(tmp_path: Path):
    _, metrics, _ = split(tmp_path, checkered(400, every=4), bati_share=0.4, counts=(60, 20, 10))
    assert {part: metrics[part] for part in PARTS} == {"train": 60, "validation": 20, "test": 10}
    assert metrics["bati_share"] == dict.fromkeys(PARTS, 0.4)


def test_a_ratio_that_the_tiles_do_not_have(tmp_path: Path):
    with pytest.raises(TooFewTiles, match="tiles bati in train"):
        split(tmp_path, checkered(400, every=10), bati_share=0.9, counts=(100, 20, 10))
