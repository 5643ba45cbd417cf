"""What a backbone sees: views as they are and varied, kept for a later run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx", reason="THE TRAINING SET IS NOT INSTALLED: looking at tiles to learn from is not tested")

from sattile_plugin.engine.training.seen import AS_IT_IS, features_of, varied_views

from .linear import bright_and_dark, flat_backbone


def quiet(done: int, total: int) -> None:
    """Take progress and keep it to oneself."""


def test_a_tile_is_seen_as_it_is(tmp_path: Path):
    tiles, told = bright_and_dark(80), []
    seen = features_of(flat_backbone(tmp_path), tiles, lambda *done: told.append(done))
    assert np.array_equal(seen.clean, tiles.pixels.reshape(80, 12))
    assert told == [(16, 80), (32, 80), (48, 80), (64, 80), (80, 80)]


def test_varied_views_are_of_the_same_tiles_and_drawn_by_lot(tmp_path: Path):
    backbone, tiles, told = flat_backbone(tmp_path), bright_and_dark(20), []
    views = varied_views(20, "full", 1)
    seen = features_of(backbone, tiles, lambda *done: told.append(done), views)
    assert seen.values.shape == (20, 4, 12) and told[-1] == (80, 80)
    assert not np.array_equal(seen.values[:, 0], seen.values[:, 1])
    assert np.array_equal(seen.values, features_of(backbone, tiles, quiet, views).values)
    other = features_of(backbone, tiles, quiet, views._replace(seed=2))
    assert not np.array_equal(seen.values, other.values)


def test_symmetries_are_seen_each_once_and_learned_from_as_their_mean(tmp_path: Path):
    backbone, tiles = flat_backbone(tmp_path), bright_and_dark(20)
    once, turned = (
        features_of(backbone, tiles, quiet, views) for views in (AS_IT_IS, varied_views(20, "symmetries", 1))
    )
    assert turned.values.shape == (20, 7, 12)
    for pixels, views in zip(tiles.pixels, turned.values):
        seen = {tuple(view) for view in [pixels.ravel(), *views]}
        assert all(sorted(view) == sorted(pixels.ravel()) for view in seen) and len(seen) == 8
    both = once.beside(turned, "symmetries")
    assert both.values.shape == (20, 2, 12) and np.array_equal(both.clean, once.clean)
    assert np.allclose(both.values[:, 1], backbone.describe(tiles.pixels, views=8), atol=1e-4)


def test_the_tile_as_it_is_stays_the_first_view(tmp_path: Path):
    backbone, tiles = flat_backbone(tmp_path), bright_and_dark(20)
    once = features_of(backbone, tiles, quiet)
    both = once.beside(features_of(backbone, tiles, quiet, varied_views(20, "full", 1)), "full")
    assert both.values.shape == (20, 5, 12) and np.array_equal(both.clean, once.clean)


def test_features_are_kept_for_a_later_run(tmp_path: Path):
    backbone, tiles, kept = flat_backbone(tmp_path), bright_and_dark(10), tmp_path / "train.npy"
    first = features_of(backbone, tiles, quiet, kept=kept).values
    again = features_of(backbone, tiles._replace(pixels=np.zeros_like(tiles.pixels)), quiet, kept=kept).values
    assert np.array_equal(first, again)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["flat.onnx", "train.npy"]
