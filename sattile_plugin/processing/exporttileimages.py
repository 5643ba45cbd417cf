"""Algorithm: export an image library."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFolderDestination,
)

from ..bridge.atlas import SHARE_OF_DRAWING, draw_atlas
from ..bridge.atlas_drawing import AtlasPlan
from ..bridge.environment import find_engine
from ..bridge.language import tr
from ..contract.jobs import ExportTileImages
from ..contract.library import drawn_path
from ..contract.messages import Done
from ..contract.texts import QT_TRANSLATE_NOOP
from .atlas_inputs import atlas_parameters, atlas_plan, drawn_raster
from .base import SatTileAlgorithm, said_to_the_user
from .parameters import advanced, bands_of_raster, choice, choices, integer, raster, tiles
from .values import Readers, choices_of


class ExportTileImagesAlgorithm(SatTileAlgorithm):
    """Write an image for each tile, in folders by part and label."""

    job_class = ExportTileImages
    title = QT_TRANSLATE_NOOP("SatTile", "Export tile images")
    group_key = "tiles"
    measures = {  # noqa: RUF012
        "IMAGE_COUNT": ("image_count", QT_TRANSLATE_NOOP("SatTile", "Number of images")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        size = tr("Side of an image in pixels (empty: as in the orthophoto)")
        method = tr("Method")
        image_format = tr("Format of the images")
        places = tr("Write the place of each image beside it (world file)")
        lists = tr("Lists for other tools besides the manifest")
        return [
            tiles(),
            raster(),
            choice("METHOD", method, choices_of(ExportTileImages, "method")),
            choice("IMAGE_FORMAT", image_format, choices_of(ExportTileImages, "image_format")),
            QgsProcessingParameterBoolean("WORLD_FILES", places),
            advanced(choices("ANNOTATIONS", lists, choices_of(ExportTileImages, "annotations"))),
            advanced(integer("TILE_SIZE_PX", size, 8, optional=True)),
            bands_of_raster(),
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Image library")),
        ]

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: N802
        super().initAlgorithm(configuration)
        for definition in atlas_parameters():
            self.addParameter(definition)

    def values(self, parameters: dict[str, Any], context: QgsProcessingContext, readers: Readers) -> dict[str, Any]:
        if "raster" in readers and self._by_atlas(parameters, context):
            readers = {**readers, "raster": drawn_raster}
        return super().values(parameters, context, readers)

    def checkParameterValues(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        if self._by_atlas(parameters, context):
            parameters = {**parameters, "BANDS": None}
        return super().checkParameterValues(parameters, context)

    def check(self, values: dict[str, Any], parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        if self._by_atlas(parameters, context):
            atlas_plan(self, parameters, context)

    def prepareAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._plan: Optional[AtlasPlan] = None
        if self._by_atlas(parameters, context):
            with said_to_the_user():
                self._plan = atlas_plan(self, parameters, context)
        return super().prepareAlgorithm(parameters, context, feedback)

    def carry_out(  # type: ignore[override]
        self, job: ExportTileImages, outputs: Iterable[str], folder: Path, feedback: QgsProcessingFeedback
    ) -> Done:
        if self._plan is None:
            return super().carry_out(job, outputs, folder, feedback)
        find_engine()
        draw_atlas(self._plan, job, feedback)
        rest = QgsProcessingMultiStepFeedback(100 // (100 - SHARE_OF_DRAWING), feedback)
        rest.setCurrentStep(100 // (100 - SHARE_OF_DRAWING) - 1)
        try:
            return super().carry_out(job, outputs, folder, rest)
        finally:
            shutil.rmtree(drawn_path(job.output), ignore_errors=True)

    def _by_atlas(self, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
        number = self.parameterAsEnum(parameters, "METHOD", context)
        return choices_of(ExportTileImages, "method")[number] == "atlas"
