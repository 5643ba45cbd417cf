"""Why files cannot be read, on real ones that are cut off or of another kind."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sattile_plugin.contract.errors import UnreadableFile
from sattile_plugin.engine.io.library import read_library_image
from sattile_plugin.engine.io.rasters import Bounds, Orthophoto
from sattile_plugin.engine.io.vectors import read_layer

from ...builders import Recorder, write_grid, write_raster


def cut_off(path: str | Path) -> str:
    """Leave the first half of a file."""
    content = Path(path).read_bytes()
    Path(path).write_bytes(content[: len(content) // 2])
    return str(path)


def test_files_that_are_cut_off(tmp_path: Path):
    noise = np.random.default_rng(1).integers(1, 255, (3, 64, 64), dtype="uint8")
    raster = cut_off(write_raster(tmp_path / "ortho.tif", noise))
    image = tmp_path / "tile.png"
    Image.fromarray(noise.transpose(1, 2, 0)).save(image)
    with pytest.raises(UnreadableFile, match=r"ortho\.tif .*\(it is cut off or damaged\)"), Orthophoto(raster) as photo:
        photo.read_tile(Bounds(*photo.bounds), 64)
    with pytest.raises(UnreadableFile, match=r"tile\.png .*\(it is cut off or damaged\)"):
        read_library_image(cut_off(image), 32)


def test_a_geopackage_that_is_cut_off(tmp_path: Path):
    path = cut_off(write_grid(tmp_path / "tiles.gpkg", 10, 10))
    with pytest.raises(UnreadableFile, match=r"tiles\.gpkg .*\(it is cut off or damaged\)"):
        read_layer(path, "tiles", Recorder())


@pytest.mark.parametrize(
    "read",
    [
        Orthophoto,
        partial(read_layer, expected="features", reporter=Recorder()),
        partial(read_library_image, size_px=32),
    ],
)
def test_files_of_another_kind(tmp_path: Path, read):
    (tmp_path / "note.txt").write_text("neither map nor image")
    with pytest.raises(UnreadableFile, match=r"note\.txt .*\(its format is not one that is known here\)"):
        read(str(tmp_path / "note.txt"))
    with pytest.raises(UnreadableFile, match="there is no such file"):
        read(str(tmp_path / "none.txt"))


def test_a_parquet_file_that_is_no_layer(tmp_path: Path):
    (tmp_path / "tiles.parquet").write_bytes(b"PAR1 and what else there is PAR1")
    with pytest.raises(UnreadableFile, match="its format is not one that is known here"):
        read_layer(str(tmp_path / "tiles.parquet"), "tiles", Recorder())
