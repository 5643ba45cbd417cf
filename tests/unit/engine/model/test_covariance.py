"""The root of the covariance of channels: against SciPy's, whatever the order of the pixels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import sqrtm

keras = pytest.importorskip("keras", reason="THE TRAINING SET IS NOT INSTALLED: covariance is not tested")

from sattile_plugin.engine.model.covariance import CovarianceRoot  # noqa: E402

N_CHANNELS = 6
UPPER = np.triu_indices(N_CHANNELS)


def seen(*maps: np.ndarray) -> np.ndarray:
    return np.asarray(CovarianceRoot()(np.stack(maps).astype("float32")))


@pytest.fixture
def found() -> np.ndarray:
    """A map of channels that go together in part, (rows, columns, channels)."""
    generator = np.random.default_rng(1)
    mixed = np.eye(N_CHANNELS) + generator.uniform(-0.3, 0.3, (N_CHANNELS, N_CHANNELS))
    return generator.standard_normal((12, 9, N_CHANNELS)) @ mixed + 3


def test_it_is_the_root_of_the_covariance(found: np.ndarray):
    root = sqrtm(np.cov(found.reshape(-1, N_CHANNELS).T, bias=True)).real
    expected = (root / np.linalg.norm(root))[UPPER]
    measured = seen(found)[0]
    whole = np.zeros((N_CHANNELS, N_CHANNELS))
    whole[UPPER] = measured
    whole += np.triu(whole, 1).T
    assert measured / np.linalg.norm(whole) == pytest.approx(expected, abs=0.01)


def test_where_things_lie_does_not_count(found: np.ndarray):
    turned, shuffled = np.rot90(found), np.random.default_rng(2).permutation(found.reshape(-1, N_CHANNELS))
    assert seen(turned)[0] == pytest.approx(seen(found)[0], abs=1e-5)
    assert seen(shuffled.reshape(found.shape))[0] == pytest.approx(seen(found)[0], abs=1e-5)


def test_what_goes_together_counts_though_every_channel_alone_is_the_same(found: np.ndarray):
    apart = np.stack([np.random.default_rng(k).permutation(found[..., k].ravel()) for k in range(N_CHANNELS)], axis=-1)
    together, alone = seen(found, apart.reshape(found.shape))
    assert np.abs(together - alone).max() > 0.02


def test_a_map_of_one_colour_has_a_root():
    flat = seen(np.full((4, 4, N_CHANNELS), 7.0))[0]
    assert np.isfinite(flat).all()
    assert flat[UPPER[0] != UPPER[1]] == pytest.approx(0, abs=1e-6)
