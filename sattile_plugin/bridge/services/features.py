"""A WFS layer, fetched where the tiles are, page by page, counted, and handed on as a GeoPackage."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Optional
from urllib.parse import urlsplit

from qgis.core import QgsCoordinateReferenceSystem, QgsDataSourceUri, QgsProcessingFeedback, QgsVectorLayer

from ...contract.paths import VectorSource
from ..errors import FeaturesTruncated, LayerNotWritten, ServiceFailed
from ..language import tr
from ..layers import VectorInput
from .address import access_of, with_query
from .answers import parse_xml
from .cache import SourceCache, digest, write_whole, written_whole
from .gml import feature_ids, write_features
from .grids import Block, Grid
from .network import Access, BadAnswer, Fetcher, Order
from .room import make_room, mark_used
from .tiles import boxes_of

_BLOCK_SIDE = 2000
"""Side of a block in units of a projected system; few enough buildings for a handful of pages."""
_BLOCK_SIDE_DEGREES = 0.02
_PAGE_FEATURES = 1000


class FeaturesAddress(NamedTuple):
    """A feature type of a WFS: plain values, read once in the layer's thread."""

    url: str
    type_name: str
    crs: str
    version: str
    page: int
    access: Access
    source: str


@dataclass(frozen=True)
class ServiceFeatures(VectorInput):
    """A WFS layer; `tiles` come from the job that uses it."""

    address: Optional[FeaturesAddress] = None
    tiles: Optional[VectorInput] = None

    def written(self, folder: Path, feedback: QgsProcessingFeedback) -> str:
        """Return a GeoPackage of the features where the tiles are.

        Raises
        ------
        ServiceFailed, FeaturesTruncated, LayerNotWritten
            The service failed, gave less than it has, or gave what cannot be read.
        Cancelled
            The user cancelled; finished pages stay.
        """
        if self.address is None or self.tiles is None:
            return super().written(folder, feedback)
        return str(_Fetching(self.name, self.address, self.tiles, feedback).run())


def features_address(layer: QgsVectorLayer) -> Optional[FeaturesAddress]:
    """Return the feature type that a layer shows; None where it is none, or the layer filters or edits it."""
    if layer.providerType() != "WFS" or layer.subsetString() or layer.isEditable():
        return None
    uri = QgsDataSourceUri(layer.source())
    if not uri.param("url") or uri.param("sql") or uri.param("filter"):
        return None
    version = uri.param("version") if uri.param("version") not in ("", "auto") else ""
    page = int(uri.param("pageSize")) if uri.param("pageSize").isdigit() else 0
    crs = uri.param("srsname") or layer.crs().authid()
    return FeaturesAddress(
        uri.param("url"), uri.param("typename"), crs, version, page or _PAGE_FEATURES, _access(uri), layer.source()
    )


def _access(uri: QgsDataSourceUri) -> Access:
    options = {name: uri.param(name) for name in ("referer", "http-header:referer") if uri.hasParam(name)}
    known = {"authcfg": uri.authConfigId(), "username": uri.username(), "password": uri.password()}
    return access_of({**options, **known})


