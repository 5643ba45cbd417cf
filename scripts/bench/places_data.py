"""The real places that places.py measures on, made ready: grids, labels, checks, and splits by blocks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from quiet import Quiet
from sklearn.model_selection import StratifiedGroupKFold

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import BuildTileGrid, CheckLabels, LabelTiles, SplitTiles
from sattile_plugin.worker.registry import run_job

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SATTILE_TEST_DATA", ROOT.parent / "shared" / "data"))
SEEN = Path(__file__).with_name("estonia_seen.csv")
"""What a look saw on the tiles of estonia; places.py tells how."""
WEIGHTS = DATA / "weights" / "mobilenet_v2_1.0_224_no_top.weights.h5"
RASTERS = {"sidi-bennour-like": "ortho.tif", "estonia": "ortho.vrt", "zanzibar": "ortho.tif"}
BARE = ("freeway", "golfcourse", "overpass", "baseballdiamond", "harbor", "parkinglot")
"""Land uses of sidi-bennour-like without a label that show no building."""
FOLDS = 5
VALIDATION_SHARE = 8
"""One block of so many, of those that are not tested on, is validated on."""
BUFFER_M = 49.0
"""Tiles of 50 m that touch are nearer than this, the next ones are not."""
MAX_SUSPICION = 0.5
"""What check flags is more suspicious than this."""


class Bench(NamedTuple):
    """Where it works, and how it trains."""

    folder: Path
    training: dict[str, Any]
    """Options of train beside its tiles, output and seed."""
    symmetries: bool
    with_buildings: bool = False
    """Whether the layer of buildings tells the network where in a tile they stand."""


def once(bench: Bench, name: str, job: Any, **options: Any) -> str:
    """Run a job that all seeds share, where it was not yet; return the layer that it writes."""
    output = bench.folder / f"{name}.gpkg"
    if not output.is_file():
        run_job(job(output=str(output), **options), Quiet())
    return str(output)


def raster(place: str) -> str:
    return str(DATA / place / RASTERS[place])


def buildings(place: str) -> str:
    return str(DATA / place / "buildings.gpkg")


def grid_of(place: str, bench: Bench, inside: str) -> str:
    return once(bench, f"{place}-grid", BuildTileGrid, raster=raster(place), inside=inside)


def checked(place: str, bench: Bench, inside: str) -> str:
    """Label and check the tiles of a place."""
    grid, photo = grid_of(place, bench, inside), raster(place)
    labels = once(bench, f"{place}-labels", LabelTiles, tiles=grid, buildings=buildings(place), raster=photo)
    network = {name: bench.training[name] for name in ("backbone_weights", "backbone_width")}
    return once(bench, f"{place}-checked", CheckLabels, tiles=labels, raster=photo, block_size_m=200.0, **network)


def sidi(bench: Bench, bare: tuple[str, ...]) -> str:
    """Return the tiles of sidi-bennour-like, more land uses labelled non_bati, as none of them is suspicious."""
    path = bench.folder / f"sidi-bennour-like-{len(bare)}.gpkg"
    frame = pyogrio.read_dataframe(DATA / "sidi-bennour-like" / "tiles_truth.gpkg").assign(**{fields.SUSPICION: 0.0})
    frame.loc[frame[fields.LAND_USE].isin(bare), fields.LABEL] = fields.NON_BATI
    pyogrio.write_dataframe(frame, path, layer=fields.TILES_LAYER)
    return str(path)


def split(bench: Bench, place: str, tiles: str, seed: int) -> str:
    """Split a place by blocks into training and validation; flagged labels are in neither."""
    output = str(bench.folder / f"{place}-split.gpkg")
    parts: dict[str, Any] = {"shares": (0.85, 0.15, 0.0), "block_size_m": 200.0, "max_suspicion": MAX_SUSPICION}
    buffer_m = 0.0 if place == "sidi-bennour-like" else 50.0
    run_job(SplitTiles(tiles, output, buffer_m=buffer_m, seed=seed, **parts), Quiet())
    return output


def dealt(
    tiles: gpd.GeoDataFrame, label: pd.Series, block: np.ndarray, suspicious: np.ndarray, buffer_m: float, seed: int
) -> Iterator[gpd.GeoDataFrame]:
    """Yield the tiles with their part, each fifth of the blocks the test in turn; suspicious ones are tested only."""
    squares, kinds = tiles.geometry.to_numpy(), label.to_numpy()
    for rest, test in deal(FOLDS, seed).split(squares, kinds, block):
        near, _ = shapely.STRtree(squares[test]).query(squares[rest], "dwithin", distance=buffer_m)
        beside = np.isin(np.arange(len(rest)), near) & (buffer_m > 0)
        free = rest[~beside & ~suspicious[rest]]
        _, validation = next(deal(VALIDATION_SHARE, seed).split(squares[free], kinds[free], block[free]))
        part = np.full(len(tiles), None, dtype=object)
        part[free], part[test] = fields.TRAIN, fields.TEST
        part[free[validation]] = fields.VALIDATION
        yield tiles.assign(**{fields.SPLIT: part, fields.BLOCK_ID: block})


def deal(count: int, seed: int) -> StratifiedGroupKFold:
    return StratifiedGroupKFold(count, shuffle=True, random_state=seed)
