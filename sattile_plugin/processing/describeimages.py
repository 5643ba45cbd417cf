"""Algorithm: describe images."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
)

from ..bridge.language import tr
from ..contract.jobs import DescribeImages
from ..contract.paths import like_path
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .loading import Arrival, load_extra
from .offers import tiles_with
from .parameters import (
    FEATURES_PATTERN,
    POLYGONS,
    advanced,
    backbone,
    bands_of_raster,
    choice,
    column,
    file,
    polygons,
    raster,
    text,
)
from .values import choices_of

_LIKE = "LIKE_TILES"
_LIKE_TITLE = QT_TRANSLATE_NOOP("SatTile", "Tiles by likeness")


class DescribeImagesAlgorithm(SatTileAlgorithm):
    """Describe each tile, or each commune, by the features that a network finds in its image."""

    job_class = DescribeImages
    title = QT_TRANSLATE_NOOP("SatTile", "Describe images")
    group_key = "communes"
    measures = {  # noqa: RUF012
        "DESCRIBED": ("described", QT_TRANSLATE_NOOP("SatTile", "Images described")),
        "NO_IMAGE": ("no_image", QT_TRANSLATE_NOOP("SatTile", "Left out for want of an image")),
    }
    offered = {"output": "FEATURES"}  # noqa: RUF012

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        outline = choice("OUTLINE", tr("Image of a commune"), choices_of(DescribeImages, "outline"))
        views = choice("VIEWS", tr("Ways an image is laid before its features are averaged"), ("1", "4", "8"))
        return [
            raster(),
            polygons("TILES", tr("Tiles"), optional=True, likely=tiles_with()),
            polygons("COMMUNES", tr("Communes instead of tiles, one image each"), optional=True),
            advanced(column("NAME_FIELD", tr("Column that names the communes"), "COMMUNES")),
            advanced(outline),
            text("LIKE", tr("Find the tiles like this one (tile_id)"), optional=True),
            advanced(file("MODEL", tr("Classifier that describes instead"), tr("ONNX model (*.onnx)"), optional=True)),
            *backbone(),
            advanced(views),
            bands_of_raster(),
            QgsProcessingParameterFileDestination("OUTPUT", tr("Features"), tr(FEATURES_PATTERN)),
        ]

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: N802
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputVectorLayer(_LIKE, tr(_LIKE_TITLE), POLYGONS))

    def results(self, outputs: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        if not self._inputs.get("like"):
            return {}
        found = like_path(outputs["output"])
        load_extra(found, tr(_LIKE_TITLE), _LIKE, Arrival("tile_likeness", self.over(outputs)), context)
        return {_LIKE: found}
