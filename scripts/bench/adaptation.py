"""Measure what fitting to a new place gains where more or fewer tiles are built; write out/bench/adaptation.md.

Needs the real data for tests: beside the checkout, or where SATTILE_TEST_DATA says. Models are trained on one or two of
three places, flagged labels left out, and look at the tiles of another in all eight symmetries and once: of zanzibar at
those that are empty or have at least 50 m2 built, of estonia at those whose label a look confirms, of the third at all.
Of either class so many are left out by lot that the share that is built is as wanted. Compared are what the model says,
the same with 0.5 in the valley between two clear groups, that with what the place's own tiles teach beside it, and that
as sure as the two groups part; and where tiles are seen once, the last of these with 300 tiles to learn from that are
seen once too, or in all symmetries, as classify does it. Worst is the largest loss of accuracy by it; log loss and
expected calibration error tell how far the probabilities are to be believed.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pandas as pd
import pyogrio
from places_data import ROOT, SEEN, WEIGHTS, Bench, buildings, checked, grid_of, once, raster, sidi, split
from quiet import Quiet
from sklearn.metrics import accuracy_score, balanced_accuracy_score, log_loss, roc_auc_score

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import LabelTiles, TrainClassifier
from sattile_plugin.engine.io.image_sets import RasterSource
from sattile_plugin.engine.io.tile_images import read_ahead
from sattile_plugin.engine.model.adaptation import PlaceFit, fit_to_place, valley
from sattile_plugin.engine.model.calibration import calibration_error, reliability
from sattile_plugin.engine.model.onnx_file import Seen, TileModel
from sattile_plugin.worker.registry import run_job

OUT = ROOT / "out" / "bench"
SHARES = (None, 0.05, 0.15, 0.3, 0.7, 0.9)
"""Shares of tiles that are built; None for the tiles as they are."""
SAMPLE_TILES, BATCH = 300, 32
MODEL, VALLEY, LEARNED = "as the model says", "0.5 in the valley", "and learned from its tiles"
SURE = "and as sure as they part"
WAYS = {
    MODEL: lambda p_bati, _: PlaceFit(),
    VALLEY: lambda p_bati, _: PlaceFit(valley(p_bati), bias=-valley(p_bati)),
    LEARNED: lambda p_bati, embedding: as_sure_as_before(fit_to_place(p_bati, embedding)),
    SURE: fit_to_place,
}
ONCE = "seen once, as the model says"
BY_ONCE, BY_EIGHT = "seen once, fitted by 300 seen once", "seen once, fitted by 300 in all symmetries"
MEASURES = {
    "accuracy": "accuracy",
    "balanced": "balanced accuracy",
    "roc_auc": "ROC area",
    "log_loss": "log loss",
    "calibration": "calibration error",
    "loss": "worst",
}
HEAD = f"| tiles built | probabilities | {' | '.join(MEASURES.values())} |\n{'|---' * (len(MEASURES) + 2)}|\n"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1)
    OUT.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), {"backbone_weights": str(WEIGHTS), "backbone_width": 1.0}, symmetries=True)
        for seed in range(1, parser.parse_args().seeds + 1):
            for number, (truth, once_seen, seen) in enumerate(seen_elsewhere(bench, seed)):
                rows += measured((seed, number), truth, once_seen, seen)
                (OUT / "adaptation.md").write_text(table(pd.DataFrame(rows)), encoding="utf-8")
    print(table(pd.DataFrame(rows)))


def seen_elsewhere(bench: Bench, seed: int) -> Iterator[tuple[np.ndarray, Seen, Seen]]:
    """Yield the truth of tiles of a place that a model was not trained on, and what it sees in them in both ways."""
    limits = {"min_built_area_m2": 50.0, "edge_m": 0.0}
    zanzibar = grid_of("zanzibar", bench, "half")
    clear = once(bench, "zanzibar-50", LabelTiles, tiles=zanzibar, buildings=buildings("zanzibar"), **limits)
    known = {"zanzibar": checked("zanzibar", bench, "half"), "estonia": checked("estonia", bench, "whole")}
    known["sidi-bennour-like"] = sidi(bench, ())
    for count in (1, 2):
        for names in combinations(known, count):
            model = trained(bench, {name: known[name] for name in names}, seed)
            for place in sorted(set(known) - set(names)):
                yield looked_at(model, clear if place == "zanzibar" else known[place], place)


def trained(bench: Bench, layers: dict[str, str], seed: int) -> TileModel:
    """Train on some places by their blocks."""
    model = str(bench.folder / "model.onnx")
    tiles = tuple(split(bench, place, layer, seed) for place, layer in layers.items())
    run_job(TrainClassifier(model, tiles, tuple(map(raster, layers)), seed=seed, **bench.training), Quiet())
    keras.utils.clear_session()
    return TileModel(model)


def looked_at(model: TileModel, layer: str, place: str) -> tuple[np.ndarray, Seen, Seen]:
    """Return the truth of the labelled tiles of a place, and what a model sees in them, once and in all symmetries."""
    tiles = pyogrio.read_dataframe(layer)
    label = tiles[fields.LABEL]
    if place == "estonia":
        label = label.where(label == tiles[fields.TILE_ID].map(pd.read_csv(SEEN, index_col=fields.TILE_ID)["seen"]))
    tiles = tiles[label.isin(fields.CLASSES)]
    source = RasterSource(raster(place), (1, 2, 3), tiles)
    images = list(read_ahead(((source, number) for number in range(len(tiles))), model.tile_size_px))
    both = (zip(*model.see_images(images, BATCH, symmetries)) for symmetries in (False, True))
    once_seen, seen = (Seen(*map(np.concatenate, columns)) for columns in both)
    there = ~np.isnan(seen.novelty)
    truth = (tiles[fields.LABEL] == fields.BATI).to_numpy()[there]
    return truth, *(Seen(*(column[there] for column in each)) for each in (once_seen, seen))


def measured(run: tuple[int, int], truth: np.ndarray, once_seen: Seen, seen: Seen) -> Iterator[dict[str, object]]:
    """Yield a row for each share and each way."""
    for share in SHARES:
        chosen = drawn(truth, share, np.random.default_rng(run[0]))
        sample = np.random.default_rng(1).permutation(chosen)[:SAMPLE_TILES]
        before = None
        fits = {way: (fit(seen.probability[sample, 1], seen.embedding[sample]), seen) for way, fit in WAYS.items()}
        fits[ONCE] = (PlaceFit(), once_seen)
        fits[BY_ONCE] = (fit_to_place(once_seen.probability[sample, 1], once_seen.embedding[sample]), once_seen)
        fits[BY_EIGHT] = (fits[SURE][0], once_seen)
        for way, (place, looked) in fits.items():
            both = place.probability(looked.probability[chosen], looked.embedding[chosen])
            p_bati = both[:, 1]
            accuracy = accuracy_score(truth[chosen], p_bati >= 0.5)
            before = accuracy if way in (MODEL, ONCE) else before
            yield {
                "run": run,
                "share": "as they are" if share is None else f"{share:.0%}",
                "way": way,
                "accuracy": accuracy,
                "balanced": balanced_accuracy_score(truth[chosen], p_bati >= 0.5),
                "roc_auc": roc_auc_score(truth[chosen], p_bati),
                "log_loss": log_loss(truth[chosen], p_bati),
                "calibration": calibration_error(reliability(truth[chosen].astype(int), both)) or 0.0,
                "loss": accuracy - before,
            }


def as_sure_as_before(place: PlaceFit) -> PlaceFit:
    """Return a fit to a place without its temperature."""
    scale, weights, bias = (place.temperature * part for part in (place.scale, place.weights, place.bias))
    return place._replace(temperature=1.0, scale=scale, weights=weights, bias=bias)


def drawn(truth: np.ndarray, share: float | None, generator: np.random.Generator) -> np.ndarray:
    """Return numbers of tiles of which that share is built."""
    built, bare = np.flatnonzero(truth), np.flatnonzero(~truth)
    if share is None:
        return np.arange(len(truth))
    n_built = min(len(built), round(len(bare) * share / (1 - share)))
    n_bare = min(len(bare), round(n_built * (1 - share) / share))
    return np.concatenate(
        [generator.choice(built, n_built, replace=False), generator.choice(bare, n_bare, replace=False)]
    )


def table(rows: pd.DataFrame) -> str:
    """Return the table: means over all models and places, and the worst of them."""
    text = HEAD
    for (share, way), group in rows.groupby(["share", "way"], sort=False):
        means = group[[name for name in MEASURES if name != "loss"]].mean()
        text += f"| {share} | {way} | {' | '.join(f'{value:.3f}' for value in means)} | {group['loss'].min():+.3f} |\n"
    return f"{text}\n{rows['run'].nunique()} pairs of a model and a place.\n"


if __name__ == "__main__":
    main()
