"""Time the engine's verbs against the obvious alternative, in turn in one run; write the table to out/bench/verbs.md.

The machine should be idle. Each pair runs several times, A B A B; the medians and the median of the ratios are given.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import geopandas as gpd
import keras
import numpy as np
import rasterio
import shapely
from quiet import Quiet
from rasterio.transform import from_origin

from sattile_plugin.contract.jobs import ExportTileImages
from sattile_plugin.engine.built import measure_built
from sattile_plugin.engine.export import export_tile_images
from sattile_plugin.engine.findings import review
from sattile_plugin.engine.grid import cell_boxes, cells_inside
from sattile_plugin.engine.model.architectures import CEREMA_CNN
from sattile_plugin.engine.model.networks import head_of, small_network
from sattile_plugin.engine.model.novelty import learn_domain
from sattile_plugin.engine.model.onnx_export import export_backbone
from sattile_plugin.engine.model.onnx_file import TASK, TileModel, write_metadata
from sattile_plugin.engine.model.onnx_graph import write_graph

OUT = Path(__file__).resolve().parents[2] / "out" / "bench"
Pair = tuple[str, int, Callable[[], object], Callable[[], object]]


def main() -> None:
    """Run every pair and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    OUT.mkdir(parents=True, exist_ok=True)
    rows = [time_pair(pair, runs) for pair in (label_pair(), review_pair(), export_pair(), classify_pair())]
    head = "| what | tiles | SatTile, tiles/s | alternative, tiles/s | times as fast |\n|---|---|---|---|---|\n"
    table = head + "".join(rows)
    (OUT / "verbs.md").write_text(table, encoding="utf-8")
    print(table)


def time_pair(pair: Pair, runs: int) -> str:
    """Return one row of the table."""
    name, tiles, ours, theirs = pair
    times = [(seconds_of(ours), seconds_of(theirs)) for _ in range(runs)]
    mine, other = (statistics.median(column) for column in zip(*times))
    ratio = statistics.median(theirs / ours for ours, theirs in times)
    return f"| {name} | {tiles:,} | {tiles / mine:,.0f} | {tiles / other:,.0f} | {ratio:.1f} |\n"


def seconds_of(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def label_pair(side_tiles: int = 300, buildings: int = 72_000) -> Pair:
    """Built area of tiles: ours against geopandas' overlay."""
    generator = np.random.default_rng(1)
    side_m = side_tiles * 50.0
    tiles = cell_boxes(cells_inside(shapely.box(0, 0, side_m, side_m), 50.0, 0.999), 50.0)
    plan = np.array([(0, 0), (14, 0), (14, 6), (8, 6), (8, 11), (0, 11), (0, 0)], dtype=float)
    spots = generator.uniform(0, side_m - 15, (buildings, 1, 2))
    houses = shapely.polygons(plan[None] + spots)
    tile_frame, house_frame = (
        gpd.GeoDataFrame({"tile": range(len(tiles))}, geometry=tiles),
        gpd.GeoDataFrame(geometry=houses),
    )

    def overlay() -> object:
        parts = gpd.overlay(house_frame, tile_frame, how="intersection", keep_geom_type=True)
        return parts.assign(area=parts.area).groupby("tile")["area"].sum()

    return "label, against geopandas overlay", len(tiles), lambda: measure_built(tiles, houses), overlay


def review_pair(side_tiles: int = 300) -> Pair:
    """Places and order of tiles to look at: ours against geopandas' dissolve and join."""
    generator = np.random.default_rng(1)
    side_m = side_tiles * 50.0
    tiles = cell_boxes(cells_inside(shapely.box(0, 0, side_m, side_m), 50.0, 0.999), 50.0)
    new = generator.random(len(tiles)) < 0.1
    finding, said = np.where(new, "new", "agreed_bati"), np.full(len(tiles), "bati")
    gain_m2 = generator.uniform(0, 300, len(tiles))

    def dissolve() -> object:
        chosen = gpd.GeoDataFrame({"gain": gain_m2[new]}, geometry=tiles[new])
        places = gpd.GeoDataFrame(geometry=[chosen.buffer(0.01).union_all()]).explode(ignore_index=True)
        joined = chosen.sjoin(places, predicate="intersects")
        total = joined.groupby("index_right")["gain"].transform("sum")
        return joined.assign(total=total).sort_values(["total", "index_right", "gain"], ascending=False)

    return (
        "compare, order, against geopandas dissolve",
        len(tiles),
        lambda: review(tiles, finding, said, gain_m2),
        dissolve,
    )


def export_pair(side_tiles: int = 20) -> Pair:
    """PNG images of 250 px: ours against one rasterio window and one GDAL PNG after the other."""
    import shutil

    photo, tiles = OUT / "photo.tif", OUT / "tiles.gpkg"
    side_px = side_tiles * 250
    noise = np.random.default_rng(1).normal(128, 25, (3, side_px, side_px)).clip(0, 255).astype(np.uint8)
    profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "width": side_px, "height": side_px, "tiled": True}
    with rasterio.open(
        photo, "w", crs="EPSG:2154", transform=from_origin(0, side_px / 5, 0.2, 0.2), **profile
    ) as image:
        image.write(noise)
    boxes = cell_boxes(cells_inside(shapely.box(0, 0, side_px / 5, side_px / 5), 50.0, 0.999), 50.0)
    names = [f"t{number}" for number in range(len(boxes))]
    gpd.GeoDataFrame({"tile_id": names}, geometry=boxes, crs="EPSG:2154").to_file(tiles, layer="tiles")

    def ours() -> object:
        shutil.rmtree(OUT / "library", ignore_errors=True)
        return export_tile_images(ExportTileImages(str(tiles), str(photo), str(OUT / "library")), Quiet())

    def one_by_one() -> None:
        shutil.rmtree(OUT / "plain", ignore_errors=True)
        (OUT / "plain").mkdir()
        with rasterio.open(photo) as source:
            for name, box in zip(names, shapely.bounds(boxes)):
                pixels = source.read(window=source.window(*box))
                png = {"driver": "PNG", "count": 3, "dtype": "uint8", "width": 250, "height": 250}
                with rasterio.open(OUT / "plain" / f"{name}.png", "w", **png) as image:
                    image.write(pixels)

    return "export of PNG, against GDAL one by one", len(boxes), ours, one_by_one


def classify_pair(count: int = 640) -> Pair:
    """Applying the small network: ONNX Runtime as classify does, against Keras predict."""
    network, path = small_network(CEREMA_CNN, 150, 2, 1), OUT / "model.onnx"
    features = np.random.default_rng(1).normal(size=(200, 100))
    export_backbone(network.model, OUT / "backbone.onnx")
    write_graph(OUT / "backbone.onnx", head_of(network), learn_domain(features, np.arange(200)), path)
    record = {"task": TASK, "classes": ["non_bati", "bati"], "tile_size_px": 150, "threshold": 0.5}
    write_metadata(path, {**record, "backbone": CEREMA_CNN})
    model = TileModel(str(path))
    pixels = np.random.default_rng(1).integers(0, 256, (count, 150, 150, 3), dtype=np.uint8)
    keras_model: keras.Model = network.model

    def ours() -> None:
        for first in range(0, count, 32):
            model.predict(pixels[first : first + 32])

    return "classify, against Keras predict", count, ours, lambda: keras_model.predict(pixels, batch_size=32, verbose=0)


if __name__ == "__main__":
    main()
