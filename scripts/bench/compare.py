"""Change a buildings layer by hand and count what `compare` finds; write the table to out/bench/compare.md.

Some buildings are left out, in clumps as places grow, so that the photo shows what the layer lacks; as many tiles get
others where the photo shows none. What `compare` ranks is held against what was changed. By default a model is trained
on sidi-bennour-like and applied to zanzibar, which it never saw, from the real data for tests: beside the checkout, or
where SATTILE_TEST_DATA says. What was wrong before the change counts as a false alarm, so precision is a lower bound.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from quiet import Quiet
from shapely.affinity import translate

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import (
    BuildTileGrid,
    ClassifyTiles,
    CompareWithBuildings,
    SplitTiles,
    TrainClassifier,
)
from sattile_plugin.engine.built import measure_built
from sattile_plugin.worker.registry import run_job

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
DATA = Path(os.environ.get("SATTILE_TEST_DATA", ROOT.parent / "shared" / "data"))
WEIGHTS = DATA / "weights" / "mobilenet_v2_1.0_224_no_top.weights.h5"
BATI_M2 = 20.0
CLUMP = 6
"""Buildings that are left out together, at most."""
COLUMNS = (
    "tiles emptied", "found as new", "found but explained", "tiles filled", "found as gone", "tiles to look at",
    "median rank of the emptied", "right among the first so many", "places to look at", "looks for 90 % of the area",
    "the same by confidence alone",
)  # fmt: skip


class Changed(NamedTuple):
    """A buildings layer as it was changed."""

    frame: gpd.GeoDataFrame
    emptied: np.ndarray
    """(n_tiles,) bool, bâti before and no longer."""
    filled: np.ndarray
    """(n_tiles,) bool, bâti only by buildings that do not stand there."""


def main() -> None:
    """Change, compare and count, a row a seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classified", type=Path, help="classified tiles; by default zanzibar's, made afresh")
    parser.add_argument("--buildings", type=Path, default=DATA / "zanzibar" / "buildings.gpkg")
    parser.add_argument("--share", type=float, default=0.3, help="share of buildings to leave out")
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    tiles = pyogrio.read_dataframe(options.classified or classify_zanzibar(), layer=fields.TILES_LAYER)
    buildings = pyogrio.read_dataframe(options.buildings, layer=pyogrio.list_layers(options.buildings)[0][0])
    buildings = buildings.to_crs(tiles.crs)[["geometry"]]
    rows = [count(tiles, change(tiles, buildings, options.share, seed)) for seed in range(1, options.seeds + 1)]
    lines = [("seed", *COLUMNS), ("---",) * (len(COLUMNS) + 1)]
    lines += [(str(seed), *(f"{value:g}" for value in row)) for seed, row in enumerate(rows, start=1)]
    lines += [("mean", *(f"{value:.2f}" for value in np.nanmean(rows, axis=0)))]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    (OUT / "compare.md").write_text(table, encoding="utf-8")
    print(table)


def classify_zanzibar() -> Path:
    """Return tiles of zanzibar classified by a model that was trained elsewhere."""
    known, ortho = DATA / "sidi-bennour-like", DATA / "zanzibar" / "ortho.tif"
    split, model, grid, out = (OUT / f"compare-{name}" for name in ("split.gpkg", "m.onnx", "grid.gpkg", "tiles.gpkg"))
    run_job(SplitTiles(str(known / "tiles_truth.gpkg"), str(split), block_size_m=250.0), Quiet())
    learn = TrainClassifier(str(model), (str(split),), (str(known / "ortho.tif"),), backbone_weights=str(WEIGHTS))
    run_job(learn, Quiet())
    run_job(BuildTileGrid(str(grid), raster=str(ortho), inside="half"), Quiet())
    run_job(ClassifyTiles(str(grid), str(ortho), str(model), str(out)), Quiet())
    return out


