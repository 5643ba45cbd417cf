"""After fitting: what the network sees in every part, its temperature, its threshold and how well it does."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import keras
import numpy as np

from ...contract import fields
from ...contract.jobs import TrainClassifier
from ...contract.messages import Reporter
from ..model.calibration import calibration_error, cooled, fit_temperature, reliability
from ..model.metrics import measure, measure_classes, point_values
from ..model.networks import LOGITS, Network, cool
from ..model.novelty import Domain, learn_domain
from ..model.thresholds import Rule, choose_threshold
from .head import HeadFit
from .seen import Features, features_of
from .stages import Curves
from .tiles import Tiles


class View(NamedTuple):
    """What the fitted network says of the tiles of a part."""

    embedding: np.ndarray
    """(n_tiles, n_features) float32."""
    probability: np.ndarray
    """(n_tiles, n_classes) float, not yet calibrated."""


class Settled(NamedTuple):
    """A network that is ready to be applied."""

    classes: tuple[str, ...]
    """Names of the classes."""
    about: dict[str, Any]
    """What its metadata say of calibration, threshold and metrics."""
    metrics: dict[str, dict[str, Any] | None]
    """Measures of the parts validation and test."""
    before: dict[str, np.ndarray]
    """Probabilities of each part before calibration."""
    probability: dict[str, np.ndarray]
    """Calibrated probabilities of each part."""


def look_at_parts(
    network: Network, parts: dict[str, Tiles], features: dict[str, Features], curves: Curves, reporter: Reporter
) -> dict[str, View]:
    """Return the embeddings and probabilities of each part; features of a frozen backbone serve again."""
    changed = any(_best_epoch(curves[step]) for step in ("train", "fine_tune") if step in curves)
    if changed or not features:
        progress = partial(reporter.progress, "evaluate")
        features = {part: features_of(network, tiles, progress) for part, tiles in parts.items()}
    return {part: View(found.clean, _probability(network, found.clean)) for part, found in features.items()}


def settle(
    network: Network,
    parts: dict[str, Tiles],
    views: dict[str, View],
    head: HeadFit | None,
    classes: tuple[str, ...],
    job: TrainClassifier,
) -> Settled:
    """Calibrate the network, choose its threshold on validation, and measure it on validation and test.

    The temperature is that of places left out in turn, where there are several: on another place a model is less
    right than on blocks of its own. Else it is that of validation.
    """
    held_out = parts[fields.VALIDATION]
    before = {part: view.probability for part, view in views.items()}
    if head is not None and head.target is not None and head.probability is not None:
        temperature, fitted_on = fit_temperature(head.target, head.probability), "places"
    else:
        temperature, fitted_on = fit_temperature(held_out.target, before[fields.VALIDATION]), fields.VALIDATION
    cool(network, temperature)
    probability = {part: cooled(values, temperature) for part, values in before.items()}
    calibration = _calibration(parts, before, probability, temperature)
    about: dict[str, Any] = {"calibration": {**calibration, "fitted_on": fitted_on}}
    threshold = None
    if classes == fields.CLASSES:
        rule = Rule(job.threshold_rule, job.threshold, job.max_share, job.missed_cost)
        threshold = choose_threshold(held_out.target, probability[fields.VALIDATION][:, 1], rule)
        about |= {"threshold": threshold, "threshold_rule": rule._asdict()}
    metrics = {
        part: _measured(parts[part], probability[part], classes, threshold, job.seed)
        for part in (fields.VALIDATION, fields.TEST)
    }
    about["metrics"] = {part: found and point_values(found) for part, found in metrics.items()}
    return Settled(classes, about, metrics, before, probability)


def learn_domain_of(parts: dict[str, Tiles], views: dict[str, View]) -> Domain:
    """Return where the features of training and validation lie."""
    known = (fields.TRAIN, fields.VALIDATION)
    block = np.concatenate([parts[part].block.astype(str) for part in known])
    return learn_domain(np.concatenate([views[part].embedding for part in known]), block)


def _probability(network: Network, values: np.ndarray) -> np.ndarray:
    """Return what the head of the network makes of features, (n_tiles, n_classes)."""
    weights, bias = network.model.get_layer(LOGITS).get_weights()
    return np.asarray(keras.ops.softmax(values @ weights + bias, axis=1)) if len(values) else np.empty((0, len(bias)))


def _best_epoch(curve: list[dict[str, Any]]) -> int:
    return int(np.argmin([point["validation_loss"] for point in curve]))


def _calibration(
    parts: dict[str, Tiles], before: dict[str, np.ndarray], after: dict[str, np.ndarray], temperature: float
) -> dict[str, Any]:
    """Return the temperature and the expected calibration error before and after, on test too where there is one."""

    def error(part: str, probability: dict[str, np.ndarray]) -> float | None:
        return calibration_error(reliability(parts[part].target, probability[part]))

    return {
        "part": fields.VALIDATION,
        "temperature": temperature,
        "ece_before": error(fields.VALIDATION, before),
        "ece_after": error(fields.VALIDATION, after),
        "ece_test": error(fields.TEST, after),
    }


def _measured(
    tiles: Tiles, probability: np.ndarray, classes: tuple[str, ...], threshold: float | None, seed: int
) -> dict[str, Any] | None:
    """Measure a part; None where it has no tile."""
    if not len(tiles.target):
        return None
    generator = np.random.default_rng(seed)
    if threshold is not None:
        return measure(tiles.target, probability[:, 1], threshold, tiles.block, generator)
    return measure_classes(tiles.target, probability.argmax(axis=1), classes, tiles.block, generator)
