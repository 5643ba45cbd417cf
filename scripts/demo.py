"""Run the whole chain in a headless QGIS on a sample scene; leave layers, a project and a map in out/demo.

Run by QGIS's own Python, with the built plugin in build/plugin: `make demo`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "demo"
sys.path[:0] = [str(ROOT / "build" / "plugin"), str(ROOT / "scripts")]

from demo_changes import write_old_buildings  # noqa: E402
from demo_communes import draw_communes, run_communes  # noqa: E402
from demo_map import draw_changes, draw_map, make_project  # noqa: E402 - the path comes first
from headless import Console, start_qgis  # noqa: E402


def main() -> None:
    """Run the chain and say where to look."""
    options = parse_options()
    started = time.monotonic()
    application = start_qgis(OUT.parent / "demo-profile")
    scene = OUT.parent / f"demo-scene-{options.size_m:g}-{options.seed}"
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    layers = run_chain(scene, options)
    make_project(layers, OUT / "sattile-demo.qgz")
    draw_map(OUT / "map.png")
    draw_changes(OUT / "changes.png")
    draw_communes(layers, OUT / "communes.png", OUT / "sattile-demo.qgz")
    print_summary(layers, time.monotonic() - started)
    application.exitQgis()


def parse_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size-m", type=float, default=2000.0, help="side of the scene, in metres")
    parser.add_argument("--seed", type=int, default=1, help="number that scene, split and training follow from")
    parser.add_argument("--backbone-weights", help="ImageNet weights of MobileNetV2; else Keras tries to download them")
    return parser.parse_args()


def run_chain(scene: Path, options: argparse.Namespace) -> dict[str, str]:
    """Run every step as a Processing algorithm; return the path of each result by its name."""
    if not (scene / "ortho.tif").exists():
        run("samplescene", OUTPUT=scene, SIZE_M=options.size_m, SEED=options.seed)
    ortho, buildings = scene / "ortho.tif", scene / "buildings.gpkg"
    paths = {name: OUT / f"{name}.gpkg" for name in ("grid", "labels", "tiles", "classified", "compared")}
    model, metrics = OUT / "model.onnx", OUT / "metrics.json"
    run("buildtilegrid", RASTER=ortho, OUTPUT=paths["grid"])
    run("labeltiles", TILES=paths["grid"], BUILDINGS=buildings, OUTPUT=paths["labels"])
    run("splittiles", TILES=paths["labels"], SEED=options.seed, BLOCK_SIZE_M=200, OUTPUT=paths["tiles"])
    run("exporttileimages", TILES=paths["tiles"], RASTER=ortho, OUTPUT=OUT / "library")
    weights = {"BACKBONE_WEIGHTS": options.backbone_weights} if options.backbone_weights else {}
    run("trainclassifier", TILES=[paths["tiles"]], RASTER=[ortho], SEED=options.seed, OUTPUT=model, **weights)
    run("classifytiles", TILES=paths["tiles"], RASTER=ortho, MODEL=model, OUTPUT=paths["classified"])
    run("evaluateclassifier", MODEL=model, TILES=[paths["tiles"]], RASTER=[ortho], OUTPUT=metrics)
    old = OUT / "old-buildings.gpkg"
    changes = write_old_buildings(str(buildings), str(old))
    print(f"\nA layer of some years before: {changes.left_out} buildings fewer, {changes.added} that are gone since")
    also = {"RASTER": ortho, "COMMUNES": scene / "communes.gpkg", "COMMUNE_FIELD": "nom"}
    run("comparewithbuildings", TILES=paths["classified"], BUILDINGS=old, OUTPUT=paths["compared"], **also)
    communes = run_communes(run, OUT, ortho, scene / "communes.gpkg", paths["classified"], options)
    paths["grid"].unlink()
    paths["labels"].unlink()
    results = {"ortho": ortho, "buildings": buildings, "communes": scene / "communes.gpkg", "model": model}
    results |= communes
    results |= {
        "compared": paths["compared"],
        "old_buildings": old,
        "tiles": paths["tiles"],
        "classified": paths["classified"],
        "metrics": metrics,
    }
    return {name: str(path) for name, path in results.items()}


def run(algorithm: str, **parameters: Any) -> None:
    """Run one algorithm of SatTile, telling the console what it says."""
    import processing

    print(f"\n── sattile:{algorithm}", flush=True)
    texts = {name: str(value) if isinstance(value, Path) else value for name, value in parameters.items()}
    lists = {name: [str(each) for each in value] for name, value in texts.items() if isinstance(value, list)}
    processing.run(f"sattile:{algorithm}", {**texts, **lists}, feedback=Console())


def print_summary(layers: dict[str, str], duration_s: float) -> None:
    """Print the metrics on test tiles and where everything is."""
    measured = json.loads(Path(layers["metrics"]).read_text(encoding="utf-8"))
    confusion = measured["confusion"]
    print(f"\nMeasured on {measured['tile_count']} tiles of blocks that training never saw")
    print(f"  {'':22}predicted bâti   predicted non-bâti")
    print(f"  {'bâti by buildings':22}{confusion['true_bati']:>14}{confusion['false_non_bati']:>21}")
    print(f"  {'non-bâti by buildings':22}{confusion['false_bati']:>14}{confusion['true_non_bati']:>21}")
    for name in ("accuracy", "balanced_accuracy", "precision", "recall", "f1", "roc_auc", "pr_auc"):
        value, low, high = (measured[name][key] for key in ("value", "low", "high"))
        interval = f"   (95 %: {low:.3f} to {high:.3f})" if low is not None and value is not None else ""
        print(f"  {name.replace('_', ' '):22}{'-' if value is None else format(value, '.3f'):>14}{interval}")
    print(f"\nThe whole chain took {duration_s:.0f} s. Look at")
    for path, what in (
        ("sattile-demo.qgz", "the project, to open in QGIS"),
        ("map.png", "labels and probability of bâti, as a map"),
        ("changes.png", "what a layer of some years before lacks, as a map"),
        ("communes.png", "communes by what they look like, and the segments of their tiles, as a map"),
        ("commune_page.png", "the first page of the Atlas of communes, which is in the project"),
        ("communes.gpkg", "communes in clusters, with twins and diagrams; make dashboard shows it"),
        ("compared.gpkg", "tiles where that layer and the photo differ, in the order to look at them; communes"),
        ("classified.gpkg", "tiles with label, part, class, probability and uncertainty"),
        ("model.onnx", "the classifier; model.json has its curves"),
        ("library", "tile images by part and class"),
    ):
        print(f"  {(OUT / path).relative_to(ROOT)!s:32}{what}")


if __name__ == "__main__":
    main()
