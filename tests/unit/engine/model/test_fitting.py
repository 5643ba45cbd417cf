"""Fitting, on a network of one layer whose features are the pixels of 2 x 2 tiles."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss

keras = pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: fitting is not tested")

from sattile_plugin.engine.model.fitting import (  # noqa: E402
    Descent,
    Tiles,
    _Batches,
    descend,
    features_of,
    fit_head,
    predict,
    turned,
)
from sattile_plugin.engine.model.networks import Network  # noqa: E402

from ...builders import Recorder  # noqa: E402


def linear() -> Network:
    """Return a network that weighs pixels and counts as pretrained."""
    tile = keras.Input((2, 2, 3), dtype="uint8")
    features = keras.layers.Flatten()(keras.layers.Rescaling(1 / 255)(tile))
    head = keras.layers.Dense(1, activation="sigmoid", name="p_bati", kernel_initializer="zeros")(features)
    model = keras.Model(tile, head)
    return Network(model, model)


def bright_and_dark(count: int, seed: int = 1) -> Tiles:
    """Return tiles that are bright (1) and dark (0) in turn, with some noise."""
    target = np.arange(count) % 2
    noise = np.random.default_rng(seed).integers(-40, 41, (count, 2, 2, 3))
    return Tiles((128 + 40 * (2 * target - 1)[:, None, None, None] + noise).astype("uint8"), target, np.arange(count))


def inverted(tiles: Tiles) -> Tiles:
    return tiles._replace(target=1 - tiles.target)


def test_the_head_is_fitted_and_folded_into_the_network():
    network, validation, told = linear(), bright_and_dark(40, seed=2), []
    train = features_of(network, bright_and_dark(80), lambda *done: told.append(done))
    curve = fit_head(network, train, features_of(network, validation, lambda *done: None))
    best = min(point["validation_loss"] for point in curve)
    p_bati = predict(network, validation.pixels)
    assert log_loss(validation.target, p_bati) == pytest.approx(best, abs=1e-4)
    assert ((p_bati >= 0.5) == validation.target).all()
    assert told[-1] == (80, 80)


def test_features_that_never_vary_do_no_harm():
    network, train = linear(), bright_and_dark(40)
    train.pixels[:, 0] = 7
    features = features_of(network, train, lambda *done: None)
    fit_head(network, features, features)
    assert ((predict(network, train.pixels) >= 0.5) == train.target).all()


def test_descending_never_makes_a_fitted_network_worse():
    """Trained on the opposite of the truth, the network stays as it was before."""
    network, validation = linear(), bright_and_dark(40)
    features = features_of(network, validation, lambda *done: None)
    fit_head(network, features, features)
    before = network.model.get_weights()
    how = Descent(epochs=3, learning_rate=1.0, batch_size=8, augment=True)
    rng = np.random.default_rng(1)
    curve = descend(network, inverted(validation), validation, how, "fine_tune", Recorder(), rng)
    assert min(point["validation_loss"] for point in curve[1:]) > curve[0]["validation_loss"]
    assert all(np.array_equal(now, then) for now, then in zip(network.model.get_weights(), before))


def test_descending_learns_and_tells():
    network, train, recorder = linear(), bright_and_dark(40), Recorder()
    how = Descent(epochs=4, learning_rate=0.5, batch_size=8, augment=False)
    curve = descend(network, train, train, how, "train", recorder, np.random.default_rng(1))
    assert [point["epoch"] for point in curve] == [0, 1, 2, 3, 4]
    assert curve[-1]["validation_accuracy"] == 1.0
    assert recorder.steps[0] == ("train", 1, 20) and recorder.steps[-1] == ("train", 20, 20)
    assert recorder.notices["epoch"]["epoch"] == 4


def test_a_tile_has_eight_symmetries():
    tile = np.arange(12).reshape(2, 2, 3)
    views = [turned(tile, symmetry) for symmetry in range(8)]
    assert np.array_equal(views[0], tile)
    assert len({view.tobytes() for view in views}) == 8
    assert all(sorted(view.reshape(-1, 3).tolist()) == sorted(tile.reshape(-1, 3).tolist()) for view in views)


@pytest.mark.parametrize(("count", "batch_size", "batches"), [(10, 4, 3), (8, 4, 2), (3, 4, 1)])
def test_an_epoch_shows_every_tile_once(count: int, batch_size: int, batches: int):
    tiles = Tiles(
        np.arange(count, dtype="uint8")[:, None, None, None] + np.zeros((1, 2, 2, 3), "uint8"),
        np.arange(count) % 2,
        np.arange(count),
    )
    epoch = _Batches(tiles, Descent(1, 0.1, batch_size, augment=False), np.random.default_rng(1))
    orders = []
    for _ in range(3):
        shown = [epoch[number] for number in range(len(epoch))]
        assert len(shown) == batches
        assert all((pixels[:, 0, 0, 0] % 2 == target).all() for pixels, target, _ in shown)
        orders.append(np.concatenate([pixels[:, 0, 0, 0] for pixels, _, _ in shown]).tolist())
        epoch.on_epoch_end()
    assert all(sorted(order) == list(range(count)) for order in orders)
    assert len({tuple(order) for order in orders}) > 1


def test_balanced_classes_weigh_the_same():
    tiles = Tiles(np.zeros((10, 2, 2, 3), "uint8"), np.array([1, 1] + [0] * 8), np.arange(10))
    how = Descent(1, 0.1, 10, augment=False, balance=True)
    _, target, weight = _Batches(tiles, how, np.random.default_rng(1))[0]
    assert weight[target == 1].sum() == weight[target == 0].sum() == 5
