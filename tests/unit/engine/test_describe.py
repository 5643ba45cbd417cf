"""Describing images: by a backbone whose features are the means of the bands and of their squares."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image

from sattile_plugin.contract.errors import InvalidOption, NoOverlap, OutputOccupied, TooFewTiles, UnreadableFile
from sattile_plugin.contract.jobs import DescribeImages
from sattile_plugin.engine.communes import feature_cache
from sattile_plugin.engine.communes.described import Described, read_described
from sattile_plugin.engine.model.features import Backbone

from ..builders import Recorder, grey, names_in, read, run, square, write_brightness_model, write_grid, write_layer
from ..builders import write_raster as raster
from .brightness import write_backbone

LEVELS = [10, 60, 110, 160]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(feature_cache.platformdirs, "user_cache_dir", lambda *_, **__: str(folder))
    return folder


def stripes(tmp_path: Path) -> str:
    """Write four tiles of 10 m in a row, each of one grey."""
    return raster(tmp_path / "ortho.tif", grey(10, 40, np.repeat(LEVELS, 10)[None, None]))


def describe(tmp_path: Path, **options: object) -> tuple[Described, dict, Recorder]:
    given = {"raster": str(tmp_path / "ortho.tif"), "output": str(tmp_path / "features.parquet")}
    given |= {"backbone_weights": write_backbone(tmp_path / "backbone.onnx")}
    done, recorder = run(DescribeImages(**{**given, **options}))
    return read_described(done.outputs["output"]), done.metrics, recorder


def test_each_tile_has_its_features(tmp_path: Path):
    stripes(tmp_path)
    found, metrics, _ = describe(tmp_path, tiles=write_grid(tmp_path / "tiles.gpkg", 1, 4, note=list("abcd")))
    assert found.features[:, 0] == pytest.approx(LEVELS, abs=1)
    assert found.features[:, 3] == pytest.approx(np.square(LEVELS), rel=0.2)
    assert found.frame["note"].tolist() == list("abcd")
    assert found.about["size_px"] == 16 and found.about["views"] == "4"
    assert metrics == {"described": 4, "n_features": 6, "no_image": 0}


def test_a_second_run_computes_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    stripes(tmp_path)
    first, _, _ = describe(tmp_path, tiles=write_grid(tmp_path / "two.gpkg", 1, 2))
    seen: list[int] = []
    look = Backbone.describe
    monkeypatch.setattr(
        Backbone, "describe", lambda self, tiles, views: seen.append(len(tiles)) or look(self, tiles, views)
    )
    again, _, _ = describe(tmp_path, tiles=write_grid(tmp_path / "four.gpkg", 1, 4))
    assert seen == [2]
    assert np.array_equal(again.features[:2], first.features)
    raster(tmp_path / "ortho.tif", grey(10, 40, 200))
    changed, _, _ = describe(tmp_path, tiles=str(tmp_path / "four.gpkg"))
    assert seen == [2, 4] and changed.features[:, 0].tolist() == [200] * 4


def test_features_of_an_older_recipe_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    stripes(tmp_path)
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 4)
    first, _, _ = describe(tmp_path, tiles=tiles)
    look = Backbone.describe
    monkeypatch.setattr(Backbone, "describe", lambda self, tiles, views: 2 * look(self, tiles, views))
    monkeypatch.setattr("sattile_plugin.engine.describe._RECIPE", 10)
    again, _, _ = describe(tmp_path, tiles=tiles)
    assert np.array_equal(again.features, 2 * first.features)


def test_an_ended_run_keeps_its_finished_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from sattile_plugin.engine import describe as module

    stripes(tmp_path)
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 4)
    monkeypatch.setattr(module, "_PART_TILES", 1)
    look, seen = Backbone.describe, []

    def ended(self: Backbone, images: np.ndarray, views: int) -> np.ndarray:
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(1)
        return look(self, images, views)

    monkeypatch.setattr(Backbone, "describe", ended)
    with pytest.raises(KeyboardInterrupt):
        describe(tmp_path, tiles=tiles)
    assert "features.parquet" not in names_in(tmp_path)
    seen.append(1)
    found, _, recorder = describe(tmp_path, tiles=tiles)
    assert len(seen) == 5 and found.features[:, 0] == pytest.approx(LEVELS, abs=1)
    assert ("features", 2, 4) in recorder.steps


def test_tiles_without_image_are_left_out_and_told(tmp_path: Path):
    stripes(tmp_path)
    found, metrics, recorder = describe(tmp_path, tiles=write_grid(tmp_path / "tiles.gpkg", 1, 6))
    assert found.frame["tile_id"].tolist() == ["t0", "t1", "t2", "t3"]
    assert metrics["no_image"] == 2 and recorder.notices["tiles_without_image"] == {"count": 2}


def test_a_trained_model_describes_by_its_last_layer(tmp_path: Path):
    stripes(tmp_path)
    model = write_brightness_model(tmp_path / "model.onnx")
    found, _, _ = describe(tmp_path, tiles=write_grid(tmp_path / "tiles.gpkg", 1, 4), model=model)
    assert found.features.tolist() == [[level] * 3 for level in LEVELS]


@pytest.mark.parametrize(("outline", "mean"), [("box", 100), ("polygon", 50)])
def test_one_image_a_commune(tmp_path: Path, outline: str, mean: float):
    """The commune is the lower left half of a square that is grey 100 all over."""
    raster(tmp_path / "ortho.tif", grey(40, 40, 100))
    half = shapely.Polygon([(0, 0), (40, 0), (0, 40)])
    communes = write_layer(tmp_path / "communes.gpkg", [half], nom=["A/B"])
    found, _, _ = describe(tmp_path, communes=communes, outline=outline)
    assert found.of_communes and found.frame["commune_id"].tolist() == ["A/B"]
    assert found.features[0, 0] == pytest.approx(mean, rel=0.07)
    assert names_in(tmp_path / "images_redimensionnees") == ["A_B.png"]
    image = np.asarray(Image.open(tmp_path / "images_redimensionnees" / "A_B.png"))
    assert image[-1, 0].tolist() == [100] * 3
    assert image[0, -1].tolist() == ([100] * 3 if outline == "box" else [0] * 3)


def test_tiles_like_one(tmp_path: Path):
    raster(tmp_path / "ortho.tif", grey(10, 40, np.repeat([200, 10, 190, 20], 10)[None, None]))
    describe(tmp_path, tiles=write_grid(tmp_path / "tiles.gpkg", 1, 4), like="t3")
    ranked = read(tmp_path / "features_like.gpkg")
    assert ranked["tile_id"].tolist()[:2] == ["t3", "t1"]
    assert ranked["likeness_rank"].tolist() == [1, 2, 3, 4]
    assert ranked["likeness"].iloc[0] == 1 and ranked["likeness"].is_monotonic_decreasing


def test_images_of_communes_do_not_take_each_others_place(tmp_path: Path):
    raster(tmp_path / "ortho.tif", grey(40, 40, 100))
    names = ["A/B", "A:B", "a_b", "M'tal"]
    communes = write_layer(tmp_path / "communes.gpkg", [square(10 * n, 0, 10) for n in range(4)], nom=names)
    describe(tmp_path, communes=communes)
    found = names_in(tmp_path / "images_redimensionnees")
    assert found == ["A_B (2).png", "A_B.png", "M'tal.png", "a_b (3).png"]


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"like": "t9"}, InvalidOption, "like is t9; expected a tile_id, such as t0"),
        ({"raster": "missing.tif"}, UnreadableFile, "there is no such file"),
        ({"output": "images"}, OutputOccupied, "a folder"),
    ],
)
def test_what_cannot_be_described(tmp_path: Path, options: dict, error: type[Exception], words: str):
    stripes(tmp_path)
    (tmp_path / "images.parquet").mkdir()
    if "output" in options:
        options = {"output": str(tmp_path / "images.parquet")}
    with pytest.raises(error, match=words):
        describe(tmp_path, tiles=write_grid(tmp_path / "tiles.gpkg", 1, 4), **options)
    assert "features_like.gpkg" not in names_in(tmp_path)


def test_tiles_elsewhere(tmp_path: Path):
    stripes(tmp_path)
    with pytest.raises(NoOverlap):
        describe(tmp_path, tiles=write_grid(tmp_path / "tiles.gpkg", 1, 4, south=900))
    raster(tmp_path / "ortho.tif", grey(10, 40, 0))
    with pytest.raises(TooFewTiles):
        describe(tmp_path, tiles=write_grid(tmp_path / "here.gpkg", 1, 4))
