"""Time training against Cerema's recipe on the same tiles; write out/bench/train.md.

The machine should be idle. Needs the real data for tests: beside the checkout, or where SATTILE_TEST_DATA says. Tiles
are split by blocks. Cerema's recipe, written afresh from the text of its exercise "ML bâti / non-bâti", trains a small
network from scratch for 20 epochs on images of 150 px; they are read once and held in memory, which is quicker than its
script. Every run is a process of its own, timed from its start, imports included: the recipe until the end of its best
epoch, ours until a validation accuracy as good is told, of the first look or later. Our backbone is exported before, as
it is once on a machine for each size of tile; what that takes is in a table of its own. All run in turn, A B C A B C,
each seed with its own split; medians are given, and the median of the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import BuildTileGrid, ExportTileImages, LabelTiles, SplitTiles, TrainClassifier
from sattile_plugin.engine.model.architectures import MOBILENET_V2, default_size_px
from sattile_plugin.worker.registry import run_job

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
DATA = Path(os.environ.get("SATTILE_TEST_DATA", ROOT.parent / "shared" / "data"))
WEIGHTS = DATA / "weights" / "mobilenet_v2_1.0_224_no_top.weights.h5"
RASTERS = {"sidi-bennour-like": "ortho.tif", "estonia": "ortho.vrt"}
CEREMA = "Cerema's recipe"
OURS: dict[str, dict[str, Any]] = {
    "head, tiles seen once at 96 px": {"tile_size_px": 96, "augmentation": "none"},
    "head, tiles seen once at 160 px": {"tile_size_px": 160, "augmentation": "none"},
    "head (the default)": {},
    "head and 3 epochs of fine-tuning": {"fine_tune_epochs": 3},
}
CEREMA_EPOCHS, CEREMA_SIZE_PX, BATCH = 20, 150, 32


class Run(NamedTuple):
    """What one training gave."""

    points: list[tuple[float, float]]
    """Seconds since the start of the process and validation accuracy, in the order they were reached."""
    steps: dict[str, float]
    """Seconds since the start of the process at the end of each step."""
    whole_s: float

    @property
    def best(self) -> tuple[float, float]:
        """Seconds to the best validation accuracy, and that accuracy."""
        accuracy = max(accuracy for _, accuracy in self.points)
        return self.seconds_to(accuracy), accuracy

    def seconds_to(self, accuracy: float) -> float:
        """Return when an accuracy was reached; infinity for never."""
        return min((seconds for seconds, found in self.points if found >= accuracy), default=float("inf"))


class Timed:
    """A reporter that keeps when each step ended, and the validation accuracy of the first look and of each epoch."""

    def __init__(self, started: float) -> None:
        self._started = started
        self.steps: dict[str, float] = {}
        self.points: list[tuple[float, float]] = []

    def progress(self, step: str, done: int, total: int) -> None:
        """Keep the time; that of reading is its beginning, when all is imported."""
        if step != "read" or step not in self.steps:
            self.steps[step] = time.time() - self._started

    def notice(self, name: str, **values: Any) -> None:
        """Keep what was reached."""
        if name in ("first_look", "epoch"):
            self.points.append((time.time() - self._started, values["validation_accuracy"]))


def main() -> None:
    """Run all in turn and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--places", nargs="+", choices=list(RASTERS), default=["sidi-bennour-like"])
    parser.add_argument("--ours", nargs="+", choices=list(OURS), default=list(OURS))
    parser.add_argument("--backbone-weights", default=str(WEIGHTS))
    parser.add_argument("--backbone-width", type=float, default=1.0)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(json.loads(options.child))
        return
    OUT.mkdir(parents=True, exist_ok=True)
    weights = {"backbone_weights": options.backbone_weights, "backbone_width": options.backbone_width}
    ways = {name: OURS[name] | weights for name in options.ours}
    runs: dict[str, list[Run]] = {name: [] for name in (CEREMA, *ways)}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        once = "".join(exports_table(ways))
        for seed in range(1, options.seeds + 1):
            given = prepare(Path(folder), options.places, seed)
            for name in runs:
                runs[name].append(spawn(given | {"seed": seed, "training": ways.get(name)}))
    text = "".join(table(runs)) + "\n" + "".join(steps_table(runs)) + "\n" + once
    (OUT / "train.md").write_text(text, encoding="utf-8")
    print(text)