def change(tiles: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, share: float, seed: int) -> Changed:
    """Leave out clumps of buildings, and put copies of others into as many tiles that have none."""
    generator = np.random.default_rng(seed)
    squares, houses = tiles.geometry.to_numpy(), buildings.geometry.to_numpy()
    before = measure_built(squares, houses).area_m2
    away = clumps(houses, round(share * len(houses)), generator)
    emptied = (before >= BATI_M2) & (measure_built(squares, houses[~away]).area_m2 < BATI_M2)
    bare = generator.permutation(np.flatnonzero(before == 0))[: max(emptied.sum(), 1)]
    copies = generator.choice(houses[shapely.area(houses) >= 2 * BATI_M2], len(bare))
    put = [moved(house, squares[tile].centroid) for house, tile in zip(copies, bare)]
    filled = (before == 0) & (measure_built(squares, np.array(put, dtype=object)).area_m2 >= BATI_M2)
    return Changed(gpd.GeoDataFrame(geometry=[*houses[~away], *put], crs=buildings.crs), emptied, filled)


def clumps(houses: np.ndarray, count: int, generator: np.random.Generator) -> np.ndarray:
    """Return which buildings are left out, (n_buildings,) bool: one and its nearest, till there are so many."""
    middles = shapely.get_coordinates(shapely.centroid(houses))
    away = np.zeros(len(houses), dtype=bool)
    while away.sum() < count:
        first = middles[generator.integers(len(houses))]
        nearest = np.argsort(np.hypot(*(middles - first).T), kind="stable")
        away[nearest[: generator.integers(1, CLUMP + 1)]] = True
    return away


def moved(house: shapely.Geometry, place: shapely.Point) -> shapely.Geometry:
    """Return a building with its middle at a place."""
    return translate(house, place.x - house.centroid.x, place.y - house.centroid.y)


def count(tiles: gpd.GeoDataFrame, changed: Changed) -> tuple[float, ...]:
    """Compare and return what `COLUMNS` say."""
    given, layer, output = (OUT / f"compare-{name}.gpkg" for name in ("given", "changed", "compared"))
    pyogrio.write_dataframe(tiles, given, layer=fields.TILES_LAYER)
    pyogrio.write_dataframe(changed.frame, layer)
    run_job(CompareWithBuildings(str(given), str(layer), str(output)), Quiet())
    found = pyogrio.read_dataframe(output, layer=fields.TILES_LAYER)
    finding, rank = found[fields.FINDING].to_numpy(), found[fields.REVIEW_RANK].to_numpy(dtype=float)
    new, ranked = changed.emptied & (finding == fields.NEW), changed.emptied & ~np.isnan(rank)
    gone, wrong = changed.filled & (finding == fields.GONE), changed.emptied | changed.filled
    first = max((wrong & ~np.isnan(rank)).sum(), 1)
    middle = np.median(rank[ranked]) if ranked.any() else np.nan
    surest = found[found[fields.REVIEW_RANK].notna()].sort_values(fields.CONFIDENCE, ascending=False)
    places = np.sort(found[fields.REVIEW_PLACE].dropna().unique())
    return (
        changed.emptied.sum(), new.sum(), ranked.sum() - new.sum(), changed.filled.sum(), gone.sum(),
        np.nanmax(rank), middle, round((wrong & (rank <= first)).sum() / first, 3),
        len(places), looks(found, wrong, places), looks(found, wrong, surest[fields.REVIEW_PLACE].unique()),
    )  # fmt: skip


def looks(found: gpd.GeoDataFrame, wrong: np.ndarray, order: np.ndarray) -> int:
    """Return how many places a person looks at, in an order, before 90 % of the area that can be won is won."""
    stake = np.maximum(found[fields.MODEL_AREA_M2], found[fields.BUILT_AREA_M2]).where(wrong, 0.0)
    won = stake.groupby(found[fields.REVIEW_PLACE]).sum().loc[order].cumsum()
    return int((won < 0.9 * won.iloc[-1]).sum()) + 1


if __name__ == "__main__":
    main()
