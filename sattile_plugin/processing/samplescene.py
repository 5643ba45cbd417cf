"""Algorithm: paint a sample scene."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFolderDestination,
)

from ..bridge.language import tr
from ..contract.jobs import SampleScene
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .loading import Arrival, load_extra
from .parameters import number, seed

PARTS = {
    "ORTHO": ("ortho.tif", "", QT_TRANSLATE_NOOP("SatTile", "Sample orthophoto")),
    "BUILDINGS": ("buildings.gpkg", "buildings", QT_TRANSLATE_NOOP("SatTile", "Sample buildings")),
    "COMMUNES": ("communes.gpkg", "communes", QT_TRANSLATE_NOOP("SatTile", "Sample communes")),
}
"""File, style and name of each layer of the scene, from the bottom of the map to its top."""


class SampleSceneAlgorithm(SatTileAlgorithm):
    """Paint an orthophoto with its buildings and communes, and load them."""

    job_class = SampleScene
    title = QT_TRANSLATE_NOOP("SatTile", "Paint a sample scene")
    group_key = "try"

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        return [
            number("SIZE_M", tr("Side of the scene (m)"), 100, 20_000),
            number("RESOLUTION_M_PER_PX", tr("Ground sampling distance (m)"), 0.05),
            seed(),
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder of the scene")),
        ]

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: N802
        super().initAlgorithm(configuration)
        for name, (_, style, label) in PARTS.items():
            output = QgsProcessingOutputVectorLayer if style else QgsProcessingOutputRasterLayer
            self.addOutput(output(name, tr(label)))

    def results(self, outputs: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        paths = {name: str(Path(outputs["output"]) / file) for name, (file, _, _) in PARTS.items()}
        for name, (_, style, label) in PARTS.items():
            below = "" if style else paths["BUILDINGS"]
            load_extra(paths[name], tr(label), name, Arrival(style, below=below), context)
        return paths
