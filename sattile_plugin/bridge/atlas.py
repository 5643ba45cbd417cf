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
from pathlib import Path

from qgis.core import QgsProcessingFeedback

from ..contract.jobs import ExportTileImages, encode_job
from ..contract.library import drawn_path
from .atlas_drawing import AtlasPlan, Drawing, Page
from .drawn_images import has_enough, without_alpha, write_drawn
from .errors import AtlasFailed, Cancelled
from .language import tr
from .main_thread import in_main_thread, later_in_main_thread

SHARE_OF_DRAWING = 95
"""How much of the progress drawing takes, in percent; the rest is the engine's."""
_KEY_FILE = ".resume-key"


def draw_atlas(plan: AtlasPlan, job: ExportTileImages, feedback: QgsProcessingFeedback) -> None:
    """Draw the images of a job into the folder where the engine looks for them; what is there already is kept.

    Raises
    ------
    Cancelled, AtlasFailed
        The user cancelled, or a page cannot be drawn; the next run of the same job goes on from the images that are
        there.
    EmptyLayer, UnwritableOutput
        There is nothing to draw, or nowhere to write it.
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


def _write(page: Page, drawing: Drawing, job: ExportTileImages, folder: Path) -> None:
    image = without_alpha(page.image)
    if has_enough(image):
        write_drawn(image, page.ground, drawing.crs_wkt, folder / page.path, job.image_format, job.world_files)


@contextmanager
def _drawn_folder(job: ExportTileImages, key: str) -> Iterator[Path]:
    """Yield the folder for the images: what a run of the same job left there that was ended, else a new one."""
    folder = drawn_path(job.output)
    wanted = json.dumps([{**encode_job(job), "tiles": ""}, key], sort_keys=True)
    key_file = folder / _KEY_FILE
    if not key_file.is_file() or key_file.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        key_file.write_text(wanted, encoding="utf-8")
    kept = False
    try:
        yield folder
        kept = True
        key_file.unlink()
    except (AtlasFailed, Cancelled):
        kept = True
        raise
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