def prepare(folder: Path, places: list[str], seed: int) -> dict[str, Any]:
    """Split the labelled tiles of each place by blocks, and cut them into a library for Cerema's recipe."""
    tiles, libraries, quiet = [], [], Timed(0)
    for place in places:
        raster, labels = str(DATA / place / RASTERS[place]), str(DATA / place / "tiles_truth.gpkg")
        if not Path(labels).is_file():
            grid, labels = str(folder / f"{place}-grid.gpkg"), str(folder / f"{place}-labels.gpkg")
            run_job(BuildTileGrid(grid, raster=raster), quiet)
            run_job(LabelTiles(grid, str(DATA / place / "buildings.gpkg"), labels), quiet)
        tiles.append(str(folder / f"{place}-{seed}.gpkg"))
        run_job(SplitTiles(labels, tiles[-1], block_size_m=250.0, buffer_m=0.0, seed=seed), quiet)
        libraries.append(str(folder / f"{place}-{seed}"))
        run_job(ExportTileImages(tiles[-1], raster, libraries[-1]), quiet)
    rasters = [str(DATA / place / RASTERS[place]) for place in places]
    return {"tiles": tiles, "rasters": rasters, "libraries": libraries, "folder": str(folder)}


def spawn(what: dict[str, Any]) -> Run:
    """Train in a process of its own and return what it gave."""
    report = Path(what["folder"], "run.json")
    asked = json.dumps(what | {"report": str(report), "started": time.time()})
    subprocess.run([sys.executable, __file__, "--child", asked], check=True, stdout=sys.stderr)
    return Run(**json.loads(report.read_text("utf-8")))


def child(what: dict[str, Any]) -> None:
    """Train as asked and leave a report of it."""
    run = ours(what) if what["training"] is not None else cerema(what)
    Path(what["report"]).write_text(json.dumps(run._asdict()), encoding="utf-8")


def ours(what: dict[str, Any]) -> Run:
    """Train by the verb, with everything that it writes."""
    reporter = Timed(what["started"])
    output = str(Path(what["folder"], "model.onnx"))
    tiles, rasters = tuple(what["tiles"]), tuple(what["rasters"])
    done = run_job(TrainClassifier(output, tiles, rasters, seed=what["seed"], **what["training"]), reporter)
    curve = json.loads(Path(output).with_suffix(".json").read_text("utf-8"))["curves"].get("fine_tune")
    validation = curve[0]["validation_accuracy"] if curve else done.metrics[fields.VALIDATION]["accuracy"]
    points = sorted([*reporter.points, (reporter.steps.get("train", reporter.steps["features"]), validation)])
    return Run(points, reporter.steps, time.time() - what["started"])


