"""WCS 1.0: the values of one coverage, one request a block, never beyond the coverage's edge."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from qgis.core import QgsRectangle

from .address import Address, with_query
from .grids import Block, Grid
from .network import Order

_BLOCK_PX = 1024


@dataclass(frozen=True)
class WcsService:
    """A coverage, by its layer's source."""

    address: Address
    extent: QgsRectangle

    def system(self, crs: str) -> str:
        """Return the coverage's own system."""
        return self.address.option("crs")

    def grid(self, crs: str, resolution: float) -> Grid:
        """Return the grid of blocks."""
        return Grid(crs, 0.0, 0.0, resolution, _BLOCK_PX)

    def orders(self, grid: Grid, block: Block) -> list[Order]:
        """Return the one request of a block, cut to whole pixels of the coverage; none outside it."""
        box = grid.bounds(block).intersect(self.extent)
        if box.isEmpty():
            return []
        pixel = grid.resolution
        west, south = floor(box.xMinimum() / pixel + 0.01) * pixel, floor(box.yMinimum() / pixel + 0.01) * pixel
        east, north = ceil(box.xMaximum() / pixel - 0.01) * pixel, ceil(box.yMaximum() / pixel - 0.01) * pixel
        url = with_query(
            self.address.url,
            SERVICE="WCS",
            VERSION="1.0.0",
            REQUEST="GetCoverage",
            COVERAGE=self.address.option("identifier"),
            CRS=grid.crs,
            RESPONSE_CRS=grid.crs,
            BBOX=f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}",
            WIDTH=round((east - west) / pixel),
            HEIGHT=round((north - south) / pixel),
            FORMAT=self.address.option("format", "GeoTIFF"),
        )
        return [Order(url, (block, west, north))]
