"""Paint a sample scene: an orthophoto, the buildings that it shows and the communes that it lies in."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pyogrio
import rasterio
from rasterio.enums import Resampling
from rasterio.transform import from_origin
from rasterio.windows import Window as RasterWindow

from ..contract.jobs import SampleScene
from ..contract.messages import Done, Reporter
from .io.outputs import output_folder
from .scene.buildings import buildings_of
from .scene.canvas import Window
from .scene.communes import communes_of
from .scene.frame import CRS, ORIGIN_M, Bounds, on_map
from .scene.painter import Painter

_BLOCK_PX = 1024
_FILES = {"ortho": "ortho.tif", "buildings": "buildings.gpkg", "communes": "communes.gpkg"}


class Grid(NamedTuple):
    """The pixels of a scene."""

    side_px: int
    resolution_m: float

    @property
    def bounds(self) -> Bounds:
        side_m = self.side_px * self.resolution_m
        return Bounds(0.0, 0.0, side_m, side_m)

    def blocks(self) -> Iterator[tuple[RasterWindow, Window]]:
        """Yield each block twice: as the file counts its rows, southwards, and as the painter does, northwards.

        >>> file, painter = next(Grid(1500, 0.2).blocks())
        >>> (file.row_off, file.height), (painter.row, painter.n_rows)
        ((0, 1024), (476, 1024))
        """
        for top in range(0, self.side_px, _BLOCK_PX):
            height = min(_BLOCK_PX, self.side_px - top)
            for left in range(0, self.side_px, _BLOCK_PX):
                width = min(_BLOCK_PX, self.side_px - left)
                south = self.side_px - top - height
                yield RasterWindow(left, top, width, height), Window(left, south, width, height)


def sample_scene(job: SampleScene, reporter: Reporter) -> Done:
    """Write an orthophoto, its buildings and its communes into a new folder.

    Raises
    ------
    MissingFolder, OutputOccupied
        The folder cannot be made.
    """
    started_s = time.monotonic()
    grid = Grid(max(round(job.size_m / job.resolution_m_per_px), 1), job.resolution_m_per_px)
    with output_folder(job.output) as folder:
        painter = Painter(job.seed, job.resolution_m_per_px)
        _paint(folder / _FILES["ortho"], grid, painter, reporter)
        reporter.progress("overviews", 0, 1)
        _build_overviews(folder / _FILES["ortho"], grid.side_px)
        reporter.progress("overviews", 1, 1)
        reporter.progress("write", 0, 2)
        buildings = buildings_of(job.seed, grid.bounds, painter.layout)
        _write(buildings, folder, "buildings")
        reporter.progress("write", 1, 2)
        communes = communes_of(job.seed, grid.bounds, buildings)
        _write(communes, folder, "communes")
        reporter.progress("write", 2, 2)
    metrics = {
        "size_m": job.size_m,
        "side_px": grid.side_px,
        "building_count": len(buildings),
        "built_area_m2": round(float(buildings.area.sum())),
        "commune_count": len(communes),
        "population": int(communes["population"].sum()),
        "seconds": round(time.monotonic() - started_s, 1),
    }
    output = Path(job.output)
    return Done({"output": str(output), **{key: str(output / name) for key, name in _FILES.items()}}, metrics)


def _paint(path: Path, grid: Grid, painter: Painter, reporter: Reporter) -> None:
    """Paint and write block by block, so that memory does not grow with the scene."""
    blocks = list(grid.blocks())
    north_m = ORIGIN_M[1] + grid.bounds.ymax
    profile = {
        "driver": "GTiff", "width": grid.side_px, "height": grid.side_px, "count": 3, "dtype": "uint8", "crs": CRS,
        "transform": from_origin(ORIGIN_M[0], north_m, grid.resolution_m, grid.resolution_m), "tiled": True,
        "blockxsize": 512, "blockysize": 512, "compress": "deflate", "predictor": 2, "photometric": "RGB",
        "interleave": "pixel", "bigtiff": "IF_SAFER", "num_threads": 2, "zlevel": 4,
    }  # fmt: skip
    reporter.progress("paint", 0, len(blocks))
    with rasterio.open(path, "w", **profile) as raster:
        for done, (place, window) in enumerate(blocks, start=1):
            raster.write(painter.paint(window)[:, ::-1], window=place)
            reporter.progress("paint", done, len(blocks))


def _build_overviews(path: Path, side_px: int) -> None:
    """Add halved images until the smallest is about as large as one tile of the file."""
    levels = [2**power for power in range(1, max(math.ceil(math.log2(side_px / 512)), 0) + 1)]
    if levels:
        with rasterio.Env(GDAL_NUM_THREADS="2"), rasterio.open(path, "r+") as raster:
            raster.build_overviews(levels, Resampling.average)


def _write(frame: gpd.GeoDataFrame, folder: Path, name: str) -> None:
    """Write a layer of the scene in the coordinates of the map."""
    path = folder / _FILES[name]
    frame = frame.set_geometry(on_map(frame.geometry.to_numpy()), crs=CRS)
    options = {"layer": name, "driver": "GPKG", "geometry_type": "MultiPolygon", "promote_to_multi": True}
    pyogrio.write_dataframe(frame, path, dataset_options={"VERSION": "1.3"}, **options)
