"""Evaluation on a row of tiles, with a model whose probability is a tile's brightness divided by 255."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sattile_plugin.contract.jobs import EvaluateClassifier

from ...builders import grey, run, write_brightness_model, write_grid, write_raster
from .row import LABELS, SPLITS, VALUES


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch):
    """Draw seldom: the bootstrap is tested with the measures, and takes most of the time."""
    monkeypatch.setattr("sattile_plugin.engine.model.metrics._RESAMPLES", 20)


@pytest.fixture
def evaluate(tmp_path: Path, few_draws: None):
    """Evaluate on a row of eight tiles of 10 m, bright or dark."""

    def run_it(columns: dict | None = None, **options):
        given = {"label": LABELS, "split": SPLITS} if columns is None else columns
        pixels = grey(10, 80, np.repeat([VALUES], 10, axis=1))
        places = {
            "tiles": (write_grid(tmp_path / "tiles.gpkg", 1, 8, **given),),
            "raster": (write_raster(tmp_path / "ortho.tif", pixels),),
        }
        model = write_brightness_model(tmp_path / "model.onnx")
        output = tmp_path / "metrics.json"
        done, recorder = run(EvaluateClassifier(model, str(output), **{**places, **options}))
        return json.loads(output.read_text("utf-8")), done, recorder

    return run_it
