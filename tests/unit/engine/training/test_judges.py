"""Judges of cells: what one of them learns does not hang on those that learned before it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: training is not tested")

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import TrainClassifier
from sattile_plugin.engine.training.fitted import Ground, Start
from sattile_plugin.engine.training.judges import JudgeLearner, Known, Trial

from ...builders import Recorder

TILES = np.arange(24)


@pytest.mark.parametrize("is_told_of_cells", [False, True])
def test_a_run_that_goes_on_teaches_the_next_judge_alike(tmp_path: Path, is_told_of_cells: bool):
    cells = np.random.default_rng(1).normal(size=(24, 2, 6, 6, 4)).astype(np.float16)
    built = np.where(TILES % 2, 1.0, np.nan)[:, None, None].repeat(6, 1).repeat(6, 2) if is_told_of_cells else None
    known = Known(cells, TILES % 2, TILES * 0, TILES < 16, built)
    job = TrainClassifier("model.onnx", ("tiles.gpkg",), ("ortho.tif",), backbone="mobilenet_v2_cells")
    begun = Start(job, fields.CLASSES, 96, None)
    ground = Ground({}, tmp_path, tmp_path / "curves.png", Recorder(), "en")
    part = TILES % 3
    trials = [Trial(TILES[part != fold], TILES[part == fold]) for fold in (0, 1)]
    whole = JudgeLearner(begun, known, ground, 2)
    first, second = (whole.learn(trial).get_weights() for trial in trials)
    (tmp_path / "judge-2.weights.h5").unlink()
    gone_on = JudgeLearner(begun, known, ground, 2)
    kept, again = (gone_on.learn(trial).get_weights() for trial in trials)
    assert all(map(np.array_equal, kept, first))
    for one, other in zip(again, second, strict=True):
        assert one == pytest.approx(other, abs=1e-6)
    assert not np.allclose(first[0], second[0], atol=1e-3)
