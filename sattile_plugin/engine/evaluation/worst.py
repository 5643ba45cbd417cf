"""The worst errors, to look at: annotated images in a folder, a sheet of them, and examples for the report."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ...contract.messages import Reporter
from ..io.contact_sheet import ContactSheet
from ..io.image_sets import ImageSet
from ..io.tile_image_file import jpeg_text, png_bytes
from ..io.tile_images import tile_of
from ..reporting.speech import Speech
from .annotate import annotated, heated, sheet_title, toward_bati, verdict
from .occlusion import occlusion_heat
from .verdicts import Verdicts

SHEET = "contact_sheet.png"
_PICTURE = re.compile(r"\d{3,}_.*\.png")
_PANEL_PX = 400
_SHEET_PX = 216
_SHEET_COLUMNS = 6
_EXAMPLES_WRONG, _EXAMPLES_RIGHT = 12, 6


def draw_worst(
    folder: Path, count: int, verdicts: Verdicts, images: ImageSet, language: str, reporter: Reporter
) -> None:
    """Write the worst errors as RANK_TILE.png, each with its heat beside it, and a sheet of them all."""
    speech = Speech(language)
    model = verdicts.model
    sheet = _Sheet(sheet_title(model.classes, speech))
    worst = verdicts.worst[:count]
    rows = verdicts.table.index[worst].tolist()
    pictures = zip(images.read(rows, model.tile_size_px, model.surround), images.read(rows, _PANEL_PX))
    for rank, (position, (tile, large)) in enumerate(zip(worst, pictures), 1):
        number = int(verdicts.predicted[position])
        predicted, truth = model.classes[number], model.classes[verdicts.target[position]]
        probability = float(verdicts.certainty[position])
        tile_id = str(verdicts.table["tile_id"].iloc[position])
        heat = tile_of(occlusion_heat(partial(verdicts.predict, position), tile.pixels, number), model.surround)
        shown = verdicts.show(position, large)
        page = annotated(shown, heat, truth, predicted, probability, model.classes, speech)
        (folder / f"{rank:03}_{_plain(tile_id)}.png").write_bytes(png_bytes(page))
        caption = " · ".join((str(rank), *verdict(truth, predicted, probability, speech)))
        sheet.add(shown, toward_bati(heat, predicted, model.classes), caption)
        reporter.progress("pictures", rank, len(worst))
    sheet.save(folder / SHEET)


def only_pictures_of_errors(names: list[str]) -> bool:
    """Tell whether these are the names in a folder that `draw_worst` filled before, or in an empty one.

    >>> only_pictures_of_errors(["001_E620_N6600.png", "contact_sheet.png"]), only_pictures_of_errors(["notes.txt"])
    (True, False)
    """
    return not names or (SHEET in names and all(name == SHEET or _PICTURE.fullmatch(name) for name in names))


class _Sheet:
    """Small tiles with their heat beside them, captioned."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._images: list[np.ndarray] = []
        self._captions: list[str] = []

    def add(self, pixels: np.ndarray, heat: np.ndarray, caption: str) -> None:
        small = np.asarray(Image.fromarray(pixels).resize((_SHEET_PX, _SHEET_PX)))
        self._images += [small, heated(small, heat)]
        self._captions += [caption, ""]

    def save(self, path: Path) -> None:
        if self._images:
            sheet = ContactSheet(_SHEET_COLUMNS, _SHEET_PX)
            sheet.add_row(self._title, self._images, self._captions)
            sheet.save(path)


def examples(verdicts: Verdicts, images: ImageSet) -> list[dict[str, Any]]:
    """Return tiles with their images for the report: the worst errors, then some right ones of all certainties."""
    right = np.flatnonzero(verdicts.right)
    right = right[np.argsort(-verdicts.certainty[right], kind="stable")]
    some = (
        right[np.unique(np.linspace(0, len(right) - 1, _EXAMPLES_RIGHT).round().astype(int))] if len(right) else right
    )
    chosen = np.concatenate([verdicts.worst[:_EXAMPLES_WRONG], some])
    pictures = images.read(verdicts.table.index[chosen].tolist(), verdicts.model.tile_size_px)
    classes = verdicts.model.classes
    return [
        {
            "tile_id": str(verdicts.table["tile_id"].iloc[position]),
            "truth": classes[verdicts.target[position]],
            "predicted": classes[verdicts.predicted[position]],
            "probability": float(verdicts.certainty[position]),
            "image": jpeg_text(verdicts.show(position, picture)),
        }
        for position, picture in zip(chosen, pictures)
    ]


def _plain(name: str) -> str:
    """Return a name that any disk takes."""
    return re.sub(r"[^\w.-]+", "_", name)
