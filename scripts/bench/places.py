"""Measure the classifier where it was not trained: another place, other blocks, land use; write out/bench/places.md.

Needs the real data for tests: beside the checkout, or where SATTILE_TEST_DATA says. For each seed a model is trained

- elsewhere: on sidi-bennour-like and estonia, flagged labels left out, and tested on the tiles of zanzibar that are
  empty or have at least 50 m2 built;
- left_out: on zanzibar and one of the two others, and tested on the last one, of estonia on the tiles whose label a
  look confirms; of these there are enough for the calibration error to mean something. Both of these once more with six
  land uses of sidi-bennour-like, that show no building, as non_bati;
- estonia: on four fifths of its blocks in turn, flagged labels left out, and tested on the last fifth, by all its boxes
  and by the tiles whose label a look confirms;
- land_use: on four fifths of sidi-bennour-like in turn, 21 classes, and tested on the last fifth;
- rare: on estonia's blocks again, but with confirmed labels alone and so few of the built tiles, drawn by lot, that one
  tile in five is built.

The look at estonia is in estonia_seen.csv: all 480 tiles were looked at by eye on sheets of 60 with their label written
on them, the doubtful ones (how: zoom) once more pixel for pixel. `seen` is what the photo shows: bati, non_bati, or
unsure where it cannot be said (a shed, a greenhouse, a roof's edge, a roof under trees). A label is confirmed where it
is what was seen. Whoever looked knew the label. `again` is a second look of the same person, at all tiles in random
order, with neither label nor prediction: of the 422 tiles that were decided both times, every one was decided alike.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import geopandas as gpd
import keras
import numpy as np
import pandas as pd
import pyogrio
from places_data import (
    BARE,
    BUFFER_M,
    DATA,
    MAX_SUSPICION,
    ROOT,
    SEEN,
    WEIGHTS,
    Bench,
    buildings,
    checked,
    dealt,
    grid_of,
    once,
    raster,
    sidi,
    split,
)
from quiet import Quiet
from sklearn.metrics import accuracy_score, balanced_accuracy_score, roc_auc_score

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import ClassifyTiles, LabelTiles, TrainClassifier
from sattile_plugin.engine.model.calibration import calibration_error, chance_error, reliability
from sattile_plugin.worker.registry import run_job

OUT = ROOT / "out" / "bench"
WAYS = FITTED, PLAIN = "fitted to the place", "as the model says"
"""Whether classify may fit the probabilities to the tiles that it is given, without their labels."""
MORE = {"": (), ", six land uses more": BARE}
"""Land uses of sidi-bennour-like that count as non_bati beside those of its truth."""
COLUMNS = (
    "trained on",
    "tested on",
    "probabilities",
    "tiles",
    "accuracy",
    "balanced accuracy",
    "ROC area",
    "calibration error",
    "by chance alone",
)
HEAD = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|\n"


class Found(NamedTuple):
    """What one seed gives on some tiles."""

    trained: str
    tested: str
    probabilities: str
    tile_count: int
    accuracy: float
    balanced_accuracy: float
    roc_auc: float
    """NaN where there are more than two classes."""
    calibration_error: float
    chance_error: float


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=list(SECTIONS))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--backbone-weights", default=str(WEIGHTS))
    parser.add_argument("--backbone-width", type=float, default=1.0)
    parser.add_argument("--backbone", default=TrainClassifier.backbone)
    parser.add_argument("--tile-size-px", type=int)
    parser.add_argument("--fine-tune-epochs", type=int, default=TrainClassifier.fine_tune_epochs)
    parser.add_argument("--augmentation", default=TrainClassifier.augmentation)
    parser.add_argument("--label-smoothing", type=float, default=TrainClassifier.label_smoothing)
    parser.add_argument("--symmetries", action="store_true", help="look at each tile in its eight symmetries")
    parser.add_argument("--with-buildings", action="store_true", help="tell where in tiles of estonia buildings stand")
    options = vars(parser.parse_args())
    sections, seeds, *how = (options.pop(name) for name in ("only", "seeds", "symmetries", "with_buildings"))
    OUT.mkdir(parents=True, exist_ok=True)
    table = HEAD
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options, *how)
        for name in sections:
            found: list[Found] = []
            for seed in range(1, seeds + 1):
                found.extend(SECTIONS[name](bench, seed))
                (OUT / "places.md").write_text(table + "".join(lines(found)), encoding="utf-8")
            table += "".join(lines(found))
    print(table)


def elsewhere(bench: Bench, seed: int) -> Iterator[Found]:
    """Train on two places and test on the third."""
    grid = grid_of("zanzibar", bench, "half")
    limits = {"min_built_area_m2": 50.0, "edge_m": 0.0}
    tiles = once(bench, "zanzibar-50", LabelTiles, tiles=grid, buildings=buildings("zanzibar"), **limits)
    for name, bare in MORE.items():
        places = {"estonia": checked("estonia", bench, "whole"), "sidi-bennour-like": sidi(bench, bare)}
        parts = [split(bench, place, layer, seed) for place, layer in places.items()]
        trained = f"sidi-bennour-like{name}, and estonia"
        rasters = [raster(place) for place in places]
        for way, seen in classified(bench, parts, rasters, tiles, raster("zanzibar"), seed, WAYS).items():
            yield measured((trained, "zanzibar", way), seen)


def left_out(bench: Bench, seed: int) -> Iterator[Found]:
    """Train on zanzibar and another place and test on the third."""
    known = {"zanzibar": checked("zanzibar", bench, "half"), "estonia": checked("estonia", bench, "whole")}
    by_eye = pd.read_csv(SEEN, index_col=fields.TILE_ID)["seen"]
    for name, bare in MORE.items():
        known["sidi-bennour-like"] = sidi(bench, bare)
        for place in ("estonia", "sidi-bennour-like"):
            others = [other for other in known if other != place]
            parts = [split(bench, other, known[other], seed) for other in others]
            rasters = [raster(other) for other in others]
            for way, seen in classified(bench, parts, rasters, known[place], raster(place), seed, WAYS).items():
                if place == "estonia":
                    seen = seen[seen[fields.LABEL] == seen[fields.TILE_ID].map(by_eye)]
                trained, tested = (text.replace("like", f"like{name}") for text in (" and ".join(others), place))
                yield measured((trained, tested, way), seen)


def estonia(bench: Bench, seed: int) -> Iterator[Found]:
    """Train on some blocks of a place and test on the others."""
    frame = pyogrio.read_dataframe(checked("estonia", bench, "whole"))
    frame = frame[frame[fields.LABEL].isin(fields.CLASSES)].reset_index(drop=True)
    suspicious = (frame[fields.SUSPICION] > MAX_SUSPICION).to_numpy()
    folds = dealt(frame, frame[fields.LABEL], sheets_of(frame), suspicious, BUFFER_M, seed)
    by_eye = pd.read_csv(SEEN, index_col=fields.TILE_ID)["seen"]
    seen = cross_validated(bench, folds, "estonia", seed, **of_estonia(bench))
    confirmed = seen[fields.LABEL] == seen[fields.TILE_ID].map(by_eye)
    yield measured(("estonia", "other blocks, by the boxes", PLAIN), seen)
    yield measured(("estonia", "other blocks, labels confirmed by a look", PLAIN), seen[confirmed])


def land_use(bench: Bench, seed: int) -> Iterator[Found]:
    """Train on some tiles of 21 land uses and test on the others; neighbours are unrelated images."""
    frame = pyogrio.read_dataframe(DATA / "sidi-bennour-like" / "tiles_truth.gpkg")
    alone, none = np.arange(len(frame)).astype(str), np.zeros(len(frame), dtype=bool)
    folds = dealt(frame, frame[fields.LAND_USE], alone, none, 0.0, seed)
    options = {"label_field": fields.LAND_USE, "for_other_places": False}
    seen = cross_validated(bench, folds, "sidi-bennour-like", seed, **options)
    yield measured(("sidi-bennour-like, 21 land uses", "its other tiles", PLAIN), seen, fields.LAND_USE)


def rare(bench: Bench, seed: int) -> Iterator[Found]:
    """Train on some blocks of a place where few tiles are built and test on the others."""
    frame, by_eye = (
        pyogrio.read_dataframe(checked("estonia", bench, "whole")),
        pd.read_csv(SEEN, index_col=fields.TILE_ID),
    )
    confirmed = frame[frame[fields.LABEL] == frame[fields.TILE_ID].map(by_eye["seen"])]
    bare, built = (confirmed[confirmed[fields.LABEL] == name] for name in fields.CLASSES)
    frame = pd.concat([bare, built.sample(len(bare) // 4, random_state=seed)], ignore_index=True)
    folds = dealt(frame, frame[fields.LABEL], sheets_of(frame), np.zeros(len(frame), dtype=bool), BUFFER_M, seed)
    seen = cross_validated(bench, folds, "estonia", seed, **of_estonia(bench))
    yield measured(("estonia, one tile in five built", "other blocks", PLAIN), seen)


def of_estonia(bench: Bench) -> dict[str, Any]:
    """Return options of a model of estonia alone."""
    layers = (buildings("estonia"),) if bench.with_buildings else ()
    return {"for_other_places": False, "buildings": layers}


def sheets_of(tiles: gpd.GeoDataFrame) -> np.ndarray:
    """Return the name of the sheet of 200 m that each tile is on."""
    centre = tiles.centroid
    return ((centre.x // 200).astype(int).astype(str) + " " + (centre.y // 200).astype(int).astype(str)).to_numpy()


SECTIONS: dict[str, Callable[[Bench, int], Iterator[Found]]] = {
    "elsewhere": elsewhere,
    "left_out": left_out,
    "estonia": estonia,
    "land_use": land_use,
    "rare": rare,
}


def cross_validated(
    bench: Bench, folds: Iterator[gpd.GeoDataFrame], place: str, seed: int, **training: Any
) -> gpd.GeoDataFrame:
    """Return all tiles, each classified by the model that did not learn from its block."""
    found, photo = [], raster(place)
    for tiles in folds:
        given, test = str(bench.folder / "fold.gpkg"), str(bench.folder / "fold-test.gpkg")
        pyogrio.write_dataframe(tiles, given, layer=fields.TILES_LAYER)
        pyogrio.write_dataframe(tiles[tiles[fields.SPLIT] == fields.TEST], test, layer=fields.TILES_LAYER)
        found.append(classified(bench, [given], [photo], test, photo, seed, (PLAIN,), **training)[PLAIN])
    return pd.concat(found, ignore_index=True)


def classified(
    bench: Bench,
    tiles: list[str],
    rasters: list[str],
    test: str,
    test_raster: str,
    seed: int,
    ways: tuple[str, ...],
    **training: Any,
) -> dict[str, gpd.GeoDataFrame]:
    """Train on split tiles and return other tiles, classified in each way."""
    model, found = str(bench.folder / "model.onnx"), {}
    run_job(TrainClassifier(model, tuple(tiles), tuple(rasters), seed=seed, **bench.training, **training), Quiet())
    keras.utils.clear_session()
    for way in ways:
        output = str(bench.folder / "classified.gpkg")
        how: dict[str, Any] = {"symmetries": bench.symmetries, "adapt": way == FITTED}
        run_job(ClassifyTiles(test, test_raster, model, output, **how), Quiet())
        found[way] = pyogrio.read_dataframe(output)
    return found


def measured(what: tuple[str, str, str], seen: gpd.GeoDataFrame, label_field: str = fields.LABEL) -> Found:
    """Measure classified tiles by their label; unsure ones, those without a label or an image do not count."""
    known = seen[label_field].notna() & ~seen[label_field].isin((fields.UNSURE, ""))
    labelled = seen[known & seen[fields.PREDICTED].notna()]
    truth, said = labelled[label_field], labelled[fields.PREDICTED]
    if label_field == fields.LABEL:
        probability, true = labelled[fields.P_BATI].to_numpy(), (truth == fields.BATI).to_numpy()
        area = float(roc_auc_score(true, probability))
    else:
        probability, true, area = labelled[fields.PROBABILITY].to_numpy(), (truth == said).to_numpy(), np.nan
    both = np.stack([1 - probability, probability], axis=1)
    error, chance = calibration_error(reliability(true.astype(int), both)), chance_error(both, np.random.default_rng(1))
    right, balanced = accuracy_score(truth, said), balanced_accuracy_score(truth, said)
    return Found(*what, len(labelled), right, balanced, area, error or 0.0, chance or 0.0)


def lines(found: list[Found]) -> Iterator[str]:
    """Yield the rows of the table: mean and standard deviation over the seeds."""
    for what, rows in pd.DataFrame(found).groupby(["trained", "tested", "probabilities"], sort=False):
        measures = ("accuracy", "balanced_accuracy", "roc_auc", "calibration_error", "chance_error")
        cells = [spread(rows[name]) for name in measures]
        yield f"| {' | '.join(map(str, what))} | {rows['tile_count'].iloc[0]} | {' | '.join(cells)} |\n"


def spread(values: pd.Series) -> str:
    if values.isna().any():
        return "-"
    return f"{values.mean():.3f} ± {values.std(ddof=1):.3f}" if len(values) > 1 else f"{values.iloc[0]:.3f}"


if __name__ == "__main__":
    main()
