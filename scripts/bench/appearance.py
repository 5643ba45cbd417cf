"""Measure what blurred and dull photos cost a model, and what mending them gains; write out/bench/appearance.md.

Needs the real data for tests: beside the checkout, or where SATTILE_TEST_DATA says. A model is trained on two of three
places, in turn, flagged labels left out, and looks at labelled tiles of the third: as they are, as if the photo had one
pixel of several (kept as JPEG as well), out of focus, and with grey values that reach less far, towards dark or towards
bright. Compared are what the model says, the same fitted to the place with its images as they are, and that with dull
ones stretched and blurred ones sharpened, as classify does it: accuracy and ROC area, means of the three places. Tiles
are seen once; what they teach of the place, they do in all symmetries. Told is how often the user is.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pandas as pd
import pyogrio
from novelty import batches, left_out
from PIL import Image, ImageFilter
from places_data import ROOT, WEIGHTS, Bench, raster
from quiet import Quiet
from sklearn.metrics import accuracy_score, roc_auc_score

from sattile_plugin.contract import fields
from sattile_plugin.engine.io.image_sets import RasterSource
from sattile_plugin.engine.io.tile_images import TileImage
from sattile_plugin.engine.model.adaptation import fit_to_place
from sattile_plugin.engine.model.appearance import Retouch, fit_appearance
from sattile_plugin.engine.model.onnx_file import Seen, TileModel

OUT = ROOT / "out" / "bench"
N_TILES = 300
WHITE = 220
"""Grey value of the haze."""
JPEG_QUALITY = 75
NOTICES = ("photo_sharpened", "photo_stretched")
HEAD = f"| photo | told blurred | told dull | as the model says | fitted to it | and mended |\n{'|---' * 6}|\n"
WAYS = ("model", "fitted", "mended")


class Told(Quiet):
    """Keeps the names of notices."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def notice(self, name: str, **values: object) -> None:
        self.names.append(name)


def coarser(times: int, quality: int | None = None) -> Callable[[np.ndarray], np.ndarray]:
    def changed(tile: np.ndarray) -> np.ndarray:
        small = Image.fromarray(tile).resize((tile.shape[1] // times, tile.shape[0] // times), Image.Resampling.BOX)
        if quality:
            file = BytesIO()
            small.save(file, "JPEG", quality=quality)
            small = Image.open(file)
        return np.asarray(small.resize(tile.shape[1::-1], Image.Resampling.BICUBIC))

    return changed


def blurred(radius_px: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda tile: np.asarray(Image.fromarray(tile).filter(ImageFilter.GaussianBlur(radius_px)))


def dull(share: float, towards: int) -> Callable[[np.ndarray], np.ndarray]:
    """Return what draws grey values together, but for black ground, which has no image."""
    return lambda tile: np.where(tile.any(-1, keepdims=True), np.rint(towards * (1 - share) + share * tile), 0).astype(
        np.uint8
    )


CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "as it is": lambda tile: tile,
    **{f"one pixel of {times}": coarser(times) for times in (2, 3, 4, 6, 8)},
    **{f"one pixel of {times}, JPEG": coarser(times, JPEG_QUALITY) for times in (4, 6)},
    **{f"out of focus by {radius_px} px": blurred(radius_px) for radius_px in (2, 3, 4)},
    **{f"{share:.0%} of its contrast, dark": dull(share, 0) for share in (0.5, 0.35, 0.25)},
    **{f"{share:.0%} of its contrast, hazy": dull(share, WHITE) for share in (0.5, 0.35, 0.25)},
}


def main() -> None:
    """Measure and print the table."""
    OUT.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), {"backbone_weights": str(WEIGHTS), "backbone_width": 1.0}, symmetries=False)
        for place, layer, model in left_out(bench):
            truth, tiles = labelled(layer, place, model.tile_size_px)
            for name, changed in CHANGES.items():
                rows += measured(name, model, truth, np.stack([changed(tile) for tile in tiles]))
                (OUT / "appearance.md").write_text(table(pd.DataFrame(rows)), encoding="utf-8")
    print(table(pd.DataFrame(rows)))


def labelled(layer: str, place: str, size_px: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which tiles are built and their images, (n_tiles, size_px, size_px, 3)."""
    tiles = pyogrio.read_dataframe(layer)
    tiles = tiles[tiles[fields.LABEL].isin(fields.CLASSES)]
    tiles = tiles.sample(min(N_TILES, len(tiles)), random_state=1)
    source = RasterSource(raster(place), (1, 2, 3), tiles)
    images = np.stack([source.read(number, size_px).pixels for number in range(len(tiles))])
    return (tiles[fields.LABEL] == fields.BATI).to_numpy(), images


def measured(name: str, model: TileModel, truth: np.ndarray, tiles: np.ndarray) -> Iterator[dict[str, object]]:
    """Yield what a changed photo costs."""
    told = Told()
    retouch = fit_appearance([TileImage(tile, 1.0) for tile in tiles], model.metadata, True, name, told)
    ways = {"model": seen_in(model, tiles, symmetries=False).probability, "fitted": fitted(model, tiles)}
    ways["mended"] = fitted(model, retouch.apply(tiles)) if retouch != Retouch() else ways["fitted"]
    found: dict[str, object] = {"photo": name, **{notice: notice in told.names for notice in NOTICES}}
    for way, probability in ways.items():
        found[way] = accuracy_score(truth, probability[:, 1] >= 0.5)
        found[f"{way}_roc"] = roc_auc_score(truth, probability[:, 1])
    yield found


def seen_in(model: TileModel, tiles: np.ndarray, symmetries: bool) -> Seen:
    found = [model.see(batch, symmetries) for batch in batches(tiles)]
    return Seen(*(np.concatenate(column) for column in zip(*found)))


def fitted(model: TileModel, tiles: np.ndarray) -> np.ndarray:
    """Return the probabilities of tiles seen once, fitted by what the same teach in all symmetries."""
    once, learned_from = (seen_in(model, tiles, symmetries) for symmetries in (False, True))
    place = fit_to_place(learned_from.probability[:, 1], learned_from.embedding)
    return place.probability(once.probability, once.embedding)


def table(rows: pd.DataFrame) -> str:
    """Return the means over the places."""
    text = HEAD
    for name, group in rows.groupby("photo", sort=False):
        told = " | ".join(f"{group[notice].sum()} of {len(group)}" for notice in NOTICES)
        ways = (f"{group[way].mean():.3f}, {group[f'{way}_roc'].mean():.3f}" for way in WAYS)
        text += f"| {name} | {told} | {' | '.join(ways)} |\n"
    return text


if __name__ == "__main__":
    main()
