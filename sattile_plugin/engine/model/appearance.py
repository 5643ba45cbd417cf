"""How a photo looks before any network sees it: how fine its detail is, and how far its grey values reach.

A network looks for detail and contrast as its training had them. A photo that is dull or hazy still has the contrast,
and is stretched; one that was blown up or is out of focus has lost detail, of which sharpening gives a part back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from ...contract.library import MIN_VALID_SHARE
from ...contract.messages import Reporter
from ..io.rasters import Stretch
from ..io.tile_images import TileImage

SAMPLE_TILES = 300
"""Images by which a photo is judged."""
_MIN_TILES = 30
_COARSE = (1 / 64, 1 / 16)
"""Cycles per pixel of what every photo shows; an image that is too small to show it is not judged."""
_FINE = 2.0 ** np.arange(-4, -0.9, 0.5)
"""Edges of bands of half an octave, in cycles per pixel."""
_GONE = -4.0
"""Log2 of the energy of a band, against that of the coarse ones, below which it shows nothing."""
_PERCENTILES = (2, 98)
_STEP_PX = 4
"""One pixel of so many, in both directions, tells how far the grey values reach."""
_BLURRED = 2.5
"""How many times coarser than in training detail may be before the photo is sharpened."""
_MASK_RADIUS, _MASK_PERCENT = 0.5, 100
"""Radius of the unsharp mask, of the detail, and how much of what it takes out is added."""
_DULL = 0.45
"""Share of the span of grey values in training below which a photo is dull."""
_FLAT = 1.0
"""Spread of grey values below which an image shows no detail to judge by."""


class Appearance(NamedTuple):
    """How the images of a place look."""

    detail_px: float
    """Size in pixels of the finest detail: 1 where each pixel tells something, 4 as if blown up four times."""
    low: float
    """Grey value, 0 to 255, below which 2 % of the pixels lie."""
    high: float
    """Grey value above which 2 % of the pixels lie."""


class Retouch(NamedTuple):
    """What is done to images of a photo that looks otherwise than those of training, before a model sees them."""

    stretch: Stretch | None = None
    """How dull grey values become those of training."""
    mask_radius_px: float = 0.0
    """Radius of the unsharp mask by which a blurred photo is sharpened; 0 where it is sharp enough."""

    @property
    def sharpens(self) -> bool:
        """Whether the photo is blurred, so that it is sharpened."""
        return self.mask_radius_px > 0

    def show(self, images: np.ndarray) -> np.ndarray:
        """Return an image or several, (..., size_px, size_px, 3) uint8, as a person is to see them."""
        return self.stretch.apply(images) if self.stretch else images

    def apply(self, images: np.ndarray) -> np.ndarray:
        """Return an image or several, (..., size_px, size_px, 3) uint8, as the model is to see them."""
        images = self.show(images)
        if not self.sharpens:
            return images
        mask = ImageFilter.UnsharpMask(self.mask_radius_px, _MASK_PERCENT, threshold=0)
        flat = images.reshape(-1, *images.shape[-3:])
        return np.stack([np.asarray(Image.fromarray(image).filter(mask)) for image in flat]).reshape(images.shape)


def appearance(images: np.ndarray) -> Appearance | None:
    """Return how images of one place look; None where they are too few or too small to tell.

    In photos each octave of spatial frequencies has about as much energy as the next (Field 1987, doi
    10.1364/JOSAA.4.002379); where one has a sixteenth of that, at half of the wave's length, the detail ends.

    Parameters
    ----------
    images : (n_images, size_px, size_px, 3) uint8
        Black pixels count as none.
    """
    if len(images) < _MIN_TILES or images.shape[1] * _COARSE[0] < 1:
        return None
    seen = images[:, ::_STEP_PX, ::_STEP_PX]
    low, high = np.percentile(seen.mean(axis=-1)[seen.any(axis=-1)], _PERCENTILES) if seen.any() else (0.0, 0.0)
    return Appearance(round(_detail_px(images), 2), round(float(low), 1), round(float(high), 1))


def stretch_of(found: Appearance, known: Sequence[Appearance]) -> Stretch | None:
    """Return by what a dull photo gets the grey values of the places of training; None for one that is not dull.

    >>> bright = Appearance(1.0, 20.0, 220.0)
    >>> stretch_of(Appearance(1.0, 150.0, 200.0), [bright])
    Stretch(low=145.0, high=208.75)
    >>> stretch_of(Appearance(1.0, 50.0, 150.0), [bright]) is None
    True
    """
    if not 0 < found.high - found.low < _DULL * min(place.high - place.low for place in known):
        return None
    low, high = (float(np.mean(edge)) for edge in zip(*((place.low, place.high) for place in known)))
    step = (found.high - found.low) / (high - low)
    return Stretch(found.low - step * low, found.low + step * (255 - low))


def fit_appearance(
    images: Iterable[TileImage], metadata: Mapping[str, Any], adapt: bool, source: str, reporter: Reporter
) -> Retouch:
    """Tell the user how a photo looks otherwise than those of training; return what is to be done about it.

    Parameters
    ----------
    images
        Of tiles of the photo; those with too little image do not count.
    metadata
        Of the model.
    adapt
        Whether a dull photo may be stretched and a blurred one sharpened.
    source
        Raster or library that the images are from.
    reporter
        Is told of differences.
    """
    known = [Appearance(**place) for place in metadata.get("appearance", ())]
    pixels = [image.pixels for image in images if image.valid_share >= MIN_VALID_SHARE]
    found = appearance(np.stack(pixels)) if known and pixels else None
    if found is None:
        return Retouch()
    name = Path(source).name
    times = found.detail_px / max(place.detail_px for place in known)
    stretch, blurred = stretch_of(found, known), times > _BLURRED
    if not adapt:
        if blurred:
            reporter.notice("photo_blurred", place=name, times=round(times, 1))
        if stretch is not None:
            reporter.notice("photo_dull", place=name)
        return Retouch()
    if blurred:
        reporter.notice("photo_sharpened", place=name, times=round(times, 1))
    if stretch is not None:
        reporter.notice("photo_stretched", place=name)
    return Retouch(stretch, _MASK_RADIUS * found.detail_px if blurred else 0.0)


def _detail_px(images: Iterable[np.ndarray]) -> float:
    """Return the size of the finest detail, at least 1; read off between the two bands where the energy is gone."""
    bands = [_band_energies(grey) for grey in (image.mean(axis=-1) for image in images) if grey.std() > _FLAT]
    energy = np.median(bands, axis=0) if bands else np.zeros(len(_FINE) - 1)
    gone = np.flatnonzero(energy < _GONE)
    if not len(gone):
        return 1.0
    octaves = np.log2(_FINE[:-1]) + 0.25
    last = gone[0]
    if not last:
        return float(0.5 / 2 ** octaves[0])
    share = (energy[last - 1] - _GONE) / (energy[last - 1] - energy[last])
    return float(max(1.0, 0.5 / 2 ** (octaves[last - 1] + share * (octaves[last] - octaves[last - 1]))))


def _band_energies(grey: np.ndarray) -> np.ndarray:
    """Return log2 of the energy of each fine band against that of a half octave of the coarse ones."""
    size_px = len(grey)
    window = np.hanning(size_px)
    energy = np.abs(np.fft.rfft2((grey - grey.mean()) * window[:, None] * window)) ** 2
    radius = np.hypot(np.fft.fftfreq(size_px)[:, None], np.fft.rfftfreq(size_px))
    edges = np.array([*_COARSE, *_FINE[1:]])
    sums = np.array([energy[(radius >= low) & (radius < high)].sum() for low, high in zip(edges, edges[1:])])
    coarse = sums[0] / (2 * np.log2(_COARSE[1] / _COARSE[0]))
    return np.log2((sums[1:] + 1e-9) / (coarse + 1e-9))
