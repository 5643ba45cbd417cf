"""A print layout while its Atlas is drawn: one tile at a call, in the main thread, where layouts live."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Optional

from qgis.core import Qgis, QgsApplication, QgsFeature, QgsLayoutExporter, QgsMapLayer, QgsPrintLayout, QgsProject
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage

from ..contract import fields
from ..contract.errors import EmptyLayer
from ..contract.jobs import ExportTileImages
from ..contract.library import image_path
from ..contract.texts import QT_TRANSLATE_NOOP
from .atlas_layout import DPI, LAYOUT_NAME, MM_PER_PX, Pages, layout_digest, map_of, tile_filter, tile_layout
from .drawn_images import Ground
from .errors import AtlasFailed
from .language import tr, written
from .lent_layers import LentLayer, style_digest

_SERVICE_TAGS = ("WMS", "WCS", "WFS")


class AtlasPlan(NamedTuple):
    """What an Atlas is made of, in a form that may cross from thread to thread."""

    project: QgsProject
    tiles: LentLayer
    restriction: str
    """Expression for the tiles that are wanted; empty for all."""
    layers: tuple[LentLayer, ...]
    theme: str
    size_px: int


class Page(NamedTuple):
    """One tile as it was drawn."""

    path: PurePosixPath
    image: QImage
    ground: Ground


class Drawing:
    """A layout while it is drawn: a copy, since the user may go on with the layout itself. Main thread only."""

    def __init__(self, plan: AtlasPlan) -> None:
        tiles = plan.tiles.settle(plan.project)
        layers = [layer.settle(plan.project) for layer in plan.layers]
        pages = Pages(tiles, tile_filter(tiles, plan.restriction), layers, plan.theme, plan.size_px)
        layout, changed = tile_layout(plan.project, tr(LAYOUT_NAME), pages)
        self.notes = list(_notes(layout, changed, plan.size_px))
        self.key = json.dumps([layout_digest(layout), *map(style_digest, _drawn_layers(layout, plan.project))])
        self._layout = layout.clone()
        self._map = map_of(self._layout)
        self._layer_count = len(self._map.layers())
        self._size = QSize(plan.size_px, plan.size_px)
        self.crs_wkt = tiles.crs().toWkt()
        self._layout.atlas().beginRender()
        self.count = self._layout.atlas().count()
        if self.count == 0:
            raise EmptyLayer(path=tiles.name(), expected="tile with a class and a part")

    def draw(self, number: int, job: ExportTileImages, folder: Path) -> Optional[Page]:
        """Return one page as an image; None where its file is there already."""
        if not self._layout.atlas().seekTo(number) or len(self._map.layers()) < self._layer_count:
            raise AtlasFailed(place=self._layout.name(), reason=_LAYER_GONE)
        feature = self._layout.reportContext().feature()
        tile_id = str(feature[fields.TILE_ID])
        path = image_path(tile_id, _text(feature, fields.SPLIT), _text(feature, fields.LABEL), job.image_format)
        if (folder / path).exists():
            return None
        with _failures_of_services() as failures:
            image = QgsLayoutExporter(self._layout).renderPageToImage(0, self._size, DPI)
        errors = [*failures, *(error.message for error in self._map.renderingErrors())]
        if errors or image.isNull():
            raise AtlasFailed(place=str(path), reason="; ".join(errors) or _NO_IMAGE)
        return Page(path, image, self._ground())

    def close(self) -> None:
        """Let the copy of the layout go, in the thread that it lives in."""
        self._layout.atlas().endRender()
        del self._map, self._layout

    def _ground(self) -> Ground:
        """Return where the page lies; its map may be moved or resized, since the user may."""
        extent, corner = self._map.extent(), self._map.scenePos()
        m_per_mm = extent.width() / self._map.rect().width()
        page_mm = self._layout.pageCollection().page(0).rect().width()
        xmin = extent.xMinimum() - corner.x() * m_per_mm
        ymax = extent.yMaximum() + corner.y() * m_per_mm
        return Ground(round(xmin, 6), round(ymax, 6), round(page_mm * m_per_mm / self._size.width(), 9))


@contextmanager
def _failures_of_services() -> Iterator[list[str]]:
    """Yield a list that takes in what services report; QGIS itself draws nothing in their place and goes on."""
    failures: list[str] = []

    def hear(message: str, tag: str, level: Qgis.MessageLevel) -> None:
        if tag in _SERVICE_TAGS and level in (Qgis.MessageLevel.Warning, Qgis.MessageLevel.Critical):
            failures.append(message)

    QgsApplication.messageLog().messageReceived.connect(hear)
    try:
        yield failures
    finally:
        QgsApplication.messageLog().messageReceived.disconnect(hear)


def _notes(layout: QgsPrintLayout, changed: bool, size_px: int) -> Iterator[str]:
    name, page_mm = layout.name(), layout.pageCollection().page(0).rect().width()
    if not changed:
        yield tr("The layout “{name}” is in the project, to open, change and keep.", name=name)
        return
    yield tr("The layout “{name}” is drawn as you changed it. To have it made anew, delete or rename it.", name=name)
    exact_px = page_mm / MM_PER_PX
    if abs(exact_px - size_px) > 1e-3:
        yield tr(
            "Its page of {page_mm} mm gives exact pixels at {exact_px} pixels a side, not at {size_px}.",
            page_mm=written(page_mm, "g"),
            exact_px=written(exact_px, "g"),
            size_px=size_px,
        )


def _drawn_layers(layout: QgsPrintLayout, project: QgsProject) -> list[QgsMapLayer]:
    tile = map_of(layout)
    if tile.followVisibilityPreset():
        return list(project.mapThemeCollection().mapThemeVisibleLayers(tile.followVisibilityPresetName()))
    return list(tile.layers())


def _text(feature: QgsFeature, field: str) -> Optional[str]:
    value = feature[field] if feature.fields().lookupField(field) >= 0 else None
    return value if isinstance(value, str) and value else None


_LAYER_GONE = QT_TRANSLATE_NOOP("SatTile", "a layer that it draws was taken out of the project")
_NO_IMAGE = QT_TRANSLATE_NOOP("SatTile", "the memory does not suffice for the image")
