"""Places whose tiles fall in two groups, or do not."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from sklearn.metrics import log_loss

from sattile_plugin.engine.model.adaptation import PlaceFit, fit_to_place, is_known, temperature, valley


def groups(*centres_and_counts: tuple[float, int]) -> np.ndarray:
    """Return probabilities whose log-odds lie around some centres, with a spread of 0.5."""
    generator = np.random.default_rng(1)
    logits = np.concatenate([generator.normal(centre, 0.5, count) for centre, count in centres_and_counts])
    return 1 / (1 + np.exp(-logits))


@pytest.mark.parametrize(("low", "high"), [(-4.0, 1.0), (-2.0, 2.0), (-1.0, 5.0)])
def test_the_valley_is_half_way_between_equal_groups(low: float, high: float):
    assert valley(groups((low, 300), (high, 300))) == pytest.approx((low + high) / 2, abs=0.2)


def test_tight_groups_part_between_them_and_not_at_one_of_them():
    """Log-odds of -1 and 2, each within a hundredth."""
    logits = np.concatenate([np.linspace(-1.005, -0.995, 32), np.linspace(1.995, 2.005, 32)])
    assert -0.5 < valley(1 / (1 + np.exp(-logits))) < 1.5


@pytest.mark.parametrize(
    "p_bati",
    [
        groups((-2, 15), (2, 14)),
        groups((2, 300)),
        groups((2, 300), (6, 300)),
        groups((-6, 300), (-2, 300)),
        groups((-0.5, 300), (0.5, 300)),
        groups((-4, 300), (3, 5)),
        np.full(100, np.nan),
        np.full(100, 0.7),
        np.repeat([0.0, 1.0], [3, 97]),
    ],
    ids=["few", "one group", "all built", "none built", "not apart", "a handful", "no image", "all alike", "certain"],
)
def test_without_two_clear_groups_nothing_moves(p_bati: np.ndarray):
    assert valley(p_bati) == 0


def place(n_bare: int, n_built: int, blind: float = 1.5, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return truth, features and p_bati of a place where a feature tells that the model does not know of.

    Of 30 features the first is what the model goes by, whose noise is `blind` times what parts the classes; the second
    parts them as far with little noise.
    """
    generator = np.random.default_rng(seed)
    truth = np.repeat([0, 1], [n_bare, n_built])
    features = generator.normal(size=(len(truth), 30))
    side = 2.0 * truth - 1
    features[:, 0] = side + blind * features[:, 0]
    features[:, 1] = side + 0.3 * features[:, 1]
    return truth, features.astype(np.float32), 1 / (1 + np.exp(-2 * features[:, 0]))


def fitted(p_bati: np.ndarray, features: np.ndarray) -> np.ndarray:
    both = np.stack([1 - p_bati, p_bati], axis=1)
    return fit_to_place(p_bati, features).probability(both, features)[:, 1]


def test_what_built_tiles_of_a_place_have_in_common_is_learned_from_what_the_model_says():
    truth, features, p_bati = place(150, 150)
    before, after = ((said >= 0.5) == truth for said in (p_bati, fitted(p_bati, features)))
    assert before.mean() < 0.8
    assert after.mean() > before.mean() + 0.05


@pytest.mark.parametrize(("n_bare", "n_built"), [(150, 150), (270, 30), (40, 260)])
def test_as_many_tiles_as_before_are_held_for_bati(n_bare: int, n_built: int):
    """Only which ones they are is learned; else a share that is learned from itself would run away."""
    _, features, p_bati = place(n_bare, n_built)
    assert valley(p_bati) == 0
    after = fitted(p_bati, features)
    assert (after >= 0.5).sum() == (p_bati >= 0.5).sum()
    spread = [np.log(said / (1 - said)).std() for said in (p_bati, after)]
    assert spread[1] * fit_to_place(p_bati, features).temperature == pytest.approx(spread[0], rel=1e-3)


@pytest.mark.parametrize("exponent", [-3, -2, 3, 4])
def test_a_model_that_is_too_sure_or_too_little_becomes_as_sure_as_it_may_be(exponent: int):
    truth, features, p_bati = place(200, 200, blind=0.6)
    odds = (p_bati / (1 - p_bati)) ** 2.0**exponent
    said = odds / (1 + odds)
    fit = fit_to_place(said, features)
    cooled = fitted(said, features)
    as_before = 1 / (1 + (1 / cooled - 1) ** fit.temperature)
    assert log_loss(truth, cooled) < log_loss(truth, as_before) - 0.01
    assert ((cooled >= 0.5) == (as_before >= 0.5)).all()
    assert (fit.temperature > 1) == (exponent > 0)


@pytest.mark.parametrize("exponent", [-3, 3])
def test_where_the_photo_shows_too_little_probabilities_become_no_surer(exponent: int):
    _, features, p_bati = place(200, 200, blind=0.6)
    odds = (p_bati / (1 - p_bati)) ** 2.0**exponent
    free, held = (fit_to_place(odds / (1 + odds), features, may_be_surer=surer) for surer in (True, False))
    assert held.temperature == max(free.temperature, 1.0)
    assert held.scale * held.temperature == pytest.approx(free.scale * free.temperature)


