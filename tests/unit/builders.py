"""Small rasters, layers and models whose every value can be worked out in the head.

The map's origin is put at 0,0 of a metric system, y runs north; in the arrays of pixels row 0 is the northernmost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from rasterio.transform import Affine, from_origin
from shapely.geometry.base import BaseGeometry

from sattile_plugin.contract.jobs.base import Job
from sattile_plugin.contract.messages import Done
from sattile_plugin.worker.registry import run_job

LAMBERT = "EPSG:2154"
UTM_31 = "EPSG:32631"


@dataclass
class Recorder:
    """A reporter that keeps what it is told."""

    steps: list[tuple[str, int, int]] = field(default_factory=list)
    notices: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The last notice of each name."""

    def progress(self, step: str, done: int, total: int) -> None:
        self.steps.append((step, done, total))

    def notice(self, name: str, **values: Any) -> None:
        self.notices[name] = values


def run(job: Job, recorder: Recorder | None = None) -> tuple[Done, Recorder]:
    """Run a job in this process; return what it made and what it said."""
    recorder = recorder or Recorder()
    return run_job(job, recorder), recorder


def square(west: float, south: float, side: float) -> shapely.Polygon:
    return shapely.box(west, south, west + side, south + side)


def grey(height: int, width: int, value: int | float | np.ndarray = 100, dtype: str = "uint8") -> np.ndarray:
    """Return three equal bands, (3, height, width)."""
    return np.broadcast_to(np.asarray(value, dtype=dtype), (3, height, width)).copy()


def counted(height: int, width: int, bands: int = 3) -> np.ndarray:
    """Return bands whose pixels are 100 + 10 row + column, less 50 in each band after the first."""
    rows, columns = np.mgrid[0:height, 0:width]
    return np.stack([100 + 10 * rows + columns - 50 * band for band in range(bands)]).astype("uint8")


def write_raster(
    path: Path,
    pixels: np.ndarray,
    corner: tuple[float, float] | None = None,
    resolution: float = 1.0,
    crs: str | None = LAMBERT,
    transform: Affine | None = None,
    **options: Any,
) -> str:
    """Write (bands, height, width) pixels; `corner` is west and north, by default so that the south-west is 0,0."""
    bands, height, width = pixels.shape
    west, north = corner or (0, height * resolution)
    profile = {"driver": "GTiff", "count": bands, "height": height, "width": width, "dtype": pixels.dtype}
    place = {"crs": crs, "transform": transform or from_origin(west, north, resolution, resolution)}
    with rasterio.open(path, "w", **profile, **place, **options) as raster:
        raster.write(pixels)
    return str(path)


def layer(geometries: Iterable[BaseGeometry | None], crs: str | None = LAMBERT, **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(geometries), crs=crs)


def write_layer(
    path: Path,
    geometries: Iterable[BaseGeometry | None],
    crs: str | None = LAMBERT,
    name: str = "things",
    **columns: Any,
) -> str:
    layer(geometries, crs, **columns).to_file(path, layer=name, driver="GPKG")
    return str(path)


def tile_squares(rows: int, columns: int, side: float = 10.0, south: float = 0, west: float = 0) -> list[Any]:
    """Return tiles row by row from the south, from west to east."""
    return [square(west + c * side, south + r * side, side) for r in range(rows) for c in range(columns)]


def write_grid(
    path: Path, rows: int, columns: int, side: float = 10.0, south: float = 0, west: float = 0, **given: Any
) -> str:
    """Write a layer of tiles named t0, t1 ... row by row from the south; `given` are more columns."""
    squares = tile_squares(rows, columns, side, south, west)
    names = [f"t{number}" for number in range(len(squares))]
    return write_layer(path, squares, name="tiles", tile_id=names, **given)


def read(path: str | Path) -> gpd.GeoDataFrame:
    return gpd.read_file(path)


def by_id(path: str | Path, column: str) -> dict[str, Any]:
    """Return one column of a written tile layer by tile_id."""
    frame = read(path)
    return dict(zip(frame["tile_id"], frame[column]))


METADATA: dict[str, Any] = {
    "task": "tile-classification",
    "classes": ["non_bati", "bati"],
    "tile_size_m": 10.0,
    "tile_size_px": 10,
    "threshold": 0.5,
}


def write_brightness_model(path: Path, band: int | None = None, **metadata: Any) -> str:
    """Write a model whose p_bati is the mean of a tile's pixels, of one band or of all, divided by 255.

    Its embedding is the mean of each of the three bands; its novelty is p_bati.
    """
    import onnx
    from onnx import TensorProto, helper

    from sattile_plugin.engine.model.onnx_file import write_metadata

    about = METADATA | metadata
    size = about["tile_size_px"]
    channels = [0, 1, 2] if band is None else [band]
    constants = {"channels": channels, "axes": [1, 2, 3], "plane": [1, 2], "across": [1]}
    values = [helper.make_tensor(name, TensorProto.INT64, [len(data)], data) for name, data in constants.items()]
    values += [
        helper.make_tensor(name, TensorProto.FLOAT, [], [data]) for name, data in (("white", 255.0), ("one", 1.0))
    ]
    nodes = [
        helper.make_node("Cast", ["tile"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["numbers", "channels"], ["chosen"], axis=3),
        helper.make_node("ReduceMean", ["chosen", "axes"], ["mean"], keepdims=0),
        helper.make_node("Div", ["mean", "white"], ["flat"]),
        helper.make_node("Unsqueeze", ["flat", "across"], ["p_bati"]),
        helper.make_node("Sub", ["one", "p_bati"], ["p_non_bati"]),
        helper.make_node("Concat", ["p_non_bati", "p_bati"], ["probability"], axis=1),
        helper.make_node("Mul", ["p_bati", "p_bati"], ["distance"]),
        helper.make_node("ReduceMean", ["numbers", "plane"], ["embedding"], keepdims=0),
    ]
    tile = helper.make_tensor_value_info("tile", TensorProto.UINT8, ["n", size, size, 3])
    widths = {"probability": 2, "distance": 1, "embedding": 3}
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width]) for name, width in widths.items()]
    graph = helper.make_graph(nodes, "brightness", [tile], outputs, values)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)
    write_metadata(path, about)
    return str(path)


def names_in(folder: Path) -> Sequence[str]:
    return sorted(path.name for path in folder.iterdir())
