"""The head, on features that are the pixels of 2 x 2 tiles."""

from __future__ import annotations

import tracemalloc

import numpy as np
from sklearn.metrics import accuracy_score

from sattile_plugin.engine.training.head import fit_head
from sattile_plugin.engine.training.seen import Features
from sattile_plugin.engine.training.trials import Fitting

from .linear import bright_and_dark, pixels_seen, striped, tiles_of


def test_the_head_is_fitted():
    train, validation, told = pixels_seen(bright_and_dark(80)), pixels_seen(bright_and_dark(40, seed=2)), []
    found = fit_head(2, train, validation, progress=lambda *done: told.append(done))
    (chosen,) = [point for point in found.curve if point["chosen"]]
    said = found.head.probability(validation.clean).argmax(axis=1)
    assert accuracy_score(validation.target, said) == chosen["validation_accuracy"] == 1.0
    assert {point["judged_on"] for point in found.curve} == {"validation"}
    assert told[-1] == (13, 13)


def test_three_classes():
    train = pixels_seen(striped(60))
    found = fit_head(3, train, train)
    probability = found.head.probability(train.clean)
    assert probability.shape == (60, 3)
    assert (probability.argmax(axis=1) == train.target).all()
    assert found.curve[-1]["validation_accuracy"] == 1.0


def test_a_place_is_judged_by_what_was_learned_from_the_others():
    """In both places bright is 1, in a third it is 0: learned from the others, the third is all wrong."""
    tiles = bright_and_dark(60)
    place = np.arange(60) // 20
    target = np.where(place == 2, 1 - tiles.target, tiles.target)
    features = pixels_seen(tiles._replace(place=place, target=target))
    alike = fit_head(2, features.rows(place < 2), features.rows(place < 2))
    with_third = fit_head(2, features, features.rows(place < 0))
    assert {point["judged_on"] for point in alike.curve + with_third.curve} == {"places"}
    assert alike.curve[-1]["validation_accuracy"] == 1.0
    assert with_third.curve[-1]["validation_accuracy"] < 0.7
    assert with_third.judged.probability.shape == (60, 2) and sorted(with_third.judged.target) == sorted(target)


def test_of_strengths_that_serve_alike_the_strongest_is_taken():
    features = pixels_seen(bright_and_dark(200))
    curve = fit_head(2, features, features).curve
    losses = [point["validation_loss"] for point in curve]
    (chosen,) = [number for number, point in enumerate(curve) if point["chosen"]]
    assert chosen <= int(np.argmin(losses))


def test_a_model_for_its_own_place_is_held_back_no_more_than_one_for_others():
    noisy = bright_and_dark(200)
    noisy.target[::9] = 1 - noisy.target[::9]
    features = pixels_seen(noisy)
    curves = [fit_head(2, features, features, Fitting(for_other_places=meant)).curve for meant in (True, False)]
    chosen = [next(number for number, point in enumerate(curve) if point["chosen"]) for curve in curves]
    assert chosen[0] < chosen[1] == int(np.argmin([point["validation_loss"] for point in curves[1]]))


def test_features_that_never_vary_do_no_harm():
    train = bright_and_dark(40)
    train.pixels[:, 0] = 7
    features = pixels_seen(train)
    head = fit_head(2, features, features).head
    assert (head.probability(features.clean).argmax(axis=1) == train.target).all()


def test_with_folds_validation_is_learned_from_after_it_was_told_of():
    """Validation is turned upside down: a head that learned from it all would be right on it more often."""
    train, odd = pixels_seen(bright_and_dark(60)), bright_and_dark(60, seed=2)
    odd.target[:] = 1 - odd.target
    validation, folds = pixels_seen(odd), np.arange(120) % 5
    found = fit_head(2, train, validation, Fitting(for_other_places=False), folds)
    assert {point["judged_on"] for point in found.curve} == {"blocks"}
    assert found.judged.left_out == "blocks" and found.judged.probability.shape == (120, 2)
    assert (found.validation.argmax(axis=1) == validation.target).mean() < 0.1
    assert np.abs(found.head.probability(train.clean) - 0.5).mean() < np.abs(found.validation - 0.5).mean()


def test_what_is_said_of_a_fold_was_not_learned_from_it():
    """Labels are drawn by lot: nothing is to be known of what is left out, all of it by heart otherwise."""
    generator = np.random.default_rng(3)
    tiles = tiles_of(generator.integers(0, 256, (200, 2, 2, 3)), generator.integers(0, 2, 200))
    features = pixels_seen(tiles)
    known = features._replace(values=generator.normal(size=(200, 1, 400)).astype("float32"))
    found = fit_head(2, known.rows(np.arange(200) < 150), known.rows(np.arange(200) >= 150), folds=np.arange(200) % 5)
    said = found.judged.probability.argmax(axis=1)
    assert 0.3 < (said == found.judged.target).mean() < 0.7


def test_labels_that_leave_some_doubt_are_learned_less_surely():
    features = pixels_seen(bright_and_dark(200))
    sure, smooth = (fit_head(2, features, features, Fitting(True, False, doubt)).curve for doubt in (0.0, 0.4))
    last = min(len(sure), len(smooth)) - 1
    assert smooth[last]["training_loss"] > 2 * sure[last]["training_loss"]


def test_many_places_take_little_more_memory_than_one():
    generator = np.random.default_rng(1)
    numbers = np.arange(1600)
    values = generator.normal(size=(1600, 1, 128)).astype(np.float32) + 0.2 * (numbers % 2)[:, None, None]
    peaks = []
    for places in (1, 10):
        features = Features(values, numbers % 2, numbers // 2 % places)
        tracemalloc.start()
        fit_head(2, features, features.rows(numbers < 200))
        peaks.append(tracemalloc.get_traced_memory()[1] / values.nbytes)
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_as_many_strengths_are_tried_in_vain_as_are_needed_to_end():
    """Trial by trial, and no more than if all trials had gone from strength to strength together."""
    noisy = bright_and_dark(240)
    noisy.target[::7] = 1 - noisy.target[::7]
    features = pixels_seen(noisy._replace(place=np.arange(240) // 2 % 3))
    curve = fit_head(2, features, features).curve
    (chosen,) = [number for number, point in enumerate(curve) if point["chosen"]]
    assert {point["judged_on"] for point in curve} == {"places"}
    assert 4 < len(curve) == min(chosen + 5, 13)
