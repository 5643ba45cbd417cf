"""Train on a library of the size of Cerema's, as the command line does; write out/bench/library_size.md.

Needs the real data for tests: beside the checkout, or where SATTILE_TEST_DATA says. The library is labelled tiles of
sidi-bennour-like and estonia, six land uses more of the former as non_bati, as JPEG of 244 px, each in its eight
symmetries: about 11,700 images in parts. It tells time and memory; how right the classifier is, places.py tells. The
machine should be idle, and the backbone exported by a run before.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
from PIL import Image
from places_data import BARE, WEIGHTS, Bench, buildings, grid_of, once, raster, sidi

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import LabelTiles
from sattile_plugin.engine.io.rasters import Bounds, Orthophoto
from sattile_plugin.engine.model.symmetries import SYMMETRIES, turned

OUT = Path(__file__).resolve().parents[2] / "out" / "bench"
SIZE_PX = 244
SHARES = {fields.TRAIN: 10_000, fields.VALIDATION: 2_000, fields.TEST: 100}
GIB = 2**20
"""Of the kB that the system counts memory in."""


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--backbone-weights", default=str(WEIGHTS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), {}, False)
        grid = grid_of("estonia", bench, "whole")
        labels = once(bench, "estonia-labels", LabelTiles, tiles=grid, buildings=buildings("estonia"))
        library = Path(folder, "library")
        for place, tiles in {"sidi-bennour-like": sidi(bench, BARE), "estonia": labels}.items():
            add_images(library, place, tiles)
        found = [train(library, options.backbone_weights, Path(folder, f"{run}.onnx")) for run in range(options.runs)]
    seconds, told = statistics.median(second for second, _ in found), found[0][1]
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / GIB
    counts = " / ".join(f"{told[f'{part}_tiles']:,}" for part in SHARES)
    text = "| train / validation / test | s | memory at the most, GiB |\n|---|---|---|\n"
    text += f"| {counts} | {seconds:.0f} | {used:.1f} |\n"
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "library_size.md").write_text(text, encoding="utf-8")
    print(text)


def add_images(library: Path, place: str, tiles: str) -> None:
    """Write the labelled tiles of a place, all symmetries of one in the same part."""
    frame = pyogrio.read_dataframe(tiles)
    frame = frame[frame[fields.LABEL].isin(fields.CLASSES)]
    shares = np.array(list(SHARES.values())) / sum(SHARES.values())
    parts = np.random.default_rng(1).choice(list(SHARES), len(frame), p=shares)
    with Orthophoto(raster(place), (1, 2, 3), frame.crs) as photo:
        for number, (part, label, square) in enumerate(zip(parts, frame[fields.LABEL], frame.geometry)):
            folder = library / part / label
            folder.mkdir(parents=True, exist_ok=True)
            pixels, _ = photo.read_tile(Bounds(*square.bounds), SIZE_PX)
            for symmetry in range(SYMMETRIES):
                Image.fromarray(turned(pixels, symmetry)).save(folder / f"{place}-{number}-{symmetry}.jpg", quality=90)


def train(library: Path, weights: str, model: Path) -> tuple[float, dict[str, Any]]:
    """Train in a process of its own; return the seconds and what was counted and measured."""
    command = [sys.executable, "-m", "sattile_plugin.worker", "train", "--library", str(library)]
    started = time.monotonic()
    done = subprocess.run(
        [*command, "--backbone-weights", weights, "--output", str(model)], check=True, capture_output=True
    )
    return time.monotonic() - started, json.loads(done.stdout)["metrics"]


if __name__ == "__main__":
    main()
