"""A raster layer of a service, fetched once where the tiles are and handed on as a cloud-optimised GeoTIFF."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Optional, Union
from urllib.parse import urlsplit

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsRectangle,
    QgsSettings,
)

from ...contract.texts import QT_TRANSLATE_NOOP
from ..errors import ServiceFailed, ServiceShowsNothing, ServiceTooLarge, UnsupportedRaster
from ..language import tr
from ..layers import LayerInput, VectorInput
from .address import Address, raster_address
from .cache import BlockCache, SourceCache
from .grids import Block, Grid
from .network import BadAnswer, Fetcher, Order
from .pixels import Corner, Patch, assemble, write_coverage_block, write_image_block
from .room import make_room, mark_used
from .tiled import TiledService
from .tiles import boxes_of
from .wcs import WcsService
from .wms import WmsService

LIMIT_SETTING = "sattile/services_megapixels"
DEFAULT_RESOLUTION_M_PER_PX = 0.2
_DEFAULT_LIMIT_MEGAPIXELS = 4000
_MB_PER_MEGAPIXEL = 2.5
"""Blocks and the raster made of them, of an orthophoto, losslessly compressed."""
_DESCRIBED: dict[str, Union[type[WmsService], type[TiledService]]] = {
    "wms": WmsService,
    "wmts": TiledService,
    "xyz": TiledService,
}
_TRANSPARENT = QT_TRANSLATE_NOOP("SatTile", "a wholly transparent image")

Service = Union[WmsService, TiledService, WcsService]


@dataclass(frozen=True)
class ServiceRaster(LayerInput):
    """A raster layer of a service; `tiles` and `resolution` come from the job that uses it."""

    address: Optional[Address] = None
    coverage: QgsRectangle = field(default_factory=QgsRectangle)
    own_resolution: Optional[float] = None
    """Side of a pixel where the service has pixels of its own, in units of its system."""
    tiles: Optional[VectorInput] = None
    resolution: Optional[float] = None
    """Ground sampling distance to fetch, in units of the tiles' system; by default a sensible one."""

    def written(self, folder: Path, feedback: QgsProcessingFeedback) -> str:
        """Return the raster of all blocks that hold tiles, after fetching those that are not here yet.

        Raises
        ------
        ServiceFailed, ServiceTooLarge, ServiceShowsNothing
            The service or the request is at fault; finished blocks stay.
        Cancelled
            The user cancelled; finished blocks stay.
        """
        if self.tiles is None or self.address is None:
            raise UnsupportedRaster(layer=self.name, found=self.address.kind if self.address else "")
        return str(_Fetching(self, self.address, self.tiles, feedback).run())


def service_raster(layer: QgsRasterLayer) -> ServiceRaster:
    """Return the input that a layer of a service is; call it in the thread of the layer.

    Raises
    ------
    UnsupportedRaster
        The layer is of a kind that cannot be fetched.
    """
    address = raster_address(layer)
    if address is None:
        raise UnsupportedRaster(layer=layer.name(), found=layer.providerType())
    own = layer.rasterUnitsPerPixelX() if address.kind == "wcs" else None
    return ServiceRaster(layer.name(), layer.crs(), QgsRectangle(), address, layer.extent(), own)


