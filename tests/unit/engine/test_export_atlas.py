"""What QGIS drew by an Atlas becomes a library; without QGIS there is none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from sattile_plugin.contract.errors import InvalidOption
from sattile_plugin.contract.jobs import ExportTileImages
from sattile_plugin.contract.library import drawn_path, image_path

from ..builders import grey, run, write_grid, write_raster

LABELS = ["bati", "non_bati"]


@pytest.fixture
def job(tmp_path: Path) -> ExportTileImages:
    """Export two tiles, of which one is labelled bati."""
    tiles = write_grid(tmp_path / "tiles.gpkg", 2, 1, side=4, label=LABELS)
    raster = write_raster(tmp_path / "o.tif", grey(4, 8))
    return ExportTileImages(tiles, raster, str(tmp_path / "library"), method="atlas")


def draw(job: ExportTileImages, tile_id: str, label: str) -> None:
    path = drawn_path(job.output) / image_path(tile_id, None, label, "png")
    path.parent.mkdir(parents=True)
    Image.new("RGB", (4, 4), (10, 20, 30)).save(path)


def test_without_drawn_images_the_method_is_refused_in_a_sentence(job: ExportTileImages):
    with pytest.raises(InvalidOption, match="method is atlas; expected direct, since QGIS draws an Atlas"):
        run(job)


def test_drawn_images_are_taken_and_tiles_without_one_are_told(job: ExportTileImages):
    draw(job, "t0", "bati")
    done, recorder = run(job)
    manifest = pd.read_csv(done.outputs["manifest"])
    assert manifest["path"].tolist() == ["bati/t0.png"]
    assert Image.open(Path(job.output) / manifest["path"][0]).getpixel((0, 0)) == (10, 20, 30)
    assert done.metrics["no_image"] == 1 and recorder.notices["tiles_without_image"] == {"count": 1}
