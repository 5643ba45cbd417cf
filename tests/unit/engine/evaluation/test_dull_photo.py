"""Evaluation of a photo whose grey values reach less far than those of training, by a model of brightness."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sattile_plugin.contract.jobs import ClassifyTiles, EvaluateClassifier
from sattile_plugin.engine.evaluation.verdicts import Verdicts
from sattile_plugin.engine.io.image_sets import labelled_images
from sattile_plugin.engine.io.rasters import Stretch
from sattile_plugin.engine.model.acquaintance import Acquaintance
from sattile_plugin.engine.model.adaptation import PlaceFit
from sattile_plugin.engine.model.appearance import Retouch
from sattile_plugin.engine.model.onnx_file import TileModel

from ...builders import Recorder, by_id, grey, run, write_brightness_model, write_grid, write_raster

SIDE, SIZE_PX = 6, 64
BATI = np.arange(SIDE * SIDE) % 2 == 1
LABEL = np.where(BATI, "bati", "non_bati").tolist()


def dull(bati: bool, number: int, detail_px: int = 1) -> np.ndarray:
    """Return an image whose grey values lie between 40 and 80, the upper half of them where something is built."""
    side = SIZE_PX // detail_px
    coarse = np.random.default_rng(number).integers(40 + 20 * bati, 61 + 20 * bati, (side, side), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((SIZE_PX, SIZE_PX), Image.Resampling.BICUBIC))


@pytest.fixture
def model(tmp_path: Path) -> str:
    trained = {"tile_size_px": SIZE_PX, "appearance": [{"detail_px": 1.0, "low": 20.0, "high": 240.0}]}
    return write_brightness_model(tmp_path / "model.onnx", **trained)


def make_ground(tmp_path: Path, detail_px: int = 1, label: Sequence[str] = LABEL) -> dict[str, Any]:
    images = np.stack([dull(bati, number, detail_px) for number, bati in enumerate(BATI)])
    mosaic = images.reshape(SIDE, SIDE, SIZE_PX, SIZE_PX)[::-1].swapaxes(1, 2).reshape(SIDE * SIZE_PX, SIDE * SIZE_PX)
    raster = write_raster(tmp_path / "ortho.tif", grey(*mosaic.shape, mosaic), resolution=10 / SIZE_PX)
    return {"tiles": (write_grid(tmp_path / "tiles.gpkg", SIDE, SIDE, label=list(label)),), "raster": (raster,)}


@pytest.fixture
def ground(tmp_path: Path) -> dict[str, Any]:
    return make_ground(tmp_path)


@pytest.fixture
def library(tmp_path: Path) -> dict[str, Any]:
    for number, (bati, label) in enumerate(zip(BATI, LABEL)):
        (tmp_path / "library" / label).mkdir(parents=True, exist_ok=True)
        Image.fromarray(dull(bati, number)).save(tmp_path / "library" / label / f"{number}.png")
    return {"library": (str(tmp_path / "library"),)}


@pytest.mark.parametrize("given", ["ground", "library"])
@pytest.mark.parametrize(("adapt", "accuracy"), [(True, 1.0), (False, 0.5)])
def test_a_dull_photo_is_measured_as_classify_sees_it(
    request: pytest.FixtureRequest, tmp_path: Path, model: str, given: str, adapt: bool, accuracy: float
):
    errors = tmp_path / "errors"
    images = request.getfixturevalue(given)
    job = EvaluateClassifier(
        model, str(tmp_path / "report.json"), **images, part="all", adapt=adapt, errors=str(errors)
    )
    done, recorder = run(job)
    assert done.metrics["accuracy"]["value"] == accuracy
    assert ("photo_stretched" in recorder.notices, "photo_dull" in recorder.notices) == (adapt, not adapt)
    fitted = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["fitted"]
    assert [fit.get("stretched") for fit in fitted] == [True] * adapt
    assert sum(path.stem[:3].isdigit() for path in errors.iterdir()) == round((1 - accuracy) * BATI.size)


def test_a_photo_dull_and_blurred_is_measured_as_classify_has_it(tmp_path: Path, model: str):
    ground, layer = make_ground(tmp_path, detail_px=8), str(tmp_path / "map.gpkg")
    _, recorder = run(EvaluateClassifier(model, str(tmp_path / "report.json"), **ground, part="all", layer=layer))
    assert {"photo_sharpened", "photo_stretched"} <= set(recorder.notices)
    done, _ = run(ClassifyTiles(*ground["tiles"], *ground["raster"], model, str(tmp_path / "out.gpkg")))
    assert done.metrics["place_temperature"] == 1
    p_bati, said = by_id(tmp_path / "out.gpkg", "p_bati"), by_id(layer, "probability")
    assert {tile: max(p, 1 - p) for tile, p in p_bati.items()} == pytest.approx(said, abs=1e-4)


@pytest.mark.parametrize("adapt", [True, False])
def test_a_dull_tile_is_shown_as_the_model_saw_it(tmp_path: Path, model: str, adapt: bool):
    wrong = ["bati" if name == "non_bati" else "non_bati" for name in LABEL] if adapt else LABEL
    output, errors = tmp_path / "report.json", tmp_path / "errors"
    ground = make_ground(tmp_path, label=wrong)
    run(EvaluateClassifier(model, str(output), **ground, part="all", adapt=adapt, errors=str(errors), max_errors=4))
    shown = [np.asarray(Image.open(path))[:300, :300] for path in sorted(errors.glob("0*.png"))]
    examples = json.loads(output.read_text(encoding="utf-8"))["examples"]
    shown += [np.asarray(Image.open(BytesIO(b64decode(each["image"])))) for each in examples]
    span = max(int(image.max()) for image in shown) - min(int(image.min()) for image in shown)
    assert len(shown) > 4 and (span > 120) == adapt


def test_a_changed_image_is_retouched_as_the_tile_was(model: str, ground: dict[str, Any], tmp_path: Path):
    job = EvaluateClassifier(model, str(tmp_path / "report.json"), **ground)
    images, opened, retouch = labelled_images(job, (), Recorder(), None), TileModel(model), Retouch(Stretch(40, 80), 3)
    tiles = np.stack([image.pixels for image in images.read([0, 1], SIZE_PX)])
    seen = opened.see(retouch.apply(tiles))
    verdicts = Verdicts(opened, images.table.loc[[0, 1]], seen, {0: Acquaintance(seen, PlaceFit(), retouch)})
    assert verdicts.predict(0, tiles) == pytest.approx(seen.probability)
    assert np.abs(seen.probability - opened.predict(tiles)).max() > 0.1
