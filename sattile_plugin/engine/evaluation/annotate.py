"""Tiles to look at: with what the model says and what is true written on them, and with what it decided by."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from ..io.lettering import font
from ..reporting.speech import Speech

_TEXTS = {
    "predicted": ("Predicted: {name} {share}", "Prédit : {name} {share}"),
    "truth": ("Truth: {name}", "Vérité : {name}"),
    "for": ("speaks for “{name}”", "plaide pour « {name} »"),
    "against": ("speaks against it", "plaide contre"),
}
_LINE_SHARE = 15
"""A line of text is as high as the panel by this."""
_LEAST_FONT_PX = 8
_BAND = (20, 24, 28, 190)
_INK = (255, 255, 255)
_WRONG_INK = (255, 190, 120)
_FOR, _AGAINST = (213, 60, 20), (20, 110, 200)
_STRONGEST_ALPHA = 0.65
_LEAST_SCALE = 0.5
"""Log-odds that are drawn in full colour at least, so that next to nothing does not look like much."""


def annotated(pixels: np.ndarray, truth: str, predicted: str, probability: float, speech: Speech) -> np.ndarray:
    """Return a square image with the class said, its probability and the truth written on it.

    Parameters
    ----------
    pixels : (size_px, size_px, 3) uint8
        The tile at the size at which it is to be looked at.
    truth, predicted
        Names of the classes.
    probability
        Of the class said, 0 to 1.
    """
    said = _text("predicted", speech, name=speech.class_name(predicted), share=speech.percent(probability))
    lines = [(said, _INK if truth == predicted else _WRONG_INK)]
    lines.append((_text("truth", speech, name=speech.class_name(truth)), _INK))
    return _lettered(pixels, lines)


def heated(pixels: np.ndarray, heat: np.ndarray, predicted: str, speech: Speech) -> np.ndarray:
    """Return a square image with what speaks for the class said in red, and what speaks against it in blue.

    Parameters
    ----------
    pixels : (size_px, size_px, 3) uint8
    heat : (heat_px, heat_px) float
        Log-odds that each pixel adds; any size.
    """
    size = pixels.shape[:2]
    scaled = np.asarray(Image.fromarray(heat.astype(np.float32)).resize(size[::-1], Image.Resampling.BICUBIC))
    share = np.clip(scaled / max(float(np.abs(heat).max()), _LEAST_SCALE), -1, 1)[..., None]
    colour = np.where(share > 0, np.array(_FOR), np.array(_AGAINST))
    alpha = np.abs(share) * _STRONGEST_ALPHA
    grey = pixels.mean(axis=2, keepdims=True)
    mixed = np.clip((1 - alpha) * grey + alpha * colour, 0, 255).astype(np.uint8)
    lines = [(_text("for", speech, name=speech.class_name(predicted)), (255, 160, 130))]
    return _lettered(mixed, [*lines, (_text("against", speech), (150, 200, 255))])


def side_by_side(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return two images of one height with a white line between."""
    gap = np.full((left.shape[0], max(2, left.shape[1] // 64), 3), 255, dtype=np.uint8)
    return np.concatenate([left, gap, right], axis=1)


def _text(key: str, speech: Speech, **values: str) -> str:
    return _TEXTS[key][speech.language == "fr"].format(**values)


def _lettered(pixels: np.ndarray, lines: list[tuple[str, tuple[int, int, int]]]) -> np.ndarray:
    """Return an image with lines on a dark band at its foot, each as large as fits."""
    image = Image.fromarray(pixels).convert("RGB")
    size_px = image.width
    line_px = max(size_px // _LINE_SHARE, _LEAST_FONT_PX)
    step_px, margin_px = round(1.35 * line_px), line_px // 2
    top = image.height - step_px * len(lines) - margin_px
    pen = ImageDraw.Draw(image, "RGBA")
    pen.rectangle((0, top, size_px, image.height), fill=_BAND)
    for number, (text, ink) in enumerate(lines):
        font_px = line_px
        while font_px > _LEAST_FONT_PX and font(font_px, number == 0).getlength(text) > size_px - 2 * margin_px:
            font_px -= 1
        place = (margin_px, top + margin_px // 2 + number * step_px)
        pen.text(place, text, fill=ink, font=font(font_px, number == 0))
    return np.asarray(image)
