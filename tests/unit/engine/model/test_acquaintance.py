"""How a place is got to know: by which tiles, and in which views."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from sattile_plugin.contract.jobs import ClassifyTiles
from sattile_plugin.engine.model.onnx_file import Seen, TileModel

from ...builders import grey, run, write_brightness_model, write_grid, write_raster


def test_the_sample_of_a_new_place_is_not_one_column_of_its_grid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Sixty rows of five tiles, of which the first is dark, so that each fifth tile would show no bright one."""
    monkeypatch.setattr("sattile_plugin.engine.model.acquaintance.SAMPLE_TILES", 60)
    row = np.array([12, 122, 130, 134, 138])
    values = np.repeat(np.repeat(np.tile(row, (60, 1)) + np.arange(60)[:, None] % 3, 4, axis=0), 4, axis=1)
    tiles = write_grid(tmp_path / "tiles.gpkg", 60, 5, side=4)
    raster = write_raster(tmp_path / "ortho.tif", grey(240, 20, values))
    model = write_brightness_model(tmp_path / "model.onnx", threshold=0.55)
    _, recorder = run(ClassifyTiles(tiles, raster, model, str(tmp_path / "out.gpkg")))
    assert "adapted" in recorder.notices


@pytest.mark.parametrize(
    ("metadata", "options", "seen"),
    [
        ({}, {}, {True: 5, False: 7}),
        ({}, {"adapt": False}, {False: 12}),
        ({}, {"symmetries": True}, {True: 12}),
        ({"training": [{"crs": "EPSG:2154", "extent": [0, 0, 1e7, 1e7]}]}, {}, {False: 12}),
        ({"classes": ["field", "town"]}, {}, {False: 12}),
    ],
    ids=["new place", "left as the model says", "all in symmetries", "known place", "other classes"],
)
def test_the_sample_of_a_new_place_is_seen_in_all_symmetries(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    metadata: dict[str, object],
    options: dict[str, bool],
    seen: dict[bool, int],
):
    counted: Counter[bool] = Counter()
    see = TileModel.see

    def counting(model: TileModel, tiles: np.ndarray, symmetries: bool = False) -> Seen:
        counted[symmetries] += len(tiles)
        return see(model, tiles, symmetries)

    monkeypatch.setattr(TileModel, "see", counting)
    monkeypatch.setattr("sattile_plugin.engine.model.acquaintance.SAMPLE_TILES", 5)
    model = write_brightness_model(tmp_path / "model.onnx", **metadata)
    tiles, raster = write_grid(tmp_path / "tiles.gpkg", 3, 4), write_raster(tmp_path / "o.tif", grey(30, 40, 100))
    run(ClassifyTiles(tiles, raster, model, str(tmp_path / "out.gpkg"), **options))
    assert counted == seen
