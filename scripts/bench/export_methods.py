"""Time QGIS's own Atlas export, Atlas and Direct on the same 400 tiles of 250 pixels, in turn in one run.

Atlas and Direct run as a user runs them, by Processing, with the start of the engine; Direct also without, and on
3,600 tiles, where the start weighs little: an Atlas is as fast per tile there as on 400. The table goes to
out/bench/export_methods.md. The machine should be idle, with 2 GB free for temporary files. Run it with the Python of
QGIS, after `make package`, with SATTILE_ENGINE_PYTHON set to the engine's.
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
MANY = 3
"""How many times as long the sides of the larger place are."""
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
    """Run all methods in turn; return the medians as tables."""
    import processing

    few, many = (place(folder / name, sides) for name, sides in (("few", 1), ("many", MANY)))
    one = {**few, "TILES": first_tile(str(few["TILES"]))}

    def export(method: int, where: dict[str, object]) -> Callable[[str], object]:
        options = {**where, "METHOD": method}
        return lambda output: processing.run("sattile:exporttileimages", {**options, "OUTPUT": f"{output}/library"})

    seconds_of(export(ATLAS, few), folder)  # leaves its layout in the project, for QGIS's own export
    calls = (export_by_qgis, export(ATLAS, few), export(DIRECT, few), export(DIRECT, one), export(DIRECT, many))
    times = [[seconds_of(call, folder) for call in calls] for _ in range(runs)]
    walls, processors = ([[seconds[kind] for seconds in row] for row in times] for kind in (0, 1))
    head = f"QGIS {Qgis.QGIS_VERSION}, tiles of {TILE_PX} px to PNG, median of {runs} runs\n\n"
    columns = f"| method | tiles | seconds | tiles/s | against QGIS's Atlas | against SatTile's |\n{'|---' * 6}|\n"
    return f"{head}{columns}{rows_of(walls)}\nProcessor time\n\n{columns}{rows_of(processors)}"


def rows_of(times: list[list[float]]) -> str:
    """Return the rows for seconds of each method, run by run."""
    own, atlas, direct, start, many = (statistics.median(column) for column in zip(*times))
    count = SIDE_TILES**2
    rows = (
        ("Atlas, exported by QGIS itself", count, own),
        ("Atlas, exported by SatTile", count, atlas),
        ("Direct, with the start of the engine", count, direct),
        ("Direct, without it", count, direct - start),
        ("Direct, with the start of the engine", count * MANY**2, many),
    )
    return "".join(
        f"| {name} | {tiles:,} | {seconds:.2f} | {tiles / seconds:,.0f} "
        f"| {tiles / seconds * own / count:.1f} | {tiles / seconds * atlas / count:.1f} |\n"
        for name, tiles, seconds in rows
    )


def place(folder: Path, sides: int) -> dict[str, object]:
    """Write a photo and its tiles; return them as parameters."""
    import processing

    folder.mkdir()
    raster, tiles = str(folder / "photo.tif"), str(folder / "tiles.gpkg")
    write_photo(raster, sides)
    processing.run("sattile:buildtilegrid", {"RASTER": raster, "TILE_SIZE_M": TILE_M, "OUTPUT": tiles})
    return {"RASTER": raster, "TILES": tiles}


def export_by_qgis(output: str) -> None:
    """Export the layout that SatTile left in the project as the layout designer's button does."""
    layout = QgsProject.instance().layoutManager().printLayouts()[-1]
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = layout.renderContext().dpi()
    result, error = QgsLayoutExporter.exportToImage(layout.atlas(), f"{output}/tile", "png", settings)
    if result != QgsLayoutExporter.ExportResult.Success:
        sys.exit(error)


def first_tile(tiles: str) -> str:
    """Return a layer of one tile, whose export takes no time but the engine's start."""
    import processing

    one = {"INPUT": tiles, "EXPRESSION": "$id = 1", "OUTPUT": tiles.replace("tiles.gpkg", "one.gpkg")}
    return str(processing.run("native:extractbyexpression", one)["OUTPUT"])


def write_photo(path: str, sides: int) -> None:
    """Write a photograph's worth of pixels: smooth ground with grain, since noise alone hardly compresses."""
    import random

    width = SIDE_TILES * TILE_PX
    generator = random.Random(1)  # noqa: S311 - no secret
    dataset = gdal.GetDriverByName("GTiff").Create(path, width * sides, width * sides, 3, gdal.GDT_Byte, ["TILED=YES"])
    dataset.SetGeoTransform((650_000, TILE_M / TILE_PX, 0, 6_860_000, 0, -TILE_M / TILE_PX))
    system = osr.SpatialReference()
    system.ImportFromEPSG(2154)
    dataset.SetProjection(system.ExportToWkt())
    for row in range(0, width * sides, TILE_PX):
        for band in (1, 2, 3):
            level = generator.randrange(60, 180)
            grained = bytes(level + (byte >> 4) for byte in range(256))
            for column in range(0, width * sides, width):
                grain = generator.randbytes(TILE_PX * width).translate(grained)
                dataset.GetRasterBand(band).WriteRaster(column, row, width, TILE_PX, grain)


def seconds_of(call: Callable[[str], object], folder: Path) -> tuple[float, float]:
    """Return how long a call takes by the clock, and how long processors work for it here and in ended children.

    It writes into a new place in `folder` that stays: ext4 searches long for a free inode where many were just freed.
    """
    output = tempfile.mkdtemp(dir=folder)
    started, worked = time.perf_counter(), sum(os.times()[:4])
    call(output)
    return time.perf_counter() - started, sum(os.times()[:4]) - worked


if __name__ == "__main__":
    main()
