"""How a tile seen from above may vary: its eight symmetries, scale, light, colour, sharpness and shadow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from ..model.symmetries import SYMMETRIES, turned

NONE, ONLY_SYMMETRIES, FULL = "none", "symmetries", "full"

_LEAST_SCALE = 0.8
_LIGHT, _COLOUR = 0.25, 0.3
_HUE_STEPS = 8
"""Largest shift of the hue, of 256 steps around the circle."""
_MAX_BLUR_PX = 1.2
_DARKEST_SHADOW = 0.5
_OFTEN, _SELDOM = 0.5, 0.2
"""Probabilities that a variation is applied to a tile."""


def vary(tiles: np.ndarray, how: str, generator: np.random.Generator) -> np.ndarray:
    """Return tiles, (n_tiles, size_px, size_px, 3) uint8, each varied by lot.

    Parameters
    ----------
    tiles
        Tiles as they are.
    how
        `none`, `symmetries` (exact, nothing is resampled) or `full`.
    generator
        Source of all that is drawn.
    """
    if how == NONE:
        return np.asarray(tiles)
    found = [turned(tile, int(generator.integers(SYMMETRIES))) for tile in tiles]
    if how == FULL:
        found = [_look_varied(tile, generator) for tile in found]
    return np.stack(found)


def mix_pairs(
    tiles: np.ndarray, target: np.ndarray, alpha: float, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return tiles blended with others of the batch, and their targets blended alike.

    This is mixup (Zhang et al. 2018, arXiv 1710.09412).

    Parameters
    ----------
    tiles : (n_tiles, size_px, size_px, 3) uint8
    target : (n_tiles, n_classes) float
    alpha
        Both parameters of the beta distribution that the shares are drawn from.
    generator
        Source of the shares and of the partners.
    """
    share = generator.beta(alpha, alpha, len(tiles)).astype(np.float32)
    partner = generator.permutation(len(tiles))
    wide = share[:, None, None, None]
    blended = wide * tiles + (1 - wide) * tiles[partner]
    return np.rint(blended).astype(np.uint8), share[:, None] * target + (1 - share[:, None]) * target[partner]


def _look_varied(tile: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    image = Image.fromarray(tile)
    for change, probability in _CHANGES:
        if generator.random() < probability:
            image = change(image, generator)
    return np.asarray(image)


def _zoom(image: Image.Image, generator: np.random.Generator) -> Image.Image:
    side = image.width * generator.uniform(_LEAST_SCALE, 1)
    west, north = generator.uniform(0, image.width - side, 2)
    return image.resize(image.size, Image.Resampling.BILINEAR, box=(west, north, west + side, north + side))


def _light(image: Image.Image, generator: np.random.Generator) -> Image.Image:
    brighter = ImageEnhance.Brightness(image).enhance(generator.uniform(1 - _LIGHT, 1 + _LIGHT))
    return ImageEnhance.Contrast(brighter).enhance(generator.uniform(1 - _LIGHT, 1 + _LIGHT))


def _colour(image: Image.Image, generator: np.random.Generator) -> Image.Image:
    hue, saturation, value = image.convert("HSV").split()
    shift = int(generator.integers(-_HUE_STEPS, _HUE_STEPS + 1))
    shifted = Image.fromarray((np.asarray(hue).astype(int) + shift).astype(np.uint8))
    recoloured = Image.merge("HSV", (shifted, saturation, value)).convert("RGB")
    return ImageEnhance.Color(recoloured).enhance(generator.uniform(1 - _COLOUR, 1 + _COLOUR))


def _blur(image: Image.Image, generator: np.random.Generator) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(generator.uniform(0.2, _MAX_BLUR_PX)))


def _shadow(image: Image.Image, generator: np.random.Generator) -> Image.Image:
    """Darken what lies on one side of a line through the tile."""
    angle = generator.uniform(0, 2 * np.pi)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    through, far = generator.uniform(0, image.width, 2), 3 * image.width
    corners = [through - far * along, through + far * along]
    corners += [corner + far * across for corner in reversed(corners)]
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in corners], fill=255)
    darker = ImageEnhance.Brightness(image).enhance(generator.uniform(_DARKEST_SHADOW, 0.8))
    return Image.composite(darker, image, mask.filter(ImageFilter.GaussianBlur(1)))


_CHANGES: tuple[tuple[Callable[[Image.Image, np.random.Generator], Image.Image], float], ...] = (
    (_zoom, _OFTEN),
    (_light, _OFTEN),
    (_colour, _OFTEN),
    (_blur, _SELDOM),
    (_shadow, _SELDOM),
)
