"""Pictures of a clustering, as PNG: curves over k, silhouettes, similarity, dendrogram, typical tiles.

Drawn on figures of their own and never through ``pyplot``, which keeps a state and looks for a screen.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter
from scipy.cluster.hierarchy import dendrogram

from ...contract.palette import colour_of
from ..io.outputs import output_file
from ..reporting.speech import Speech
from .choosing import STABLE

_INK = "#333333"
_DPI = 130
_TITLE_LETTERS = 22
_MOST_NAMED = 200
"""Communes up to which the heat map names them; with more it would take gigabytes to draw them legibly."""
_LIKE = LinearSegmentedColormap.from_list("like", ["#ffffff", "#c9dcec", "#6aa3cd", "#1f5f9c", "#0b2545"])
_FRENCH = {
    "Silhouette": "Silhouette",
    "Stability": "Stabilité",
    "Gap": "Écart (gap)",
    "Cluster {number}": "Groupe {number}",
    "Number of clusters": "Nombre de groupes",
    "chosen": "retenu",
    "Mean silhouette {mean}": "Silhouette moyenne {mean}",
    "Silhouette of each commune": "Silhouette de chaque commune",
    "Likeness of communes (cosine)": "Ressemblance des communes (cosinus)",
    "Which communes are alike": "Quelles communes se ressemblent",
    "Distance at which they join": "Distance à laquelle elles se rejoignent",
    "Typical tiles of each cluster": "Tuiles typiques de chaque groupe",
    "Choice of the number of clusters": "Choix du nombre de groupes",
}
_MEASURES = ("silhouette", "stability", "gap")


def draw_k_curves(path: Path, curves: pd.DataFrame, language: str = "en") -> None:
    """Draw silhouette, stability and gap over k; the k that was taken is marked in each.

    Parameters
    ----------
    curves : DataFrame
        Columns k, silhouette, stability, gap, gap_se, chosen; a measure without a number is left out.
    """
    shown = [name for name in _MEASURES if name in curves and curves[name].notna().any()]
    figure = _figure(3.4 * max(len(shown), 1), 3.2)
    figure.suptitle(_said("Choice of the number of clusters", language), fontsize=12, color=_INK)
    taken = curves.loc[curves["chosen"].astype(bool), "k"]
    for axes, name in zip(figure.subplots(1, max(len(shown), 1), squeeze=False)[0], shown):
        spread = curves["gap_se"] if name == "gap" and "gap_se" in curves else None
        axes.errorbar(curves["k"], curves[name], spread, color=colour_of(1), marker="o", markersize=4, capsize=2)
        for k in taken:
            axes.axvline(k, color=colour_of(5), linestyle="--", linewidth=1)
            side = "left" if k <= curves["k"].mean() else "right"  # so that it stays within its own axes
            at_foot: Any = {"xycoords": ("data", "axes fraction"), "ha": side}
            axes.annotate(f" k = {k:g} ", (k, 0.03), color=colour_of(5), fontsize=9, **at_foot)
        axes.set_title(_said(name.capitalize(), language), fontsize=10, color=_INK)
        axes.set_xlabel(_said("Number of clusters", language))
        if name == "stability" and curves[name].min() < STABLE < curves[name].max():
            axes.axhline(STABLE, color=_INK, linestyle=":", linewidth=1)
        axes.xaxis.get_major_locator().set_params(integer=True)
        _numbers(axes.yaxis, language)
        _plain(axes)
    _save(figure, path)


def draw_silhouette(path: Path, communes: pd.DataFrame, language: str = "en") -> None:
    """Draw the silhouette of each commune as a bar, cluster by cluster, the best first (Rousseeuw 1987).

    Parameters
    ----------
    communes : DataFrame
        Columns name, cluster (from 1), cluster_name and silhouette, -1 to 1.
    """
    ordered = communes.sort_values(["cluster", "silhouette"], ascending=[True, False])
    step = ordered["cluster"].ne(ordered["cluster"].shift()).cumsum().to_numpy() - 1
    places = np.arange(len(ordered)) + 0.8 * step
    figure = _figure(7, 1.2 + 0.2 * (places[-1] + 1))
    axes = figure.subplots()
    colours = [colour_of(int(number)) for number in ordered["cluster"]]
    axes.barh(places, ordered["silhouette"], color=colours, height=0.85)
    axes.set_yticks(places, ordered["name"], fontsize=8)
    axes.set_ylim(places[-1] + 0.8, -0.8)
    mean = float(ordered["silhouette"].mean())
    axes.axvline(mean, color=_INK, linestyle="--", linewidth=0.8)
    axes.set_xlabel(_said("Mean silhouette {mean}", language).format(mean=Speech(language).number(mean, 2)))
    axes.set_title(_said("Silhouette of each commune", language), fontsize=12, color=_INK)
    for number in ordered["cluster"].unique().tolist():
        rows = ordered.assign(place=places)[ordered["cluster"] == number]
        label = _title(number, rows["cluster_name"].iloc[0], language)
        where = (1.0, float(rows["place"].mean()))
        place = ("axes fraction", "data")
        beside: Any = {"xytext": (5, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(label, where, xycoords=place, color=_INK, fontsize=9, **beside)
    _numbers(axes.xaxis, language)
    _plain(axes)
    _save(figure, path)


def draw_similarity(
    path: Path, similarity: npt.NDArray[np.float64], order: Sequence[int], names: Sequence[str], language: str = "en"
) -> None:
    """Draw a matrix of cosines as a heat map, rows and columns in the order of the dendrogram's leaves.

    Parameters
    ----------
    similarity : (n, n) float
        Cosine of each pair.
    order : sequence of n int
        Rows from the top down.
    """
    order = list(order)
    side = 2.4 + 0.22 * min(len(order), _MOST_NAMED)
    figure = _figure(side + 0.6, side)
    axes = figure.subplots()
    shown = similarity[np.ix_(order, order)]
    others = shown[~np.eye(len(order), dtype=bool)]
    least = float(others.min()) if others.size else 0.0
    image = axes.imshow(shown, cmap=_LIKE, vmin=least, vmax=1.0)
    labels = [names[place] for place in order] if len(order) <= _MOST_NAMED else []
    axes.set_xticks(range(len(labels)), labels, rotation=90, fontsize=7)
    axes.set_yticks(range(len(labels)), labels, fontsize=7)
    axes.tick_params(length=0)
    axes.set_frame_on(False)
    figure.suptitle(_said("Likeness of communes (cosine)", language), fontsize=12, color=_INK)
    bar = figure.colorbar(image, ax=axes, shrink=0.6, pad=0.02)
    bar.outline.set_visible(False)
    _numbers(bar.ax.yaxis, language)
    _save(figure, path)


def draw_dendrogram(
    path: Path, linkage: npt.NDArray[np.float64], names: Sequence[str], cluster: Sequence[int], language: str = "en"
) -> None:
    """Draw which communes join at which distance; each name has a square in the colour of its cluster.

    Parameters
    ----------
    linkage : (n - 1, 4) float
        As ``scipy.cluster.hierarchy.linkage`` returns it.
    cluster : sequence of n int
        From 1.
    """
    figure = _figure(7, 1.2 + 0.2 * len(names))
    axes = figure.subplots()
    drawn = dendrogram(
        linkage, ax=axes, orientation="right", labels=list(names), color_threshold=0, above_threshold_color="#777777"
    )
    axes.set_xlabel(_said("Distance at which they join", language))
    axes.set_title(_said("Which communes are alike", language), fontsize=12, color=_INK)
    _plain(axes)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", labelsize=8, length=0)
    colours = [colour_of(int(cluster[leaf])) for leaf in drawn["leaves"]]
    axes.tick_params(axis="y", pad=12)
    axes.scatter(
        np.full(len(colours), -0.012),
        axes.get_yticks(),
        color=colours,
        marker="s",
        s=28,
        clip_on=False,
        transform=axes.get_yaxis_transform(),
    )
    _numbers(axes.xaxis, language)
    _save(figure, path)


def draw_typical_tiles(
    path: Path, tiles: Mapping[int, Sequence[npt.NDArray[np.uint8]]], names: Mapping[int, str], language: str = "en"
) -> None:
    """Draw small pictures of the tiles nearest to each cluster's centre, one row a cluster.

    Parameters
    ----------
    tiles : mapping of cluster to (height, width, 3) uint8
        Row 0 of each is its north.
    names : mapping of cluster to text
        What the user calls it; absent where it has no name.
    """
    columns = max(len(row) for row in tiles.values())
    figure = _figure(1.6 + 1.05 * columns, 0.6 + 1.1 * len(tiles))
    figure.suptitle(_said("Typical tiles of each cluster", language), fontsize=12, color=_INK)
    grid = figure.subplots(len(tiles), columns, squeeze=False)
    for line, (number, row) in zip(grid, sorted(tiles.items())):
        for axes in line:
            axes.axis("off")
        for axes, pixels in zip(line, row):
            axes.imshow(pixels)
        line[0].annotate(
            _title(number, names.get(number, ""), language),
            (-0.12, 0.5),
            xycoords="axes fraction",
            ha="right",
            va="center",
            fontsize=9,
            color=_INK,
            bbox={"facecolor": "none", "edgecolor": colour_of(number), "linewidth": 2, "boxstyle": "round,pad=0.4"},
        )
    _save(figure, path)


def _figure(width: float, height: float) -> Figure:
    return Figure(figsize=(width, height), layout="constrained", facecolor="white")


def _title(number: int, name: str, language: str) -> str:
    """Return what a cluster is called, in lines that leave room for what is drawn."""
    said = _said("Cluster {number}", language).format(number=number)
    return "\n".join((said, *textwrap.wrap(name, _TITLE_LETTERS)))


def _plain(axes: Axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=_INK)


def _numbers(axis: Axis, language: str) -> None:
    """Write the numbers at an axis as the language does, all with as many digits."""
    if language == "fr":
        axis.set_major_formatter(_FrenchNumbers())


class _FrenchNumbers(ScalarFormatter):
    """Numbers with a comma."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return str(super().__call__(x, pos)).replace(".", ",")


def _said(text: str, language: str) -> str:
    return _FRENCH[text] if language == "fr" else text


def _save(figure: Any, path: Path) -> None:
    with output_file(path) as partial:
        figure.savefig(partial, dpi=_DPI, format="png", bbox_inches="tight", pad_inches=0.1)
