"""WMS: one map a block, in the system of the tiles where the server speaks it."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from qgis.core import QgsCoordinateReferenceSystem

from .address import Address, with_query
from .answers import child_text, children, find, local_name, named, parse_xml
from .grids import Block, Grid
from .network import Order

_BLOCK_PX = 1024


@dataclass(frozen=True)
class WmsService:
    """A WMS, by what its capabilities say."""

    address: Address
    version: str
    map_url: str
    systems: frozenset[str]
    largest_px: int

    @classmethod
    def capabilities_url(cls, address: Address) -> str:
        """Return where the capabilities are."""
        return with_query(address.url, SERVICE="WMS", REQUEST="GetCapabilities")

    @classmethod
    def from_capabilities(cls, address: Address, text: bytes) -> WmsService:
        """Read the capabilities of the layers that the address names."""
        root = parse_xml(text)
        systems = [_systems_of(root, layer) for layer in address.layers]
        limits = [child_text(find(root, "Service"), name) for name in ("MaxWidth", "MaxHeight")]
        largest = min((int(limit) for limit in limits if limit.isdigit() and int(limit) > 0), default=_BLOCK_PX)
        own_url = address.option("IgnoreGetMapUrl") == "1"
        map_url = address.url if own_url else (_get_map_url(root) or address.url)
        return cls(
            address, root.get("version", "1.3.0"), map_url, frozenset.intersection(*systems or [frozenset()]), largest
        )

    def system(self, crs: str) -> str:
        """Return the system to ask for: that of the tiles, or the layer's own where the server does not speak it."""
        return crs if crs in self.systems else self.address.option("crs")

    def grid(self, crs: str, resolution: float) -> Grid:
        """Return the grid of blocks, whole multiples of the resolution from the system's origin."""
        return Grid(crs, 0.0, 0.0, resolution, min(_BLOCK_PX, self.largest_px))

    def orders(self, grid: Grid, block: Block) -> list[Order]:
        """Return the one request of a block."""
        box = grid.bounds(block)
        corners = [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
        if self._north_comes_first(grid.crs):
            corners = [corners[1], corners[0], corners[3], corners[2]]
        image_format = self.address.option("format", "image/png")
        system = "CRS" if self.version >= "1.3" else "SRS"
        url = with_query(
            self.map_url,
            SERVICE="WMS",
            VERSION=self.version,
            REQUEST="GetMap",
            LAYERS=",".join(self.address.layers),
            STYLES=",".join(self.address.styles),
            FORMAT=image_format,
            TRANSPARENT="FALSE" if "jp" in image_format else "TRUE",
            WIDTH=grid.block_px,
            HEIGHT=grid.block_px,
            BBOX=",".join(f"{corner:.10g}" if abs(corner) < 1000 else f"{corner:.6f}" for corner in corners),
            **{system: grid.crs},
        )
        return [Order(url, (block, 0, 0), grid.block_px)]

    def _north_comes_first(self, crs: str) -> bool:
        """Tell whether WMS 1.3.0 wants this system's northings first; QGIS's connection may say otherwise."""
        inverted = QgsCoordinateReferenceSystem(crs).hasAxisInverted() and self.version >= "1.3"
        if self.address.option("IgnoreAxisOrientation") == "1":
            inverted = False
        return inverted != (self.address.option("InvertAxisOrientation") == "1")


def _systems_of(root: ElementTree.Element, layer: str) -> frozenset[str]:
    """Return the systems of a layer: its own and those of the layers around it."""
    path = _path_to(find(root, "Capability"), layer)
    found = [word for step in path for name in ("CRS", "SRS") for node in children(step, name) for word in _words(node)]
    return frozenset(found)


def _words(node: ElementTree.Element) -> list[str]:
    return (node.text or "").split()


def _path_to(node: ElementTree.Element | None, layer: str) -> list[ElementTree.Element]:
    """Return the nested layers from the outermost to the one of this name; empty where there is none."""
    for nested in [] if node is None else children(node, "Layer"):
        if child_text(nested, "Name") == layer:
            return [nested]
        path = _path_to(nested, layer)
        if path:
            return [nested, *path]
    return []


def _get_map_url(root: ElementTree.Element) -> str:
    for node in named(root, "GetMap"):
        for place in named(node, "OnlineResource"):
            return next((value for name, value in place.attrib.items() if local_name(name) == "href"), "")
    return ""
