"""Measure how fast tiles are varied, against how fast the networks take them; write out/bench/pipeline.md.

The machine should be idle. Tiles are noise: their content does not matter for the time. `takes` is what a network takes
of one batch again and again; the rest is what two readers make with nothing else to do, by the augmentation asked for.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from sattile_plugin.engine.model import networks
from sattile_plugin.engine.model.architectures import CEREMA_CNN, MOBILENET_V2, default_size_px
from sattile_plugin.engine.model.features import open_backbone
from sattile_plugin.engine.training.descent import Batches, Descent
from sattile_plugin.engine.training.tiles import Tiles

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
DATA = Path(os.environ.get("SATTILE_TEST_DATA", ROOT.parent / "shared" / "data"))
WEIGHTS = DATA / "weights" / "mobilenet_v2_1.0_224_no_top.weights.h5"
BATCH, STEPS, TILES = 32, 12, 480
WAYS = ("none", "symmetries", "full")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backbone-weights", default=str(WEIGHTS))
    parser.add_argument("--backbone-width", type=float, default=1.0)
    options = parser.parse_args()
    text = "| network | px | takes, tiles/s | batches as they are | symmetries | full | full, times as fast |\n"
    text += f"{'|---' * 7}|\n" + "".join(rows(options.backbone_weights, options.backbone_width))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "pipeline.md").write_text(text, encoding="utf-8")
    print(text)


def rows(weights: str, width: float) -> Iterator[str]:
    """Yield a row for each way that a network takes tiles in training."""
    size_px, small_px = default_size_px(MOBILENET_V2), default_size_px(CEREMA_CNN)
    backbone = open_backbone(weights, width, "train", size_px, poolings=None)
    yield row("MobileNetV2, frozen, in ONNX Runtime", size_px, partial(backbone.describe, noise(BATCH, size_px), 1))
    large = networks.pretrained_network(MOBILENET_V2, size_px, 2, weights, 1, width)
    networks.unfreeze_top(large)
    yield row("MobileNetV2, its top trained", size_px, step(large.model))
    yield row("Cerema's, trained", small_px, step(networks.small_network(CEREMA_CNN, small_px, 2, 1).model))


def step(model: keras.Model) -> Callable[[], object]:
    """Return one step of training on a batch."""
    model.compile("adam", "categorical_crossentropy")
    target = keras.utils.to_categorical(np.arange(BATCH) % 2, 2)
    return partial(model.train_on_batch, noise(BATCH, model.input_shape[1]), target)


def row(name: str, size_px: int, take: Callable[[], object]) -> str:
    """Return one row of the table."""
    take()
    taken = STEPS * BATCH / seconds_of(lambda: [take() for _ in range(STEPS)])
    number = np.arange(TILES) % 2
    tiles = Tiles(noise(TILES, size_px), number, number, number, number)
    sets = [Batches(tiles, Descent(1, 1e-3, BATCH, 1, how), 2) for how in WAYS]
    rates = [TILES / seconds_of(partial(make_all, batches)) for batches in sets]
    cells = " | ".join(f"{rate:,.0f}" for rate in (taken, *rates))
    return f"| {name} | {size_px} | {cells} | {rates[-1] / taken:.1f} |\n"


def noise(count: int, size_px: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (count, size_px, size_px, 3), dtype=np.uint8)


def make_all(batches: Batches) -> None:
    """Make every batch, by as many readers as training has."""
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(batches.__getitem__, range(len(batches))):
            pass


def seconds_of(call: Callable[[], object], times: int = 3) -> float:
    """Return how long a call takes, the median."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        found.append(time.perf_counter() - started)
    return statistics.median(found)


if __name__ == "__main__":
    main()
