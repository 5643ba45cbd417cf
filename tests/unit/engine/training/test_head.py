"""The head, on a network whose features are the pixels of 2 x 2 tiles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: fitting is not tested")

from sattile_plugin.engine.training.descent import predict
from sattile_plugin.engine.training.head import fit_head
from sattile_plugin.engine.training.seen import Views, features_of

from .linear import bright_and_dark, linear, striped


def quiet(done: int, total: int) -> None:
    """Take progress and keep it to oneself."""


def test_the_head_is_fitted_and_folded_into_the_network():
    network, validation, told = linear(), bright_and_dark(40, seed=2), []
    train = features_of(network, bright_and_dark(80), lambda *done: told.append(done))
    curve = fit_head(network, train, features_of(network, validation, quiet)).curve
    (chosen,) = [point for point in curve if point["chosen"]]
    probability = predict(network, validation.pixels)
    assert accuracy_score(validation.target, probability.argmax(axis=1)) == chosen["validation_accuracy"]
    assert {point["judged_on"] for point in curve} == {"validation"}
    assert (probability.argmax(axis=1) == validation.target).all()
    assert told[-1] == (80, 80)


def test_three_classes():
    network, train = linear(n_classes=3), striped(60)
    features = features_of(network, train, quiet)
    curve = fit_head(network, features, features).curve
    probability = predict(network, train.pixels)
    assert probability.shape == (60, 3)
    assert (probability.argmax(axis=1) == train.target).all()
    assert curve[-1]["validation_accuracy"] == 1.0


def test_a_place_is_judged_by_what_was_learned_from_the_others():
    """In both places bright is 1, in a third it is 0: learned from the others, the third is all wrong."""
    network, tiles = linear(), bright_and_dark(60)
    place = np.arange(60) // 20
    target = np.where(place == 2, 1 - tiles.target, tiles.target)
    features = features_of(network, tiles._replace(place=place, target=target), quiet)
    alike = fit_head(network, features.rows(place < 2), features.rows(place < 2))
    with_third = fit_head(network, features, features.rows(place < 0))
    assert {point["judged_on"] for point in alike.curve + with_third.curve} == {"places"}
    assert alike.curve[-1]["validation_accuracy"] == 1.0
    assert with_third.curve[-1]["validation_accuracy"] < 0.7
    assert with_third.probability.shape == (60, 2) and sorted(with_third.target) == sorted(target)


def test_of_strengths_that_serve_alike_the_strongest_is_taken():
    network, tiles = linear(), bright_and_dark(200)
    features = features_of(network, tiles, quiet)
    curve = fit_head(network, features, features).curve
    losses = [point["validation_loss"] for point in curve]
    (chosen,) = [number for number, point in enumerate(curve) if point["chosen"]]
    assert chosen <= int(np.argmin(losses))


def test_features_that_never_vary_do_no_harm():
    network, train = linear(), bright_and_dark(40)
    train.pixels[:, 0] = 7
    features = features_of(network, train, quiet)
    fit_head(network, features, features)
    assert (predict(network, train.pixels).argmax(axis=1) == train.target).all()


def test_views_are_the_tile_as_it_is_and_varied_ones():
    network, tiles = linear(), bright_and_dark(10)
    told = []
    seen = features_of(network, tiles, lambda *done: told.append(done), Views("symmetries", 1))
    assert seen.values.shape == (10, 5, 12) and told[-1] == (50, 50)
    assert np.array_equal(seen.clean, features_of(network, tiles, quiet).clean)
    for views in seen.values:
        assert all(sorted(view) == sorted(views[0]) for view in views)
    again = features_of(network, tiles, quiet, Views("symmetries", 1))
    assert np.array_equal(seen.values, again.values)


def test_features_are_kept_for_a_later_run(tmp_path: Path):
    network, tiles, kept = linear(), bright_and_dark(10), tmp_path / "train.npy"
    first = features_of(network, tiles, quiet, kept=kept).values
    again = features_of(network, tiles._replace(pixels=np.zeros_like(tiles.pixels)), quiet, kept=kept).values
    assert np.array_equal(first, again)
    assert [path.name for path in tmp_path.iterdir()] == ["train.npy"]
