"""What judges of cells learn from and on, and where the middle between both classes lies for what they never saw."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: judges of cells are not tested")

from sattile_plugin.contract import fields
from sattile_plugin.engine.training.cells import components_of, neutral_odds, plan_judges
from sattile_plugin.engine.training.judges import Known
from sattile_plugin.engine.training.trials import BLOCKS, PLACES


def known(target: list[int], place: list[int] | None = None, validation: int = 2) -> Known:
    count = len(target)
    cells = np.zeros((count, 1, 2, 2, 3), dtype=np.float16)
    return Known(cells, np.array(target), np.array(place or [0] * count), np.arange(count) < count - validation)


def test_the_middle_is_found_where_all_are_taken_for_built():
    """What is not built is told with log-odds of 1 to 3, what is built with 5 to 7: as probable at 4."""
    said = np.array([1, 2, 3, 5, 6, 7, np.nan])
    assert neutral_odds(known([0, 0, 0, 1, 1, 1, 1]), said, class_weights=True) == pytest.approx(4, abs=0.01)


def test_the_rarer_class_counts_as_much_unless_weights_are_not_wanted():
    """Built tiles are told alike often with 0 and with 2, of the others ten times as many are told so."""
    both = known([1, 1] + [0] * 20), np.array([0.0, 2.0] + [-2.0, 0.0] * 10)
    assert neutral_odds(*both, class_weights=True) == pytest.approx(0, abs=0.05)
    assert neutral_odds(*both, class_weights=False) > 1


def test_odds_that_run_the_wrong_way_are_left_as_they_are():
    assert neutral_odds(known([0, 0, 1, 1]), np.array([3.0, 4.0, 1.0, 2.0]), class_weights=True) == 0


def test_each_place_is_left_out_in_turn_and_validation_is_not_learned_from():
    left_out, trials = plan_judges(known([0, 1, 0, 1, 0, 1], [0, 0, 1, 1, 0, 1], 2), None)
    assert left_out == PLACES
    assert [trial.learned.tolist() for trial in trials] == [[2, 3], [0, 1]]
    assert [trial.held_out.tolist() for trial in trials] == [[0, 1, 4], [2, 3, 5]]


def test_each_fold_is_left_out_in_turn():
    left_out, trials = plan_judges(known([0, 1, 0, 1]), np.array([0, 0, 1, 1]))
    assert left_out == BLOCKS
    assert [(trial.learned.tolist(), trial.held_out.tolist()) for trial in trials] == [
        ([2, 3], [0, 1]),
        ([0, 1], [2, 3]),
    ]


def test_validation_judges_all_where_there_are_no_folds():
    left_out, trials = plan_judges(known([0, 1, 0, 1]), None)
    assert left_out == fields.VALIDATION and len(trials) == 3
    assert all((trial.learned.tolist(), trial.held_out.tolist()) == ([0, 1], [2, 3]) for trial in trials)


def test_each_depth_keeps_components_of_its_own():
    """Of 4 features 6 components may be kept, of 100 there are 30: 4 and 30, none of which mixes the depths."""
    sample = np.random.default_rng(1).normal(size=(500, 104)) * ([1] * 4 + [50] * 100) + 3
    found = components_of(sample, [4, 100])
    assert found.weights.shape == (104, 34)
    assert not found.weights[:4, 4:].any() and not found.weights[4:, :4].any()
    seen = found.apply(sample)
    assert seen.mean(axis=0) == pytest.approx(0, abs=0.01)
    assert seen.std(axis=0) == pytest.approx(1, abs=0.01)
