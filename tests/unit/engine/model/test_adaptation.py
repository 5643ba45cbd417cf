"""Places whose tiles fall in two groups, or do not."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.model.adaptation import is_known, shifted, valley


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


def test_shifting_parts_the_groups_at_one_half():
    """A place that looks less built than those of training: half of its built tiles were missed."""
    p_bati = groups((-5, 200), (0.2, 200))
    before = (p_bati[200:] >= 0.5).mean()
    after = shifted(np.stack([1 - p_bati, p_bati], axis=1), valley(p_bati))[:, 1]
    assert before < 0.8
    assert (after[200:] >= 0.5).all() and (after[:200] < 0.5).all()


def test_no_shift_changes_nothing():
    probability = np.array([[0.3, 0.7], [np.nan, np.nan]])
    assert shifted(probability, 0.0) == pytest.approx(probability, nan_ok=True)


@pytest.mark.parametrize(
    ("training", "expected"),
    [
        ([{"crs": "EPSG:2154", "extent": [600_000, 6_600_000, 600_600, 6_601_000]}], True),
        ([{"crs": "EPSG:2154", "extent": [600_600, 6_600_000, 602_000, 6_601_000]}], False),
        ([{"crs": "EPSG:4326", "extent": [1.0, 46.0, 3.0, 47.0]}], True),
        ([{"crs": "EPSG:3301", "extent": [540_000, 6_588_000, 541_000, 6_589_000]}], False),
        ([{"library": "photos"}], False),
        ([], False),
    ],
    ids=["most of it", "some of it", "in degrees", "another country", "a library", "nothing"],
)
def test_a_place_is_known_where_most_of_it_was_learned_from(training: list, expected: bool):
    assert is_known({"crs": "EPSG:2154", "extent": [600_000, 6_600_000, 601_000, 6_601_000]}, training) is expected


def test_a_library_is_never_a_known_place():
    assert not is_known({"library": "photos"}, [{"crs": "EPSG:2154", "extent": [0, 0, 1, 1]}, {"library": "photos"}])
