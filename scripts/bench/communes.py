"""Time the way from a raster to clusters of communes, and measure what is found; write the tables to out/bench.

Needs sidi-bennour-like of the real data for tests: beside the checkout, or where SATTILE_TEST_DATA says. Its tiles and
communes are of known land use and character, which nothing here learns from.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from quiet import Quiet
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from sattile_plugin.contract.jobs import ClusterCommunes
from sattile_plugin.engine.communes.described import read_described
from sattile_plugin.engine.communes.grouping import k_means
from sattile_plugin.engine.communes.prepare import blended, reduced, rooted
from sattile_plugin.worker.registry import run_job

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
PLACE = Path(os.environ.get("SATTILE_TEST_DATA", ROOT.parent / "shared" / "data"))
DATA = PLACE / "sidi-bennour-like"
WEIGHTS = PLACE / "weights" / "mobilenet_v2_1.0_224_no_top.weights.h5"
SEEDS = range(5)
LAND_USES = 21


Way = Callable[[np.ndarray, int], np.ndarray]
"""From features, (n_tiles, n_features), and a seed to the segment of each tile."""


def main() -> None:
    """Time, measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backbone-weights", default=str(WEIGHTS))
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        timed = "".join(times(Path(folder), options.backbone_weights))
        features = read_described(f"{folder}/tiles.parquet").features
        found = "".join(communes_found(Path(folder)))
    text = "\n".join((timed, found, "".join(land_use(features))))
    (OUT / "communes.md").write_text(text, encoding="utf-8")
    print(text)


class Took(NamedTuple):
    """What a run took, in seconds."""

    wall: float
    processor: float

    def __add__(self, other: tuple[Any, ...]) -> Took:
        return Took(self.wall + other[0], self.processor + other[1])


def times(folder: Path, weights: str) -> Iterator[str]:
    """Yield the table of seconds; each verb is a process of its own, with empty caches at first."""
    describe = ["describe", "--raster", DATA / "ortho.tif", "--tiles", DATA / "tiles_truth.gpkg"]
    describe += ["--output", folder / "tiles.parquet", "--backbone-weights", weights]
    segment = ["segment", "--features", folder / "tiles.parquet", "--output", folder / "segments.gpkg"]
    segment += ["--communes", DATA / "communes.gpkg"]
    cluster = ["cluster", "--communes", DATA / "communes.gpkg", "--features", folder / "tiles.parquet"]
    cluster += ["--raster", DATA / "ortho.tif", "--population", DATA / "communes_population.csv"]
    cluster += ["--output", folder / "communes.gpkg"]
    first = run(folder, describe)
    shutil.rmtree(folder / "cache" / "sattile" / "features")
    again, known = run(folder, describe), run(folder, describe)
    with_umap, without = run(folder, cluster), run(folder, [*cluster, "--no-umap"])
    yield "| from raster to clusters, 1,225 tiles, 25 communes | s | of the processor |\n|---|---|---|\n"
    for name, took in {
        "describe, the network exported from Keras first": first,
        "describe": again,
        "describe, nothing new": known,
        "segment, k chosen": run(folder, segment),
        "cluster, k chosen, with UMAP": with_umap,
        "cluster, k chosen, without UMAP": without,
        "**describe and cluster, with the export**": first + with_umap,
        "**describe and cluster**": again + with_umap,
    }.items():
        yield f"| {name} | {took.wall:.1f} | {took.processor:.1f} |\n"


def run(folder: Path, arguments: list[Any]) -> Took:
    """Run a verb with a cache of its own and return how long it took."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-m", "sattile_plugin.worker", *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(time.perf_counter() - started, processor)


def communes_found(folder: Path) -> Iterator[str]:
    """Yield the table of clusterings against the known characters, k chosen by the tool."""
    yield "| communes, k chosen | k, by seed | ARI, lowest |\n|---|---|---|\n"
    truth = pd.read_csv(DATA / "communes_truth.csv").set_index("nom")["character"]
    given = {"communes": str(DATA / "communes.gpkg"), "features": str(folder / "tiles.parquet"), "umap": False}
    for method in ("kmeans", "ward"):
        ks, scores = [], []
        for seed in SEEDS:
            output = str(folder / f"{method}{seed}.gpkg")
            run_job(ClusterCommunes(**given, method=method, seed=seed, output=output), Quiet())
            frame = gpd.read_file(output, layer="communes")
            ks.append(int(frame["cluster"].max()))
            scores.append(adjusted_rand_score(truth[frame["nom"]], frame["cluster"]))
        yield f"| {method} | {', '.join(map(str, ks))} | {min(scores):.3f} |\n"


def land_use(features: np.ndarray) -> Iterator[str]:
    """Yield the table of segmentations with k = 21 against the known land use."""
    truth = gpd.read_file(DATA / "tiles_truth.gpkg")["land_use"]
    yield "| land use, K-Means with k = 21 | ARI, mean | lowest | NMI, mean | lowest |\n|---|---|---|---|---|\n"
    for name, way in WAYS.items():
        found = [way(features, seed) for seed in SEEDS]
        ari = [adjusted_rand_score(truth, labels) for labels in found]
        nmi = [normalized_mutual_info_score(truth, labels) for labels in found]
        yield f"| {name} | {np.mean(ari):.3f} | {min(ari):.3f} | {np.mean(nmi):.3f} | {min(nmi):.3f} |\n"


def by_k_means(features: np.ndarray, seed: int) -> np.ndarray:
    """Return the best of ten runs of K-Means from random starts."""
    return KMeans(LAND_USES, n_init=10, random_state=seed).fit_predict(features)


def ours(features: np.ndarray, seed: int, neighbours: int) -> np.ndarray:
    """Return what segment finds."""
    generator = np.random.default_rng(seed)
    prepared = blended(reduced(rooted(features), False, 128), neighbours, generator)
    return k_means(prepared, LAND_USES, generator).labels


WAYS: dict[str, Way] = {
    "features as they are": by_k_means,
    "square root, PCA 64": lambda features, seed: by_k_means(
        PCA(64, random_state=0).fit_transform(np.sqrt(features)), seed
    ),
    "square root, length 1, PCA 128 half whitened, length 1": lambda features, seed: by_k_means(
        reduced(rooted(features), False, 128), seed
    ),
    "the same, started from Ward's groups": lambda features, seed: ours(features, seed, 0),
    "the same, drawn to like tiles (`segment`)": lambda features, seed: ours(features, seed, 5),
}


if __name__ == "__main__":
    main()
