"""Tiles to look at: what the model says and what is true written on them, and beside them what it decided by."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ...contract import fields
from ..io.lettering import font
from ..reporting.speech import Speech

_TEXTS = {
    "predicted": ("Predicted: {name} {share}", "Prédit : {name} {share}"),
    "truth": ("Label: {name}", "Étiquette : {name}"),
    "for": ("■ speaks for “{name}”", "■ plaide pour « {name} »"),
    "against": ("■ speaks against it", "■ plaide contre"),
    "sheet": (
        "Beside each tile, brighter the more it counts there: orange speaks for “bâti”, blue for “non bâti”.",
        "À côté de chaque tuile, plus vif là où cela y compte plus : l’orange plaide pour « bâti », le bleu pour « non "
        "bâti ».",
    ),
    "sheet_of_classes": (
        "Beside each tile, brighter the more it counts there: orange speaks for the class said, blue against it.",
        "À côté de chaque tuile, plus vif là où cela y compte plus : l’orange plaide pour la classe dite, le bleu "
        "contre.",
    ),
}
_LINE_SHARE = 17
"""A line of text is as high as the image by this."""
_LEAST_FONT_PX = 7
_GAP_SHARE = 64
_PAPER, _INK, _WRONG_INK = (250, 250, 248), (30, 30, 30), (178, 60, 0)
_FOR, _AGAINST = (213, 94, 0), (0, 114, 178)
"""The colours of bati and non_bati in the styles of the layers."""
_STRONGEST_ALPHA = 0.7
_LEAST_SCALE = 0.5
"""Log-odds that are drawn in full colour at least, so that next to nothing does not look like much."""


def annotated(
    pixels: np.ndarray,
    heat: np.ndarray,
    truth: str,
    predicted: str,
    probability: float,
    classes: tuple[str, ...],
    speech: Speech,
) -> np.ndarray:
    """Return a tile and its heat side by side, with the class said, its probability and the truth written below.

    Parameters
    ----------
    pixels : (size_px, size_px, 3) uint8
        The tile at the size at which it is to be looked at.
    heat : (heat_px, heat_px) float
        What speaks for the class said, of any size.
    truth, predicted
        Names of the classes.
    probability
        Of the class said, 0 to 1.
    classes
        Names of all classes that the model knows.
    """
    said, real = verdict(truth, predicted, probability, speech)
    left = _lettered(pixels, [(said, _INK if truth == predicted else _WRONG_INK), (real, _INK)])
    first, second = _speaks(predicted, classes, speech)
    drawn = heated(pixels, toward_bati(heat, predicted, classes))
    right = _lettered(drawn, [(first, _FOR), (second, _AGAINST)])
    gap = np.full((left.shape[0], max(2, len(pixels) // _GAP_SHARE), 3), _PAPER, dtype=np.uint8)
    return np.concatenate([left, gap, right], axis=1)


def verdict(truth: str, predicted: str, probability: float, speech: Speech) -> tuple[str, str]:
    """Return the class said with its probability, and the true one, as lines of text."""
    said = _text("predicted", speech, name=speech.class_name(predicted), share=speech.certainty(probability))
    return said, _text("truth", speech, name=speech.class_name(truth))


def toward_bati(heat: np.ndarray, predicted: str, classes: tuple[str, ...]) -> np.ndarray:
    """Return what speaks for bati, so that colours mean a class; of other classes what speaks for the class said.

    >>> [toward_bati(np.array([2.0]), "non_bati", names).item() for names in (fields.CLASSES, ("non_bati", "forest"))]
    [-2.0, 2.0]
    """
    return -heat if classes == fields.CLASSES and predicted == fields.NON_BATI else heat


def sheet_title(classes: tuple[str, ...], speech: Speech) -> str:
    """Return what the colours of a sheet of heated tiles mean."""
    return _text("sheet" if classes == fields.CLASSES else "sheet_of_classes", speech)


def _speaks(predicted: str, classes: tuple[str, ...], speech: Speech) -> tuple[str, str]:
    """Return what orange and blue speak for."""
    if classes == fields.CLASSES:
        bati, non_bati = (_text("for", speech, name=speech.class_name(name)) for name in (fields.BATI, fields.NON_BATI))
        return bati, non_bati
    return _text("for", speech, name=speech.class_name(predicted)), _text("against", speech)


def heated(pixels: np.ndarray, heat: np.ndarray) -> np.ndarray:
    """Return a grey tile with what speaks for a class in orange and what speaks against it in blue.

    Parameters
    ----------
    pixels : (size_px, size_px, 3) uint8
    heat : (heat_px, heat_px) float
        Log-odds that each pixel adds, of any size.
    """
    size = pixels.shape[1], pixels.shape[0]
    scaled = np.asarray(Image.fromarray(heat.astype(np.float32)).resize(size, Image.Resampling.BICUBIC))
    share = np.clip(scaled / max(float(np.abs(heat).max()), _LEAST_SCALE), -1, 1)[..., None]
    alpha = np.abs(share) * _STRONGEST_ALPHA
    grey = pixels.mean(axis=2, keepdims=True)
    mixed = (1 - alpha) * grey + alpha * np.where(share > 0, np.array(_FOR), np.array(_AGAINST))
    return np.asarray(np.clip(mixed, 0, 255).astype(np.uint8))


def _text(key: str, speech: Speech, **values: str) -> str:
    return _TEXTS[key][speech.language == "fr"].format(**values)


def _lettered(pixels: np.ndarray, lines: list[tuple[str, tuple[int, int, int]]]) -> np.ndarray:
    """Return an image with lines of text on a strip at its foot, so that nothing of the tile is hidden."""
    height, width = pixels.shape[:2]
    line_px = max(width // _LINE_SHARE, _LEAST_FONT_PX)
    step_px, margin_px = round(1.4 * line_px), line_px // 2
    page = Image.new("RGB", (width, height + step_px * len(lines) + margin_px), _PAPER)
    page.paste(Image.fromarray(pixels), (0, 0))
    pen = ImageDraw.Draw(page)
    for number, (text, ink) in enumerate(lines):
        letters = _fitting(text, line_px, width - margin_px, bold=number == 0)
        pen.text((margin_px // 2, height + margin_px // 2 + number * step_px), text, fill=ink, font=letters)
    return np.asarray(page)


def _fitting(text: str, most_px: int, width_px: int, bold: bool) -> ImageFont.FreeTypeFont:
    """Return the largest font in which a text fits, none too small to read."""
    sizes = (font(size_px, bold) for size_px in range(most_px, _LEAST_FONT_PX, -1))
    return next((letters for letters in sizes if letters.getlength(text) <= width_px), font(_LEAST_FONT_PX, bold))
