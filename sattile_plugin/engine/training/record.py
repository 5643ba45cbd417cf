"""What is said of a model: how it does, what it was trained on, and how to apply it."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np

from ...contract import fields
from ...contract.jobs import TrainClassifier, encode_job
from ..io.image_sets import ImageSet
from ..io.tile_image_file import jpeg_text
from ..io.tile_images import tile_of
from ..model.appearance import SAMPLE_TILES, Appearance, appearance
from ..model.architectures import surround_of
from ..model.calibration import reliability
from ..model.metrics import point_values
from ..model.onnx_file import TASK
from ..model.thresholds import left_after_review, review_work, threshold_curve
from ..model.versions import versions
from .fitted import Start
from .settle import Settled
from .tiles import Tiles

_EXAMPLES_OF_KIND = 12


def describe_model(job: TrainClassifier, images: ImageSet, begun: Start, parts: dict[str, Tiles]) -> dict[str, Any]:
    """Return what applying the model needs and where it comes from, but for its threshold and how well it does."""
    sizes = [origin["tile_size_m"] for origin in images.origins if "tile_size_m" in origin]
    size_m = float(np.median(sizes)) if sizes else None
    return {
        "task": TASK,
        "classes": list(images.classes),
        "label_field": job.label_field,
        "backbone": job.backbone,
        "tile_size_m": size_m,
        "tile_size_px": begun.size_px,
        "surround": begun.surround,
        "resolution_m_per_px": size_m * (1 + 2 * begun.surround) / begun.size_px if size_m else None,
        "input": "uint8 RGB tiles, rows run south; the graph normalises them",
        "training": images.origins,
        "counts": {part: _counts(tiles, images.classes) for part, tiles in parts.items()},
        "appearance": [found._asdict() for found in appearances_of(parts[fields.TRAIN])],
        "seed": job.seed,
        "licence": job.licence,
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "versions": versions(),
    }


def go_on_from(before: dict[str, Any], path: str, model: dict[str, Any]) -> dict[str, Any]:
    """Return what the metadata of a model say otherwise when it goes on from another, whose places it knows too."""
    parts = dict.fromkeys([*before.get("learned_from", ()), *model["learned_from"]])
    return {
        "training": [*before.get("training", ()), *model["training"]],
        "appearance": [*before.get("appearance", ()), *model["appearance"]],
        "learned_from": list(parts),
        "pretrained_source": f"{Path(path).name}, {before.get('created', 'of unknown date')}",
    }


def describe_run(job: TrainClassifier, parts: dict[str, Tiles], settled: Settled) -> dict[str, Any]:
    """Return what the report says beside the metadata: full measures, reliability, thresholds, examples."""
    validation = parts[fields.VALIDATION].target
    before, after = settled.before[fields.VALIDATION], settled.probability[fields.VALIDATION]
    shown = fields.TEST if len(parts[fields.TEST].target) else fields.VALIDATION
    threshold, classes = settled.about.get("threshold"), tuple(settled.classes)
    diagrams = {
        "reliability_before": reliability(validation, before),
        "reliability_after": reliability(validation, after),
    }
    found: dict[str, Any] = {
        "job": encode_job(job),
        "metrics": settled.metrics,
        "calibration": {**settled.about["calibration"], **diagrams},
        "examples": examples(parts[shown], settled.probability[shown], classes, threshold, surround_of(job.backbone)),
        "examples_part": shown,
    }
    if threshold is not None:
        found["threshold_curve"] = threshold_curve(validation, after[:, 1])
        review = review_work(validation, after[:, 1])
        test = parts[fields.TEST].target
        if len(test):
            p_bati = settled.probability[fields.TEST][:, 1]
            review["test"] = left_after_review(test, p_bati, review["low"], review["high"])
        found["review"] = review
    return found


def examples(
    tiles: Tiles,
    probability: np.ndarray,
    classes: tuple[str, ...],
    threshold: float | None,
    surround: float = 0.0,
) -> list[dict[str, Any]]:
    """Return tiles to look at with their images, wrong ones first, the most confident ones of each kind."""
    predicted = (probability[:, 1] >= threshold).astype(int) if threshold is not None else probability.argmax(axis=1)
    said = probability[np.arange(len(predicted)), predicted]
    order = np.argsort(-said, kind="stable")
    wrong = [row for row in order if predicted[row] != tiles.target[row]][:_EXAMPLES_OF_KIND]
    right = [row for row in order if predicted[row] == tiles.target[row]]
    right = right[:: max(1, len(right) // _EXAMPLES_OF_KIND)][:_EXAMPLES_OF_KIND]
    return [
        {
            "tile_id": str(tiles.name[row]),
            "truth": classes[tiles.target[row]],
            "predicted": classes[predicted[row]],
            "probability": float(said[row]),
            "image": jpeg_text(tile_of(np.asarray(tiles.pixels[row]), surround)),
        }
        for row in (*wrong, *right)
    ]


def appearances_of(tiles: Tiles) -> list[Appearance]:
    """Return how each place looks that has tiles enough to tell, so that a photo that looks otherwise can be told."""
    found = []
    for place in np.unique(tiles.place):
        rows = np.flatnonzero(tiles.place == place)
        found.append(appearance(np.asarray(tiles.pixels[rows[:: math.ceil(len(rows) / SAMPLE_TILES)]])))
    return [each for each in found if each is not None]


def summary(parts: dict[str, Tiles], metrics: dict[str, Any], model: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers that the user is told at the end."""
    values = {name: point_values(part) for name, part in metrics.items() if part}
    tile_counts = {f"{part}_tiles": len(tiles.target) for part, tiles in parts.items()}
    calibration = {name: value for name, value in model["calibration"].items() if name.startswith("ece")}
    told = {"backbone": model["backbone"], **tile_counts, **values, "calibration": calibration}
    return {**told, "threshold": model.get("threshold"), "split_optimism": model["split_optimism"]}


def _counts(tiles: Tiles, classes: tuple[str, ...]) -> dict[str, int]:
    return dict(zip(classes, np.bincount(tiles.target, minlength=len(classes)).tolist()))
