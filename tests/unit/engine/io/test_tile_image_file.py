"""Files of tile images: every pixel comes back."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from rasterio.io import MemoryFile

from sattile_plugin.engine.io.tile_image_file import png_bytes


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 5), (4, 1), (33, 250)])
def test_png_brings_every_pixel_back(height: int, width: int):
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
    encoded = png_bytes(pixels)
    image = Image.open(io.BytesIO(encoded))
    image.verify()
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(encoded))), pixels)
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (width, height))
    with MemoryFile(encoded, ext=".png") as file, file.open() as dataset:
        assert np.array_equal(np.moveaxis(dataset.read(), 0, -1), pixels)
