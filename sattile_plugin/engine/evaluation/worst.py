"""The worst errors, to look at: annotated images in a folder, a sheet of them, and examples for the report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ...contract.messages import Reporter
from ..io.contact_sheet import ContactSheet
from ..io.image_sets import ImageSet
from ..io.tile_image_file import jpeg_text, png_bytes
from ..reporting.speech import Speech
from .annotate import annotated, heated, side_by_side
from .occlusion import occlusion_heat
from .verdicts import Verdicts

SHEET = "contact_sheet.png"
_PANEL_PX = 400
_SHEET_PX = 216
_SHEET_COLUMNS = 6
_EXAMPLES_WRONG, _EXAMPLES_RIGHT = 12, 6


def draw_worst(
    folder: Path, count: int, verdicts: Verdicts, images: ImageSet, language: str, reporter: Reporter
) -> None:
    """Write the worst errors as RANK_TILE.png, each with its heat beside it, and a sheet of them all."""
    speech = Speech(language)
    sheet = ContactSheet(_SHEET_COLUMNS, _SHEET_PX)
    small: list[np.ndarray] = []
    captions: list[str] = []
    worst = verdicts.worst[:count]
    rows = verdicts.table.index[worst].tolist()
    model = verdicts.model
    seen_tiles = images.read(rows, model.tile_size_px)
    for rank, (position, tile, large) in enumerate(zip(worst, seen_tiles, images.read(rows, _PANEL_PX)), 1):
        predicted = model.classes[verdicts.predicted[position]]
        truth = model.classes[verdicts.target[position]]
        heat = occlusion_heat(model, tile.pixels, int(verdicts.predicted[position]))
        panels = []
        for pixels in (large.pixels, np.asarray(Image.fromarray(large.pixels).resize((_SHEET_PX, _SHEET_PX)))):
            left = annotated(pixels, truth, predicted, float(verdicts.certainty[position]), speech)
            panels.append((left, heated(pixels, heat, predicted, speech)))
        tile_id = str(verdicts.table["tile_id"].iloc[position])
        (folder / f"{rank:03}_{_plain(tile_id)}.png").write_bytes(png_bytes(side_by_side(*panels[0])))
        small += panels[1]
        captions += [f"{rank}  {tile_id}", ""]
        reporter.progress("pictures", rank, len(worst))
    if small:
        sheet.add_row("", small, captions)
        sheet.save(folder / SHEET)


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
            "image": jpeg_text(picture.pixels),
        }
        for position, picture in zip(chosen, pictures)
    ]


def _plain(name: str) -> str:
    """Return a name that any disk takes."""
    return re.sub(r"[^\w.-]+", "_", name)
