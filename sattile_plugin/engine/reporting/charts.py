"""Charts as SVG that stands inside a page: its text takes the page's font, its ids are its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..model.shares import wilson_bounds
from .speech import Speech

BATI, NON_BATI, GOOD, WARN = "#d55e00", "#0072b2", "#009e73", "#e69f00"
"""Okabe and Ito's colours, told apart by the colour-blind; the first two as in the styles of the layers."""
INK, MUTED, LINE = "#1f2a33", "#5b6770", "#dfe4e8"
_MOST_OUTLINED = 300
"""Areas of a map up to which a line parts them; more would drown in the lines."""
SERIES = (BATI, NON_BATI, GOOD, WARN, "#cc79a7", "#56b4e9", "#f0e442", "#7f8a94")

_RC: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "sattile",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.edgecolor": LINE,
    "axes.labelcolor": MUTED,
    "axes.titlesize": 10.0,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlepad": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
}
_POINT: Any = {"fmt": "o", "markersize": 5, "linewidth": 0, "elinewidth": 1.1, "capsize": 2.5}
_ID = re.compile(r'(\bid="|url\(#|href="#)')
_WIDE, _HALF = (9.2, 3.1), (4.6, 3.5)


def learning_curves(stage: str, table: Sequence[tuple[float, ...]], kept: int, speech: Speech) -> str:
    """Draw losses and validation accuracy; `table` has epoch or C, training loss, validation loss, accuracy.

    `kept` is the row of the state that was kept.
    """
    step, training, validation, accuracy = np.array(table).T

    def draw(figure: Figure) -> None:
        losses, accuracies = figure.subplots(1, 2)
        marker = "o" if len(step) < 25 else None
        losses.plot(step, training, color=MUTED, marker=marker, markersize=3, label=speech("chart.training"))
        losses.plot(step, validation, color=NON_BATI, marker=marker, markersize=3, label=speech("chart.validation"))
        losses.set_title(speech("chart.loss"))
        losses.legend(loc="best")
        accuracies.plot(step, accuracy, color=NON_BATI, marker=marker, markersize=3)
        accuracies.set_title(speech("chart.validation_accuracy"))
        accuracies.set_ylim(min(0.5, float(accuracy.min()) - 0.02), 1.01)
        for axes, values in ((losses, validation), (accuracies, accuracy)):
            axes.plot(step[kept], values[kept], "o", color=BATI, markersize=7, zorder=3)
            axes.set_xlabel(speech("chart.strength" if stage == "head" else "chart.epoch"))
            if stage == "head":
                axes.set_xscale("log")
            elif len(step) < 15:
                axes.set_xticks(step)
        _numbers(losses, speech, x=stage != "head")
        _numbers(accuracies, speech, x=stage != "head")

    return _svg(draw, _WIDE, speech("chart.learning_label"), f"{stage}-")


def reliability(
    points: Mapping[str, Sequence[tuple[float, ...]]],
    counts: Sequence[tuple[float, ...]],
    name: str | None,
    speech: Speech,
) -> str:
    """Draw how often a probability holds, of the class of a name or of the class said.

    `points`, before and after scaling, have confidence, accuracy, count; the bars are Wilson's intervals of 95 %, so
    that a bin of few tiles does not look like much.
    """
    suffix, values = ("_of_all", {}) if name is None else ("", {"name": name})
    looks = {"before": {"color": MUTED, "markerfacecolor": "none"}, "after": {"color": NON_BATI}}

    def draw(figure: Figure) -> None:
        axes, bars = figure.subplots(2, 1, sharex=True, height_ratios=[4, 1])
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.9, zorder=1)
        for key, table in points.items():
            confidence, accuracy, count = np.array(table).T
            share = np.clip(accuracy, 0, 1)
            bounds = np.array([wilson_bounds(*row) for row in zip(share, np.maximum(count, 1))]).T
            look = {**_POINT, **looks[key], "label": speech(f"chart.{key}")}
            axes.errorbar(confidence, share, np.abs(bounds - share), clip_on=False, **look)
        axes.set_title(speech("chart.reliability"))
        axes.set_ylabel(speech(f"chart.share_right{suffix}", **values), parse_math=False)
        axes.set_ylim(-0.04, 1.04)
        axes.set_xlim(-0.02, 1.02)
        if len(points) > 1:
            figure.legend(loc="outside lower center", ncols=2)
        _numbers(axes, speech)
        if counts:
            low, high, count = np.array(counts).T
            bars.bar(low, count, width=(high - low) * 0.92, align="edge", color=LINE, edgecolor=MUTED, linewidth=0.4)
        bars.set_xlabel(speech(f"chart.probability{suffix}", **values), parse_math=False)
        bars.set_ylabel(speech("chart.tiles"))
        _numbers(bars, speech, digits=0, x=False)

    return _svg(draw, (4.6, 4.4), speech("chart.reliability"), "rel-")