class _Fetching:
    """One run: from the tiles to the raster."""

    def __init__(
        self, layer: ServiceRaster, address: Address, tiles: VectorInput, feedback: QgsProcessingFeedback
    ) -> None:
        self._layer, self._address, self._tiles, self._feedback = layer, address, tiles, feedback
        self._cache = SourceCache.of(layer.name, address.source)
        self._fetcher = Fetcher(layer.name, address.access, feedback)
        self._crs = tiles.crs.authid() or tiles.crs.toWkt()
        self._asked_again: set[object] = set()
        self._patches: dict[Block, list[tuple[Patch, int, int]]] = {}
        self._left: dict[Block, int] = {}

    def run(self) -> Path:
        """Fetch what is missing and return the raster of all of it."""
        started = time.time()
        self._feedback.setProgressText(tr("Fetching imagery from the service"))
        service = self._service()
        system = service.system(self._crs)
        boxes = list(boxes_of(self._tiles, system, self._feedback))
        units_per_metre = self._units_per_metre(system)
        wanted = self._layer.resolution or self._default_resolution(units_per_metre)
        grid = service.grid(system, wanted * units_per_metre)
        blocks, cache = grid.blocks_under(boxes), self._cache.blocks(grid)
        coarser = grid.resolution / units_per_metre > wanted * 1.01
        target = float(f"{grid.resolution / units_per_metre:.2g}") if coarser else wanted
        mark_used(cache.path(block) for block in blocks)
        self._fetch_missing(service, grid, blocks, cache, target)
        path = self._raster(blocks, cache, None if system == self._crs else target)
        mark_used([path])
        make_room(started, self._feedback)
        return path

    def _service(self) -> Service:
        """Return the service, by its description of itself where its kind has one."""
        if self._address.kind == "wcs":
            return WcsService(self._address, self._layer.coverage)
        kind = _DESCRIBED[self._address.kind]
        url = kind.capabilities_url(self._address)
        text = self._cache.description(lambda: self._fetcher.get(url)) if url else b""
        try:
            return kind.from_capabilities(self._address, text)
        except BadAnswer as bad:
            self._cache.forget_description()
            raise ServiceFailed(
                layer=self._layer.name, host=urlsplit(url).hostname, reason=str(bad), attempts=1
            ) from bad

    def _units_per_metre(self, system: str) -> float:
        """Return how long a unit of the tiles' system is in the service's system, where the tiles are."""
        there = QgsCoordinateReferenceSystem(system)
        centre = self._tiles.extent.center()
        probe = QgsRectangle(centre.x() - 50, centre.y() - 50, centre.x() + 50, centre.y() + 50)
        transform = QgsCoordinateTransform(self._tiles.crs, there, QgsCoordinateTransformContext())
        return float(transform.transformBoundingBox(probe).width()) / 100 if system != self._crs else 1.0

    def _default_resolution(self, units_per_metre: float) -> float:
        own = self._layer.own_resolution
        return own / units_per_metre if own else DEFAULT_RESOLUTION_M_PER_PX

    def _fetch_missing(
        self, service: Service, grid: Grid, blocks: list[Block], cache: BlockCache, resolution: float
    ) -> None:
        missing = [block for block in blocks if not cache.has(block)]
        self._refuse_too_much(len(missing) * grid.block_px**2 / 1e6, resolution)
        orders = {block: service.orders(grid, block) for block in missing}
        self._announce(grid, len(blocks), len(missing), sum(map(len, orders.values())), resolution)
        for block in missing:
            if not orders[block]:
                cache.note_empty(block)
        self._left = {block: len(each) for block, each in orders.items() if each}
        self._patches = {block: [] for block in self._left}
        total = len(self._left)

        def take(order: Order, answer: bytes) -> None:
            if self._address.kind == "wcs":
                self._take_coverage(order, answer, grid, cache)
            else:
                self._take_image(order, answer, grid, cache)
            self._feedback.setProgress(100 * (total - len(self._left)) / total)

        self._fetcher.fetch(chain.from_iterable(orders.values()), take)

    def _refuse_too_much(self, megapixels: float, resolution: float) -> None:
        limit = float(QgsSettings().value(LIMIT_SETTING, _DEFAULT_LIMIT_MEGAPIXELS))
        if megapixels > limit:
            sizes = {"megapixels": round(megapixels, 1), "limit": round(limit), "resolution": round(resolution, 3)}
            raise ServiceTooLarge(layer=self._layer.name, **sizes)

    def _announce(self, grid: Grid, blocks: int, missing: int, requests: int, resolution: float) -> None:
        """Say what will be fetched before it is."""
        megapixels = missing * grid.block_px**2 / 1e6
        text = tr(
            "{layer}: {missing} of {blocks} blocks of {side} pixels to fetch at {resolution:.3g} m a pixel: "
            "{megapixels} megapixels, about {megabytes:.0f} MB on the disk, {requests} requests to {host}. "
            "The others are in {folder}.",
            layer=self._layer.name,
            megapixels=round(megapixels, 1),
            requests=requests,
            missing=missing,
            blocks=blocks,
            side=grid.block_px,
            resolution=resolution,
            megabytes=megapixels * _MB_PER_MEGAPIXEL,
            host=urlsplit(self._address.url).netloc,
            folder=self._cache.folder,
        )
        self._feedback.pushInfo(text)

    def _take_image(self, order: Order, answer: bytes, grid: Grid, cache: BlockCache) -> None:
        block, column, row = order.goal
        if answer or not order.may_be_absent:
            patch = Patch(answer, order.side_px)
            self._doubt_once(order, patch)
            if not patch.is_transparent:
                self._patches[block].append((patch, column, row))
        self._left[block] -= 1
        if self._left[block]:
            return
        patches = self._patches.pop(block)
        del self._left[block]
        if patches:
            box = grid.bounds(block)
            write_image_block(patches, grid, Corner(box.xMinimum(), box.yMaximum()), cache.path(block))
        else:
            cache.note_empty(block)

    def _doubt_once(self, order: Order, patch: Patch) -> None:
        """Ask a second time for an image in which nothing is: it may be a failure, or the edge of the coverage."""
        if patch.is_transparent and order.goal not in self._asked_again:
            self._asked_again.add(order.goal)
            raise BadAnswer(tr(_TRANSPARENT))

    def _take_coverage(self, order: Order, answer: bytes, grid: Grid, cache: BlockCache) -> None:
        block, west, north = order.goal
        write_coverage_block(answer, grid, Corner(west, north), cache.path(block))
        del self._left[block]

    def _raster(self, blocks: list[Block], cache: BlockCache, resolution: Optional[float]) -> Path:
        """Return the raster of the blocks, made anew unless it is here."""
        found = [block for block in blocks if cache.path(block).is_file()]
        if not found:
            raise ServiceShowsNothing(layer=self._layer.name)
        if len(found) < len(blocks):
            text = tr(
                "{layer} shows nothing in {count} of {blocks} blocks; their tiles have no image.",
                layer=self._layer.name,
                count=len(blocks) - len(found),
                blocks=len(blocks),
            )
            self._feedback.pushWarning(text)
        path = cache.mosaic(found, f"{cache.folder.name} {self._crs} {resolution} ")
        if not path.is_file():
            self._feedback.setProgressText(tr("Putting the blocks together"))
            assemble(
                [cache.path(block) for block in found], self._crs, resolution, path, self._layer.name, self._feedback
            )
        return path
