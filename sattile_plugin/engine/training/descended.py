"""What learns by gradient descent, in Keras: networks from scratch, the top of a backbone, models gone on from."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow

from ...contract import fields
from ...contract.jobs import TrainClassifier
from ...contract.messages import Reporter
from ..model.calibration import NO_PRIOR, Scaling, fit_temperature
from ..model.features import Backbone
from ..model.networks import (
    Network,
    head_of,
    load_network,
    pretrained_network,
    set_head,
    small_network,
    unfreeze_top,
)
from ..model.onnx_export import export_backbone
from ..model.onnx_file import TileModel
from ..model.onnx_graph import read_domain
from .curves import draw_curves
from .descent import Descent, best_epoch, descend
from .fitted import Curves, Fitted, Ground, Start
from .seen import features_of

_FROM_SCRATCH_RATE = 1e-3
_FROM_SCRATCH_PATIENCE = 10
"""Epochs without a gain after which it ends; a network from scratch often stands still for some before it learns."""
_FINE_TUNE_RATE = 5e-5


def start_from_model(job: TrainClassifier, classes: tuple[str, ...], folder: Path, reporter: Reporter) -> Start:
    """Open the model to go on from; its network, size and domain are kept, but not how often its classes occurred."""
    network = load_network(str(Path(str(job.start_from)).with_suffix(".keras")), len(classes))
    prior = TileModel(str(job.start_from)).metadata.get("calibration", {}).get("prior")
    set_head(network, head_of(network).without(np.array(prior or NO_PRIOR)))
    size_px = int(network.model.input_shape[1])
    job = replace(job, backbone=network.model.name, tile_size_px=size_px)
    if network.backbone is None:
        return Start(job, classes, size_px, None, network)
    domain = read_domain(Path(str(job.start_from)))
    export_backbone(network.model, folder / "start.onnx")
    return Start(job, classes, size_px, Backbone(folder / "start.onnx", reporter), network, domain)


def in_keras(begun: Start, fitted: Fitted) -> Network:
    """Return a fitted classifier in Keras."""
    network = fitted.network or _built(begun)
    set_head(network, fitted.head)
    return network


def from_scratch(begun: Start, ground: Ground) -> Fitted:
    """Train a network that has no pretrained part, or go on with one."""
    network, job = begun.network or _built(begun), begun.job
    rate = _FROM_SCRATCH_RATE if begun.network is None else _FROM_SCRATCH_RATE / 10
    fitted = begun.network is not None
    how = _how(job, job.epochs, rate)._replace(patience_epochs=_FROM_SCRATCH_PATIENCE, was_fitted=fitted)
    curve = _descended(network, "train", how, ground)
    return _seen_anew(network, {"train": curve}, ground)


def fine_tuned(begun: Start, fitted: Fitted, ground: Ground) -> Fitted:
    """Train the top of the backbone after its head; where that gains nothing on validation, all stays as it was.

    It starts from a calibrated head, so that what is gained is more than the right degree of certainty.
    """
    known = fitted.seen[fields.VALIDATION]
    temperature = fit_temperature(known.target, fitted.head.probability(known.clean))
    network = in_keras(begun, fitted._replace(head=fitted.head.scaled(Scaling(temperature, NO_PRIOR))))
    unfreeze_top(network)
    curve = _descended(network, "fine_tune", _how(begun.job, begun.job.fine_tune_epochs, _FINE_TUNE_RATE), ground)
    curves = {**fitted.curves, "fine_tune": curve}
    if not best_epoch(curve):
        return fitted._replace(curves=curves, network=network)
    return _seen_anew(network, curves, ground)


def _built(begun: Start) -> Network:
    job, n_classes = begun.job, len(begun.classes)
    if begun.backbone is None:
        return small_network(job.backbone, begun.size_px, n_classes, job.seed)
    weights, width = job.backbone_weights, job.backbone_width
    return pretrained_network(job.backbone, begun.size_px, n_classes, weights, job.seed, width)


def _how(job: TrainClassifier, epochs: int, rate: float) -> Descent:
    varied = (job.augmentation, job.class_weights, job.label_smoothing, job.mix)
    return Descent(epochs, rate, job.batch_size, job.seed, *varied)


def _descended(network: Network, step: str, how: Descent, ground: Ground) -> list[dict[str, Any]]:
    _tell_device(ground.reporter)
    train, validation = ground.parts[fields.TRAIN], ground.parts[fields.VALIDATION]
    renewed = partial(draw_curves, path=ground.picture, language=ground.language)
    return descend(network, train, validation, how, ground.folder / f"{step}.state", step, ground.reporter, renewed)


def _seen_anew(network: Network, curves: Curves, ground: Ground) -> Fitted:
    """Look at all tiles with a backbone that has changed."""
    path = ground.folder / "learned.onnx"
    export_backbone(network.model, path)
    backbone, progress = Backbone(path), partial(ground.reporter.progress, "evaluate")
    seen = {part: features_of(backbone, tiles, progress) for part, tiles in ground.parts.items()}
    return Fitted(backbone, head_of(network), seen, curves, network=network)


def _tell_device(reporter: Reporter) -> None:
    cards = tensorflow.config.list_physical_devices("GPU")
    names = [tensorflow.config.experimental.get_device_details(card).get("device_name", card.name) for card in cards]
    reporter.notice("device", device=", ".join(names) or "CPU")
