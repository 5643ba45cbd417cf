"""Flip labels at random and count how many `check` finds; write the table to out/bench/check.md.

Needs the real data for tests: beside the checkout, or where SATTILE_TEST_DATA says. A flag is right where the label
was flipped. Labels that were wrong before the flips count as false alarms, so precision is a lower bound; above all for
estonia, whose buildings are boxes. So all tiles that are flagged often were looked at, and a second precision counts
those as wrong whose photo clearly contradicts their label.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import geopandas as gpd
import numpy as np
from quiet import Quiet
from sklearn.metrics import average_precision_score

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import BuildTileGrid, LabelTiles
from sattile_plugin.engine.check import block_groups
from sattile_plugin.engine.io.image_sets import ImageSet
from sattile_plugin.engine.io.vectors import labels_of, read_tiles
from sattile_plugin.engine.model.features import open_backbone
from sattile_plugin.engine.suspicion import Seen, judge, see_images
from sattile_plugin.worker.registry import run_job

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
DATA = Path(os.environ.get("SATTILE_TEST_DATA", ROOT.parent / "shared" / "data"))
WEIGHTS = DATA / "weights" / "mobilenet_v2_1.0_224_no_top.weights.h5"
BANDS, BLOCK_SIZE_M = (1, 2, 3), 500.0
PLACES = {"sidi-bennour-like": "ortho.tif", "zanzibar": "ortho.tif", "estonia": "ortho.vrt"}
BOTH = ("sidi-bennour-like", "zanzibar")
WRONG_BY_EYE = {
    "estonia": {
        "CRS3301RES50mN6589250E541050",
        "CRS3301RES50mN6593500E543750",
        "CRS3301RES50mN6593400E543300",
        "CRS3301RES50mN6593500E543600",
        "CRS3301RES50mN6589500E540600",
        "CRS3301RES50mN6594050E544100",
    },
    "zanzibar": {"CRS32737RES50mN9331850E526800"},
}
"""Tiles labelled bati on whose photo nothing is built: boxes that overshoot, and walls without a roof."""


class Place(NamedTuple):
    """One data set, seen once."""

    tiles: gpd.GeoDataFrame
    seen: Seen
    target: np.ndarray
    wrong: np.ndarray
    """Whether a label is wrong by eye before any is flipped, bool."""


class Count(NamedTuple):
    """What was found of the flips of one seed."""

    flipped: int
    flagged: int
    found: int
    right: int
    """Flags of labels that are wrong, by the flip or by eye."""
    average_precision: float


def main() -> None:
    """Flip, check and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backbone-weights", default=str(WEIGHTS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--shares", type=float, nargs="+", default=[0.05, 0.1, 0.2])
    parser.add_argument("--places", nargs="+", choices=list(PLACES), default=list(PLACES))
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    counts: dict[tuple[str, float], list[Count]] = {}
    for name in options.places:
        place = look(name, options.backbone_weights)
        for share in options.shares:
            counts[name, share] = [count(place, share, seed) for seed in range(options.seeds)]
    table = "".join(rows(counts, options.places, options.shares))
    (OUT / "check.md").write_text(table, encoding="utf-8")
    print(table)


def look(name: str, weights: str) -> Place:
    """Grid and label a place where that is not done, and see its tiles once."""
    raster, tiles = str(DATA / name / PLACES[name]), DATA / name / "tiles_truth.gpkg"
    if not tiles.is_file():
        grid, tiles = str(OUT / f"{name}-grid.gpkg"), OUT / f"{name}.gpkg"
        run_job(BuildTileGrid(output=grid, raster=raster, inside="half"), Quiet())
        limits = {"min_built_area_m2": 50.0, "max_unbuilt_area_m2": 10.0}
        buildings = str(DATA / name / "buildings.gpkg")
        run_job(LabelTiles(tiles=grid, buildings=buildings, output=str(tiles), **limits), Quiet())
    frame = read_tiles(str(tiles), Quiet())
    images = ImageSet()
    images.add_tiles(str(tiles), frame, raster, BANDS)
    seen = see_images(images, open_backbone(weights, 1.0, "check"), Quiet())
    labelled = frame[labels_of(frame).notna()]
    wrong = labelled[fields.TILE_ID].isin(WRONG_BY_EYE.get(name, set())).to_numpy()
    return Place(labelled, seen, images.table["target"].to_numpy(), wrong)


def count(place: Place, share: float, seed: int) -> Count:
    """Flip a share of the labels and count the flips among the flagged."""
    chosen = np.random.default_rng(seed).choice(len(place.target), round(share * len(place.target)), replace=False)
    flipped = np.isin(np.arange(len(place.target)), chosen)
    target = np.where(flipped, 1 - place.target, place.target)
    blocks, _ = block_groups(place.tiles, BLOCK_SIZE_M, target)
    names = place.tiles[fields.TILE_ID].to_numpy()
    columns, _ = judge(place.seen, names, target, blocks, seed, Quiet())
    flagged = columns[fields.SUSPICION_RANK].notna().to_numpy()
    precision = average_precision_score(flipped, columns[fields.SUSPICION].fillna(0))
    right = (flipped ^ place.wrong) & flagged
    return Count(
        int(flipped.sum()), int(flagged.sum()), int((flipped & flagged).sum()), int(right.sum()), float(precision)
    )


def rows(counts: dict[tuple[str, float], list[Count]], places: list[str], shares: list[float]) -> Iterator[str]:
    """Yield the lines of the table; "both" adds up the first two places."""
    yield "| data | flipped | seeds | flips | flagged | recall | lowest | precision | by eye | average precision |\n"
    yield f"{'|---' * 10}|\n"
    groups = {name: [name] for name in places}
    groups |= {"both": list(BOTH)} if set(BOTH) <= set(places) else {}
    for name, members in groups.items():
        for share in shares:
            yield row(f"| {name} | {share:.0%} ", [counts[member, share] for member in members])


def row(head: str, runs: list[list[Count]]) -> str:
    """Return one line: recall and precision over all seeds together, and the lowest recall of one seed."""
    seeds = [Count(*np.sum(of_seed, axis=0)) for of_seed in zip(*runs)]
    flips, flagged, found, right, _ = np.sum(seeds, axis=0)
    lowest = min(seed.found / seed.flipped for seed in seeds)
    mean = np.mean([each.average_precision for run in runs for each in run])
    counted = f"| {len(seeds)} | {flips:.0f} | {flagged:.0f} | {found / flips:.3f} | {lowest:.3f} "
    return f"{head}{counted}| {found / flagged:.3f} | {right / flagged:.3f} | {mean:.3f} |\n"


if __name__ == "__main__":
    main()