@pytest.mark.parametrize(("apart", "spread"), [(6.0, 1.0), (8.0, 2.0), (4.0, 0.9)])
def test_the_temperature_is_that_of_two_gaussians(apart: float, spread: float):
    generator = np.random.default_rng(1)
    log_odds = generator.normal(np.repeat([-apart / 2, apart / 2], 20_000), spread)
    assert temperature(log_odds) == pytest.approx((2.5 * spread**2 / apart) ** 0.75, rel=0.05)


@pytest.mark.parametrize(
    ("log_odds", "expected"),
    [
        (np.repeat([-3.0, -1.0], 50), 1),
        (np.repeat([1.0, 3.0], 50), 1),
        (np.repeat([-3.0, 3.0], 50), 1 / 4),
        (np.linspace(-300, 300, 100), 4),
    ],
    ids=["all bare", "all built", "as clear as can be", "not clear at all"],
)
def test_nothing_is_read_off_one_class_and_not_too_much_off_two(log_odds: np.ndarray, expected: float):
    assert temperature(log_odds) == pytest.approx(expected)


def test_tiles_that_taught_nothing_are_told_by_the_same_rule():
    """The rule of 100 tiles, for 2,000 others."""
    _, features, p_bati = place(50, 50)
    truth, others, said = place(1000, 1000, seed=2)
    after = fit_to_place(p_bati, features).probability(np.stack([1 - said, said], axis=1), others)
    assert after.sum(axis=1) == pytest.approx(np.ones(2000))
    assert ((after[:, 1] >= 0.5) == truth).mean() > ((said >= 0.5) == truth).mean() + 0.03


def test_tiles_without_an_image_teach_nothing_and_stay_without():
    _, features, p_bati = place(50, 50)
    gaps = [np.append(p_bati, [np.nan] * 9), np.vstack([features, np.full((9, 30), 1e9, np.float32)])]
    assert fitted(*gaps)[:100] == pytest.approx(fitted(p_bati, features))
    assert np.isnan(fitted(*gaps)[100:]).all()


@pytest.mark.parametrize(
    ("n_bare", "n_built"),
    [(14, 15), (60, 2), (2, 60), (60, 0), (0, 0)],
    ids=["few", "two", "all but two", "bare", "none"],
)
def test_where_too_little_can_be_learned_the_model_decides(n_bare: int, n_built: int):
    _, features, p_bati = place(n_bare, n_built, blind=0.1)
    assert fit_to_place(p_bati, features) == PlaceFit()
    assert (fitted(p_bati, features) == p_bati).all()


def test_the_groups_part_at_one_half():
    """A place that looks less built than those of training: half of its built tiles were missed."""
    p_bati = groups((-5, 200), (0.2, 200))
    features = np.ones((400, 3), np.float32)
    assert (p_bati[200:] >= 0.5).mean() < 0.8
    after = fitted(p_bati, features)
    assert (after[200:] >= 0.5).all() and (after[:200] < 0.5).all()
    assert 0.05 < fit_to_place(p_bati, features).parting_p_bati < 0.15


@pytest.mark.parametrize(
    ("training", "expected"),
    [
        ([{"crs": "EPSG:2154", "extent": [600_000, 6_600_000, 600_600, 6_601_000]}], True),
        ([{"crs": "EPSG:2154", "extent": [600_600, 6_600_000, 602_000, 6_601_000]}], False),
        ([{"crs": "EPSG:2154", "extent": [x, 6_600_000, x + 300, 6_601_000]} for x in (600_000, 600_700)], True),
        ([{"crs": "EPSG:2154", "extent": [600_000, 6_600_000, 600_400, 6_601_000]}] * 2, False),
        ([{"crs": "EPSG:4326", "extent": [1.0, 46.0, 3.0, 47.0]}], True),
        ([{"crs": "EPSG:3301", "extent": [540_000, 6_588_000, 541_000, 6_589_000]}], False),
        ([{"crs": "EPSG:2193", "extent": [1_500_000, 5_000_000, 1_900_000, 5_900_000]}], False),
        ([{"library": "photos"}], False),
        ([], False),
    ],
    ids=[
        "most of it",
        "some of it",
        "most of it together",
        "some of it twice",
        "in degrees",
        "another country",
        "the antipodes",
        "a library",
        "nothing",
    ],
)
def test_a_place_is_known_where_most_of_it_was_learned_from(training: list, expected: bool):
    assert is_known({"crs": "EPSG:2154", "extent": [600_000, 6_600_000, 601_000, 6_601_000]}, training) is expected


@pytest.mark.parametrize(("content", "expected"), [("a", True), ("b", False)])
def test_a_library_is_known_by_its_images_and_not_by_its_name(content: str, expected: bool):
    training = [{"crs": "EPSG:2154", "extent": [0, 0, 1, 1]}, {"library": "photos", "content": "a"}]
    assert is_known({"library": "photos", "content": content}, training) is expected
    assert not is_known({"library": "photos"}, training)


def test_a_place_makes_no_second_embedding():
    """By hand: twice the model's log-odds of 0, the sum of 2560 ones by weights of 1/2560, and a bias of -1."""
    embedding, probability = np.ones((1000, 2560), np.float32), np.full((1000, 2), 0.5)
    fit = PlaceFit(n_learned=1000, scale=2.0, weights=np.full(2560, 1 / 2560), bias=-1.0)
    tracemalloc.start()
    found = fit.probability(probability, embedding)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == pytest.approx(probability, abs=1e-6) and peak < embedding.nbytes / 10
