"""Draw an Atlas: each page of the print layout becomes the image of a tile.

Drawing belongs to the main thread and goes tile by tile, so that a window stays alive; encoding and writing are done
by the caller's thread.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, Optional

from qgis.core import QgsLayoutExporter, QgsMapLayer, QgsProcessingFeedback, QgsProject
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage

from ..contract import fields
from ..contract.errors import EmptyLayer
from ..contract.jobs import ExportTileImages, encode_job
from ..contract.library import drawn_path, image_path
from ..contract.texts import QT_TRANSLATE_NOOP
from .atlas_layout import DPI, LAYOUT_NAME, MM_PER_PX, Pages, layout_digest, map_of, tile_filter, tile_layout
from .drawn_images import Ground, has_enough, without_alpha, write_drawn
from .errors import AtlasFailed, Cancelled
from .language import tr
from .lent_layers import LentLayer, style_digest
from .main_thread import in_main_thread, later_in_main_thread

SHARE_OF_DRAWING = 95
"""How much of the progress drawing takes, in percent; the rest is the engine's."""
_KEY_FILE = ".resume-key"


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


def draw_atlas(plan: AtlasPlan, job: ExportTileImages, feedback: QgsProcessingFeedback) -> None:
    """Draw the images of a job into the folder where the engine looks for them; what is there already is kept.

    Raises
    ------
    Cancelled
        The user cancelled; the next run of the same job goes on from the images that are there.
    AtlasFailed, EmptyLayer, UnwritableOutput
        The layout cannot be drawn, or its images not written.
    """
    feedback.setProgressText(tr("Drawing tile images"))
    drawing: Drawing = in_main_thread(lambda: Drawing(plan), feedback)
    try:
        for note in drawing.notes:
            feedback.pushInfo(note)
        with _drawn_folder(job, drawing.key) as folder:
            for number in range(drawing.count):
                page = in_main_thread(partial(drawing.draw, number, job, folder), feedback)
                if page is not None:
                    _write(page, drawing, job, folder)
                feedback.setProgress(SHARE_OF_DRAWING * (number + 1) / drawing.count)
                if feedback.isCanceled():
                    raise Cancelled
    finally:
        later_in_main_thread(drawing.close)


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
        image = QgsLayoutExporter(self._layout).renderPageToImage(0, self._size, DPI)
        errors = [error.message for error in self._map.renderingErrors()]
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


def _write(page: Page, drawing: Drawing, job: ExportTileImages, folder: Path) -> None:
    image = without_alpha(page.image)
    if has_enough(image):
        write_drawn(image, page.ground, drawing.crs_wkt, folder / page.path, job.image_format, job.world_files)


@contextmanager
def _drawn_folder(job: ExportTileImages, key: str) -> Iterator[Path]:
    """Yield the folder for the images: what a cancelled run of the same job left there, else a new one."""
    folder = drawn_path(job.output)
    wanted = json.dumps([{**encode_job(job), "tiles": ""}, key], sort_keys=True)
    key_file = folder / _KEY_FILE
    if not key_file.is_file() or key_file.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        key_file.write_text(wanted, encoding="utf-8")
    try:
        yield folder
    except Cancelled:
        raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    key_file.unlink()


def _notes(layout: Any, changed: bool, size_px: int) -> Iterator[str]:
    name, page_mm = layout.name(), layout.pageCollection().page(0).rect().width()
    if not changed:
        yield tr("The layout “{name}” is in the project, to open, change and keep.", name=name)
        return
    yield tr("The layout “{name}” is drawn as you changed it. To have it made anew, delete or rename it.", name=name)
    exact_px = page_mm / MM_PER_PX
    if abs(exact_px - size_px) > 1e-3:
        exact = tr("Its page of {page_mm} mm gives exact pixels at {exact_px} pixels a side, not at {size_px}.")
        yield exact.format(page_mm=f"{page_mm:g}", exact_px=f"{exact_px:g}", size_px=size_px)


def _drawn_layers(layout: Any, project: QgsProject) -> list[QgsMapLayer]:
    tile = map_of(layout)
    if tile.followVisibilityPreset():
        return list(project.mapThemeCollection().mapThemeVisibleLayers(tile.followVisibilityPresetName()))
    return list(tile.layers())


def _text(feature: Any, field: str) -> Optional[str]:
    value = feature[field] if feature.fields().lookupField(field) >= 0 else None
    return value if isinstance(value, str) and value else None


_LAYER_GONE = QT_TRANSLATE_NOOP("SatTile", "a layer that it draws was taken out of the project")
_NO_IMAGE = QT_TRANSLATE_NOOP("SatTile", "the memory does not suffice for the image")
