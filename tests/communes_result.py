"""A small clustering, made by the engine itself: nine communes of 2 by 2 tiles in three characters, three of each.

Run by the engine's Python, since the tests in QGIS have no geopandas: ``python communes_result.py FOLDER``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from rasterio.transform import from_origin

SIDE_M, TILE_PX = 10.0, 20
CHARACTERS = ((200, 60, 60), (60, 170, 60), (60, 60, 200))
"""Mean colour of the tiles of each third of the communes."""


def make_result(folder: Path) -> Path:
    """Write orthophoto, communes, population, described tiles and their clustering; return its path.

    Communes C1 to C9 stand row by row from the north-west; C1, C4 and C7 are red, the next green, the next blue.
    Cn has 111 n people.
    """
    from sattile_plugin.contract.jobs import ClusterCommunes
    from sattile_plugin.worker.registry import run_job

    _write_photo(folder / "ortho.tif")
    names = [f"C{number}" for number in range(1, 10)]
    boxes = [_box(row, column, 2) for row in range(3) for column in range(3)]
    communes = gpd.GeoDataFrame({"nom": names}, geometry=boxes, crs="EPSG:2154")
    communes.to_file(folder / "communes.gpkg", layer="communes", driver="GPKG")
    rows = [f"{name},{111 * number}" for number, name in enumerate(names, 1)]
    (folder / "population.csv").write_text("\n".join(["nom,population", *rows]), encoding="utf-8")
    _describe(folder)
    given = {"raster": folder / "ortho.tif", "population": folder / "population.csv"}
    given |= {"communes": folder / "communes.gpkg", "features": folder / "tiles.parquet"}
    output = folder / "clusters.gpkg"
    job = ClusterCommunes(output=str(output), k=3, umap=False, **{name: str(path) for name, path in given.items()})
    run_job(job, _Silent())
    return output


def tile_name(row: int, column: int) -> str:
    """Return the name of the tile in a row from the north and a column from the west, 0 to 5."""
    return f"CRS2154RES10mN{int(50 - SIDE_M * row)}E{int(SIDE_M * column)}"


class _Silent:
    def progress(self, step: str, done: int, total: int) -> None:
        """Say nothing."""

    def notice(self, name: str, **values: object) -> None:
        """Say nothing."""


def _write_photo(path: Path) -> None:
    noise = np.random.default_rng(1).integers(-30, 30, (6 * TILE_PX, 6 * TILE_PX, 3))
    colours = np.repeat(np.repeat(_colours(), TILE_PX, axis=0), TILE_PX, axis=1)
    pixels = np.moveaxis(np.clip(colours + noise, 1, 255).astype("uint8"), -1, 0)
    place = {"crs": "EPSG:2154", "transform": from_origin(0, 60, SIDE_M / TILE_PX, SIDE_M / TILE_PX)}
    shape = {"count": 3, "height": 6 * TILE_PX, "width": 6 * TILE_PX, "dtype": "uint8"}
    with rasterio.open(path, "w", driver="GTiff", **shape, **place) as photo:
        photo.write(pixels)


def _colours() -> np.ndarray:
    """Return the mean colour of each tile, (6, 6, 3)."""
    return np.array([[CHARACTERS[column // 2] for column in range(6)] for _ in range(6)])


def _describe(folder: Path) -> None:
    """Write tiles whose features are their mean colour and a little more, as describe does."""
    from sattile_plugin.engine.communes.described import write_described

    places = [(row, column) for row in range(6) for column in range(6)]
    names = [tile_name(row, column) for row, column in places]
    tiles = gpd.GeoDataFrame({"tile_id": names}, geometry=[_box(r, c, 1) for r, c in places], crs="EPSG:2154")
    features = _colours().reshape(36, 3) / 255 + np.random.default_rng(2).uniform(0, 0.05, (36, 3))
    write_described(tiles, features.astype("float32"), {"backbone": "mean colour"}, str(folder / "tiles.parquet"))


def _box(row: int, column: int, tiles: int) -> shapely.Polygon:
    side = tiles * SIDE_M
    return shapely.box(column * side, 60 - (row + 1) * side, (column + 1) * side, 60 - row * side)


if __name__ == "__main__":
    make_result(Path(sys.argv[1]))
