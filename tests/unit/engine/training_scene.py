"""A scene to train on: bright and dark tiles that any network must tell apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from sattile_plugin.contract.jobs import TrainClassifier
from tests.data import shared_data

from ..builders import write_grid, write_raster

SIDE, SIZE_PX = 8, 32
"""Tiles along a side of the scene, and pixels along a side of a tile of 10 m."""
OUTPUTS = ["model.curves.png", "model.html", "model.json", "model.keras", "model.onnx", "model.stac.json"]
"""Files of a training that went well."""


def make_scene(folder: Path, bright: int = 220, dark: int = 40) -> dict[str, Any]:
    """Write 8 x 8 tiles that are bright (bati) and dark in turn, the two northern rows for validation and test."""
    numbers = np.arange(SIDE * SIDE)
    bati = (numbers // SIDE + numbers) % 2 == 1
    values = np.where(bati, bright, dark).reshape(SIDE, SIDE)[::-1].repeat(SIZE_PX, axis=0).repeat(SIZE_PX, axis=1)
    noise = np.random.default_rng(1).integers(-20, 21, (3, *values.shape))
    split = ["train"] * 48 + ["validation"] * 8 + ["test"] * 8
    labels = np.where(bati, "bati", "non_bati").tolist()
    tiles = write_grid(folder / "tiles.gpkg", SIDE, SIDE, label=labels, split=split, block_id=(numbers // 4).tolist())
    raster = write_raster(folder / "ortho.tif", (values + noise).astype("uint8"), resolution=10 / SIZE_PX)
    return {"tiles": (tiles,), "raster": (raster,)}


def relabelled(folder: Path, **columns: list) -> dict[str, Any]:
    """Write the scene with other columns."""
    return make_scene(folder) | {"tiles": (write_grid(folder / "tiles.gpkg", SIDE, SIDE, **columns),)}


def small_cnn(folder: Path, scene: dict[str, Any], **options: Any) -> TrainClassifier:
    given = {
        "output": str(folder / "model.onnx"),
        "backbone": "cerema_cnn",
        "tile_size_px": SIZE_PX,
        "epochs": 15,
        "batch_size": 8,
    }
    return TrainClassifier(**{**given, **scene, **options})


def mobilenet(folder: Path, scene: dict[str, Any], **options: Any) -> TrainClassifier:
    """Return a job for the narrowest MobileNetV2 at 32 px."""
    weights = shared_data("weights", "mobilenet_v2_0.35_224_no_top.weights.h5")
    given = {"backbone": "mobilenet_v2", "backbone_width": 0.35, "backbone_weights": str(weights)}
    return small_cnn(folder, scene, **{**given, "epochs": 2, "fine_tune_epochs": 1, **options})


def tiles_of(value: int, count: int = 1) -> np.ndarray:
    return np.full((count, SIZE_PX, SIZE_PX, 3), value, dtype="uint8")
