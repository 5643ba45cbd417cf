"""XYZ and WMTS: images that the server has cut already, several of them a block, each fetched once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Optional
from xml.etree import ElementTree

from qgis.core import QgsCoordinateReferenceSystem, QgsUnitTypes

from ...contract.texts import QT_TRANSLATE_NOOP
from ..language import tr
from .address import Address, with_query
from .answers import child_text, children, find, local_name, named, parse_xml
from .grids import Block, Grid
from .network import BadAnswer, Order

_BLOCK_PX = 1024
_MERCATOR_HALF_M = 20037508.342789244
_XYZ_PX = 256
_OGC_PIXEL_M = 0.00028
"""Side of a pixel on the screen by which OGC counts scales."""
_NO_MATRIX = QT_TRANSLATE_NOOP("SatTile", "it does not offer this layer in this tile matrix set any more")


class Level(NamedTuple):
    """One level of a pyramid: images from its north-west corner on."""

    name: str
    resolution: float
    west: float
    north: float
    image_px: int
    columns: int
    rows: int


@dataclass(frozen=True)
class TiledService:
    """A pyramid of images."""

    address: Address
    template: str
    """Address of an image with ``{TileMatrix}``, ``{TileCol}`` and ``{TileRow}`` in it."""
    crs: str
    levels: tuple[Level, ...]
    rows_from_south: bool = False

    @classmethod
    def capabilities_url(cls, address: Address) -> str:
        """Return where the capabilities are; XYZ has none."""
        return address.url if address.kind == "wmts" else ""

    @classmethod
    def from_capabilities(cls, address: Address, text: bytes) -> TiledService:
        """Read the capabilities of a WMTS; for XYZ the address says it all."""
        return _wmts(address, text) if address.kind == "wmts" else _xyz(address)

    def system(self, crs: str) -> str:
        """Return the system that the images are in."""
        return self.crs

    def grid(self, crs: str, resolution: float) -> Grid:
        """Return the grid of the coarsest level that shows this resolution, else of the finest."""
        fine_enough = [level for level in self.levels if level.resolution <= resolution * 1.01]
        best = max(fine_enough, key=_by_resolution) if fine_enough else min(self.levels, key=_by_resolution)
        images = max(_BLOCK_PX // best.image_px, 1)
        return Grid(self.crs, best.west, best.north, best.resolution, images * best.image_px)

    def orders(self, grid: Grid, block: Block) -> list[Order]:
        """Return the requests of a block: its images that are within the pyramid."""
        level = next(level for level in self.levels if level.resolution == grid.resolution)
        side = grid.block_px // level.image_px
        return [
            Order(
                self._url(level, column, row),
                (block, (column - block.column * side) * level.image_px, (row - block.row * side) * level.image_px),
                level.image_px,
                may_be_absent=True,
            )
            for row in range(max(block.row * side, 0), min((block.row + 1) * side, level.rows))
            for column in range(max(block.column * side, 0), min((block.column + 1) * side, level.columns))
        ]

    def _url(self, level: Level, column: int, row: int) -> str:
        row = level.rows - 1 - row if self.rows_from_south else row
        values = {"TileMatrix": level.name, "TileCol": str(column), "TileRow": str(row)}
        return _filled(self.template, values)


def _by_resolution(level: Level) -> float:
    return level.resolution


def _xyz(address: Address) -> TiledService:
    """Return the pyramid that all XYZ services share; each level halves the pixels of the one above."""
    least, most = int(address.option("zmin") or 0), int(address.option("zmax") or 18)
    levels = tuple(
        Level(
            str(zoom),
            2 * _MERCATOR_HALF_M / (_XYZ_PX * 2**zoom),
            -_MERCATOR_HALF_M,
            _MERCATOR_HALF_M,
            _XYZ_PX,
            2**zoom,
            2**zoom,
        )
        for zoom in range(least, most + 1)
    )
    names = {"x": "{TileCol}", "y": "{TileRow}", "-y": "{TileRow}", "z": "{TileMatrix}"}
    template = re.sub(r"\{(-?[xyz])\}", lambda match: names[match[1]], address.url)
    return TiledService(address, template, "EPSG:3857", levels, "{-y}" in address.url)


def _wmts(address: Address, text: bytes) -> TiledService:
    root = parse_xml(text)
    matrix_set = address.option("tileMatrixSet")
    layer = _with_identifier(named(root, "Layer"), address.layers[0])
    matrices = _with_identifier(children(_present(find(root, "Contents")), "TileMatrixSet"), matrix_set)
    if layer is None or matrices is None:
        raise BadAnswer(tr(_NO_MATRIX), lasting=True)
    crs = QgsCoordinateReferenceSystem.fromOgcWmsCrs(child_text(matrices, "SupportedCRS"))
    levels = tuple(_level(matrix, crs) for matrix in children(matrices, "TileMatrix"))
    return TiledService(address, _template(root, layer, address), crs.authid(), levels)


def _level(matrix: ElementTree.Element, crs: QgsCoordinateReferenceSystem) -> Level:
    first, second = (float(word) for word in child_text(matrix, "TopLeftCorner").split())
    west, north = (second, first) if crs.hasAxisInverted() else (first, second)
    metres = QgsUnitTypes.fromUnitToUnitFactor(crs.mapUnits(), QgsUnitTypes.DistanceUnit.DistanceMeters)
    resolution = float(child_text(matrix, "ScaleDenominator")) * _OGC_PIXEL_M / metres
    numbers = [int(child_text(matrix, name)) for name in ("TileWidth", "MatrixWidth", "MatrixHeight")]
    return Level(child_text(matrix, "Identifier"), resolution, west, north, *numbers)


def _template(root: ElementTree.Element, layer: ElementTree.Element, address: Address) -> str:
    """Return the address of an image: the layer's own template, else a query."""
    image_format, style = address.option("format", "image/png"), (*address.styles, "")[0]
    fixed = {"TileMatrixSet": address.option("tileMatrixSet"), "Style": style, **_dimensions(layer, address)}
    for resource in children(layer, "ResourceURL"):
        if resource.get("resourceType") == "tile" and resource.get("format") == image_format:
            return _filled(resource.get("template", ""), fixed)
    url = with_query(
        _get_tile_url(root) or address.url.partition("?")[0],
        SERVICE="WMTS",
        REQUEST="GetTile",
        VERSION="1.0.0",
        LAYER=address.layers[0],
        FORMAT=image_format,
        **{name.upper(): value for name, value in fixed.items()},
    )
    return f"{url}&TILEMATRIX={{TileMatrix}}&TILEROW={{TileRow}}&TILECOL={{TileCol}}"