def precision_recall(
    table: Sequence[tuple[float, ...]], threshold: float | None, at: tuple[float, float] | None, speech: Speech
) -> str:
    """Draw precision against recall in steps, since nothing lies between two thresholds that part no tiles.

    Rows are threshold, precision, recall; `at` is the precision and recall of the threshold taken, which may stand
    between two rows.
    """
    _, precision, recall = np.array(table).T

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        axes.plot(recall, precision, color=NON_BATI, drawstyle="steps-post")
        axes.fill_between(recall, precision, color=NON_BATI, alpha=0.08, linewidth=0, step="post")
        if threshold is not None and at is not None:
            axes.plot(at[1], at[0], "o", color=BATI, markersize=9, zorder=3, clip_on=False)
            label = speech("chart.threshold_at", value=speech.number(threshold, 2))
            axes.annotate(label, at[::-1], (-10, -16), textcoords="offset points", ha="right", va="top", color=BATI)
        axes.set_title(speech("chart.precision_recall"))
        axes.set_xlabel(speech("chart.recall"))
        axes.set_ylabel(speech("chart.precision"))
        axes.set_xlim(0, 1.01)
        axes.set_ylim(0, 1.02)
        _numbers(axes, speech)

    return _svg(draw, _HALF, speech("chart.precision_recall"), "pr-")


def threshold_choice(
    table: Sequence[tuple[float, ...]], threshold: float | None, doubtful: tuple[float, float] | None, speech: Speech
) -> str:
    """Draw what each threshold would give, and the probabilities that deserve a look; rows as for precision_recall."""
    levels, *series = np.array(table).T
    styles = (("chart.precision", NON_BATI), ("chart.recall", GOOD))

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        if doubtful and doubtful[0] < doubtful[1]:
            axes.axvspan(*doubtful, color=WARN, alpha=0.16, linewidth=0, label=speech("chart.review"))
        for values, (name, colour) in zip(series, styles):
            axes.plot(levels, values, color=colour, label=speech(name))
        if threshold is not None:
            axes.axvline(threshold, color=BATI, linewidth=1.4, label=speech("chart.threshold"))
        axes.set_title(speech("chart.threshold_choice"))
        axes.set_xlabel(speech("chart.threshold"))
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.02)
        figure.legend(loc="outside lower center", ncols=4, columnspacing=1.0, handlelength=1.4)
        _numbers(axes, speech)

    return _svg(draw, _HALF, speech("chart.threshold_choice"), "thr-")


def histogram(values: np.ndarray, name: str, number: int, speech: Speech) -> str:
    """Draw how a column's values are spread, small enough for a table's cell."""

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        axes.hist(values, bins=24, color=NON_BATI, alpha=0.85)
        axes.set_axis_off()

    return _svg(draw, (2.0, 0.42), speech("chart.histogram_label", name=name), f"hist{number}-")


class Place(NamedTuple):
    """Tiles that one map shows."""

    title: str
    polygons: Sequence[np.ndarray]
    """(n_corners, 2) each, in map units."""
    colours: Sequence[str]
    bar_m: float | None
    """Length of the scale bar; None where units are no metres."""


def tile_maps(places: Sequence[Place], speech: Speech) -> tuple[str, ...]:
    """Draw tiles in their colours, a map a place, each over its scale bar."""
    size = (9.2, 4.4) if len(places) == 1 else (4.4, 3.2)
    return tuple(_tile_map(place, size, f"map-{number}-", speech) for number, place in enumerate(places))


def _tile_map(place: Place, size: tuple[float, float], prefix: str, speech: Speech) -> str:
    from matplotlib.collections import PolyCollection

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        look: Any = {"edgecolors": "white", "linewidth": 0.6}
        if len(place.polygons) > _MOST_OUTLINED:
            look = {"edgecolors": "none", "rasterized": len(place.polygons) > 1500}
        tiles = PolyCollection(place.polygons, facecolors=place.colours, **look)
        axes.add_collection(tiles)
        axes.autoscale_view()
        axes.set_title(place.title, fontsize=9, color=INK)
        if place.bar_m is not None:
            _scale_bar(axes, place.bar_m, speech)
        axes.set_aspect("equal")
        axes.set_axis_off()

    return _svg(draw, size, speech("chart.map_label"), prefix, cropped=True)


def _scale_bar(axes: Axes, length_m: float, speech: Speech) -> None:
    west, south = axes.dataLim.x0, axes.dataLim.y0
    below = south - 0.04 * max(axes.dataLim.width, axes.dataLim.height)
    axes.plot([west, west + length_m], [below, below], color=INK, linewidth=2.5, solid_capstyle="butt")
    text = f"{speech.short(length_m / 1000)} km" if length_m >= 1000 else f"{speech.short(length_m)} m"
    end: Any = {"xytext": (4, 0), "textcoords": "offset points", "va": "center"}
    axes.annotate(text, (west + length_m, below), color=INK, fontsize=9, **end)


def _numbers(axes: Axes, speech: Speech, digits: int | None = None, x: bool = True) -> None:
    """Write the numbers at the axes as the language does."""

    def said(value: float, _: Any) -> str:
        return speech.short(round(value, 6)) if digits is None else speech.count(value)

    axes.yaxis.set_major_formatter(said)
    if x:
        axes.xaxis.set_major_formatter(said)


def _svg(
    draw: Callable[[Figure], None], size: tuple[float, float], label: str, prefix: str, cropped: bool = False
) -> str:
    """Return a figure as an SVG element whose ids bear a prefix, since several stand in one page.

    Cropped, it is without the empty ground around what is drawn.
    """
    with matplotlib.rc_context(_RC):
        figure = Figure(figsize=size, layout="constrained", dpi=150)
        draw(figure)
        buffer = io.StringIO()
        look: Any = {"bbox_inches": "tight", "pad_inches": 0.02} if cropped else {}
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None}, **look)
    text = buffer.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = _ID.sub(rf"\g<1>{prefix}", text)
    return text.replace("<svg ", f'<svg role="img" aria-label="{_attribute(label)}" ', 1)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