def cerema(what: dict[str, Any]) -> Run:
    """Train Cerema's network as its exercise does."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(what["seed"])
    imported_s = time.time() - what["started"]
    train, validation = (
        read_images(what["libraries"], part, CEREMA_SIZE_PX) for part in (fields.TRAIN, fields.VALIDATION)
    )
    read_s = time.time() - what["started"]
    blocks = [[layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(), layers.Dropout(0.5)] for _ in range(2)]
    dense = [layers.Flatten(), layers.Dense(100, activation="relu"), layers.Dropout(0.5)]
    scale = layers.Rescaling(1 / 255)
    tile = keras.Input((CEREMA_SIZE_PX, CEREMA_SIZE_PX, 3))
    model = keras.Sequential([tile, scale, *blocks[0], *blocks[1], *dense, layers.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    points: list[tuple[float, float]] = []

    def keep(_: int, logs: dict[str, float]) -> None:
        points.append((time.time() - what["started"], float(logs["val_accuracy"])))

    watch = keras.callbacks.LambdaCallback(on_epoch_end=keep)
    model.fit(*train, validation_data=validation, batch_size=BATCH, epochs=CEREMA_EPOCHS, verbose=0, callbacks=[watch])
    whole_s = time.time() - what["started"]
    return Run(points, {"read": imported_s, "images": read_s, "train": whole_s}, whole_s)


def read_images(libraries: list[str], part: str, size_px: int) -> tuple[Any, Any]:
    """Return the images of a part of some libraries, (n_tiles, size_px, size_px, 3) uint8, and their classes."""
    import keras
    import numpy as np

    options = {"label_mode": "binary", "image_size": (size_px, size_px), "shuffle": False, "verbose": False}
    sets = [keras.utils.image_dataset_from_directory(f"{library}/{part}", **options) for library in libraries]
    images, targets = zip(*((images.numpy(), targets.numpy()) for batches in sets for images, targets in batches))
    return np.rint(np.concatenate(images)).astype(np.uint8), np.concatenate(targets)


def table(runs: dict[str, list[Run]]) -> Iterator[str]:
    """Yield the table of times and accuracies."""
    yield "| what | best validation accuracy | s to it | s to Cerema's best | times as fast | s in all |\n"
    yield f"{'|---' * 6}|\n"
    for name, found in runs.items():
        reached = [run.seconds_to(other.best[1]) for run, other in zip(found, runs[CEREMA])]
        ratios = [other.best[0] / seconds for seconds, other in zip(reached, runs[CEREMA])]
        seconds, accuracy, whole = (
            statistics.median(values)
            for values in ([run.best[0] for run in found], [run.best[1] for run in found], [r.whole_s for r in found])
        )
        cells = f"{accuracy:.3f} | {seconds:.1f} | {statistics.median(reached):.1f} | {statistics.median(ratios):.1f}"
        yield f"| {name} | {cells} | {whole:.1f} |\n"


def exports_table(ways: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield what exporting the backbone took; it is done once for each network and size of tile, then kept."""
    yield "| exported once, at px | s |\n|---|---|\n"
    code = "import sys; from sattile_plugin.engine.model.features import open_backbone; "
    code += "open_backbone(sys.argv[1], float(sys.argv[2]), 'train', int(sys.argv[3]), poolings=None)"
    for size_px in sorted({way.get("tile_size_px", default_size_px(MOBILENET_V2)) for way in ways.values()}):
        started = time.monotonic()
        weights, width = (str(next(iter(ways.values()))[f"backbone_{name}"]) for name in ("weights", "width"))
        subprocess.run([sys.executable, "-c", code, weights, width, str(size_px)], check=True, stdout=sys.stderr)
        yield f"| {size_px} | {time.monotonic() - started:.1f} |\n"


def steps_table(runs: dict[str, list[Run]]) -> Iterator[str]:
    """Yield what the steps took: from the end of one to the end of the next."""
    steps = ("read", "images", "features", "train", "fine_tune")
    yield "| s, of it | start and imports | images | features | head or network | fine-tuning | report and files |\n"
    yield f"{'|---' * 7}|\n"
    for name, found in runs.items():
        rows = []
        for run in found:
            ends = [run.steps[step] for step in steps if step in run.steps]
            took = dict(zip([step for step in steps if step in run.steps], [ends[0], *differences(ends)]))
            rows.append([*(took.get(step, 0.0) for step in steps), run.whole_s - ends[-1]])
        yield f"| {name} | {' | '.join(f'{statistics.median(column):.1f}' for column in zip(*rows))} |\n"


def differences(numbers: list[float]) -> list[float]:
    return [after - before for before, after in zip(numbers, numbers[1:])]


if __name__ == "__main__":
    main()
