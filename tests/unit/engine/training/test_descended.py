"""What learns by descent, on a network whose features are the pixels of 2 x 2 tiles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: fine-tuning is not tested")

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import TrainClassifier
from sattile_plugin.engine.training.descended import fine_tuned
from sattile_plugin.engine.training.fitted import Fitted, Ground, Start
from sattile_plugin.engine.training.head import fit_head
from sattile_plugin.engine.training.settle import settle
from sattile_plugin.engine.training.tiles import Tiles

from ...builders import Recorder
from .linear import bright_and_dark, flat_backbone, linear, pixels_seen


def two_places(count: int) -> Tiles:
    """Return bright and dark tiles of two places, one in nine of them labelled wrong."""
    tiles = bright_and_dark(count)
    target = np.where(np.arange(count) % 9 == 0, 1 - tiles.target, tiles.target)
    return tiles._replace(place=np.arange(count) // 2 % 2, target=target)


def test_where_fine_tuning_gains_nothing_the_places_left_out_still_calibrate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Shown the opposite of the truth in great steps, all stays as it was, what is known of the head too."""
    monkeypatch.setattr("sattile_plugin.engine.training.descended._FINE_TUNE_RATE", 1.0)
    known = two_places(120)
    seen = pixels_seen(known)
    fit = fit_head(2, seen, seen)
    parts = dict.fromkeys(fields.PARTS, known)
    backbone, network = flat_backbone(tmp_path), linear()._replace(backbone=None)
    whole = Fitted(backbone, fit.head, dict.fromkeys(parts, seen), {"head": fit.curve}, fit, network)
    job = TrainClassifier(str(tmp_path / "m.onnx"), ("t.gpkg",), ("o.tif",), fine_tune_epochs=1, augmentation="none")
    begun = Start(job, fields.CLASSES, 2, backbone, network)
    opposite = parts | {fields.TRAIN: known._replace(target=1 - known.target)}
    after = fine_tuned(begun, whole, Ground(opposite, tmp_path, tmp_path / "curves.png", Recorder(), "en"))
    assert after.curves["fine_tune"][1]["validation_loss"] > after.curves["fine_tune"][0]["validation_loss"]
    before, found = (settle(parts, fitted, fields.CLASSES, job).about["calibration"] for fitted in (whole, after))
    assert found == before and found["fitted_on"] == "places"
