"""Train a classifier of tile images and write it as one ONNX file."""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow
from sklearn.model_selection import train_test_split

from .. import __version__
from ..contract import fields
from ..contract.errors import TooFewTiles
from ..contract.jobs import TrainClassifier, encode_job
from ..contract.messages import Done, Reporter
from .io.image_sets import ImageSet, labelled_images, load_images
from .io.outputs import check_output_file, output_file
from .model.fitting import Descent, Features, Tiles, descend, features_of, fit_head, predict
from .model.metrics import measure, point_values
from .model.networks import (
    CEREMA_CNN,
    DEFAULT_SIZE_PX,
    MOBILENET_V2,
    Network,
    WeightsUnavailable,
    cerema_cnn,
    export_onnx,
    mobilenet_v2,
    unfreeze_top,
)
from .model.onnx_file import TASK, TileModel, write_metadata
from .model.optimism import split_optimism

_THRESHOLD = 0.5
_CNN_RATE = 1e-3
_FINE_TUNE_RATE = 1e-5
_RANDOM_SHARES = (0.7, 0.15, 0.15)
_MIN_OF_CLASS = 14
"""Images of a class of which the smallest random share still gives two."""
_AGREEMENT_TILES = 64
_OUTPUTS = {"output": ".onnx", "keras": ".keras", "report": ".json"}


def train_classifier(job: TrainClassifier, reporter: Reporter) -> Done:
    """Train on the part train, choose on validation, measure on test; write .onnx, .keras and .json.

    Raises
    ------
    TooFewTiles, MissingField, NoOverlap, WrongWeights
        The tiles or the weights are not fit to train with.
    MissingFolder, OutputOccupied
        The model could not be written in the end.
    """
    started = time.monotonic()
    for path in _output_paths(job).values():
        check_output_file(Path(path))
    reporter.progress("read", 0, 1)
    images = labelled_images(job, (fields.LABEL, fields.SPLIT))
    generator = np.random.default_rng(job.seed)
    _draw_missing_parts(images, job, reporter, generator)
    job, network = _network(job, reporter)
    with tempfile.TemporaryDirectory(prefix="sattile-") as folder:
        parts = {part: _load(images, part, network, Path(folder), reporter) for part in fields.PARTS}
        _require_both_classes(parts, job)
        features = _features(network, parts, reporter)
        curves = _fit(network, parts, features, job, reporter, generator)
        measured = {name: _measured(network, parts[name], job.seed) for name in (fields.VALIDATION, fields.TEST)}
        if measured[fields.TEST] is None:
            reporter.notice("no_test_tiles")
        record = _record(job, network, images, parts, measured)
        record["split_optimism"] = None if job.library else _optimism(parts, features, job.seed)
        agreement_tiles = np.asarray(parts[fields.TRAIN].pixels[:_AGREEMENT_TILES])
        reporter.progress("write", 0, 1)
        outputs = _write(job, network, record, curves, agreement_tiles, time.monotonic() - started)
    reporter.progress("write", 1, 1)
    values = {name: point_values(part) for name, part in measured.items() if part}
    tile_counts = {f"{part}_tiles": len(tiles.target) for part, tiles in parts.items()}
    metrics = {"backbone": job.backbone, **tile_counts, **values, "split_optimism": record["split_optimism"]}
    return Done(outputs, metrics)


def _network(job: TrainClassifier, reporter: Reporter) -> tuple[TrainClassifier, Network]:
    """Build the network; where its weights cannot be had, the small one that needs none."""
    reporter.progress("weights", 0, 1)
    if job.backbone == MOBILENET_V2:
        size_px = job.tile_size_px or DEFAULT_SIZE_PX[MOBILENET_V2]
        try:
            return job, mobilenet_v2(size_px, job.backbone_width, job.backbone_weights, job.seed)
        except WeightsUnavailable as error:
            reporter.notice("weights_unavailable", backbone=MOBILENET_V2, reason=str(error))
            job = replace(job, backbone="cerema_cnn")
    return job, cerema_cnn(job.tile_size_px or DEFAULT_SIZE_PX[CEREMA_CNN], job.seed)


def _load(images: ImageSet, part: str, network: Network, folder: Path, reporter: Reporter) -> Tiles:
    rows = images.table.index[images.table["split"] == part].tolist()
    size_px = network.model.input_shape[1]

    def progress(done: int, total: int) -> None:
        reporter.progress("images", done, total)

    pixels, usable = load_images(images, rows, size_px, str(folder / part), progress)
    if not usable.all():
        reporter.notice("tiles_without_image", count=int((~usable).sum()))
    table = images.table.loc[rows].reset_index(drop=True)
    keep = np.flatnonzero(usable)
    kept_pixels = pixels if usable.all() else pixels[keep]
    return Tiles(kept_pixels, table["target"].to_numpy()[keep], table["block_id"].to_numpy()[keep])


def _features(network: Network, parts: dict[str, Tiles], reporter: Reporter) -> dict[str, Features]:
    """Return what a pretrained backbone sees in the tiles of each part; nothing where there is none."""
    if network.backbone is None:
        return {}
    progress = partial(reporter.progress, "features")
    return {part: features_of(network, tiles, progress) for part, tiles in parts.items()}


