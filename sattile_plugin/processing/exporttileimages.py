"""Algorithm: export an image library."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFolderDestination,
)

from ..bridge.language import tr
from ..contract.jobs import ExportTileImages
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .parameters import advanced, bands_of_raster, choice, choices, hidden, integer, raster, tiles
from .values import choices_of


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
            choice("IMAGE_FORMAT", image_format, choices_of(ExportTileImages, "image_format")),
            QgsProcessingParameterBoolean("WORLD_FILES", places),
            advanced(choices("ANNOTATIONS", lists, choices_of(ExportTileImages, "annotations"))),
            advanced(integer("TILE_SIZE_PX", size, 8, optional=True)),
            bands_of_raster(),
            hidden(choice("METHOD", method, choices_of(ExportTileImages, "method"))),
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Image library")),
        ]
