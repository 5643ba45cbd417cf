"""The last layer: what it gives once it is calibrated is what its probabilities, calibrated, are."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.model.calibration import Scaling
from sattile_plugin.engine.model.head import Head


@pytest.mark.parametrize("width", [np.float32, np.float64])
@pytest.mark.parametrize("temperature", [0.5, 1.0, 5.0, 10.0])
def test_what_is_measured_is_what_is_deployed_however_sure_the_head_was(width: type, temperature: float):
    """Logits from -300 to 300 apart, of which 60 divided by 5 leave a doubt of 6e-6."""
    features = np.linspace(-300, 300, 61, dtype=width)[:, None]
    head, scaling = Head(np.array([[0, 1]], dtype=width), np.zeros(2, dtype=width)), Scaling(temperature, np.zeros(1))
    measured = scaling.apply(head.probability(features))
    deployed = head.scaled(scaling).probability(features)
    assert np.abs(measured - deployed).max() < 1e-9
    at_60 = 1 / (1 + np.exp(60 / temperature))
    assert measured[36] == pytest.approx([at_60, 1 - at_60], rel=1e-6)
