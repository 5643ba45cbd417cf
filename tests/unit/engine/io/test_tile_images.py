"""Images that threads read ahead, and the order in which neighbours follow one another."""

from __future__ import annotations

import threading

import geopandas as gpd
import numpy as np
import pytest
import shapely

from sattile_plugin.engine.io.tile_images import TileImage, neighbours_together, read_ahead


def test_few_images_are_held_at_a_time():
    """Images are read ahead of the one that is taken, but not all of them."""

    class Counter:
        def __init__(self) -> None:
            self.read_numbers: list[int] = []
            self.lock = threading.Lock()

        def read(self, number: int, size_px: int, surround: float = 0.0) -> TileImage:
            with self.lock:
                self.read_numbers.append(number)
            return TileImage(np.full((size_px, size_px, 3), number % 256, "uint8"), 1.0)

    source = Counter()
    coming = read_ahead(((source, number) for number in range(2000)), 2)
    assert next(coming).pixels[0, 0, 0] == 0
    assert len(source.read_numbers) < 1000
    assert [int(image.pixels[0, 0, 0]) for image in coming] == [number % 256 for number in range(1, 2000)]


def test_tiles_in_a_row_are_neighbours():
    cells = [shapely.box(x, y, x + 50, y + 50) for x in range(0, 800, 50) for y in range(0, 800, 50)]
    rows = np.arange(1, 256)
    found = neighbours_together(gpd.GeoDataFrame(geometry=cells, crs="EPSG:2154"), rows)
    assert sorted(found) == rows.tolist()
    west, south, east, north = shapely.total_bounds(np.array(cells)[found[:64]])
    assert max(east - west, north - south) <= 450
    assert not neighbours_together(gpd.GeoDataFrame(geometry=cells, crs="EPSG:2154"), rows[:0]).size


def test_an_error_of_a_reader_comes_through():
    class Broken:
        def read(self, number: int, size_px: int, surround: float = 0.0) -> TileImage:
            raise OSError(f"image {number}")

    with pytest.raises(OSError, match="image 0"):
        list(read_ahead(((Broken(), number) for number in range(5)), 2))