def _filled(template: str, values: dict[str, str]) -> str:
    """Return a template with these values in it; names in braces count in any case, unknown ones stay."""
    lower = {name.lower(): value for name, value in values.items()}
    return re.sub(r"\{(\w+)\}", lambda match: lower.get(match[1].lower(), match[0]), template)


def _dimensions(layer: ElementTree.Element, address: Address) -> dict[str, str]:
    """Return the layer's further dimensions, such as a date: as the connection says, else the layer's default."""
    values = {child_text(each, "Identifier"): child_text(each, "Default") for each in children(layer, "Dimension")}
    chosen = (pair.partition("=") for pair in address.option("tileDimensions").split(";") if pair)
    return {**values, **{name: value for name, _, value in chosen}}


def _get_tile_url(root: ElementTree.Element) -> str:
    """Return where images are had by a query; empty where the capabilities do not say."""
    operation = next((node for node in named(root, "Operation") if node.get("name") == "GetTile"), None)
    place = None if operation is None else find(operation, "Get")
    return "" if place is None else next((v for name, v in place.attrib.items() if local_name(name) == "href"), "")


def _with_identifier(nodes: Iterable[ElementTree.Element], identifier: str) -> Optional[ElementTree.Element]:
    return next((node for node in nodes if child_text(node, "Identifier") == identifier), None)


def _present(node: Optional[ElementTree.Element]) -> ElementTree.Element:
    if node is None:
        raise BadAnswer(tr(_NO_MATRIX), lasting=True)
    return node
