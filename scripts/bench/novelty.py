"""Measure which tiles a model tells to be unlike its training; write out/bench/novelty.md.

Needs the real data for tests: beside the checkout, or where SATTILE_TEST_DATA says. A model is trained on two of three
places, in turn, flagged labels left out. Then it looks at tiles of the third, which are of its task although of another
place, and at what is no photo of its scale at all: noise, blank tiles, stripes, and photos of estonia blown up four
times or as blurred as if they had one pixel of eight. Beside the share of tiles whose `novelty` is above 1 stands the
share of those that the model is unsure of (`uncertainty` above a half), by which a user would go without it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pyogrio
from PIL import Image
from places_data import ROOT, WEIGHTS, Bench, checked, raster, sidi, split
from quiet import Quiet

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import TrainClassifier
from sattile_plugin.engine.classify import uncertainty_of
from sattile_plugin.engine.io.image_sets import RasterSource
from sattile_plugin.engine.model.onnx_file import TileModel
from sattile_plugin.worker.registry import run_job

OUT = ROOT / "out" / "bench"
PLACES = ("zanzibar", "estonia", "sidi-bennour-like")
N_TILES = 64
BATCH = 16
BLOWN_UP, BLURRED = 4, 8
WHITE, NOISE_SEED = 250, 1
HEAD = "| trained on | tiles | count | novelty, median | out of domain | unsure |\n|---|---|---|---|---|---|\n"


def main() -> None:
    """Measure and print the table."""
    OUT.mkdir(parents=True, exist_ok=True)
    table = HEAD
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), {"backbone_weights": str(WEIGHTS), "backbone_width": 1.0}, symmetries=False)
        for place, layer, model in left_out(bench):
            images = {f"{place}, left out": photos(layer, place, model.tile_size_px)}
            estonia = checked("estonia", bench, "whole")
            images |= strange(photos(estonia, "estonia", model.tile_size_px))
            others = " and ".join(name for name in PLACES if name != place)
            for name, tiles in images.items():
                table += row(others, name, model, tiles)
                (OUT / "novelty.md").write_text(table, encoding="utf-8")
    print(table)


def left_out(bench: Bench) -> Iterator[tuple[str, str, TileModel]]:
    """Yield each place in turn, the layer of its checked tiles, and a model that was trained on the two others."""
    checked_layers = (checked("zanzibar", bench, "half"), checked("estonia", bench, "whole"), sidi(bench, ()))
    layers = dict(zip(PLACES, checked_layers))
    for place, layer in layers.items():
        yield place, layer, trained(bench, {other: layers[other] for other in PLACES if other != place})


def trained(bench: Bench, layers: dict[str, str]) -> TileModel:
    """Train on some places by their blocks."""
    model = str(bench.folder / "model.onnx")
    tiles = tuple(split(bench, place, layer, 1) for place, layer in layers.items())
    rasters = tuple(raster(place) for place in layers)
    run_job(TrainClassifier(model, tiles, rasters, seed=1, **bench.training), Quiet())
    return TileModel(model)


def photos(layer: str, place: str, size_px: int) -> np.ndarray:
    """Return the labelled tiles of a place, at most so many and spread over it, (n_tiles, size_px, size_px, 3)."""
    tiles = pyogrio.read_dataframe(layer)
    tiles = tiles[tiles[fields.LABEL].isin(fields.CLASSES)]
    tiles = tiles.sample(min(N_TILES, len(tiles)), random_state=1)
    source = RasterSource(raster(place), (1, 2, 3), tiles)
    return np.stack([source.read(number, size_px).pixels for number in range(len(tiles))])


def strange(real: np.ndarray) -> dict[str, np.ndarray]:
    """Return what no tile shows, (n_tiles, size_px, size_px, 3) uint8 of each kind."""
    size_px = real.shape[1]
    part_px = size_px // BLOWN_UP
    part = real[:, :part_px, :part_px]
    striped = (np.arange(size_px) // BLURRED % 2 * 255).astype(np.uint8)
    return {
        "noise": np.random.default_rng(NOISE_SEED).integers(0, 256, real.shape, dtype=np.uint8),
        "white": np.full_like(real[:1], WHITE),
        "black": np.zeros_like(real[:1]),
        "stripes": np.broadcast_to(striped[:, None], real[:1].shape).copy(),
        f"estonia, blown up {BLOWN_UP} times": part.repeat(BLOWN_UP, axis=1).repeat(BLOWN_UP, axis=2),
        f"estonia, one pixel of {BLURRED}": np.stack([blurred(tile) for tile in real]),
    }


def blurred(tile: np.ndarray) -> np.ndarray:
    small = Image.fromarray(tile).resize((tile.shape[1] // BLURRED, tile.shape[0] // BLURRED))
    return np.asarray(small.resize(tile.shape[1::-1]))


def row(trained_on: str, name: str, model: TileModel, tiles: np.ndarray) -> str:
    """Return a row of the table."""
    seen = [model.see(batch) for batch in batches(tiles)]
    novelty = np.concatenate([found.novelty for found in seen])
    unsure = uncertainty_of(np.concatenate([found.probability for found in seen])) > 0.5
    outside = f"{(novelty > 1).mean():.0%} | {unsure.mean():.0%}"
    return f"| {trained_on} | {name} | {len(tiles)} | {np.median(novelty):.2f} | {outside} |\n"


def batches(tiles: np.ndarray) -> Iterator[np.ndarray]:
    for first in range(0, len(tiles), BATCH):
        yield tiles[first : first + BATCH]


if __name__ == "__main__":
    main()
