"""How photos look, on images of which each octave has the same energy, as photos have."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from sattile_plugin.engine.io.tile_images import TileImage
from sattile_plugin.engine.model.appearance import Appearance, Retouch, appearance, fit_appearance, stretch_of
from sattile_plugin.engine.training.record import appearances_of
from sattile_plugin.engine.training.tiles import Tiles

from ...builders import Recorder

SIZE_PX, COUNT = 128, 30
TRAINED = {"appearance": [{"detail_px": 1.0, "low": 50.0, "high": 200.0}]}


def photos(count: int = COUNT, size_px: int = SIZE_PX, mean: float = 125.0, spread: float = 40.0) -> np.ndarray:
    """Return images of which each octave of spatial frequencies has the same energy, (count, size_px, size_px, 3)."""
    generator = np.random.default_rng(1)
    radius = np.hypot(np.fft.fftfreq(size_px)[:, None], np.fft.fftfreq(size_px))
    radius[0, 0] = np.inf
    noise = np.fft.fft2(generator.normal(size=(count, size_px, size_px)))
    greys = np.fft.ifft2(noise / radius).real
    greys = mean + spread * greys / greys.std()
    return np.clip(greys, 1, 255).astype(np.uint8)[..., None].repeat(3, axis=-1)


def coarsened(images: np.ndarray, times: int) -> np.ndarray:
    """Return images as a photo shows them whose pixels are so many times as large."""
    small = [Image.fromarray(image).reduce(times) for image in images]
    return np.stack([np.asarray(image.resize((SIZE_PX, SIZE_PX), Image.Resampling.BICUBIC)) for image in small])


@pytest.mark.parametrize("size_px", [64, 128, 224])
@pytest.mark.parametrize("spread", [5, 40])
def test_a_sharp_photo_has_detail_in_each_pixel(size_px: int, spread: float):
    assert appearance(photos(size_px=size_px, spread=spread)).detail_px == 1


@pytest.mark.parametrize("times", [2, 4, 8])
def test_detail_is_as_large_as_the_pixels_of_the_photo(times: int):
    assert appearance(coarsened(photos(), times)).detail_px == pytest.approx(times, rel=0.3)


def test_detail_of_a_photo_out_of_focus_is_about_twice_the_blur():
    blurred = [Image.fromarray(image).filter(ImageFilter.GaussianBlur(3)) for image in photos()]
    assert appearance(np.stack([np.asarray(image) for image in blurred])).detail_px == pytest.approx(6, rel=0.2)


def test_grey_values_reach_from_the_lowest_to_the_highest_fiftieth():
    found = appearance(photos(mean=120, spread=20))
    assert (found.low, found.high) == pytest.approx((120 - 2.05 * 20, 120 + 2.05 * 20), abs=3)


def test_black_ground_beside_the_photo_does_not_count():
    images = photos()
    half = images.copy()
    half[:, : SIZE_PX // 2] = 0
    assert appearance(half)[1:] == pytest.approx(appearance(images)[1:], abs=5)


@pytest.mark.parametrize("images", [photos(count=COUNT - 1), photos(size_px=48)], ids=["too few", "too small"])
def test_what_is_too_little_to_tell_is_not_judged(images: np.ndarray):
    assert appearance(images) is None


@pytest.mark.parametrize("value", [0, 120, 255])
def test_one_colour_has_no_detail_to_miss(value: int):
    found = appearance(np.full((COUNT, SIZE_PX, SIZE_PX, 3), value, dtype=np.uint8))
    assert found == Appearance(1.0, value, value)
    assert stretch_of(found, [Appearance(1.0, 50.0, 200.0)]) is None


def test_a_dull_photo_gets_the_grey_values_of_training():
    dull = photos(mean=200, spread=8)
    stretch = stretch_of(appearance(dull), [Appearance(1.0, 40.0, 200.0), Appearance(1.0, 60.0, 240.0)])
    assert appearance(stretch.apply(dull))[1:] == pytest.approx((50, 220), abs=4)


TOLD = {
    "as in training": (photos(), {}, set()),
    "coarser, but not by much": (coarsened(photos(), 2), {}, set()),
    "as if blown up": (coarsened(photos(), 4), {}, {"photo_sharpened"}),
    "as if blown up, to be left": (coarsened(photos(), 4), {"adapt": False}, {"photo_blurred"}),
    "dull": (photos(mean=200, spread=8), {}, {"photo_stretched"}),
    "dull, to be left": (photos(mean=200, spread=8), {"adapt": False}, {"photo_dull"}),
    "dull and blown up": (coarsened(photos(mean=200, spread=8), 4), {}, {"photo_sharpened", "photo_stretched"}),
    "a model that does not say": (coarsened(photos(), 8), {"metadata": {}}, set()),
    "a model of places too small to say": (coarsened(photos(), 8), {"metadata": {"appearance": []}}, set()),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_looks_otherwise_is_told(case: str):
    images, options, names = TOLD[case]
    recorder = Recorder()
    given = {"metadata": TRAINED, "adapt": True, "source": "some/where/ortho.tif", "reporter": recorder}
    retouch = fit_appearance([TileImage(image, 1.0) for image in images], **(given | options))
    assert set(recorder.notices) == names
    assert (retouch.stretch is not None) == ("photo_stretched" in names)
    assert retouch.mask_radius_px == pytest.approx(2 if "photo_sharpened" in names else 0, rel=0.3)
    assert all(values["place"] == "ortho.tif" for values in recorder.notices.values())
    assert [values["times"] for values in recorder.notices.values() if "times" in values] == pytest.approx(
        [4] * len(names & {"photo_sharpened", "photo_blurred"}), rel=0.3
    )


def test_a_sharpened_photo_has_more_of_its_detail_and_the_same_light():
    blurred = coarsened(photos(), 4)
    sharpened = Retouch(mask_radius_px=2).apply(blurred)
    steps = [np.abs(np.diff(images.astype(float), axis=1)).mean() for images in (blurred, sharpened)]
    assert sharpened.dtype == np.uint8 and steps[1] > 1.3 * steps[0]
    assert sharpened.mean() == pytest.approx(blurred.mean(), abs=1)
    assert np.array_equal(sharpened[3], Retouch(mask_radius_px=2).apply(blurred[3]))


def test_what_needs_nothing_is_left_as_it_is():
    images = photos(count=2)
    assert Retouch().apply(images) is images


def test_tiles_with_too_little_image_do_not_count():
    images = [TileImage(image, 1.0) for image in photos()]
    images += [TileImage(np.full_like(images[0].pixels, 128), 0.1)] * 200
    recorder = Recorder()
    assert fit_appearance(images, TRAINED, True, "ortho.tif", recorder) == Retouch() and not recorder.notices


def test_training_remembers_each_place_that_has_tiles_enough():
    bright, dark, few = photos(mean=160, spread=10), photos(count=400, mean=60, spread=10), photos(count=5)
    dark = coarsened(dark, 2)
    pixels, place = np.concatenate([bright, dark, few]), np.repeat([0, 3, 4], [len(bright), len(dark), len(few)])
    nothing = np.zeros(len(pixels))
    found = appearances_of(Tiles(pixels, nothing, nothing, place, nothing, nothing))
    assert [each.low for each in found] == pytest.approx([140, 40], abs=5)
    assert [each.detail_px for each in found] == pytest.approx([1, 2], rel=0.3)
