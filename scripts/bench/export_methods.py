"""Time QGIS's own Atlas export, Atlas and Direct on the same 400 tiles of 250 pixels, in turn in one run.

Atlas and Direct run as a user runs them, by Processing, with the start of the engine; Direct also without. The table
goes to out/bench/export_methods.md. The machine should be idle. Run it with the Python of QGIS, after `make package`,
with SATTILE_ENGINE_PYTHON set to the engine's.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
SIDE_TILES, TILE_PX, TILE_M = 20, 250, 50
DIRECT, ATLAS = 0, 1
os.environ.setdefault("SATTILE_ENGINE_PYTHON", str(ROOT / ".venv" / "bin" / "python"))
sys.path[:0] = [str(ROOT / "build" / "plugin"), str(ROOT / "scripts")]

from headless import start_qgis  # noqa: E402
from osgeo import gdal, osr  # noqa: E402
from qgis.core import Qgis, QgsLayoutExporter, QgsProject  # noqa: E402


def main() -> None:
    """Time both methods and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        application = start_qgis(Path(folder) / "profile")
        table = table_of(Path(folder), runs)
        QgsProject.instance().clear()
        application.exitQgis()
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "export_methods.md").write_text(table, encoding="utf-8")
    print(table)


def table_of(folder: Path, runs: int) -> str:
    """Run Atlas and Direct in turn; return the medians as a table."""
    import processing

    raster, tiles = str(folder / "photo.tif"), str(folder / "tiles.gpkg")
    write_photo(raster)
    grid = {"RASTER": raster, "TILE_SIZE_M": TILE_M, "OUTPUT": tiles}
    count = processing.run("sattile:buildtilegrid", grid)["TILE_COUNT"]

    def export(method: int, run: int, **options: object) -> None:
        output = str(folder / f"{method}-{run}-{len(options)}")
        parameters = {"TILES": tiles, "RASTER": raster, "METHOD": method, "OUTPUT": output, **options}
        processing.run("sattile:exporttileimages", parameters)

    export(ATLAS, runs)  # leaves its layout in the project, for QGIS's own export
    few = {"TILES": first_tile(tiles)}
    times = [
        (
            seconds_of(lambda run=run: export_by_qgis(folder / f"qgis-{run}")),
            seconds_of(lambda run=run: export(ATLAS, run)),
            seconds_of(lambda run=run: export(DIRECT, run)),
            seconds_of(lambda run=run: export(DIRECT, run, **few)),
        )
        for run in range(runs)
    ]
    walls, processors = ([[seconds[kind] for seconds in row] for row in times] for kind in (0, 1))
    head = f"QGIS {Qgis.QGIS_VERSION}, {count} tiles of {TILE_PX} px to PNG, median of {runs} runs\n\n"
    columns = "| method | seconds | tiles/s | times as fast |\n|---|---|---|---|\n"
    return f"{head}{columns}{rows_of(walls, count)}\nProcessor time\n\n{columns}{rows_of(processors, count)}"


def rows_of(times: list[list[float]], count: int) -> str:
    """Return the rows for seconds of QGIS's own export, Atlas, Direct, and Direct with a single tile, run by run."""
    own, atlas, direct, start = (statistics.median(column) for column in zip(*times))
    rows = [
        ("Atlas, exported by QGIS itself", own, 1.0),
        ("Atlas, exported by SatTile", atlas, statistics.median(o / a for o, a, _, _ in times)),
        ("Direct, with the start of the engine", direct, statistics.median(o / d for o, _, d, _ in times)),
        ("Direct, without it", direct - start, statistics.median(o / (d - s) for o, _, d, s in times)),
    ]
    return "".join(f"| {name} | {s:.2f} | {count / s:,.0f} | {ratio:.1f} |\n" for name, s, ratio in rows)


def export_by_qgis(folder: Path) -> None:
    """Export the layout that SatTile left in the project as the layout designer's button does."""
    layout = QgsProject.instance().layoutManager().printLayouts()[-1]
    folder.mkdir()
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = layout.renderContext().dpi()
    result, error = QgsLayoutExporter.exportToImage(layout.atlas(), str(folder / "tile"), "png", settings)
    if result != QgsLayoutExporter.ExportResult.Success:
        sys.exit(error)


def first_tile(tiles: str) -> str:
    """Return a layer of one tile, whose export takes no time but the engine's start."""
    import processing

    one = {"INPUT": tiles, "EXPRESSION": "$id = 1", "OUTPUT": tiles.replace("tiles", "one")}
    return str(processing.run("native:extractbyexpression", one)["OUTPUT"])


def write_photo(path: str) -> None:
    """Write a photograph's worth of pixels: smooth ground with grain, since noise alone hardly compresses."""
    import random

    side = SIDE_TILES * TILE_PX
    generator = random.Random(1)  # noqa: S311 - no secret
    dataset = gdal.GetDriverByName("GTiff").Create(path, side, side, 3, gdal.GDT_Byte, ["TILED=YES"])
    dataset.SetGeoTransform((650_000, TILE_M / TILE_PX, 0, 6_860_000, 0, -TILE_M / TILE_PX))
    system = osr.SpatialReference()
    system.ImportFromEPSG(2154)
    dataset.SetProjection(system.ExportToWkt())
    for band in (1, 2, 3):
        for row in range(0, side, TILE_PX):
            level = generator.randrange(60, 180)
            grain = bytes(level + (byte >> 4) for byte in generator.randbytes(TILE_PX * side))
            dataset.GetRasterBand(band).WriteRaster(0, row, side, TILE_PX, grain)


def seconds_of(call: Callable[[], object]) -> tuple[float, float]:
    """Return how long a call takes by the clock, and how long processors work for it here and in ended children."""
    started, worked = time.perf_counter(), sum(os.times()[:4])
    call()
    return time.perf_counter() - started, sum(os.times()[:4]) - worked


if __name__ == "__main__":
    main()
