"""Labels and their reasons, one tile a case: 20 m² make it bati, up to 5 m² leave it non_bati."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.doubt import Doubts, Rules, decide, threshold_table

RULES = Rules(min_built_area_m2=20.0, max_unbuilt_area_m2=5.0, max_hidden_ratio=0.8)


def one(built: float, core: float | None = None, hidden: float = 0.0, **doubtful: float) -> tuple[np.ndarray, Doubts]:
    """Return the measures of one tile; by default all that is built lies away from the edge."""
    areas = {name: np.array([area]) for name, area in doubtful.items()}
    return np.array([built]), Doubts(areas, np.array([built if core is None else core]), np.array([hidden]))


@pytest.mark.parametrize(
    ("tile", "label", "reason"),
    [
        pytest.param(one(0), "non_bati", None, id="nothing"),
        pytest.param(one(5), "non_bati", None, id="next to nothing"),
        pytest.param(one(6), "unsure", "too_small", id="a hut"),
        pytest.param(one(20), "bati", None, id="just enough"),
        pytest.param(one(30, core=0), "unsure", "at_edge", id="only a strip at the edge"),
        pytest.param(one(6, core=0), "unsure", "at_edge", id="a small strip at the edge"),
        pytest.param(one(30, hidden=0.8), "bati", None, id="trees, not too many"),
        pytest.param(one(30, hidden=0.9), "unsure", "hidden", id="under trees"),
        pytest.param(one(0, greenhouse=100), "unsure", "greenhouse", id="a greenhouse only"),
        pytest.param(one(0, greenhouse=20, ruined=80), "unsure", "ruined", id="the larger reason is given"),
        pytest.param(one(30, greenhouse=100), "bati", None, id="a house beside the greenhouse"),
        pytest.param(one(15, light=10), "unsure", "light", id="enough with the shed only"),
        pytest.param(one(0, light=4), "non_bati", None, id="a doubtful nothing"),
    ],
)
def test_decision(tile: tuple[np.ndarray, Doubts], label: str, reason: str | None):
    decision = decide(*tile, RULES)
    assert (decision.label[0], decision.reason[0]) == (label, reason)


def test_a_lower_threshold_never_gives_fewer_tiles_bati():
    areas = np.array([0.0, 3.0, 12.0, 25.0, 70.0, 400.0])
    table = threshold_table(areas, Doubts({}, areas, np.zeros(6)), RULES)
    assert table["bati"].is_monotonic_decreasing
    assert (table[["bati", "non_bati", "unsure"]].sum(axis=1) == 6).all()
    assert table.set_index("min_built_area_m2").loc[20.0].tolist() == [3, 2, 1]
