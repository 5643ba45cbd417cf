"""Training that goes on: from a run that was ended, from a model, from what a model already learned."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

keras = pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: training is not tested")

from sattile_plugin.contract.errors import WrongModel  # noqa: E402
from sattile_plugin.contract.jobs import EvaluateClassifier  # noqa: E402
from sattile_plugin.engine.model.onnx_file import TileModel  # noqa: E402

from ..builders import Recorder, by_id, names_in, run  # noqa: E402
from .training_scene import OUTPUTS, SIZE_PX, relabelled, small_cnn, tiles_of  # noqa: E402


class Ended(BaseException):
    """What ends a run from outside."""


class EndsAt(Recorder):
    """A reporter in whose second epoch the run is ended."""

    def notice(self, name: str, **values: Any) -> None:
        if name == "epoch" and values["epoch"] == 2:
            raise Ended
        super().notice(name, **values)


def test_a_run_that_was_ended_is_gone_on_from(tmp_path: Path, scene: dict):
    job = small_cnn(tmp_path, scene, epochs=4)
    with pytest.raises(Ended):
        run(job, EndsAt())
    assert ".partial-model.training" in names_in(tmp_path) and "model.onnx" not in names_in(tmp_path)
    _, recorder = run(job)
    assert recorder.steps.count(("train", 1, 24)) == 0
    assert [name for name in names_in(tmp_path) if name.startswith(("model", "."))] == OUTPUTS
    resumed = TileModel(str(tmp_path / "model.onnx")).predict(tiles_of(130))
    run(small_cnn(tmp_path, scene, epochs=4, output=str(tmp_path / "whole.onnx")))
    (_, *ended), (_, *whole) = (
        json.loads((tmp_path / f"{name}.json").read_text("utf-8"))["curves"]["train"] for name in ("model", "whole")
    )
    assert len(whole) == 4 and all(point == pytest.approx(other, abs=1e-4) for point, other in zip(ended, whole))
    assert resumed == pytest.approx(TileModel(str(tmp_path / "whole.onnx")).predict(tiles_of(130)), abs=1e-4)


@pytest.mark.parametrize("changed", ["label", "split", "raster"])
def test_a_run_does_not_go_on_with_other_tiles(tmp_path: Path, scene: dict, changed: str):
    """Else what was learned of the old ones would be held for learned of the new ones."""
    job = small_cnn(tmp_path, scene, epochs=4)
    with pytest.raises(Ended):
        run(job, EndsAt())
    if changed == "raster":
        os.utime(scene["raster"][0], (1, 1))
    else:
        tiles = gpd.read_file(scene["tiles"][0])
        first, second = (tiles.index[tiles[changed] == value][0] for value in tiles[changed].unique()[:2])
        tiles.loc[[first, second], changed] = tiles.loc[[second, first], changed].to_numpy()
        tiles.to_file(scene["tiles"][0])
    _, recorder = run(job)
    assert recorder.steps.count(("train", 1, 24)) == 1


def test_a_small_network_is_trained_on(trained, tmp_path: Path, scene: dict):
    """One epoch would not suffice to learn what is bright and dark from nothing."""
    first = str(trained[0] / "model.onnx")
    done, _ = run(small_cnn(tmp_path, scene, start_from=first, epochs=1, tile_size_px=None))
    assert done.metrics["validation"]["accuracy"] == 1.0
    model = TileModel(str(tmp_path / "model.onnx"))
    assert model.tile_size_px == SIZE_PX
    assert [origin["tiles"] for origin in model.metadata["training"]] == [
        str(trained[0] / "tiles.gpkg"),
        str(tmp_path / "tiles.gpkg"),
    ]
    card = json.loads((tmp_path / "model.stac.json").read_text("utf-8"))["properties"]
    assert card["mlm:pretrained"] and card["mlm:pretrained_source"].startswith("model.onnx, 20")


def test_going_on_with_another_split_of_the_place_is_told(trained, tmp_path: Path):
    folder, _, _ = trained
    parts = ["test"] * 8 + ["validation"] * 8 + ["train"] * 48
    labels = by_id(folder / "tiles.gpkg", "label")
    options = {"start_from": str(folder / "model.onnx"), "output": str(tmp_path / "further.onnx"), "epochs": 1}
    _, recorder = run(small_cnn(tmp_path, relabelled(tmp_path, label=[*labels.values()], split=parts), **options))
    assert "test_maybe_learned" in recorder.notices
    page = (tmp_path / "further.html").read_text("utf-8")
    assert "The model learned at this place, by another layer or split" in page


def test_going_on_never_makes_a_small_network_worse(trained, tmp_path: Path, scene: dict):
    """Shown the opposite of the truth, it stays as it was."""
    tiles = gpd.read_file(scene["tiles"][0])
    wrong = tiles["label"].map({"bati": "non_bati", "non_bati": "bati"})
    tiles["label"] = tiles["label"].where(tiles["split"] != "train", wrong)
    tiles.to_file(scene["tiles"][0])
    first = str(trained[0] / "model.onnx")
    done, _ = run(small_cnn(tmp_path, scene, start_from=first, epochs=3, tile_size_px=None))
    assert done.metrics["validation"]["accuracy"] == 1.0


def test_another_split_of_the_place_that_was_learned_from_is_told(trained, tmp_path: Path, scene: dict):
    tiles, raster, model = scene["tiles"][0], scene["raster"][0], str(trained[0] / "model.onnx")
    job = EvaluateClassifier(model, str(tmp_path / "out.json"), (tiles,), (raster,))
    assert not {"learned_part", "place_maybe_learned"} & set(run(job)[1].notices)
    frame = gpd.read_file(tiles)
    frame["split"] = frame["split"].to_numpy()[::-1]
    frame.to_file(tiles)
    assert "place_maybe_learned" in run(job)[1].notices
    assert "tiles that it never saw, the" not in (tmp_path / "out.html").read_text("utf-8")


def test_a_model_without_its_keras_file_cannot_be_gone_on_from(tmp_path: Path, scene: dict):
    run(small_cnn(tmp_path, scene, epochs=1))
    (tmp_path / "model.keras").unlink()
    job = small_cnn(tmp_path, scene, output=str(tmp_path / "b.onnx"), start_from=str(tmp_path / "model.onnx"))
    with pytest.raises(WrongModel, match=r"model\.keras cannot be used"):
        run(job)
    assert not (tmp_path / "b.onnx").exists()
