"""Classification, with a model whose probability is a tile's brightness divided by 255."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image

from sattile_plugin.contract.errors import MissingBand, NoOverlap, UnreadableFile, WrongModel
from sattile_plugin.contract.jobs import ClassifyTiles
from sattile_plugin.engine.classify import uncertainty_of
from sattile_plugin.engine.io.image_sets import RasterSource, place_of
from sattile_plugin.engine.io.vectors import inspect_tiles

from ..builders import (
    Recorder,
    by_id,
    grey,
    names_in,
    read,
    run,
    square,
    write_brightness_model,
    write_grid,
    write_layer,
    write_raster,
)

STRIPES = np.repeat([[0, 51, 204, 250]], 10, axis=1)
"""Four tiles of 10 m side by side, of probability 0, 0.2, 0.8 and 1; the first is black and so has no image."""


@pytest.fixture
def classify(tmp_path: Path):
    """Classify a row of four tiles of 10 m; return the output, what was counted and what was said."""

    def run_it(pixels: np.ndarray, about: dict | None = None, **options) -> tuple[Path, dict, Recorder]:
        given = {
            "tiles": write_grid(tmp_path / "tiles.gpkg", 1, 4, note=list("abcd")),
            "raster": write_raster(tmp_path / "ortho.tif", pixels),
            "model": write_brightness_model(tmp_path / "model.onnx", **(about or {})),
        }
        output = tmp_path / "out.gpkg"
        done, recorder = run(ClassifyTiles(**{**given, **options}, output=str(output)))
        return output, done.metrics, recorder

    return run_it


def test_probability_class_and_uncertainty(classify):
    output, metrics, recorder = classify(grey(10, 40, STRIPES))
    assert read(output)["p_bati"].fillna(-1).tolist() == [-1, 0.2, 0.8, 0.980392]
    assert read(output)["predicted"].fillna("none").tolist() == ["none", "non_bati", "bati", "bati"]
    entropy = [-(p * np.log2(p) + (1 - p) * np.log2(1 - p)) for p in (0.2, 0.8, 250 / 255)]
    assert read(output)["uncertainty"].fillna(-1).tolist() == pytest.approx([-1, *entropy], abs=1e-6)
    counts = {"tile_count": 4, "bati": 2, "non_bati": 1, "no_image": 1, "out_of_domain": 0}
    fit = {"parting_p_bati": 0.5, "place_learned_from": 0, "place_temperature": 1}
    assert metrics == {**counts, "threshold": 0.5, "photo_stretched": False, "photo_sharpened": False, **fit}
    assert recorder.notices.pop("device") and recorder.notices == {"tiles_without_image": {"count": 1}}
    assert read(output)["novelty"].fillna(-1).tolist() == pytest.approx([-1, 0.2, 0.8, 0.980392], abs=1e-4)


def test_given_columns_stay(classify):
    output, _, _ = classify(grey(10, 40, STRIPES))
    assert by_id(output, "note") == {"t0": "a", "t1": "b", "t2": "c", "t3": "d"}


@pytest.mark.parametrize("chunk", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("batch_size", [1, 3, 100])
def test_pieces_and_batches_change_nothing(classify, monkeypatch: pytest.MonkeyPatch, chunk: int, batch_size: int):
    monkeypatch.setattr("sattile_plugin.engine.classify._CHUNK_TILES", chunk)
    output, metrics, recorder = classify(grey(10, 40, STRIPES), batch_size=batch_size)
    assert read(output)["p_bati"].fillna(-1).tolist() == [-1, 0.2, 0.8, 0.980392]
    assert metrics["tile_count"] == 4
    assert recorder.steps[-2:] == [("classify", 4, 4), ("write", 1, 1)]


@pytest.mark.parametrize(("threshold", "expected"), [(0.1, 3), (0.2, 3), (0.21, 2), (0.9, 1), (0.98, 1), (0.99, 0)])
def test_the_threshold_is_the_models(classify, threshold: float, expected: int):
    _, metrics, _ = classify(grey(10, 40, STRIPES), {"threshold": threshold})
    assert (metrics["bati"], metrics["threshold"]) == (expected, threshold)


@pytest.mark.parametrize(("bands", "p_bati"), [((1, 2, 3), 0.2), ((3, 2, 1), 0.8), ((2, 1, 3), 0.4)])
def test_the_first_band_given_is_red(classify, bands: tuple, p_bati: float):
    pixels = np.stack([np.full((10, 40), value, "uint8") for value in (51, 102, 204)])
    output, _, _ = classify(pixels, {"band": 0}, bands=bands)
    assert set(read(output)["p_bati"]) == {p_bati}


def test_16_bits_are_stretched_alike_for_all_tiles(classify, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sattile_plugin.engine.classify._CHUNK_TILES", 1)
    output, _, _ = classify(grey(10, 40, np.repeat([[1000, 2000, 3000, 5000]], 10, axis=1), "uint16"))
    assert read(output)["p_bati"].tolist() == pytest.approx([0, 0.25, 0.5, 1], abs=0.01)


def test_pixels_without_a_number_are_no_image(classify):
    values = np.repeat([[np.nan, 51, 102, 204]], 10, axis=1).astype("float32")
    output, metrics, _ = classify(grey(10, 40, values, "float32"))
    assert metrics["no_image"] == 1
    assert read(output)["predicted"].isna().tolist() == [True, False, False, False]


def test_results_of_an_earlier_model_do_not_stay(classify, tmp_path: Path):
    earlier = write_grid(tmp_path / "earlier.gpkg", 1, 4, p_bati=[0.9] * 4, predicted=["bati"] * 4)
    output, _, _ = classify(grey(10, 40, 204), {"classes": ["dark", "bright"]}, tiles=earlier)
    assert "p_bati" not in read(output) and set(read(output)["predicted"]) == {"bright"}


def test_tiles_outside_the_raster_have_no_class(classify):
    output, metrics, _ = classify(grey(10, 24, 204))
    assert read(output)["predicted"].fillna("none").tolist() == ["bati", "bati", "none", "none"]
    assert metrics["no_image"] == 2


def test_a_layer_where_no_tile_has_an_image(classify):
    output, metrics, _ = classify(grey(10, 40, 0))
    assert metrics["no_image"] == 4
    assert read(output)["p_bati"].isna().all() and read(output)["predicted"].isna().all()


def test_a_first_piece_without_any_image_does_not_fix_the_type_of_a_column(classify, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sattile_plugin.engine.classify._CHUNK_TILES", 1)
    output, _, _ = classify(grey(10, 40, np.repeat([[0, 0, 0, 204]], 10, axis=1)))
    assert read(output)["p_bati"].fillna(-1).tolist() == [-1, -1, -1, 0.8]
    assert read(output)["predicted"].fillna("none").tolist()[-1] == "bati"


def test_tiles_without_geometry_are_left_out(classify, tmp_path: Path):
    tiles = write_layer(tmp_path / "gap.gpkg", [square(0, 0, 10), None, square(30, 0, 10)], tile_id=list("abc"))
    output, metrics, recorder = classify(grey(10, 40, 204), tiles=tiles)
    assert read(output)["tile_id"].tolist() == ["a", "c"]
    assert metrics["tile_count"] == 2
    assert recorder.notices["geometries_dropped"] == {"count": 1, "layer": "gap.gpkg"}


@pytest.mark.parametrize(("size_m", "told"), [(10.0, False), (10.5, False), (20.0, True), (None, False)])
def test_tiles_of_another_size_than_trained_on_are_told(classify, size_m: float | None, told: bool):
    _, _, recorder = classify(grey(10, 40, 204), {"tile_size_m": size_m})
    assert ("tile_size_differs" in recorder.notices) == told


def test_the_layer_can_be_classified_in_place(classify, tmp_path: Path):
    output, _, _ = classify(grey(10, 40, STRIPES))
    again, _, _ = classify(grey(10, 40, 250), tiles=str(output))
    assert again == output
    assert read(output)["p_bati"].tolist() == [0.980392] * 4


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"tiles": "missing.gpkg"}, UnreadableFile),
        ({"raster": "missing.tif"}, UnreadableFile),
        ({"model": "missing.onnx"}, UnreadableFile),
        ({"bands": (1, 2, 5)}, MissingBand),
    ],
)
def test_inputs_that_do_not_go_together(classify, tmp_path: Path, options: dict, error: type[Exception]):
    with pytest.raises(error):
        classify(grey(10, 40, 204), **options)
    assert names_in(tmp_path) == ["model.onnx", "ortho.tif", "tiles.gpkg"]


def test_a_raster_elsewhere(classify, tmp_path: Path):
    far = write_raster(tmp_path / "far.tif", grey(10, 40), corner=(5000, 5000))
    with pytest.raises(NoOverlap, match=r"far\.tif and .*tiles\.gpkg do not overlap"):
        classify(grey(10, 40), raster=far)


def test_a_model_for_something_else(classify):
    with pytest.raises(WrongModel, match="segmentation"):
        classify(grey(10, 40), {"task": "segmentation"})


@pytest.mark.parametrize(
    ("adapt", "learned_here", "bati"),
    [(True, False, 30), (False, False, 0), (True, True, 0)],
    ids=["a new place", "not wanted", "a place of training"],
)
def test_a_new_place_that_looks_less_built_parts_in_its_own_valley(
    tmp_path: Path, adapt: bool, learned_here: bool, bati: int
):
    """Thirty tiles of probability 0.04 to 0.06 and thirty around 0.5, most of them below the threshold of 0.55."""
    values = np.concatenate([np.resize([10, 12, 14], 30), np.resize([122, 130, 138], 30)])
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 60)
    raster = write_raster(tmp_path / "ortho.tif", grey(10, 600, np.repeat([values], 10, axis=1)))
    layer = inspect_tiles(tiles, Recorder())
    origins = [place_of(layer.crs, layer.bounds)] if learned_here else []
    model = write_brightness_model(tmp_path / "model.onnx", threshold=0.55, training=origins)
    job = ClassifyTiles(tiles, raster, model, str(tmp_path / "out.gpkg"), adapt=adapt)
    done, recorder = run(job)
    assert done.metrics["bati"] == bati
    assert ("adapted" in recorder.notices) == (bati > 0)
    assert (done.metrics["parting_p_bati"] < 0.4) == (bati > 0)
    learned = {"place": "ortho.tif", "count": 60} if adapt and not learned_here else None
    assert recorder.notices.get("place_learned") == learned
    assert done.metrics["place_learned_from"] == (60 if learned else 0)
    assert ("place_surer" in recorder.notices) == (done.metrics["place_temperature"] < 0.8) == (learned is not None)


@pytest.mark.parametrize("sample", [1, 3, 300])
def test_a_tile_of_the_sample_is_not_looked_at_again(classify, monkeypatch: pytest.MonkeyPatch, sample: int):
    looked, look = [], RasterSource.read
    monkeypatch.setattr("sattile_plugin.engine.model.acquaintance.SAMPLE_TILES", sample)
    monkeypatch.setattr("sattile_plugin.engine.classify._CHUNK_TILES", 3)
    monkeypatch.setattr(RasterSource, "read", lambda *call: looked.append(call) or look(*call))
    output, _, recorder = classify(grey(10, 40, STRIPES))
    assert read(output)["p_bati"].fillna(-1).tolist() == [-1, 0.2, 0.8, 0.980392]
    assert len(looked) == 4 and ("classify", 4, 4) in recorder.steps


def test_uncertainty_is_highest_in_doubt():
    p_bati = np.array([0, 0.1, 0.5, 0.9, 1, np.nan])
    found = uncertainty_of(np.stack([1 - p_bati, p_bati], axis=1))
    assert found[[0, 2, 4]].tolist() == [0, 1, 0]
    assert found[1] == pytest.approx(found[3])
    assert np.isnan(found[5])


def test_output_geometries_are_the_tiles(classify):
    output, _, _ = classify(grey(10, 40, STRIPES))
    assert shapely.union_all(read(output).geometry.to_numpy()).equals(shapely.box(0, 0, 40, 10))


def row_of_photos(mean: float, spread: float, detail_px: int = 1) -> np.ndarray:
    """Return thirty tiles of 64 px side by side, darker ones and brighter ones in turn, (3, 64, 1920)."""
    coarse = np.random.default_rng(1).normal(size=(64 // detail_px, 30 * 64 // detail_px)).clip(-2, 2)
    noise = np.asarray(Image.fromarray(coarse.astype(np.float32)).resize((30 * 64, 64), Image.Resampling.BICUBIC))
    brighter = np.resize([-1, 1], 30).repeat(64)
    return grey(64, 30 * 64, np.clip(mean + spread * (noise / 2 + brighter), 1, 255))


@pytest.mark.parametrize(
    ("pixels", "adapt", "bati", "notice"),
    [
        (row_of_photos(128, 45), True, 15, None),
        (row_of_photos(60, 12), True, 15, "photo_stretched"),
        (row_of_photos(60, 12), False, 0, "photo_dull"),
    ],
    ids=["as in training", "dull", "dull and not fitted"],
)
def test_a_dull_photo_is_stretched_to_the_grey_values_of_training(
    tmp_path: Path, pixels: np.ndarray, adapt: bool, bati: int, notice: str | None
):
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 30)
    raster = write_raster(tmp_path / "ortho.tif", pixels, resolution=10 / 64)
    trained = {"tile_size_px": 64, "appearance": [{"detail_px": 1.0, "low": 40.0, "high": 216.0}]}
    layer = inspect_tiles(tiles, Recorder())
    about = trained | {"training": [place_of(layer.crs, layer.bounds)]}
    model = write_brightness_model(tmp_path / "model.onnx", **about)
    done, recorder = run(ClassifyTiles(tiles, raster, model, str(tmp_path / "out.gpkg"), adapt=adapt))
    assert done.metrics["bati"] == bati and done.metrics["photo_stretched"] == (notice == "photo_stretched")
    assert set(recorder.notices) == {"device"} | ({notice} if notice else set())


@pytest.mark.parametrize(("adapt", "notice"), [(True, "photo_sharpened"), (False, "photo_blurred")])
def test_a_photo_with_little_detail_is_told_and_sharpened(tmp_path: Path, adapt: bool, notice: str):
    """Of a photo that has one pixel where the tiles have eight; probabilities become no surer, so clearly they part."""
    pixels = row_of_photos(128, 45, detail_px=8)
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 30)
    raster = write_raster(tmp_path / "ortho.tif", pixels, resolution=10 / 64)
    trained = {"tile_size_px": 64, "appearance": [{"detail_px": 1.0, "low": 40.0, "high": 216.0}]}
    model = write_brightness_model(tmp_path / "model.onnx", **trained)
    done, recorder = run(ClassifyTiles(tiles, raster, model, str(tmp_path / "out.gpkg"), adapt=adapt))
    assert done.metrics["photo_sharpened"] == adapt and not done.metrics["photo_stretched"]
    assert done.metrics["place_learned_from"] == 30 * adapt and done.metrics["place_temperature"] == 1
    assert recorder.notices[notice]["place"] == "ortho.tif" and 2.5 < recorder.notices[notice]["times"] < 10


def test_a_layer_of_which_hardly_a_tile_has_a_geometry(tmp_path: Path):
    tiles = write_layer(tmp_path / "tiles.gpkg", [None] * 2000 + [square(0, 0, 10)])
    given = {"tiles": tiles, "raster": write_raster(tmp_path / "ortho.tif", grey(10, 10, 200))}
    given["model"] = write_brightness_model(tmp_path / "model.onnx")
    done, recorder = run(ClassifyTiles(**given, output=str(tmp_path / "out.gpkg")))
    assert done.metrics["tile_count"] == done.metrics["bati"] == 1
    assert recorder.notices["geometries_dropped"]["count"] == 2000
