"""Train a classifier of tile images and write it as one ONNX file."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from ..contract import fields
from ..contract.jobs import TrainClassifier, encode_job
from ..contract.messages import Done, Reporter
from .buildings import Buildings
from .io.identity import file_identity, resume_key
from .io.image_sets import ImageSet, labelled_images
from .io.outputs import check_output_file, output_file, work_folder
from .model.architectures import CELL_PX
from .model.calibration import is_highest
from .model.novelty import Domain
from .model.onnx_file import TileModel, write_metadata
from .model.onnx_graph import write_graph
from .model.optimism import split_optimism
from .model.stac_card import stac_item
from .model.thresholds import FIXED
from .report import write_report
from .training.curves import live_picture
from .training.fitted import Fitted, Ground, Start
from .training.known import draw_parts_again, learned_part, network_knows, network_learned
from .training.record import describe_model, describe_run, go_on_from, summary
from .training.settle import Settled, learn_domain_of, settle
from .training.stages import fit, options_not_used, start
from .training.standing import built_cells, read_standing, standing_identity
from .training.tiles import Tiles, draw_missing_parts, leave_out_overlaps, load_parts, require_all_classes

_AGREEMENT_TILES = 16


def train_classifier(job: TrainClassifier, reporter: Reporter) -> Done:
    """Train on the part train, choose on validation, measure on test; write the model, its report and its card.

    A run that was ended from outside is gone on from by the next one with the same options and inputs.

    Raises
    ------
    TooFewTiles, MissingField, NoOverlap, WrongWeights, WrongModel
        The tiles, the weights or the model to go on from are not fit to train with.
    MissingFolder, OutputOccupied
        The model could not be written in the end.
    """
    started = time.monotonic()
    for path in job.outputs().values():
        check_output_file(Path(path))
    reporter.progress("read", 0, 1)
    before = TileModel(job.start_from).metadata if job.start_from is not None else None
    images = labelled_images(job, (fields.SPLIT,), reporter, tuple(before["classes"]) if before else None)
    if before is not None:
        draw_parts_again(images, before, reporter)
    draw_missing_parts(images, images.undivided, job.seed, reporter)
    leave_out_overlaps(images, reporter)
    if job.threshold_rule != FIXED and images.classes != fields.CLASSES:
        reporter.notice("threshold_rule_not_used", rule=job.threshold_rule)
    given = [file_identity(path) for path in (job.backbone_weights, job.start_from) if path]
    standing = read_standing(job, images, reporter)
    key = resume_key(encode_job(job), images.identity(), given, standing_identity(standing))
    with (
        live_picture(Path(job.output).with_suffix(".curves.png")) as picture,
        work_folder(Path(job.output).with_suffix(".training"), key) as folder,
    ):
        begun = _begun(job, images.classes, folder, reporter)
        job = begun.job
        parts = load_parts(images, begun.size_px, folder, reporter, begun.surround)
        require_all_classes(parts, images.classes, job)
        built = _built(standing, images, parts, begun, reporter)
        fitted = fit(begun, Ground(parts, folder, picture, reporter, job.language, built))
        is_told = not job.library and (before is None or not network_knows(before, images))
        optimism = _optimism(parts, fitted, job.seed) if is_told else None
        model = {**describe_model(job, images, begun, parts), "split_optimism": optimism}
        settled = settle(parts, fitted, images.classes, job)
        domain = _domain(begun, fitted, parts)
        model["maybe_learned"] = before is not None and learned_part(before, images, fields.TEST) is not None
        _tell_limits(settled, model["maybe_learned"], job, reporter)
        model["network_learned"] = fitted.backbone is not begun.backbone or network_learned(before)
        model["learned_from"] = [fields.TRAIN, *([fields.VALIDATION] if fitted.knows_validation else [])]
        if before is not None:
            model |= go_on_from(before, str(job.start_from), model)
        run = {**describe_run(job, parts, settled), "curves": fitted.curves}
        reporter.progress("write", 0, 1)
        model |= settled.about
        run["duration_s"] = round(time.monotonic() - started, 1)
        tiles = np.asarray(parts[fields.TRAIN].pixels[:_AGREEMENT_TILES])
        outputs = _write(begun, fitted._replace(head=settled.head), domain, model, run, tiles)
    reporter.progress("write", 1, 1)
    return Done(outputs, summary(parts, settled.metrics, model))


def _begun(job: TrainClassifier, classes: tuple[str, ...], folder: Path, reporter: Reporter) -> Start:
    """Open what training starts from, and tell which options do not matter to it."""
    begun = start(job, classes, folder, reporter)
    unused = options_not_used(begun)
    if unused:
        reporter.notice("options_not_used", backbone=begun.job.backbone, names=", ".join(unused))
    return begun


def _built(
    standing: list[Buildings], images: ImageSet, parts: dict[str, Tiles], begun: Start, reporter: Reporter
) -> dict[str, np.ndarray] | None:
    """Return where in the tiles buildings stand; None where no layer tells it, or the network has no cells."""
    if not standing or begun.backbone is None:
        return None
    return built_cells(standing, images, parts, begun.size_px // CELL_PX, begun.surround, reporter)


def _tell_limits(settled: Settled, maybe_learned: bool, job: TrainClassifier, reporter: Reporter) -> None:
    """Tell the user what was not measured as wanted, or not kept to."""
    if settled.metrics[fields.TEST] is None:
        reporter.notice("no_test_tiles")
    elif maybe_learned:
        reporter.notice("test_maybe_learned")
    if "least_false_share" in settled.about:
        least = settled.about["least_false_share"]
        reporter.notice("false_alarms_not_kept", least=round(least, 4), wanted=job.max_share)
    if is_highest(settled.about["calibration"]["temperature"]):
        reporter.notice("certainty_not_scaled")


def _domain(begun: Start, fitted: Fitted, parts: dict[str, Tiles]) -> Domain:
    """Return where the features of training lie; also those of a model gone on from, while the same network sees."""
    domain = learn_domain_of(parts, fitted.seen)
    if begun.domain is None or fitted.backbone is not begun.backbone:
        return domain
    return begun.domain.beside(domain)


def _optimism(parts: dict[str, Tiles], fitted: Fitted, seed: int) -> dict[str, float] | None:
    """Return how much too good a random split of all tiles looks, by what a network that did not learn of them sees."""
    if fitted.first_seen is None:
        return None
    values = np.concatenate([fitted.first_seen[part].clean for part in fields.PARTS])
    target, block = (
        np.concatenate([getattr(parts[part], name) for part in fields.PARTS]) for name in ("target", "block")
    )
    return split_optimism(values, target, block, seed)


def _write(
    begun: Start, fitted: Fitted, domain: Domain, model: dict[str, Any], run: dict[str, Any], tiles: np.ndarray
) -> dict[str, str]:
    """Write the model, its Keras form, its metrics, report and card; all of them or none."""
    from .model.networks import predict
    from .training.descended import in_keras

    job, paths = begun.job, begun.job.outputs()
    with ExitStack() as stack:
        onnx, native, metrics, report, card = (stack.enter_context(output_file(path)) for path in paths.values())
        write_graph(fitted.backbone.path, fitted.head, domain, onnx)
        write_metadata(onnx, model)
        network = in_keras(begun, fitted)
        network.model.save(native)
        difference = np.abs(TileModel(str(onnx)).predict(tiles) - predict(network, tiles)).max()
        data = {**model, **run, "onnx_difference": float(difference)}
        metrics.write_text(json.dumps(data, indent=1, ensure_ascii=False, default=str), "utf-8")
        write_report(data, report, job.language)
        written = {"model": onnx, "keras": native, "report": report, "metrics": metrics}
        finals = (paths["output"], paths["keras"], paths["report"], paths["metrics"])
        files = {name: (part, Path(final).name) for (name, part), final in zip(written.items(), finals)}
        item = stac_item({**data, "total_parameters": network.model.count_params()}, files)
        card.write_text(json.dumps(item, indent=1, ensure_ascii=False, default=str), "utf-8")
    return paths
