"""Lettering on images, in a font that has the accents of French."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont


@cache
def font(size_px: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return DejaVu Sans, which Matplotlib brings with it; Pillow's own font lacks accents.

    Raises
    ------
    ModuleNotFoundError
        The engine has no Matplotlib.
    """
    spec = find_spec("matplotlib")  # importing it to ask takes 60 ms, a tenth of an export's start
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'matplotlib'")
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / name), size_px)
