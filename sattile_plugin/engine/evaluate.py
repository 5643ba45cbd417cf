"""Measure a model on labelled tiles that it was not trained on: how right it is, where, and against another."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ..contract import fields
from ..contract.errors import TooFewTiles, WrongModel
from ..contract.jobs import EvaluateClassifier, encode_job
from ..contract.messages import Done, Reporter
from ..contract.texts import phrase
from .evaluation.places import accuracy_by, block_names, find_places
from .evaluation.result_layer import LAYERS, error_layers
from .evaluation.rivals import mcnemar
from .evaluation.verdicts import Verdicts, look
from .evaluation.worst import draw_worst, examples, only_pictures_of_errors
from .io.image_sets import ImageSet, labelled_images
from .io.outputs import check_output_file, check_output_folder, output_file, output_folder
from .io.results import check_layer_output, write_layers
from .model.acquaintance import Acquaintance, Looking
from .model.calibration import calibration_error, chance_error, reliability
from .model.metrics import measure, measure_classes
from .model.onnx_file import Seen, TileModel
from .model.optimism import split_optimism
from .model.versions import versions
from .report import write_report
from .training.known import draw_parts_again, knows_place, learned_part, network_knows

_BATCH_SIZE = 32
_BY = {fields.BLOCK_ID: "by_block", fields.COMMUNE_ID: "by_commune", fields.LAND_USE: "by_land_use"}
"""Key in the report of the accuracy in each kind of place."""


def evaluate_classifier(job: EvaluateClassifier, reporter: Reporter) -> Done:
    """Write the measures of one part as JSON and as a page; on demand a map of errors and pictures of the worst.

    Raises
    ------
    TooFewTiles, WrongModel, NoOverlap, MissingField, EmptyLayer, InvalidOption
        Nothing can be measured, or the models and layers do not go together.
    MissingFolder, OutputOccupied
        The results could not be written in the end.
    """
    started = time.monotonic()
    _check_outputs(job)
    reporter.progress("read", 0, 1)
    models = _open_models(job, reporter)
    images = labelled_images(job, () if job.part == "all" else (fields.SPLIT,), reporter, models[0].classes)
    draw_parts_again(images, models[0].metadata, reporter)
    rows = _rows(images, job)
    learned = [learned_part(model.metadata, images, job.part) for model in models]
    for path, part in zip((job.model, job.other_model), learned):
        model = Path(str(path)).name
        if part is not None and job.part in (part, "all"):
            reporter.notice("learned_part", model=model, part=part)
        elif part is not None:
            reporter.notice("place_maybe_learned", model=model)
    places = None if job.library else find_places(job, images.table.loc[rows], images.origins, reporter)
    usable, verdicts = _judge(models, images, rows, job, reporter)
    places = places and places.only(usable)
    reporter.progress("evaluate", 0, 1)
    measured = _measured(job, verdicts, images)
    by = {name: accuracy_by(name, place, verdicts[0]) for name, place in places.of_tile.items()} if places else {}
    report = {"part": job.part, **measured, **{_BY[name]: found for name, found in by.items()}}
    report |= {"examples": examples(verdicts[0], images), "examples_part": job.part}
    report |= {
        "maybe_learned": learned[0] is not None,
        "knows_place": knows_place(models[0].metadata, images, job.part),
        "model": models[0].metadata,
        "data": images.origins,
        "fitted": verdicts[0].fits(images.origins),
        "job": encode_job(job),
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "versions": versions(),
        "duration_s": round(time.monotonic() - started, 1),
    }
    layers = error_layers(places, verdicts, by) if places and job.layer else None
    reporter.progress("evaluate", 1, 1)
    outputs = _write(job, report, layers, verdicts[0], images, reporter)
    return Done(outputs, {"part": job.part, **measured})


def measure_model(
    model: TileModel, target: np.ndarray, probability: np.ndarray, block: np.ndarray, generator: np.random.Generator
) -> dict[str, Any]:
    """Measure (n_tiles, n_classes) probabilities of a model against the truth."""
    if model.threshold is not None:
        return measure(target, probability[:, 1], model.threshold, block, generator)
    return measure_classes(target, model.decide(probability), model.classes, block, generator)


def _check_outputs(job: EvaluateClassifier) -> None:
    for name in ("output", "report"):
        check_output_file(Path(job.outputs()[name]))
    if job.layer:
        check_layer_output(job.layer, *LAYERS)
    if job.errors:
        check_output_folder(Path(job.errors), only_pictures_of_errors)


def _open_models(job: EvaluateClassifier, reporter: Reporter) -> list[TileModel]:
    """Open the model and, where one is given, the one to compare with, which must know the same classes."""
    models = [TileModel(job.model, reporter)]
    if job.other_model:
        models.append(TileModel(job.other_model))
    if models[-1].classes != models[0].classes:
        reason = phrase("its classes are {names}", names=", ".join(models[-1].classes))
        expected = phrase("the classes {names}", names=", ".join(models[0].classes))
        raise WrongModel(path=job.other_model, reason=reason, expected=expected)
    return models


def _rows(images: ImageSet, job: EvaluateClassifier) -> list[int]:
    """Return the rows of the part to measure on; a library without folders of parts counts whole."""
    table = images.table
    chosen = table["split"].isna() & table["source"].isin(images.undivided) | (table["split"] == job.part)
    rows: list[int] = (table if job.part == "all" else table[chosen]).index.tolist()
    if not rows:
        kind = phrase("labelled tiles in the part {part}", part=job.part)
        raise TooFewTiles(path=_place(job), found=0, kind=kind, wanted=1)
    return rows


def _place(job: EvaluateClassifier) -> str:
    return " and ".join(job.tiles or job.library)


def _judge(
    models: list[TileModel], images: ImageSet, rows: list[int], job: EvaluateClassifier, reporter: Reporter
) -> tuple[np.ndarray, list[Verdicts]]:
    """Return which rows have an image, (n_rows,) bool, and what each model says of these."""
    found: list[tuple[Seen, dict[int, Acquaintance]]] = []
    for model in models:
        progress = partial(_tell, reporter, len(found) * len(rows), len(models) * len(rows))
        found.append(look(model, images, rows, Looking(job.adapt, job.symmetries, _BATCH_SIZE), reporter, progress))
    usable = ~np.isnan(np.stack([seen.novelty for seen, _ in found])).any(axis=0)
    if not usable.all():
        reporter.notice("tiles_without_image", count=int((~usable).sum()))
    images.require_any(usable, job.part)
    table = images.table.loc[rows][usable]
    verdicts = [
        Verdicts(model, table, seen if usable.all() else Seen(*(column[usable] for column in seen)), places)
        for model, (seen, places) in zip(models, found)
    ]
    return usable, verdicts


def _tell(reporter: Reporter, before: int, total: int, done: int) -> None:
    reporter.progress("classify", before + done, total)


def _measured(job: EvaluateClassifier, verdicts: list[Verdicts], images: ImageSet) -> dict[str, Any]:
    """Return the measures of all tiles, the calibration, how much too good a random split looks, and the comparison."""
    model, target, seen = verdicts[0].model, verdicts[0].target, verdicts[0].seen
    block = block_names(verdicts[0].table).to_numpy()
    measured = measure_model(model, target, seen.probability, block, np.random.default_rng(job.seed))
    # The images of a library have no place, so no blocks either; a network sees apart what it learned to tell apart.
    is_told = not job.library and not network_knows(model.metadata, images)
    measured["split_optimism"] = split_optimism(seen.embedding, target, block, job.seed) if is_told else None
    diagram = reliability(target, seen.probability)
    chance = chance_error(seen.probability, np.random.default_rng(job.seed))
    measured["calibration"] = {"ece": calibration_error(diagram), "ece_chance": chance, "reliability": diagram}
    if job.other_model:
        measured["mcnemar"] = {"other": job.other_model, **mcnemar(*(each.right for each in verdicts))}
    return measured


def _write(
    job: EvaluateClassifier,
    report: dict[str, Any],
    layers: dict[str, Any] | None,
    verdicts: Verdicts,
    images: ImageSet,
    reporter: Reporter,
) -> dict[str, str]:
    """Write what was asked for, all of it or nothing of it; return the paths by their names."""
    outputs = {name: job.outputs()[name] for name in ("output", "report")}
    with ExitStack() as stack:
        metrics, page = (stack.enter_context(output_file(path)) for path in outputs.values())
        if job.errors:
            outputs["errors"] = job.errors
            folder = stack.enter_context(output_folder(job.errors, replaces=only_pictures_of_errors))
            draw_worst(folder, job.max_errors, verdicts, images, job.language, reporter)
        reporter.progress("write", 0, 1)
        metrics.write_text(json.dumps(report, indent=1, ensure_ascii=False, default=str), encoding="utf-8")
        write_report(report, page, job.language)
        if layers is not None and job.layer:
            outputs["layer"] = job.layer
            write_layers(layers, job, job.layer, reporter, LAYERS)
    reporter.progress("write", 1, 1)
    return outputs
