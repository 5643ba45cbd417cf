"""What is told of an image without a network."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.engine.model.looks import earlier_twins, look_at

SIDE = 64


def plain(*colour: int) -> np.ndarray:
    return np.full((SIDE, SIDE, 3), colour, dtype=np.uint8)


def noise(seed: int, low: int, high: int) -> np.ndarray:
    """Return grey noise, the same in each band."""
    grey = np.random.default_rng(seed).integers(low, high, (SIDE, SIDE, 1))
    return np.broadcast_to(grey, (SIDE, SIDE, 3)).astype(np.uint8)


def with_shadow(image: np.ndarray) -> np.ndarray:
    """Return the image with a black strip over an eighth of it."""
    return np.concatenate([np.zeros_like(image[: SIDE // 8]), image[SIDE // 8 :]])


@pytest.mark.parametrize(
    ("image", "blank", "cloudy"),
    [
        pytest.param(plain(255, 255, 255), True, False, id="white"),
        pytest.param(plain(30, 60, 90), True, False, id="one colour"),
        pytest.param(noise(1, 190, 230), False, True, id="bright grey haze"),
        pytest.param(noise(1, 90, 130), False, False, id="dark asphalt"),
        pytest.param(noise(1, 190, 230) * np.array([1, 1, 0.7]), False, False, id="sand has a colour"),
        pytest.param(with_shadow(noise(1, 190, 230)), False, False, id="a roof has a shadow"),
        pytest.param(with_shadow(plain(200, 200, 200)), False, False, id="a plain roof has a shadow"),
    ],
)
def test_blank_and_cloudy(image: np.ndarray, blank: bool, cloudy: bool):
    look = look_at(image.astype(np.uint8))
    assert (look.blank, look.cloudy) == (blank, cloudy)


def twins_of(images: list[np.ndarray], features: np.ndarray | None = None) -> list[int]:
    hashes = np.array([look_at(image).hashes for image in images])
    features = np.ones((len(images), 2)) if features is None else features
    return earlier_twins(hashes, features, np.ones(len(images), dtype=bool)).tolist()


def test_all_copies_are_led_to_the_first():
    image, other = noise(1, 0, 256), noise(2, 0, 256)
    assert twins_of([image, other, image, image[::-1], np.rot90(other)]) == [-1, -1, 0, 0, 1]


def test_features_decide_among_images_of_like_hash():
    image = noise(1, 0, 256)
    assert twins_of([image, image], np.array([[1.0, 0.0], [0.0, 1.0]])) == [-1, -1]


def test_images_that_show_nothing_have_no_twins():
    hashes = np.array([look_at(plain(9, 9, 9)).hashes] * 2)
    assert earlier_twins(hashes, np.ones((2, 2)), np.zeros(2, dtype=bool)).tolist() == [-1, -1]
