"""Training on image libraries, with and without folders of parts, and measuring what came of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: training is not tested")

from sattile_plugin.contract.errors import TooFewTiles
from sattile_plugin.contract.jobs import EvaluateClassifier
from sattile_plugin.engine.model.onnx_file import TileModel

from ..builders import run
from .training_scene import SIZE_PX, small_cnn


def make_library(folder: Path, parts: list[str], count: int = 10) -> str:
    for part in parts:
        for name, value in (("bati", 220), ("non_bati", 40)):
            (folder / "library" / part / name).mkdir(parents=True)
            for number in range(count):
                image = Image.new("RGB", (SIZE_PX, SIZE_PX), (value + number,) * 3)
                image.save(folder / "library" / part / name / f"{number}.png")
    return str(folder / "library")


def test_a_library_with_parts(tmp_path: Path):
    library = make_library(tmp_path, ["train", "validation"])
    done, recorder = run(small_cnn(tmp_path, {}, library=(library,), epochs=1))
    assert (done.metrics["train_tiles"], done.metrics["validation_tiles"], done.metrics["test_tiles"]) == (20, 20, 0)
    assert "no_test_tiles" in recorder.notices and "parts_drawn_at_random" not in recorder.notices
    assert TileModel(str(tmp_path / "model.onnx")).metadata["tile_size_m"] is None


def test_a_library_without_parts_is_split_at_random(tmp_path: Path):
    done, recorder = run(small_cnn(tmp_path, {}, library=(make_library(tmp_path, [""], 20),), epochs=1))
    assert (done.metrics["train_tiles"], done.metrics["validation_tiles"], done.metrics["test_tiles"]) == (28, 6, 6)
    assert "parts_drawn_at_random" in recorder.notices


def test_a_library_that_was_split_at_random_is_measured_on_the_same_test_images(tmp_path: Path):
    library = make_library(tmp_path, [""], 20)
    trained, _ = run(small_cnn(tmp_path, {}, library=(library,), epochs=1))
    job = EvaluateClassifier(str(tmp_path / "model.onnx"), str(tmp_path / "out.json"), library=(library,))
    done, recorder = run(job)
    assert done.metrics["tile_count"] == 6
    assert done.metrics["accuracy"]["value"] == pytest.approx(trained.metrics["test"]["accuracy"])
    assert "parts_drawn_at_random" in recorder.notices
    assert not {"learned_part", "place_maybe_learned"} & set(recorder.notices)
    assert run(replace(job, part="all"))[1].notices["learned_part"] == {"model": "model.onnx", "part": "train"}


def test_a_model_that_split_the_library_otherwise_may_know_its_test_images(tmp_path: Path):
    library = make_library(tmp_path, [""], 20)
    for name, seed in (("model", 1), ("other", 2)):
        run(small_cnn(tmp_path, {}, library=(library,), epochs=1, seed=seed, output=str(tmp_path / f"{name}.onnx")))
    model, other = (str(tmp_path / f"{name}.onnx") for name in ("model", "other"))
    job = EvaluateClassifier(model, str(tmp_path / "out.json"), library=(library,), other_model=other)
    assert run(job)[1].notices["place_maybe_learned"] == {"model": "other.onnx"}


def test_going_on_with_the_same_library_keeps_its_parts(tmp_path: Path):
    library, further = make_library(tmp_path, [""], 20), str(tmp_path / "further.onnx")
    first, _ = run(small_cnn(tmp_path, {}, library=(library,), epochs=1))
    going_on = small_cnn(tmp_path, {}, library=(library,), epochs=1, seed=2, start_from=first.outputs["output"])
    _, recorder = run(replace(going_on, output=further))
    assert "test_maybe_learned" not in recorder.notices
    done, recorder = run(EvaluateClassifier(further, str(tmp_path / "out.json"), library=(library,)))
    assert done.metrics["tile_count"] == 6
    assert not {"learned_part", "place_maybe_learned"} & set(recorder.notices)


def test_another_library_without_parts_is_measured_whole(tmp_path: Path):
    run(small_cnn(tmp_path, {}, library=(make_library(tmp_path, [""], 20),), epochs=1))
    (tmp_path / "new").mkdir()
    library = make_library(tmp_path / "new", [""], 3)
    job = EvaluateClassifier(str(tmp_path / "model.onnx"), str(tmp_path / "out.json"), library=(library,))
    assert run(job)[0].metrics["tile_count"] == 6


@pytest.mark.parametrize(("count", "enough"), [(1, False), (13, False), (14, True)])
def test_how_many_images_a_random_split_needs(tmp_path: Path, count: int, enough: bool):
    job = small_cnn(tmp_path, {}, library=(make_library(tmp_path, [""], count),), epochs=1)
    if enough:
        assert run(job)[0].metrics["validation_tiles"] == 4
        return
    with pytest.raises(TooFewTiles, match=f"has {count} images of class non_bati to split at random; .* at least 14"):
        run(job)
