"""Gradient descent, on a network whose features are the pixels of 2 x 2 tiles."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: fitting is not tested")

from sattile_plugin.engine.model.networks import set_head, small_network
from sattile_plugin.engine.training.descent import Batches, Descent, best_epoch, descend
from sattile_plugin.engine.training.head import fit_head
from sattile_plugin.engine.training.tiles import Tiles

from ...builders import Recorder
from .linear import bright_and_dark, linear, pixels_seen, tiles_of


class Killed(BaseException):
    """What ends a run from outside."""


def descended(folder: Path, network, train: Tiles, validation: Tiles, how: Descent, ended_after: int | None = None):
    """Descend; return the curve, the recorder and the curves seen on the way."""
    recorder, seen = Recorder(), []

    def renewed(curve: list) -> None:
        seen.append(len(curve))
        if len(curve) - 1 == ended_after:
            raise Killed

    return descend(network, train, validation, how, folder, "train", recorder, renewed), recorder, seen


def fast(**options) -> Descent:
    return Descent(**{"epochs": 4, "learning_rate": 0.5, "batch_size": 8, "seed": 1, "augmentation": "none", **options})


def test_descending_learns_and_tells(tmp_path: Path):
    train = bright_and_dark(40)
    curve, recorder, seen = descended(tmp_path / "state", linear(), train, train, fast())
    assert [point["epoch"] for point in curve] == [0, 1, 2, 3, 4]
    assert curve[-1]["validation_accuracy"] == 1.0
    assert recorder.steps[0] == ("train", 1, 20) and recorder.steps[-1] == ("train", 20, 20)
    assert recorder.notices["epoch"]["epoch"] == 4
    assert seen == [2, 3, 4, 5]


def test_descending_never_makes_a_fitted_network_worse(tmp_path: Path):
    """Trained on the opposite of the truth, the network stays as it was before."""
    network, validation = linear(), bright_and_dark(40)
    features = pixels_seen(validation)
    set_head(network, fit_head(2, features, features).head)
    before = network.model.get_weights()
    opposite = validation._replace(target=1 - validation.target)
    how = fast(epochs=3, learning_rate=1.0, augmentation="symmetries")
    curve, _, _ = descended(tmp_path / "state", network, opposite, validation, how)
    assert min(point["validation_loss"] for point in curve[1:]) > curve[0]["validation_loss"]
    assert all(np.array_equal(now, then) for now, then in zip(network.model.get_weights(), before))


def test_it_ends_when_nothing_is_gained(tmp_path: Path):
    validation = bright_and_dark(40)
    opposite = validation._replace(target=1 - validation.target)
    curve, _, _ = descended(tmp_path / "state", linear(), opposite, validation, fast(epochs=9, patience_epochs=2))
    assert len(curve) == 3


def test_what_was_never_fitted_does_not_stay_as_it_is(tmp_path: Path):
    validation = bright_and_dark(40)
    opposite = validation._replace(target=1 - validation.target)
    how = fast(epochs=1, was_fitted=False)
    curve, _, _ = descended(tmp_path / "state", linear(), opposite, validation, how)
    assert curve[0]["validation_loss"] is None and best_epoch(curve) == 1


@pytest.mark.parametrize("ended_after", [1, 2, 3])
def test_a_run_that_was_ended_goes_on_to_the_same_weights(tmp_path: Path, ended_after: int):
    train, how = bright_and_dark(40), fast(augmentation="symmetries", mix=0.2)
    whole = linear()
    curve, _, _ = descended(tmp_path / "whole", whole, train, train, how)
    with pytest.raises(Killed):
        descended(tmp_path / "ended", linear(), train, train, how, ended_after)
    again = linear()
    resumed, _, seen = descended(tmp_path / "ended", again, train, train, how)
    assert seen[0] == ended_after + 2
    assert [point["epoch"] for point in resumed] == [point["epoch"] for point in curve]
    for now, then in zip(again.model.get_weights(), whole.model.get_weights()):
        assert now == pytest.approx(then, abs=1e-6)


def test_the_state_is_small_and_whole(tmp_path: Path):
    train = bright_and_dark(40)
    descended(tmp_path / "state", linear(), train, train, fast())
    names = {path.name for path in (tmp_path / "state").iterdir()}
    assert len(json.loads((tmp_path / "state" / "curve.json").read_text())) == 5
    assert names <= {"curve.json", "epoch-4.weights.h5", *(f"epoch-{epoch}.weights.h5" for epoch in range(4))}
    assert len(names) <= 3


def test_a_network_that_drops_by_lot_goes_on_alike(tmp_path: Path):
    """Epoch by epoch, ended before the best one."""
    target = np.arange(48) % 2
    noise = np.random.default_rng(1).integers(0, 256, (48, 32, 32, 3))
    train = tiles_of(noise // 2 + 60 * target[:, None, None, None], target)
    how = fast(learning_rate=1e-3, was_fitted=False)
    whole, _, _ = descended(tmp_path / "whole", small_network("cerema_cnn", 32, 2, 1), train, train, how)
    with pytest.raises(Killed):
        descended(tmp_path / "ended", small_network("cerema_cnn", 32, 2, 1), train, train, how, 1)
    resumed, _, _ = descended(tmp_path / "ended", small_network("cerema_cnn", 32, 2, 1), train, train, how)
    assert best_epoch(whole) > 1
    for name in ("training_loss", "validation_loss"):
        assert [point[name] for point in resumed[1:]] == pytest.approx([point[name] for point in whole[1:]], rel=1e-4)


def counted_tiles(count: int) -> Tiles:
    """Return tiles whose every pixel is the tile's number."""
    pixels = np.arange(count)[:, None, None, None] + np.zeros((1, 2, 2, 3))
    return tiles_of(pixels, np.arange(count) % 2)


