"""Where the pixels of a service are: a grid of pixels, and its blocks. Rows run south; on the map y runs north."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

from qgis.core import QgsRectangle

_EDGE_PX = 1e-3
"""A box that reaches less than this into a block does not need it."""


class Block(NamedTuple):
    """A square of pixels, by its column and row from the grid's origin; both may be below 0."""

    column: int
    row: int


@dataclass(frozen=True)
class Grid:
    """Square pixels of a size in a system, counted east and south from an origin, in blocks.

    >>> grid = Grid("EPSG:2154", 0.0, 0.0, 0.5, 100)
    >>> grid.bounds(Block(1, -1)).toString(0)
    '50,0 : 100,50'
    """

    crs: str
    west: float
    north: float
    resolution: float
    """Side of a pixel, in units of the system."""
    block_px: int

    def bounds(self, block: Block) -> QgsRectangle:
        """Return the rectangle of a block on the map."""
        side = self.block_px
        west, east = (self.west + column * side * self.resolution for column in (block.column, block.column + 1))
        north, south = (self.north - row * side * self.resolution for row in (block.row, block.row + 1))
        return QgsRectangle(west, south, east, north)

    def blocks_under(self, boxes: Iterable[QgsRectangle]) -> list[Block]:
        """Return the blocks that hold any part of the boxes, from north to south and west to east."""
        found: set[Block] = set()
        side, edge = self.block_px * self.resolution, _EDGE_PX * self.resolution
        for box in boxes:
            west, east = box.xMinimum() - self.west + edge, box.xMaximum() - self.west - edge
            north, south = self.north - box.yMaximum() + edge, self.north - box.yMinimum() - edge
            columns = range(floor(west / side), floor(east / side) + 1)
            rows = range(floor(north / side), floor(south / side) + 1)
            found.update(Block(column, row) for row in rows for column in columns)
        return sorted(found, key=lambda block: (block.row, block.column))
