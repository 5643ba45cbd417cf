"""Evaluation at a place that the model did not learn from, and that teaches what tells its tiles apart.

The model goes by red alone; at this place green and blue tell what is built, and red does so with much noise.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sattile_plugin.contract.jobs import ClassifyTiles, EvaluateClassifier
from sattile_plugin.engine.evaluation.verdicts import Verdicts
from sattile_plugin.engine.io.image_sets import labelled_images
from sattile_plugin.engine.model.acquaintance import Acquaintance
from sattile_plugin.engine.model.adaptation import PlaceFit, fit_to_place
from sattile_plugin.engine.model.appearance import Retouch
from sattile_plugin.engine.model.onnx_file import TileModel

from ...builders import Recorder, by_id, run, write_brightness_model, write_grid, write_raster

SIDE = 12
TRUTH = np.arange(SIDE * SIDE) % 2


@pytest.fixture
def ground(tmp_path: Path) -> dict[str, str]:
    generator = np.random.default_rng(1)
    red = 110 + 35 * TRUTH + generator.normal(0, 30, TRUTH.size)
    green = 90 + 60 * TRUTH + generator.normal(0, 6, TRUTH.size)
    bands = np.stack([red, green, green]).clip(1, 255).reshape(3, SIDE, SIDE)[:, ::-1]
    pixels = bands.repeat(10, axis=1).repeat(10, axis=2).astype("uint8")
    label = np.array(["non_bati", "bati"])[TRUTH].tolist()
    return {
        "tiles": write_grid(tmp_path / "tiles.gpkg", SIDE, SIDE, label=label, split=["test"] * TRUTH.size),
        "raster": write_raster(tmp_path / "ortho.tif", pixels),
        "model": write_brightness_model(tmp_path / "model.onnx", band=0),
    }


def evaluated(ground: dict[str, str], folder: Path, adapt: bool) -> tuple[float, dict[str, float]]:
    layer = str(folder / f"map-{adapt}.gpkg")
    output, given = str(folder / f"report-{adapt}.json"), ((ground["tiles"],), (ground["raster"],))
    done, _ = run(EvaluateClassifier(ground["model"], output, *given, layer=layer, adapt=adapt))
    said = by_id(layer, "predicted"), by_id(layer, "probability")
    return done.metrics["accuracy"]["value"], {
        tile: probability if said[0][tile] == "bati" else 1 - probability for tile, probability in said[1].items()
    }


def test_what_the_place_teaches_is_measured_as_classify_has_it(ground: dict[str, str], tmp_path: Path):
    accuracy, said = evaluated(ground, tmp_path, adapt=True)
    run(ClassifyTiles(ground["tiles"], ground["raster"], ground["model"], str(tmp_path / "out.gpkg")))
    assert by_id(tmp_path / "out.gpkg", "p_bati") == pytest.approx(said, abs=1e-4)
    assert accuracy > evaluated(ground, tmp_path, adapt=False)[0] + 0.02


def test_how_the_model_was_fitted_is_on_record(ground: dict[str, str], tmp_path: Path):
    for adapt in (True, False):
        evaluated(ground, tmp_path, adapt)
        report = json.loads((tmp_path / f"report-{adapt}.json").read_text(encoding="utf-8"))
        assert report["created"] and report["duration_s"] > 0 and report["versions"]["sattile"]
        assert [fit["learned_from"] for fit in report["fitted"]] == [TRUTH.size] * adapt
    assert report["job"]["raster"] == [ground["raster"]]


def test_a_changed_image_of_a_tile_is_judged_by_the_same_rule(ground: dict[str, str], tmp_path: Path):
    """So the heat of an error shows what led to it, and not what the model alone would have gone by."""
    job = EvaluateClassifier(ground["model"], str(tmp_path / "r.json"), (ground["tiles"],), (ground["raster"],))
    images = labelled_images(job, (), Recorder(), None)
    model, table = TileModel(ground["model"]), images.table
    tiles = np.stack([image.pixels for image in images.read(table.index.tolist(), model.tile_size_px)])
    seen = model.see(tiles)
    place = fit_to_place(seen.probability[:, 1], seen.embedding)
    learned = (Acquaintance(seen, fit, Retouch()) for fit in (place, PlaceFit()))
    fitted, plain = (Verdicts(model, table, seen, {0: each}) for each in learned)
    assert place.n_learned == len(tiles)
    for verdicts in (fitted, plain):
        again = np.concatenate([verdicts.predict(position, tiles[position][None]) for position in (0, 1, 50)])
        assert again == pytest.approx(verdicts.seen.probability[[0, 1, 50]], abs=1e-5)
    assert np.abs(fitted.seen.probability - plain.seen.probability).max() > 0.05
