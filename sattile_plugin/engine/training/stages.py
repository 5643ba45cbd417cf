"""The stages of training: a head on frozen features, then the top of the backbone; or all at once from scratch."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import tensorflow

from ...contract import fields
from ...contract.jobs import TrainClassifier
from ...contract.messages import Reporter
from ..model.networks import (
    CEREMA_CNN,
    PRETRAINED,
    Network,
    default_size_px,
    load_network,
    pretrained_network,
    small_network,
    unfreeze_top,
)
from ..model.onnx_file import TileModel
from ..model.weights import WeightsUnavailable
from .curves import draw_curves
from .descent import Descent, descend
from .head import HeadFit, fit_head
from .seen import SEEN_ONCE, Features, Views, features_of, view_count
from .tiles import Tiles

_FROM_SCRATCH_RATE = 1e-3
_FINE_TUNE_RATE = 5e-5

Curves = dict[str, list[dict[str, Any]]]


def build_network(
    job: TrainClassifier, classes: tuple[str, ...], reporter: Reporter
) -> tuple[TrainClassifier, Network]:
    """Build the network, or open the one to go on from; where weights cannot be had, the small one that needs none."""
    reporter.progress("weights", 0, 1)
    if job.start_from is not None:
        network = load_network(str(Path(job.start_from).with_suffix(".keras")), len(classes))
        found: dict[str, Any] = {"backbone": network.model.name, "tile_size_px": network.model.input_shape[1]}
        return replace(job, **found), network
    size_px = job.tile_size_px or default_size_px(job.backbone)
    if job.backbone not in PRETRAINED:
        return job, small_network(job.backbone, size_px, len(classes), job.seed)
    try:
        width = job.backbone_width
        return job, pretrained_network(job.backbone, size_px, len(classes), job.backbone_weights, job.seed, width)
    except WeightsUnavailable as error:
        reporter.notice("weights_unavailable", backbone=job.backbone, reason=str(error))
        job = replace(job, backbone="cerema_cnn")
        size_px = job.tile_size_px or default_size_px(CEREMA_CNN)
        return job, small_network(CEREMA_CNN, size_px, len(classes), job.seed)


def classes_to_keep(job: TrainClassifier) -> tuple[str, ...] | None:
    """Return the classes of the model to go on from; None where training starts afresh."""
    return TileModel(job.start_from).classes if job.start_from is not None else None


def tell_device(reporter: Reporter) -> None:
    """Say what the computations run on."""
    cards = tensorflow.config.list_physical_devices("GPU")
    names = [tensorflow.config.experimental.get_device_details(card).get("device_name", card.name) for card in cards]
    reporter.notice("device", device=", ".join(names) or "CPU")


def see_parts(
    network: Network, parts: dict[str, Tiles], job: TrainClassifier, folder: Path, reporter: Reporter
) -> dict[str, Features]:
    """Return what a pretrained backbone sees in the tiles of each part; nothing where there is none.

    Tiles of training are seen as they are and in varied views.
    """
    if network.backbone is None:
        return {}
    views = {fields.TRAIN: Views(job.augmentation, job.seed)}
    total = sum(
        view_count(len(tiles.target), views.get(part, SEEN_ONCE)) * len(tiles.target) for part, tiles in parts.items()
    )
    done, found = 0, {}
    for part, tiles in parts.items():
        progress = partial(_further, reporter, done, total)
        kept = folder / f"{part}.features.npy"
        found[part] = features_of(network, tiles, progress, views.get(part, SEEN_ONCE), kept)
        done += found[part].values.shape[0] * found[part].values.shape[1]
    return found


def fit(
    network: Network,
    parts: dict[str, Tiles],
    features: dict[str, Features],
    job: TrainClassifier,
    folder: Path,
    picture: Path,
    reporter: Reporter,
) -> tuple[Curves, HeadFit | None]:
    """Fit the network in its stages; return the curve of each and, of a backbone that stayed frozen, how its head did.

    `folder` keeps what an ended run can go on from; `picture` is drawn anew after each epoch.
    """
    how = Descent(
        job.epochs,
        _FROM_SCRATCH_RATE,
        job.batch_size,
        job.seed,
        job.augmentation,
        job.class_weights,
        job.label_smoothing,
        job.mix,
    )

    def descended(step: str, how: Descent) -> list[dict[str, Any]]:
        train, validation = parts[fields.TRAIN], parts[fields.VALIDATION]
        renewed = partial(draw_curves, path=picture)
        return descend(network, train, validation, how, folder / f"{step}.state", step, reporter, renewed)

    if network.backbone is None:
        rate = _FROM_SCRATCH_RATE if job.start_from is None else _FROM_SCRATCH_RATE / 10
        return {"train": descended("train", how._replace(learning_rate=rate, patience_epochs=job.epochs))}, None
    seen = features[fields.TRAIN], features[fields.VALIDATION]
    told = partial(reporter.progress, "train")
    head = fit_head(network, *seen, job.class_weights, job.start_from is not None, told)
    if not job.fine_tune_epochs:
        return {"head": head.curve}, head
    unfreeze_top(network)
    slow = how._replace(epochs=job.fine_tune_epochs, learning_rate=_FINE_TUNE_RATE)
    return {"head": head.curve, "fine_tune": descended("fine_tune", slow)}, None


def _further(reporter: Reporter, before: int, total: int, done: int, _: int) -> None:
    reporter.progress("features", before + done, total)
