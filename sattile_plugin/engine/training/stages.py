"""The stages of training: a head on what a frozen backbone sees, then the backbone's top; or a network from scratch.

Keras comes in only where a network learns by descent or is written: TensorFlow takes longer to start than a head.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ...contract import fields
from ...contract.errors import InvalidOption, MissingWeights, WrongWeights
from ...contract.jobs import TrainClassifier
from ...contract.messages import Reporter
from ...contract.texts import QT_TRANSLATE_NOOP
from ..model.architectures import CEREMA_CNN, MOBILENET_V2_CELLS, PRETRAINED, default_size_px
from ..model.features import Backbone, open_backbone
from ..model.head import Head
from .fitted import Fitted, Ground, Start
from .folds import folds_of
from .head import HeadFit, fit_head
from .seen import AS_IT_IS, Features, Views, features_of, varied_views
from .trials import Fitting

_OF_DESCENT = ("batch_size", "mix")
"""Options of networks that learn in steps."""
_OF_ANY_CLASSES = QT_TRANSLATE_NOOP("SatTile", "another network for classes that are not bati and non_bati")


def start(job: TrainClassifier, classes: tuple[str, ...], folder: Path, reporter: Reporter) -> Start:
    """Open what training starts from; where weights cannot be had, that is the small network that needs none.

    Parameters
    ----------
    job, classes
        What to train, and the names of the classes.
    folder
        Keeps the backbone of a model to go on from.
    reporter
        Gets progress, and what looks at the tiles.
    """
    reporter.progress("weights", 0, 1)
    if job.start_from is not None:
        from .descended import start_from_model

        return start_from_model(job, classes, folder, reporter)
    if job.backbone == MOBILENET_V2_CELLS and classes != fields.CLASSES:
        raise InvalidOption(option="backbone", found=job.backbone, expected=_OF_ANY_CLASSES)
    size_px = job.tile_size_px or default_size_px(job.backbone)
    if job.backbone not in PRETRAINED:
        return Start(job, classes, size_px, None)
    weights, width = job.backbone_weights, job.backbone_width
    if weights is not None and weights.lower().endswith(".onnx"):
        raise WrongWeights(path=weights, backbone=job.backbone, reason="it is an ONNX file, which Keras cannot read")
    try:
        backbone = open_backbone(weights, width, job.verb, size_px, job.backbone, None, reporter)
    except MissingWeights as error:
        reporter.notice("weights_unavailable", backbone=job.backbone, reason=error.values["reason"])
        size_px = job.tile_size_px or default_size_px(CEREMA_CNN)
        return Start(replace(job, backbone=CEREMA_CNN), classes, size_px, None)
    return Start(job, classes, size_px, backbone)


def fit(begun: Start, ground: Ground) -> Fitted:
    """Fit the classifier in its stages.

    A pretrained backbone looks at every tile once and a first head is fitted, which is told of; then it looks at varied
    views of the tiles of training, and the head is fitted to all. With `fine_tune_epochs`, its top learns after that.
    """
    if begun.backbone is None:
        from .descended import from_scratch

        return from_scratch(begun, ground)
    if begun.job.backbone == MOBILENET_V2_CELLS and begun.network is None:
        from .cells import fit_cells

        return fit_cells(begun, begun.backbone, ground)
    before = _head_before(begun)
    found = _seen(begun, begun.backbone, before, ground)
    train, validation = found.seen[fields.TRAIN], found.seen[fields.VALIDATION]
    progress = partial(ground.reporter.progress, "train")
    last = found.first or _fitted(begun, train, validation, before, found.folds, progress)
    whole = Fitted(begun.backbone, last.head, found.seen, {"head": last.curve}, last, begun.network, found.seen)
    if not begun.job.fine_tune_epochs:
        return whole
    from .descended import fine_tuned

    return fine_tuned(begun, whole, ground)._replace(first_seen=found.seen)


def options_not_used(begun: Start) -> list[str]:
    """Return the options of how to learn that were set, and that nothing in what is started asks for.

    Networks from scratch and the top of a backbone learn by descent, in steps and passes as asked for; judges of cells
    do so in their own way. What `for_other_places` holds back is a head.
    """
    job = begun.job
    unused = {"epochs", *_OF_DESCENT}
    if begun.backbone is None:
        unused = {"fine_tune_epochs", "for_other_places"}
    elif job.fine_tune_epochs:
        unused = {"epochs"}
    elif job.backbone == MOBILENET_V2_CELLS and begun.network is None:
        unused.add("for_other_places")
    options = (each for each in dataclass_fields(job) if each.name in unused)
    return [each.name for each in options if getattr(job, each.name) != each.default]


class _Seen(NamedTuple):
    """What the backbone sees, and the head fitted to tiles as they are, where they are not varied as well."""

    seen: dict[str, Features]
    first: HeadFit | None
    folds: np.ndarray | None
    """(n_train + n_validation,) int, by which blocks are left out in turn; None where validation judges."""


def _seen(begun: Start, backbone: Backbone, before: Head | None, ground: Ground) -> _Seen:
    """See the tiles of all parts; fit a first head to those of training as they are, and tell of it."""
    parts, reporter = ground.parts, ground.reporter
    job, done = begun.job, 0
    folds = None if job.fine_tune_epochs else folds_of(parts[fields.TRAIN], parts[fields.VALIDATION], job.seed)
    learned = (fields.TRAIN,) if folds is None else (fields.TRAIN, fields.VALIDATION)
    varied = varied_views(sum(len(parts[part].target) for part in learned), job.augmentation, job.seed)
    total = sum(len(tiles.target) * (1 + varied.number * (part in learned)) for part, tiles in parts.items())

    def look(part: str, views: Views = AS_IT_IS) -> Features:
        nonlocal done
        kept = ground.folder / f"{part}-{views.how}.features.npy"
        found = features_of(backbone, parts[part], partial(_further, reporter, done, total), views, kept)
        done += found.values.shape[0] * found.values.shape[1]
        return found

    train, validation = look(fields.TRAIN), look(fields.VALIDATION)
    first = _fitted(begun, train, validation, before)
    right = first.head.probability(validation.clean).argmax(axis=1) == validation.target
    reporter.notice("first_look", validation_accuracy=round(float(right.mean()), 4))
    seen = {fields.TRAIN: train, fields.VALIDATION: validation}
    if varied.number:
        seen |= {part: seen[part].beside(look(part, varied), varied.how) for part in learned}
    seen[fields.TEST] = look(fields.TEST)
    return _Seen(seen, None if varied.number or folds is not None else first, folds)


def _fitted(
    begun: Start,
    train: Features,
    validation: Features,
    before: Head | None,
    folds: np.ndarray | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> HeadFit:
    how = Fitting(begun.job.class_weights, begun.job.for_other_places, begun.job.label_smoothing)
    return fit_head(len(begun.classes), train, validation, how, folds, before, progress)


def _head_before(begun: Start) -> Head | None:
    """Return the head of the model to go on from, if there is one."""
    if begun.network is None:
        return None
    from ..model.networks import head_of

    return head_of(begun.network)


def _further(reporter: Reporter, before: int, total: int, done: int, _: int) -> None:
    reporter.progress("features", before + done, total)
