"""Measure what a graphics card does for looking at tiles; write out/bench/device.md.

Reading, a model on the processor and on the card, and `classify` as a whole on each, in turn in one run, on the tiles
and the raster given; beside the rates, how far apart the answers of the two lie. Without a card there is no table.
The machine should be idle.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np

from sattile_plugin.engine.io.image_sets import RasterSource
from sattile_plugin.engine.io.tile_images import READERS, neighbours_together, read_ahead
from sattile_plugin.engine.model import session
from sattile_plugin.engine.model.onnx_file import TileModel

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
BATCH = 32
HIDDEN = {"CUDA_VISIBLE_DEVICES": "-1"}


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tiles", required=True)
    parser.add_argument("--raster", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    text = table_of(options.tiles, options.raster, options.model, options.runs)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "device.md").write_text(text, encoding="utf-8")
    print(text)


def table_of(tiles: str, raster: str, path: str, runs: int) -> str:
    """Return the table and what is said below it."""
    frame = gpd.read_file(tiles)
    on_card, on_processor = TileModel(path), on_the_processor(path)
    if on_card.device == on_processor.device:
        raise SystemExit("There is no card to measure: install the set “gpu” of the engine on a machine that has one.")
    names = (on_processor.device, on_card.device)
    order = neighbours_together(frame, np.arange(len(frame)))
    read = partial(pixels_of, RasterSource(raster, (1, 2, 3), frame), order, on_card.tile_size_px)
    pixels = read()
    seconds = [
        median_of(call, runs) for call in (read, *(partial(look, each, pixels) for each in (on_processor, on_card)))
    ]
    rates = [f"{len(frame) / taken:,.0f} tiles/s" for taken in seconds]
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder, "few.gpkg")
        frame.head(BATCH).to_file(few, layer="tiles")
        calls = [partial(classify, layer, raster, path, more) for layer in (few, tiles) for more in (HIDDEN, {})]
        whole = [median_of(call, runs) for call in calls]
    text = f"{len(frame):,} tiles of {on_card.tile_size_px} px, {os.cpu_count()} cores, the median of {runs} runs\n\n"
    text += f"| | {' | '.join(names)} |\n|---|---|---|\n| read by {READERS} threads | {rates[0]} | |\n"
    text += f"| looked at | {rates[1]} | {rates[2]} |\n"
    for count, (slow, quick) in ((BATCH, whole[:2]), (len(frame), whole[2:])):
        text += f"| `classify` as a whole, {count:,} tiles | {slow:.1f} s | {quick:.1f} s |\n"
    apart = np.abs(look(on_card, pixels) - look(on_processor, pixels)).max()
    again = np.array_equal(look(on_card, pixels), look(on_card, pixels))
    return f"{text}\nLargest difference of a probability: {apart:.1e}. The card twice the same: {again}.\n"


def on_the_processor(path: str) -> TileModel:
    """Open a model as on a machine without a card."""
    kept, session._ON_CARD = session._ON_CARD, {}
    try:
        return TileModel(path)
    finally:
        session._ON_CARD = kept


def pixels_of(source: RasterSource, rows: np.ndarray, size_px: int) -> np.ndarray:
    images = read_ahead(((source, int(row)) for row in rows), size_px)
    return np.stack([image.pixels for image in images])


def look(model: TileModel, pixels: np.ndarray) -> np.ndarray:
    """Return the probabilities that a model gives, (n_tiles, n_classes)."""
    batches = range(0, len(pixels), BATCH)
    return np.concatenate([model.predict(pixels[first : first + BATCH]) for first in batches])


def classify(tiles: str | Path, raster: str, path: str, more: dict[str, str]) -> None:
    """Run the verb as a user does."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sattile_plugin.worker", "classify", "--tiles", str(tiles), "--raster", raster]
        command += ["--model", path, "--output", f"{folder}/classified.gpkg", "--batch-size", str(BATCH)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, **more})


def median_of(call: Callable[[], object], runs: int) -> float:
    """Return the seconds that a call takes, the median; the first run, which warms up, does not count."""
    found = []
    for _ in range(1 + runs):
        started = time.perf_counter()
        call()
        found.append(time.perf_counter() - started)
    return statistics.median(found[1:])


if __name__ == "__main__":
    main()
