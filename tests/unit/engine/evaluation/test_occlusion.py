"""Occlusion, with a model whose probability of bati is a tile's brightness divided by 255."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sattile_plugin.engine.evaluation.occlusion import occlusion_heat
from sattile_plugin.engine.model.onnx_file import TileModel

from ...builders import write_brightness_model

SIZE = 32
NON_BATI, BATI = 0, 1


@pytest.fixture
def model(tmp_path: Path) -> TileModel:
    return TileModel(write_brightness_model(tmp_path / "model.onnx", tile_size_px=SIZE))


def tile(west: int, east: int) -> np.ndarray:
    """Return a tile of which each half has one brightness."""
    pixels = np.full((SIZE, SIZE, 3), east, dtype=np.uint8)
    pixels[:, : SIZE // 2] = west
    return pixels


def test_the_bright_half_speaks_for_bati_and_the_dark_one_against(model: TileModel):
    heat = occlusion_heat(model.predict, tile(200, 100), BATI)
    assert heat.shape == (SIZE, SIZE)
    assert (heat[:, :8] > 0).all() and (heat[:, -8:] < 0).all()
    assert heat[:, 0] == pytest.approx(-heat[:, -1], rel=0.05)


def test_what_speaks_for_one_class_speaks_against_the_other(model: TileModel):
    image = tile(200, 100)
    assert occlusion_heat(model.predict, image, BATI) == pytest.approx(
        -occlusion_heat(model.predict, image, NON_BATI), abs=1e-5
    )


def test_a_tile_of_one_colour_says_nothing(model: TileModel):
    assert occlusion_heat(model.predict, tile(90, 90), BATI) == pytest.approx(0, abs=1e-6)


def test_a_lamp_is_found(model: TileModel):
    """The warmest pixel is in the bright square at rows 20 to 24, columns 4 to 8."""
    image = tile(60, 60)
    image[20:24, 4:8] = 255
    row, column = np.unravel_index(occlusion_heat(model.predict, image, BATI).argmax(), (SIZE, SIZE))
    assert 18 <= row < 26 and 2 <= column < 10


def test_a_sure_model_is_told_apart_too(model: TileModel):
    """A white tile has probability 1 of bati: log-odds are bounded, not infinite."""
    image = tile(255, 255)
    image[:4, :4] = 250
    assert np.isfinite(occlusion_heat(model.predict, image, BATI)).all()
