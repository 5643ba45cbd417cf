"""Checking labels, on 10 x 10 tiles of 10 m whose class is their brightness."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from PIL import Image

from sattile_plugin.contract import fields
from sattile_plugin.contract.errors import MissingField, TooFewTiles, UnreadableFile, WrongModel
from sattile_plugin.contract.jobs import CheckLabels
from sattile_plugin.engine.check import block_groups

from ..builders import Recorder, layer, names_in, read, run, tile_squares, write_grid, write_raster
from .brightness import SIZE_PX, mosaic, tile_pixels, write_backbone

SIDE = 10
TRUTH = ["bati" if (number // 3 + number % 7) % 2 else "non_bati" for number in range(SIDE**2)]
OTHER = {"bati": "non_bati", "non_bati": "bati"}
FLIPPED = [7, 23, 58, 91]


def truth_images() -> list[np.ndarray]:
    generator = np.random.default_rng(1)
    return [tile_pixels(label, generator) for label in TRUTH]


def check(
    tmp_path: Path, labels: list | None = None, images: list[np.ndarray] | None = None, **options: object
) -> tuple[gpd.GeoDataFrame, dict, Recorder]:
    """Check tiles whose images are of their true class."""
    raster = write_raster(tmp_path / "ortho.tif", mosaic(images or truth_images(), SIDE), resolution=10 / SIZE_PX)
    tiles, output = write_grid(tmp_path / "tiles.gpkg", SIDE, SIDE, label=labels or TRUTH), tmp_path / "checked.gpkg"
    backbone = write_backbone(tmp_path / "backbone.onnx")
    given = {"backbone_weights": backbone, "block_size_m": 20.0, **options}
    done, recorder = run(CheckLabels(str(output), tiles, raster, **given))
    return read(output), done.metrics, recorder


def flipped(*numbers: int) -> list[str]:
    return [OTHER[label] if number in numbers else label for number, label in enumerate(TRUTH)]


def flagged(tiles: pd.DataFrame) -> dict[str, str]:
    """Return the reason of each flagged tile in the order of review."""
    suspicious = tiles[tiles["suspicion_rank"].notna()].sort_values("suspicion_rank")
    return dict(zip(suspicious["tile_id"], suspicious["suspicion_reason"]))


def test_right_labels_raise_no_doubt(tmp_path: Path):
    tiles, metrics, recorder = check(tmp_path)
    assert flagged(tiles) == {}
    assert tiles["suspicion"].max() < 0.2
    assert tiles["probable_label"].tolist() == TRUTH
    assert (metrics["tile_count"], metrics["flagged"], metrics["out_of_fold_accuracy"]) == (100, 0, 1.0)
    assert set(recorder.notices) == {"device"}


def test_flipped_labels_are_found(tmp_path: Path):
    tiles, metrics, _ = check(tmp_path, flipped(*FLIPPED))
    assert flagged(tiles).keys() == {f"t{number}" for number in FLIPPED}
    assert set(flagged(tiles).values()) == {"label"}
    assert tiles["probable_label"].tolist() == TRUTH
    assert metrics["flagged"] == metrics["flagged_label"] == 4
    assert metrics["wrong_label_share"] == pytest.approx(0.04, abs=0.011)
    assert metrics["out_of_fold_accuracy"] == 0.96


def test_the_order_of_review_is_that_of_suspicion(tmp_path: Path):
    tiles, _, _ = check(tmp_path, flipped(*FLIPPED))
    ranked = tiles.dropna(subset="suspicion_rank").sort_values("suspicion_rank")
    assert ranked["suspicion_rank"].tolist() == [1, 2, 3, 4]
    assert ranked["suspicion"].is_monotonic_decreasing
    assert ranked["suspicion"].min() > 0.5 > tiles.drop(ranked.index)["suspicion"].max()


def test_the_same_seed_gives_the_same_suspicion(tmp_path: Path):
    first, again = (check(tmp_path, flipped(*FLIPPED), seed=3)[0] for _ in range(2))
    assert first["suspicion"].tolist() == again["suspicion"].tolist()


def test_unsure_and_unlabelled_tiles_are_left_alone(tmp_path: Path):
    labels: list = flipped(23)
    labels[7], labels[8] = "unsure", None
    tiles, metrics, _ = check(tmp_path, labels)
    added = [fields.SUSPICION, fields.SUSPICION_RANK, fields.PROBABLE_LABEL, fields.SUSPICION_REASON]
    assert tiles.loc[[7, 8], added].isna().all(axis=None)
    assert tiles["suspicion"].notna().sum() == 98
    assert list(flagged(tiles)) == ["t23"]
    assert metrics["tile_count"] == 100


def test_labels_that_mean_nothing_are_told(tmp_path: Path):
    _, metrics, recorder = check(tmp_path, ["maison", "unsure", *TRUTH[2:]])
    told = {"count": 1, "layer": "tiles.gpkg", "field": "label", "found": "maison"}
    assert recorder.notices["values_unknown"] == told
    assert metrics["tile_count"] == 100


@pytest.mark.parametrize(("colour", "noise", "reason"), [(240, 0, "blank"), (200, 5, "cloud")])
def test_images_that_show_nothing(tmp_path: Path, colour: int, noise: int, reason: str):
    images = truth_images()
    grey = np.random.default_rng(2).integers(colour - noise, colour + noise + 1, (SIZE_PX, SIZE_PX, 1))
    images[40] = np.broadcast_to(grey, (SIZE_PX, SIZE_PX, 3)).astype(np.uint8)
    tiles, metrics, _ = check(tmp_path, images=images)
    assert flagged(tiles) == {"t40": reason}
    assert metrics[f"flagged_{reason}"] == 1
    assert tiles.loc[40, "suspicion"] == 0.5 and tiles["probable_label"].isna().tolist().index(True) == 40


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda image: image, id="the same"),
        pytest.param(lambda image: np.rot90(image), id="turned"),
        pytest.param(lambda image: image[:, ::-1], id="mirrored"),
        pytest.param(lambda image: np.clip(image.astype(int) + 3, 0, 255).astype(np.uint8), id="a little brighter"),
    ],
)
def test_an_image_that_is_there_twice(tmp_path: Path, change):
    images, same = truth_images(), TRUTH.index(TRUTH[10], 50)
    images[same] = change(images[10])
    tiles, metrics, _ = check(tmp_path, images=images)
    assert flagged(tiles) == {f"t{same}": "duplicate"}
    assert tiles["duplicate_of"].dropna().to_dict() == {same: "t10"}
    assert metrics["flagged_duplicate"] == 1


def test_like_images_under_different_labels_are_both_looked_at(tmp_path: Path):
    images, other = truth_images(), TRUTH.index(OTHER[TRUTH[10]], 50)
    images[other] = images[10]
    tiles, _, _ = check(tmp_path, images=images)
    assert flagged(tiles) == {f"t{other}": "duplicate", "t10": "duplicate"}
    assert tiles["duplicate_of"].dropna().to_dict() == {10: f"t{other}", other: "t10"}


def test_tiles_without_image_are_told(tmp_path: Path):
    images = truth_images()
    images[5] = np.zeros_like(images[5])
    tiles, _, recorder = check(tmp_path, images=images)
    assert recorder.notices["tiles_without_image"] == {"count": 1}
    assert np.isnan(tiles.loc[5, "suspicion"]) and flagged(tiles) == {}


def test_given_columns_stay_and_those_of_an_earlier_run_are_replaced(tmp_path: Path):
    tiles, _, _ = check(tmp_path, flipped(*FLIPPED))
    tiles["label"], tiles["note"] = TRUTH, "kept"
    tiles.to_file(tmp_path / "tiles.gpkg", layer="tiles")
    given = {"tiles": str(tmp_path / "tiles.gpkg"), "raster": str(tmp_path / "ortho.tif")}
    output = str(tmp_path / "again.gpkg")
    run(CheckLabels(output, **given, backbone_weights=str(tmp_path / "backbone.onnx"), block_size_m=20.0))
    again = read(output)
    assert set(again["note"]) == {"kept"} and flagged(again) == {}
    assert sorted(again.columns) == sorted(tiles.columns)


def test_a_library(tmp_path: Path):
    """One image of each class lies in the folder of the other."""
    generator = np.random.default_rng(1)
    for label in ("bati", "non_bati"):
        folder = tmp_path / "library" / label
        folder.mkdir(parents=True)
        for number in range(30):
            shown = OTHER[label] if number == 4 else label
            Image.fromarray(tile_pixels(shown, generator)).save(folder / f"{label}{number}.png")
    output, library = tmp_path / "checked.gpkg", str(tmp_path / "library")
    done, _ = run(CheckLabels(str(output), library=library, backbone_weights=write_backbone(tmp_path / "b.onnx")))
    table = pyogrio.read_dataframe(output)
    assert not isinstance(table, gpd.GeoDataFrame)
    assert flagged(table) == {"bati4": "label", "non_bati4": "label"}
    assert set(table["path"]) >= {"bati/bati4.png", "non_bati/non_bati4.png"}
    assert done.metrics["tile_count"] == 60


def test_small_places_get_smaller_blocks(tmp_path: Path):
    _, _, recorder = check(tmp_path, block_size_m=500.0)
    assert recorder.notices["blocks_made_smaller"] == {"wanted": 500.0, "block_size_m": 31.25}


def test_blocks_are_halved_until_each_class_lies_in_five():
    """A corner of 2 x 2 tiles alone is bati: five blocks of it there are only when each tile is one."""
    tiles = layer(tile_squares(8, 8))
    corner = np.array([number % 8 < 2 and number // 8 < 3 for number in range(64)]).astype(int)
    blocks, block_size_m = block_groups(tiles, 40.0, corner)
    assert block_size_m == 10.0
    assert len(set(blocks)) == 64


@pytest.mark.parametrize("block", ["B{}".format, float, lambda number: f"B{number}" if number else None])
def test_own_blocks_count(tmp_path: Path, block: Callable[[int], object]):
    tiles = check(tmp_path, flipped(*FLIPPED))[0][["tile_id", "label", "geometry"]].assign(
        block_id=[block(number % 20) for number in range(100)]
    )
    tiles.to_file(tmp_path / "blocks.gpkg", layer="tiles")
    given = {"raster": str(tmp_path / "ortho.tif"), "backbone_weights": str(tmp_path / "backbone.onnx")}
    done, recorder = run(CheckLabels(str(tmp_path / "o.gpkg"), str(tmp_path / "blocks.gpkg"), **given))
    assert done.metrics["flagged"] == 4 and set(recorder.notices) == {"device"}


def test_too_few_tiles_of_a_class(tmp_path: Path):
    labels = ["bati" if number < 4 else "non_bati" for number in range(100)]
    with pytest.raises(TooFewTiles, match="4 usable tiles of class bati; expected at least 5"):
        check(tmp_path, labels)
    assert "checked.gpkg" not in names_in(tmp_path)


def test_tiles_without_the_column_label(tmp_path: Path):
    tiles = write_grid(tmp_path / "tiles.gpkg", 2, 2)
    raster = write_raster(tmp_path / "ortho.tif", mosaic(truth_images(), SIDE))
    with pytest.raises(MissingField, match="no column label"):
        run(CheckLabels(str(tmp_path / "out.gpkg"), tiles, raster))


@pytest.mark.parametrize(
    ("name", "error"), [("missing.h5", UnreadableFile), ("missing.onnx", UnreadableFile), ("ortho.onnx", WrongModel)]
)
def test_weights_that_cannot_be_used(tmp_path: Path, name: str, error: type[Exception]):
    (tmp_path / "ortho.onnx").write_text("no graph")
    with pytest.raises(error, match=name):
        check(tmp_path, backbone_weights=str(tmp_path / name))
