"""The sheet to choose a limit of built area by, on a row of five tiles of 10 m."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sattile_plugin.contract.jobs import LabelTiles
from sattile_plugin.engine import label_examples
from sattile_plugin.engine.io.contact_sheet import ContactSheet

from ..builders import grey, run, square, write_grid, write_layer, write_raster

SIDES_M = (2, 4.47, 5, 7)
"""Of the buildings, a tile each, on 4, 19.98, 25 and 49 m²; the fifth tile has none."""


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[list[np.ndarray], list[str]]]:
    """The images and captions of each limit."""
    found: dict[str, tuple[list[np.ndarray], list[str]]] = {}

    class Seen(ContactSheet):
        def add_row(self, title: str, images: list[np.ndarray], captions: list[str]) -> None:
            found[title] = images, captions
            super().add_row(title, images, captions)

    monkeypatch.setattr(label_examples, "ContactSheet", Seen)
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 5)
    buildings = [square(10 * number + 1, 1, side_m) for number, side_m in enumerate(SIDES_M)]
    raster = write_raster(tmp_path / "ortho.tif", grey(10, 50))
    layer, sheet = write_layer(tmp_path / "buildings.gpkg", buildings), tmp_path / "sheet.png"
    run(LabelTiles(tiles, layer, str(tmp_path / "o.gpkg"), raster=raster, examples=str(sheet)))
    assert sheet.stat().st_size
    return found


def test_each_tile_stands_at_its_nearest_limit_and_says_on_which_side_of_it_it_lies(rows):
    captions = {limit: said for limit, (_, said) in rows.items() if said}
    assert captions == {
        "5 m²": ["4 m² < 5 m²"],
        "20 m²": ["19.9 m² < 20 m²", "25 m² ≥ 20 m²"],
        "50 m²": ["49 m² < 50 m²"],
    }


def test_buildings_are_outlined(rows):
    """The building of 5 m stands 1 m from the west and the south of its tile of 150 px."""
    image = rows["20 m²"][0][1]
    assert {tuple(image[y, x]) for y, x in ((135, 60), (60, 15), (60, 60))} == {(255, 210, 0)}
    assert tuple(image[100, 50]) == tuple(image[20, 120]) == (100, 100, 100)
