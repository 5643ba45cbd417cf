"""After fitting: the temperature of the classifier, its threshold and how well it does."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...contract import fields
from ...contract.jobs import TrainClassifier
from ..model.calibration import Scaling, calibration_error, chance_error, fit_scaling, log_prior, reliability
from ..model.head import Head
from ..model.metrics import measure, measure_classes, point_values
from ..model.novelty import Domain, learn_domain
from ..model.thresholds import FALSE_ALARMS, Rule, choose_threshold, false_share
from .fitted import Fitted
from .head import Judged
from .seen import Features
from .tiles import Tiles
from .trials import PLACES


class Settled(NamedTuple):
    """A classifier that is ready to be applied."""

    head: Head
    """Calibrated."""
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


def settle(parts: dict[str, Tiles], fitted: Fitted, classes: tuple[str, ...], job: TrainClassifier) -> Settled:
    """Calibrate the head, choose its threshold on validation, and measure it on validation and test.

    The temperature is that of places left out in turn, where there are several: on another place a model is less right
    than on blocks of its own. Else it is that of blocks left out in turn, or of validation where that judges well
    enough. Where classes weighed alike, how often they occur at the place of those blocks is given back; how often they
    do at another place is not known. What is measured on validation is said by a head that did not learn from it.
    """
    held_out = parts[fields.VALIDATION]
    before = {part: fitted.head.probability(seen.clean) for part, seen in fitted.seen.items()}
    fit = fitted.fit
    if fit is not None and fit.validation is not None:
        before[fields.VALIDATION] = fit.validation
    judged = (fit and fit.judged) or Judged(fields.VALIDATION, held_out.target, before[fields.VALIDATION])
    is_known = job.class_weights and judged.left_out != PLACES
    scaling = fit_scaling(judged.target, judged.probability, _prior(parts, len(classes)) if is_known else None)
    probability = {part: scaling.apply(values) for part, values in before.items()}
    calibration = _calibration(parts, before, probability, scaling, job.seed)
    about: dict[str, Any] = {"calibration": {**calibration, "fitted_on": judged.left_out}}
    threshold = None
    if classes == fields.CLASSES:
        rule = Rule(job.threshold_rule, job.threshold, job.max_share, job.missed_cost)
        threshold = choose_threshold(held_out.target, probability[fields.VALIDATION][:, 1], rule)
        about |= {"threshold": threshold, "threshold_rule": rule._asdict()}
        share = false_share(held_out.target, probability[fields.VALIDATION][:, 1], threshold)
        if rule.rule == FALSE_ALARMS and share > rule.max_share:
            about["least_false_share"] = share
    metrics = {
        part: _measured(parts[part], probability[part], classes, threshold, job.seed)
        for part in (fields.VALIDATION, fields.TEST)
    }
    about["metrics"] = {part: found and point_values(found) for part, found in metrics.items()}
    return Settled(fitted.head.scaled(scaling), classes, about, metrics, before, probability)


def learn_domain_of(parts: dict[str, Tiles], seen: dict[str, Features]) -> Domain:
    """Return where the features of training and validation lie."""
    known = (fields.TRAIN, fields.VALIDATION)
    block = np.concatenate([parts[part].block for part in known])
    return learn_domain(np.concatenate([seen[part].clean for part in known]), block)


def _prior(parts: dict[str, Tiles], n_classes: int) -> np.ndarray:
    """Return the logarithm of how often each class occurs among the tiles of training and validation."""
    known = [parts[part] for part in (fields.TRAIN, fields.VALIDATION)]
    target, place = (np.concatenate([getattr(part, name) for part in known]) for name in ("target", "place"))
    return log_prior(target, place, n_classes)


def _calibration(
    parts: dict[str, Tiles],
    before: dict[str, np.ndarray],
    after: dict[str, np.ndarray],
    scaling: Scaling,
    seed: int,
) -> dict[str, Any]:
    """Return the scaling and the expected calibration error: before, after, on test, and by chance alone."""

    def error(part: str, probability: dict[str, np.ndarray]) -> float | None:
        return calibration_error(reliability(parts[part].target, probability[part]))

    def chance(part: str) -> float | None:
        return chance_error(after[part], np.random.default_rng(seed))

    return {
        "part": fields.VALIDATION,
        "temperature": scaling.temperature,
        "prior": scaling.prior.tolist() if scaling.prior.any() else None,
        "ece_before": error(fields.VALIDATION, before),
        "ece_after": error(fields.VALIDATION, after),
        "ece_test": error(fields.TEST, after),
        "ece_chance": chance(fields.VALIDATION),
        "ece_chance_test": chance(fields.TEST),
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
