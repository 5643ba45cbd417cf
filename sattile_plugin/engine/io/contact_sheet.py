"""Contact sheets: many small images on one page, in titled rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from .lettering import font
from .tile_image_file import png_bytes

_MARGIN_PX = 8
_TITLE_PX = 24
_CAPTION_PX = 16
_PAPER = (250, 250, 248)
_INK = (30, 30, 30)


class ContactSheet:
    """A page of images, `columns` in a row, each `image_px` wide and high."""

    def __init__(self, columns: int, image_px: int) -> None:
        self._columns, self._image_px = columns, image_px
        self._rows: list[tuple[str, list[np.ndarray], list[str]]] = []

    def add_row(self, title: str, images: Sequence[np.ndarray], captions: Sequence[str]) -> None:
        """Add images under a title, on as many lines as they need; each is (image_px, image_px, 3) uint8."""
        for first in range(0, max(len(images), 1), self._columns):
            line = slice(first, first + self._columns)
            self._rows.append((title if first == 0 else "", list(images[line]), list(captions[line])))

    def save(self, path: Path) -> None:
        """Write the page as PNG."""
        step = self._image_px + _MARGIN_PX
        heights = [(_TITLE_PX if title else 0) + step + _CAPTION_PX for title, _, _ in self._rows]
        page = Image.new("RGB", (self._columns * step + _MARGIN_PX, sum(heights) + _MARGIN_PX), _PAPER)
        top = _MARGIN_PX
        for row, height in zip(self._rows, heights):
            self._draw_row(page, row, top)
            top += height
        path.write_bytes(png_bytes(np.asarray(page)))

    def _draw_row(self, page: Image.Image, row: tuple[str, list[np.ndarray], list[str]], top: int) -> None:
        title, images, captions = row
        pen = ImageDraw.Draw(page)
        if title:
            pen.text((_MARGIN_PX, top), title, fill=_INK, font=font(15))
            top += _TITLE_PX
        for column, (image, caption) in enumerate(zip(images, captions)):
            left = _MARGIN_PX + column * (self._image_px + _MARGIN_PX)
            page.paste(Image.fromarray(image), (left, top))
            pen.text((left, top + self._image_px + 2), caption, fill=_INK, font=font(10))