@pytest.mark.parametrize(("count", "batch_size", "batches"), [(10, 4, 3), (8, 4, 2), (3, 4, 1)])
def test_an_epoch_shows_every_tile_once(count: int, batch_size: int, batches: int):
    epoch = Batches(counted_tiles(count), fast(batch_size=batch_size), 2)
    orders = []
    for _ in range(3):
        shown = [epoch[number] for number in range(len(epoch))]
        assert len(shown) == batches
        assert all((pixels[:, 0, 0, 0] % 2 == target.argmax(axis=1)).all() for pixels, target, _ in shown)
        orders.append(np.concatenate([pixels[:, 0, 0, 0] for pixels, _, _ in shown]).tolist())
        epoch.on_epoch_end()
    assert all(sorted(order) == list(range(count)) for order in orders)
    assert len({tuple(order) for order in orders}) > 1


@pytest.mark.parametrize(("class_weights", "sums"), [(True, (5, 5)), (False, (8, 2))])
def test_balanced_classes_weigh_the_same(class_weights: bool, sums: tuple):
    tiles = tiles_of(np.zeros((10, 2, 2, 3)), np.array([1, 1] + [0] * 8))
    _, target, weight = Batches(tiles, fast(batch_size=10, class_weights=class_weights), 2)[0]
    assert tuple(weight @ target) == sums


@pytest.mark.parametrize("mix", [0.2, 1.0])
def test_balanced_classes_weigh_the_same_when_they_are_mixed(mix: float):
    """One tile in ten is of class 1; what a tile is mixed of brings its own weight."""
    tiles = tiles_of(np.zeros((4000, 2, 2, 3)), (np.arange(4000) % 10 == 0).astype(int))
    _, target, weight = Batches(tiles, fast(batch_size=4000, mix=mix), 2)[0]
    assert target.sum(axis=1) == pytest.approx(np.ones(4000))
    assert weight @ target == pytest.approx([2000, 2000], rel=0.05)
