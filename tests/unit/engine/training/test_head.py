"""The head, on a network whose features are the pixels of 2 x 2 tiles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import log_loss

pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: fitting is not tested")

from sattile_plugin.engine.training.descent import predict
from sattile_plugin.engine.training.head import features_of, fit_head

from .linear import bright_and_dark, linear, striped


def quiet(done: int, total: int) -> None:
    """Take progress and keep it to oneself."""


def test_the_head_is_fitted_and_folded_into_the_network():
    network, validation, told = linear(), bright_and_dark(40, seed=2), []
    train = features_of(network, bright_and_dark(80), lambda *done: told.append(done))
    curve = fit_head(network, train, features_of(network, validation, quiet))
    best = min(point["validation_loss"] for point in curve)
    probability = predict(network, validation.pixels)
    assert log_loss(validation.target, probability) == pytest.approx(best, abs=1e-4)
    assert (probability.argmax(axis=1) == validation.target).all()
    assert told[-1] == (80, 80)


def test_three_classes():
    network, train = linear(n_classes=3), striped(60)
    features = features_of(network, train, quiet)
    curve = fit_head(network, features, features)
    probability = predict(network, train.pixels)
    assert probability.shape == (60, 3)
    assert (probability.argmax(axis=1) == train.target).all()
    assert curve[-1]["validation_accuracy"] == 1.0


def test_features_that_never_vary_do_no_harm():
    network, train = linear(), bright_and_dark(40)
    train.pixels[:, 0] = 7
    features = features_of(network, train, quiet)
    fit_head(network, features, features)
    assert (predict(network, train.pixels).argmax(axis=1) == train.target).all()


def test_features_are_kept_for_a_later_run(tmp_path: Path):
    network, tiles, kept = linear(), bright_and_dark(10), tmp_path / "train.npy"
    first = features_of(network, tiles, quiet, kept).values
    again = features_of(network, tiles._replace(pixels=np.zeros_like(tiles.pixels)), quiet, kept).values
    assert np.array_equal(first, again)
    assert [path.name for path in tmp_path.iterdir()] == ["train.npy"]
