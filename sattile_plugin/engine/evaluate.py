"""Measure a model on labelled tiles that it was not trained on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from ..contract import fields
from ..contract.errors import TooFewTiles
from ..contract.jobs import EvaluateClassifier, encode_job
from ..contract.messages import Done, Reporter
from .io.image_sets import ImageSet, labelled_images
from .io.outputs import check_output_file, output_file
from .model.calibration import calibration_error, reliability
from .model.metrics import measure, measure_classes
from .model.onnx_file import Seen, TileModel
from .model.optimism import split_optimism

_BATCH_SIZE = 32


def evaluate_classifier(job: EvaluateClassifier, reporter: Reporter) -> Done:
    """Write the metrics of one part as JSON: confusion matrix and measures with confidence intervals.

    Raises
    ------
    TooFewTiles, WrongModel, NoOverlap, MissingField
        Nothing can be measured.
    MissingFolder, OutputOccupied
        The metrics could not be written in the end.
    """
    check_output_file(Path(job.output))
    reporter.progress("read", 0, 1)
    model = TileModel(job.model)
    images = labelled_images(job, () if job.part == "all" else (fields.SPLIT,), model.classes)
    rows = _rows(images, job)
    seen = _see(model, images, rows, reporter)
    usable = ~np.isnan(seen.novelty)
    if not usable.all():
        reporter.notice("tiles_without_image", count=int((~usable).sum()))
    if not usable.any():
        raise TooFewTiles(path=_place(job), found=0, kind="labelled tiles with an image", wanted=1)
    table = images.table.loc[rows]
    reporter.progress("evaluate", 0, 1)
    target, block = table["target"].to_numpy()[usable], table["block_id"].to_numpy()[usable]
    probability = seen.probability[usable]
    measured = measure_model(model, target, probability, block, np.random.default_rng(job.seed))
    # The images of a library have no place, so no blocks either.
    optimism = None if job.library else split_optimism(seen.embedding[usable], target, block, job.seed)
    measured["split_optimism"] = optimism
    diagram = reliability(target, probability)
    measured["calibration"] = {"ece": calibration_error(diagram), "reliability": diagram}
    report = {"part": job.part, **measured, "model": model.metadata, "data": images.origins, "job": encode_job(job)}
    with output_file(job.output) as partial:
        partial.write_text(json.dumps(report, indent=1, ensure_ascii=False, default=str), encoding="utf-8")
    reporter.progress("evaluate", 1, 1)
    return Done({"output": job.output}, {"part": job.part, **measured})


def measure_model(
    model: TileModel, target: np.ndarray, probability: np.ndarray, block: np.ndarray, generator: np.random.Generator
) -> dict[str, Any]:
    """Measure (n_tiles, n_classes) probabilities of a model against the truth."""
    if model.threshold is not None:
        return measure(target, probability[:, 1], model.threshold, block, generator)
    return measure_classes(target, model.decide(probability), model.classes, block, generator)


def _rows(images: ImageSet, job: EvaluateClassifier) -> list[int]:
    """Return the rows of the part to measure on; a library without folders of parts counts whole."""
    table = images.table
    chosen = table["split"].isna() & table["source"].isin(images.undivided) | (table["split"] == job.part)
    rows: list[int] = (table if job.part == "all" else table[chosen]).index.tolist()
    if not rows:
        raise TooFewTiles(path=_place(job), found=0, kind=f"labelled tiles in the part {job.part}", wanted=1)
    return rows


def _place(job: EvaluateClassifier) -> str:
    return " and ".join(job.tiles or job.library)


def _see(model: TileModel, images: ImageSet, rows: list[int], reporter: Reporter) -> Seen:
    """Return what the model sees in each row; NaN where there is too little image."""
    found: list[Seen] = []
    for seen in model.see_images(images.read(rows, model.tile_size_px), _BATCH_SIZE):
        found.append(seen)
        reporter.progress("classify", sum(len(batch.novelty) for batch in found), len(rows))
    return Seen(*(np.concatenate(column) for column in zip(*found)))