class _Fetching:
    """One run: from the tiles to a GeoPackage."""

    def __init__(
        self, name: str, address: FeaturesAddress, tiles: VectorInput, feedback: QgsProcessingFeedback
    ) -> None:
        self._name, self._address, self._tiles, self._feedback = name, address, tiles, feedback
        self._cache = SourceCache.of(name, address.source)
        self._fetcher = Fetcher(name, address.access, feedback)
        self._host = urlsplit(address.url).netloc
        self._version = address.version

    def run(self) -> VectorSource:
        """Fetch what is missing and return the features of all of it."""
        started = time.time()
        self._feedback.setProgressText(tr("Fetching buildings from the service"))
        grid = self._grid()
        blocks = grid.blocks_under(boxes_of(self._tiles, grid.crs, self._feedback))
        mark_used(self._marker(block) for block in blocks)
        missing = [block for block in blocks if not self._marker(block).is_file()]
        text = tr(
            "{layer}: {missing} of {blocks} blocks to fetch from {host}; the others are in {folder}.",
            layer=self._name,
            missing=len(missing),
            blocks=len(blocks),
            host=self._host,
            folder=self._cache.folder,
        )
        self._feedback.pushInfo(text)
        for number, block in enumerate(missing):
            self._feedback.setProgress(100 * number / len(missing))
            self._fetch_block(grid, block)
        joined = self._joined(blocks)
        mark_used([Path(joined.path)])
        make_room(started, self._feedback)
        return joined

    def _grid(self) -> Grid:
        geographic = QgsCoordinateReferenceSystem(self._address.crs).isGeographic()
        return Grid(self._address.crs, 0.0, 0.0, _BLOCK_SIDE_DEGREES if geographic else _BLOCK_SIDE, 1)

    def _fetch_block(self, grid: Grid, block: Block) -> None:
        """Fetch the pages of a block until as many features are here as the server counts; a marker says so."""
        if not self._version:
            self._version = self._newest_version()
        matched = self._count(grid, block)
        received: set[str] = set()
        pages: list[Path] = []
        while matched is None or len(received) < matched:
            pages.append(self._fetched_page(grid, block, len(pages), len(received)))
            more = feature_ids(pages[-1]) - received
            if not more:
                pages.pop().unlink(missing_ok=True)
                break
            received |= more
        if matched is not None and len(received) < matched:
            for page in pages:
                page.unlink(missing_ok=True)
            raise FeaturesTruncated(layer=self._name, host=self._host, received=len(received), matched=matched)
        write_whole(self._marker(block), str(len(pages)).encode())

    def _newest_version(self) -> str:
        url = with_query(self._address.url, SERVICE="WFS", REQUEST="GetCapabilities")
        text = self._cache.description(lambda: self._fetcher.get(url))
        try:
            return parse_xml(text).get("version", "1.1.0")
        except BadAnswer as bad:
            self._cache.forget_description()
            raise ServiceFailed(layer=self._name, host=self._host, reason=str(bad), attempts=1) from bad

    def _count(self, grid: Grid, block: Block) -> Optional[int]:
        """Return how many features the server has in a block; None where it does not say."""
        if self._version < "1.1":
            return None
        counts: list[Optional[int]] = []

        def take(order: Order, answer: bytes) -> None:
            root = parse_xml(answer)
            said = root.get("numberMatched") or root.get("numberOfFeatures") or ""
            counts.append(int(said) if said.isdigit() else None)

        self._fetcher.fetch([Order(self._url(grid, block, RESULTTYPE="hits"))], take)
        return counts[0]

    def _fetched_page(self, grid: Grid, block: Block, page: int, start: int) -> Path:
        """Return a page of features; one that is here is not asked for again."""
        path = self._page(block, page)
        if not path.is_file():
            limit = "COUNT" if self._version >= "2" else "MAXFEATURES"
            values = {limit: self._address.page, "STARTINDEX": start}

            def take(order: Order, answer: bytes) -> None:
                parse_xml(answer)
                write_whole(path, answer)

            self._fetcher.fetch([Order(self._url(grid, block, **values))], take)
        return path

    def _url(self, grid: Grid, block: Block, **values: object) -> str:
        box, crs = grid.bounds(block), grid.crs
        corners = [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
        system = crs if self._version < "1.1" else re.sub(r"^EPSG:", "urn:ogc:def:crs:EPSG::", crs)
        if system != crs and QgsCoordinateReferenceSystem(crs).hasAxisInverted():
            corners = [corners[1], corners[0], corners[3], corners[2]]
        types = "TYPENAMES" if self._version >= "2" else "TYPENAME"
        named_box = ",".join([*(f"{corner:.6f}" for corner in corners), *([system] if self._version >= "1.1" else [])])
        return with_query(
            self._address.url,
            SERVICE="WFS",
            VERSION=self._version,
            REQUEST="GetFeature",
            SRSNAME=system,
            BBOX=named_box,
            **{types: self._address.type_name},
            **values,
        )

    def _page(self, block: Block, page: int) -> Path:
        return self._cache.folder / f"{block.column}_{block.row}_{page}.gml"

    def _marker(self, block: Block) -> Path:
        return self._cache.folder / f"{block.column}_{block.row}.whole"

    def _joined(self, blocks: Iterable[Block]) -> VectorSource:
        """Return one GeoPackage of the blocks' features, each once, made anew unless it is here."""
        pages = [self._page(block, page) for block in blocks for page in range(int(self._marker(block).read_text()))]
        path = self._cache.folder / f"features-{digest(' '.join(page.name for page in pages))}.gpkg"
        if not path.is_file():
            try:
                with written_whole(path) as partial:
                    write_features(pages, partial, self._address.crs, self._name, self._feedback)
            except RuntimeError as error:
                raise LayerNotWritten(layer=self._name, reason=str(error)) from error
        return VectorSource(str(path), "features")
