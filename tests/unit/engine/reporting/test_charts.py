"""Charts, by what is drawn in their SVG: what stands where, and no more than was measured."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sattile_plugin.engine.model.metrics import measure
from sattile_plugin.engine.model.thresholds import threshold_curve
from sattile_plugin.engine.reporting import charts, measured
from sattile_plugin.engine.reporting.speech import Speech

from .runs import training

ENGLISH = Speech("en")
BINS = {"before": [(0.2, 0.1, 10), (0.6, 0.1, 10)], "after": [(0.3, 0.5, 4), (0.9, 0.5, 400)]}


def lines(svg: str, colour: str) -> list[np.ndarray]:
    """Return the corners of each line of a colour, (n_corners, 2) in points; y runs down."""
    drawn = re.findall(rf'<path d="([^"]*)"[^>]*style="fill: none; stroke: {colour}', svg)
    return [np.array(re.findall(r"[ML] ([-\d.]+) ([-\d.]+)", path), dtype=float) for path in drawn]


def marks(svg: str, colour: str) -> np.ndarray:
    """Return where the filled marks of a colour stand, (n_marks, 2) in points; y runs down."""
    found = re.findall(rf'<use [^>]*x="([-\d.]+)" y="([-\d.]+)" style="fill: {colour}', svg)
    return np.array(found, dtype=float)


@pytest.mark.parametrize("threshold", [0.2, 0.29, 0.5, 0.55])
def test_the_dot_is_what_its_threshold_gives(threshold: float):
    """Between 0.05 and 0.55 three tiles are called, two of them rightly, whatever row of the curve is nearer."""
    target, p_bati = np.array([0, 0, 0, 1, 1]), np.array([0.02, 0.05, 0.55, 0.56, 0.9])
    data = {**training(), "threshold_curve": threshold_curve(target, p_bati), "threshold": threshold}
    data["metrics"] = {"validation": measure(target, p_bati, threshold)}
    drawing = measured.threshold(data, ENGLISH).charts[0]
    (curve,) = lines(drawing, charts.NON_BATI)
    (dot,) = marks(drawing, charts.BATI)
    # From the left, where nothing is called and the precision is 1, to the right, where all are and it is 0.4.
    (right, bottom), (left, top) = curve[0], curve[-1]
    assert (dot[0] - left) / (right - left) == pytest.approx(1)
    assert 1 - (dot[1] - top) / (bottom - top) * 0.6 == pytest.approx(2 / 3, abs=1e-4)


def test_precision_and_recall_go_in_steps():
    rows = [(0.2, 0.5, 1.0), (0.5, 0.8, 0.8), (0.8, 1.0, 0.4), (0.9, 1.0, 0.0)]
    (curve,) = lines(charts.precision_recall(rows, None, None, ENGLISH), charts.NON_BATI)
    assert ((np.diff(curve, axis=0) == 0).any(axis=1)).all() and len(curve) > len(rows)


def test_reliability_is_points_with_bars_that_are_long_where_tiles_are_few():
    drawing = charts.reliability(BINS, [], "bâti", ENGLISH)
    bars = [bar for bar in lines(drawing, charts.NON_BATI) if bar[0, 0] == bar[1, 0]]
    assert all(len(set(line[:, 0])) == 1 for line in lines(drawing, charts.NON_BATI))
    few, many, _ = (abs(bar[0, 1] - bar[1, 1]) for bar in bars)
    assert few > 5 * many
    diagonal = max(lines(drawing, charts.MUTED), key=lambda line: np.ptp(line[:, 0]))
    assert np.ptp(diagonal[:, 0]) > 0 and np.ptp(diagonal[:, 1]) > 0


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        (["non_bati", "bati"], "bâti"),
        (["forest", "wide_road"], "wide road"),
        (["forest", "a$b$^"], "a$b$^"),
        (["forest", "road", "field"], None),
    ],
)
def test_the_axes_say_of_which_class_the_probability_is(classes: list[str], said: str | None):
    (drawing,) = measured.calibration({**training(), "classes": classes}, ENGLISH).charts
    assert f"probability of {said or 'the class said'}<" in drawing
    assert f"share that is {said or 'right'}<" in drawing
