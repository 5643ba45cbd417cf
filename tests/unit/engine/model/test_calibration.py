"""Calibration, on probabilities whose truth is drawn by them."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from sattile_plugin.engine.model.calibration import (
    calibration_error,
    chance_error,
    cooled,
    fit_scaling,
    fit_temperature,
    is_highest,
    log_prior,
    reliability,
)


def drawn(count: int = 20000) -> tuple[np.ndarray, np.ndarray]:
    """Return targets and the probabilities that they were drawn by."""
    generator = np.random.default_rng(1)
    p_bati = generator.uniform(0.02, 0.98, count)
    return (generator.random(count) < p_bati).astype(int), np.stack([1 - p_bati, p_bati], axis=1)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_temperature_that_spoiled_them_is_found(temperature: float):
    target, probability = drawn()
    spoiled = cooled(probability, temperature)
    assert fit_temperature(target, spoiled) == pytest.approx(1 / temperature, rel=0.1)


@pytest.mark.parametrize(("known", "highest"), [(0.0, True), (0.8, False)])
def test_what_knows_nothing_of_the_tiles_keeps_its_order_and_is_told(known: float, highest: bool):
    """Log-odds of 4 either way, right half of the time: the lowest loss would make all probabilities 0.5."""
    generator = np.random.default_rng(1)
    target = np.arange(400) % 2
    said = np.where(generator.random(400) < known, target, generator.integers(0, 2, 400))
    probability = np.eye(2)[said] * 0.96 + 0.02
    temperature = fit_temperature(target, probability)
    assert is_highest(temperature) == highest
    assert temperature <= 10 and cooled(probability, temperature).max() > 0.55


def test_too_sure_probabilities_are_mended():
    target, probability = drawn()
    spoiled = cooled(probability, 0.3)
    mended = cooled(spoiled, fit_temperature(target, spoiled))
    before, after = (calibration_error(reliability(target, values)) for values in (spoiled, mended))
    assert before > 0.1 and after < 0.02


@pytest.mark.parametrize("rare", [0.05, 0.5])
def test_how_often_a_class_occurs_is_given_back(rare: float):
    """What is said of rare tiles by a classifier that weighs both classes alike has too much of the rare one."""
    generator = np.random.default_rng(3)
    target = (generator.random(20000) < rare).astype(int)
    logit = generator.normal(np.where(target, 1.0, -1.0), 1.0) * 2
    alike = np.stack([1 / (1 + np.exp(logit)), 1 / (1 + np.exp(-logit))], axis=1)
    prior = log_prior(target, np.zeros(len(target)), 2)
    mended = fit_scaling(target, alike, prior).apply(alike)
    before, after = (calibration_error(reliability(target, values)) for values in (alike, mended))
    assert after < 0.01
    assert before > 0.1 or rare == 0.5
    assert mended[:, 1].mean() == pytest.approx(rare, abs=0.01)


def test_a_prior_that_does_not_serve_is_not_taken():
    target, probability = drawn()
    assert not fit_scaling(target, probability, np.array([2.0, -2.0])).prior.any()
    assert not fit_scaling(target, probability, None).prior.any()


def test_every_place_counts_the_same_in_the_prior():
    """One in four of four tiles, and half of two; the third place has one class only and says nothing."""
    target, place = np.array([0, 0, 0, 1, 0, 1, 1, 1]), np.array([0, 0, 0, 0, 1, 1, 2, 2])
    expected = (np.log([3, 1]) - np.log([3, 1]).mean()) / 2
    assert log_prior(target, place, 2) == pytest.approx(expected)


def test_the_prior_where_no_place_has_all_classes():
    found = log_prior(np.array([0, 0, 0, 1]), np.array([0, 0, 0, 1]), 2)
    assert found[0] - found[1] == pytest.approx(np.log(3.5 / 1.5))


def test_few_tiles_without_an_error_do_not_prove_certainty():
    """Of eight tiles a class, all right, nine in ten are believed, however sure the network was."""
    target = np.arange(16) % 2
    probability = np.where(np.eye(2)[target] > 0, 1 - 1e-6, 1e-6)
    found = cooled(probability, fit_temperature(target, probability))
    assert found.max(axis=1) == pytest.approx(np.full(16, 0.9), abs=0.001)


def test_many_classes_of_few_tiles_each_do_not_spoil_what_was_right():
    """Twenty classes of six tiles, the probabilities right as they are: they stay nearly so."""
    generator = np.random.default_rng(1)
    logits = generator.normal(0, 3, (120, 20))
    probability = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    target = np.array([generator.choice(20, p=row) for row in probability])
    assert fit_temperature(target, probability) == pytest.approx(1, abs=0.15)


def test_a_diagram_by_hand():
    p_bati = np.array([0.05, 0.15, 0.12, 1.0])
    diagram = reliability(np.array([0, 0, 1, 1]), np.stack([1 - p_bati, p_bati], axis=1))
    assert [(entry["low"], entry["count"], entry["accuracy"]) for entry in diagram] == [
        (0.0, 1, 0.0),
        (0.1, 2, 0.5),
        (0.9, 1, 1.0),
    ]
    assert calibration_error(diagram) == pytest.approx((0.05 + 2 * (0.5 - 0.135) + 0) / 4, abs=1e-6)


def test_of_many_classes_the_most_probable_one_counts():
    probability = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])
    assert [entry["accuracy"] for entry in reliability(np.array([0, 0]), probability)] == [1.0, 0.0]


def test_without_tiles_there_is_no_error():
    assert calibration_error(reliability(np.empty(0, int), np.empty((0, 2)))) is None


def test_cooling_keeps_the_order_and_the_sum():
    probability = np.random.default_rng(1).dirichlet(np.ones(4), 50)
    found = cooled(probability, 2.0)
    assert found.sum(axis=1) == pytest.approx(np.ones(50))
    assert (found.argmax(axis=1) == probability.argmax(axis=1)).all()
    assert found.max(axis=1).mean() < probability.max(axis=1).mean()


@pytest.mark.parametrize("n_classes", [2, 5])
def test_what_chance_alone_gives_is_what_right_probabilities_get(n_classes: int):
    generator = np.random.default_rng(1)
    few, many = (generator.dirichlet(np.ones(n_classes), size=count) for count in (60, 6000))
    errors = []
    for _ in range(40):
        target = np.array([generator.choice(n_classes, p=row) for row in few])
        errors.append(calibration_error(reliability(target, few)))
    assert chance_error(few, generator) == pytest.approx(np.mean(errors), rel=0.15)
    assert chance_error(many, generator) < 0.2 * chance_error(few, generator)


def test_certain_tiles_leave_nothing_to_chance():
    assert chance_error(np.array([[1.0, 0.0], [0.0, 1.0]]), np.random.default_rng(1)) == 0
    assert chance_error(np.empty((0, 2)), np.random.default_rng(1)) is None


def test_chance_takes_no_memory_for_each_draw():
    probability = drawn(20_000)[1]
    tracemalloc.start()
    chance_error(probability, np.random.default_rng(1))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10 * probability.nbytes
