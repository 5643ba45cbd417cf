"""Pictures: written whole, and showing what they were given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from sattile_plugin.contract.palette import colour_of
from sattile_plugin.engine.communes import pictures

NAMES = ["a", "b", "c", "d"]
LINKAGE = np.array([[0, 1, 0.1, 2], [2, 3, 0.2, 2], [4, 5, 1.0, 4]])
CURVES = pd.DataFrame({"k": [2, 3], "silhouette": [0.9, 0.4], "stability": [1, 0.8], "chosen": [True, False]})
BARS = pd.DataFrame({"name": NAMES, "cluster": [1, 1, 2, 2], "cluster_name": ["", "", "Sea", "Sea"]})


def colours_in(path: Path) -> set[str]:
    pixels = np.asarray(Image.open(path).convert("RGB")).reshape(-1, 3)
    return {"#{:02x}{:02x}{:02x}".format(*pixel) for pixel in np.unique(pixels, axis=0).tolist()}


def draw(kind: str, path: Path, language: str = "en") -> None:
    if kind == "k":
        pictures.draw_k_curves(path, CURVES, language)
    elif kind == "silhouette":
        pictures.draw_silhouette(path, BARS.assign(silhouette=[0.9, 0.8, 0.7, -0.1]), language)
    elif kind == "similarity":
        pictures.draw_similarity(path, np.eye(4), [3, 2, 1, 0], NAMES, language)
    elif kind == "dendrogram":
        pictures.draw_dendrogram(path, LINKAGE, NAMES, [1, 1, 2, 2], language)
    else:
        red = np.full((8, 8, 3), (255, 0, 0), "uint8")
        pictures.draw_typical_tiles(path, {1: [red, red], 2: [red]}, {1: "Towns and what lies around them"}, language)


KINDS = ("k", "silhouette", "similarity", "dendrogram", "tiles")
OF_CLUSTERS = {"silhouette": {colour_of(1), colour_of(2)}, "tiles": {"#ff0000"}, "k": {colour_of(1), colour_of(5)}}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_picture_is_written_whole(tmp_path: Path, kind: str, language: str) -> None:
    draw(kind, tmp_path / "picture.png", language)
    assert [path.name for path in tmp_path.iterdir()] == ["picture.png"]
    assert Image.open(tmp_path / "picture.png").format == "PNG"


@pytest.mark.parametrize("kind", OF_CLUSTERS)
def test_a_picture_has_the_colours_of_the_clusters(tmp_path: Path, kind: str) -> None:
    draw(kind, tmp_path / "picture.png")
    assert OF_CLUSTERS[kind] <= colours_in(tmp_path / "picture.png")


def test_what_counts_as_stable_is_drawn_where_curves_cross_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for stable in (0.9, 0.7, 0.6):
        monkeypatch.setattr(pictures, "STABLE", stable)
        draw("k", tmp_path / "picture.png")
        found.append((tmp_path / "picture.png").read_bytes())
    assert found[0] != found[1] == found[2]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_at_the_edge_of_a_picture(tmp_path: Path, kind: str) -> None:
    draw(kind, tmp_path / "picture.png")
    pixels = np.asarray(Image.open(tmp_path / "picture.png").convert("L"))
    assert min(edge.min() for edge in (pixels[:3], pixels[-3:], pixels[:, :3], pixels[:, -3:])) == 255


def test_so_many_communes_that_their_names_have_no_room(tmp_path: Path) -> None:
    pictures.draw_similarity(tmp_path / "picture.png", np.eye(900), range(900), ["a"] * 900)
    assert max(Image.open(tmp_path / "picture.png").size) < 7000


def test_french_is_another_picture(tmp_path: Path) -> None:
    for language in ("en", "fr"):
        draw("similarity", tmp_path / f"{language}.png", language)
    assert (tmp_path / "en.png").read_bytes() != (tmp_path / "fr.png").read_bytes()


def test_far_numbers_have_colours_of_their_own() -> None:
    assert len({colour_of(number) for number in range(1, 60)}) == 59
