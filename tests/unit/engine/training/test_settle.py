"""After fitting: what is known of how often classes occur."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import TrainClassifier
from sattile_plugin.engine.model.head import Head
from sattile_plugin.engine.training.fitted import Fitted
from sattile_plugin.engine.training.head import HeadFit, Judged
from sattile_plugin.engine.training.seen import Features
from sattile_plugin.engine.training.settle import Settled, settle
from sattile_plugin.engine.training.tiles import Tiles

HEAD = Head(np.array([[-0.5, 0.5]]), np.zeros(2))
"""Of one feature, which is the log-odds of bati where both classes occur as often."""


def settled(left_out: str, test_count: int = 2000, **options: object) -> Settled:
    """Settle a classifier of which one tile in ten is bati, and which took both for as frequent."""
    generator = np.random.default_rng(1)
    target = (np.arange(2000) % 10 == 0).astype(int)
    log_odds = generator.normal(2.0 * target - 1.0, np.sqrt(2.0), 2000)
    numbers = np.arange(2000)
    tiles = Tiles(np.empty(0), target, numbers, np.zeros(2000, int), numbers.astype(str), numbers)
    seen = Features(log_odds[:, None, None], target, tiles.place)
    judged = Judged(left_out, target, HEAD.probability(log_odds[:, None]))
    parts, everything = (dict.fromkeys(fields.PARTS, what) for what in (tiles, seen))
    parts[fields.TEST] = tiles._replace(target=target[:test_count], block=numbers[:test_count])
    everything[fields.TEST] = seen.rows(numbers < test_count)
    fitted = Fitted(None, HEAD, everything, {}, HeadFit(HEAD, [], judged))  # type: ignore[arg-type]
    job = TrainClassifier("model.onnx", ("t.gpkg",), ("o.tif",), **options)
    return settle(parts, fitted, fields.CLASSES, job)


@pytest.mark.parametrize(
    ("left_out", "options", "given_back"),
    [("blocks", {}, True), ("places", {}, False), ("blocks", {"class_weights": False}, False)],
)
def test_how_often_classes_occur_is_given_back_at_their_own_place_alone(left_out, options: dict, given_back: bool):
    calibration = settled(left_out, **options).about["calibration"]
    assert (calibration["prior"] is not None) == given_back
    assert (calibration["ece_after"] < 0.02) == given_back


def test_chance_is_told_of_validation_and_of_test():
    calibration = settled("blocks", 100).about["calibration"]
    assert 0 < calibration["ece_chance"] < calibration["ece_chance_test"]
    assert settled("blocks", 0).about["calibration"]["ece_chance_test"] is None