def _optimism(parts: dict[str, Tiles], features: dict[str, Features], seed: int) -> dict[str, float] | None:
    """Return how much too good a random split of all tiles looks; nothing without a pretrained backbone."""
    if not features:
        return None
    values = np.concatenate([features[part].values for part in fields.PARTS])
    target, block = (
        np.concatenate([getattr(parts[part], name) for part in fields.PARTS]) for name in ("target", "block")
    )
    return split_optimism(values, target, block, seed)


def _fit(
    network: Network,
    parts: dict[str, Tiles],
    features: dict[str, Features],
    job: TrainClassifier,
    reporter: Reporter,
    generator: np.random.Generator,
) -> dict[str, Any]:
    """Fit the network in its stages and return the curve of each."""
    train, validation = parts[fields.TRAIN], parts[fields.VALIDATION]
    if network.backbone is None:
        how = Descent(job.epochs, _CNN_RATE, job.batch_size, augment=False, balance=True, patience_epochs=job.epochs)
        return {"train": descend(network, train, validation, how, "train", reporter, generator)}
    curves = {"head": fit_head(network, features[fields.TRAIN], features[fields.VALIDATION])}
    if job.fine_tune_epochs:
        unfreeze_top(network)
        how = Descent(job.fine_tune_epochs, _FINE_TUNE_RATE, job.batch_size, augment=True)
        curves["fine_tune"] = descend(network, train, validation, how, "fine_tune", reporter, generator)
    return curves


def _measured(network: Network, tiles: Tiles, seed: int) -> dict[str, Any] | None:
    if not len(tiles.target):
        return None
    p_bati = predict(network, tiles.pixels)
    return measure(tiles.target, p_bati, _THRESHOLD, tiles.block, np.random.default_rng(seed))


def _draw_missing_parts(
    images: ImageSet, job: TrainClassifier, reporter: Reporter, generator: np.random.Generator
) -> None:
    """Split libraries without folders of parts at random, classes in their ratio."""
    table = images.table
    for source in images.undivided:
        rows = table.index[table["source"] == source]
        library = images.origins[source]["library"]
        counts = np.bincount(table.loc[rows, "target"], minlength=2)
        if counts.min() < _MIN_OF_CLASS:
            kind = f"images of class {fields.CLASSES[int(counts.argmin())]} to split at random"
            raise TooFewTiles(path=library, found=int(counts.min()), kind=kind, wanted=_MIN_OF_CLASS)
        reporter.notice("parts_drawn_at_random", library=library)
        state = int(generator.integers(2**31))
        train_share, _, test_share = _RANDOM_SHARES
        train, rest = train_test_split(
            rows, train_size=train_share, stratify=table.loc[rows, "target"], random_state=state
        )
        share = test_share / (1 - train_share)
        validation, test = train_test_split(
            rest, test_size=share, stratify=table.loc[rest, "target"], random_state=state
        )
        for part, drawn in zip(fields.PARTS, (train, validation, test)):
            table.loc[drawn, "split"] = part


def _require_both_classes(parts: dict[str, Tiles], job: TrainClassifier) -> None:
    for part in (fields.TRAIN, fields.VALIDATION):
        counts = np.bincount(parts[part].target, minlength=2)
        if counts.min() < 2:
            kind = f"tiles of class {fields.CLASSES[int(counts.argmin())]} in the part {part}"
            path = " and ".join(job.tiles or job.library)
            raise TooFewTiles(path=path, found=int(counts.min()), kind=kind, wanted=2)


def _record(
    job: TrainClassifier, network: Network, images: ImageSet, parts: dict[str, Tiles], measured: dict[str, Any]
) -> dict[str, Any]:
    """Return everything that applying the model needs, and where it comes from."""
    sizes = [origin["tile_size_m"] for origin in images.origins if "tile_size_m" in origin]
    size_m, size_px = (float(np.median(sizes)) if sizes else None), network.model.input_shape[1]
    return {
        "task": TASK,
        "classes": list(fields.CLASSES),
        "backbone": job.backbone,
        "tile_size_m": size_m,
        "tile_size_px": size_px,
        "resolution_m_per_px": size_m / size_px if size_m else None,
        "input": "uint8 RGB tiles, rows run south; the graph normalises them",
        "threshold": _THRESHOLD,
        "trained_on": images.origins,
        "tile_counts": {part: len(tiles.target) for part, tiles in parts.items()},
        "metrics": {name: part and point_values(part) for name, part in measured.items()},
        "seed": job.seed,
        "versions": {"sattile": __version__, "keras": keras.version(), "tensorflow": tensorflow.__version__},
    }


def _write(
    job: TrainClassifier,
    network: Network,
    record: dict[str, Any],
    curves: dict[str, Any],
    agreement_tiles: np.ndarray,
    duration_s: float,
) -> dict[str, str]:
    """Write the model, its Keras form and its report; all three or none."""
    paths = _output_paths(job)
    with ExitStack() as stack:
        onnx, native, report = (stack.enter_context(output_file(path)) for path in paths.values())
        export_onnx(network.model, onnx)
        write_metadata(onnx, record)
        network.model.save(native)
        difference = np.abs(TileModel(str(onnx)).predict(agreement_tiles) - predict(network, agreement_tiles)).max()
        data = {**record, "job": encode_job(job), "curves": curves, "onnx_difference": float(difference)}
        report.write_text(json.dumps({**data, "duration_s": round(duration_s, 1)}, indent=1, default=str), "utf-8")
    return paths


def _output_paths(job: TrainClassifier) -> dict[str, str]:
    return {name: str(Path(job.output).with_suffix(suffix)) for name, suffix in _OUTPUTS.items()}
