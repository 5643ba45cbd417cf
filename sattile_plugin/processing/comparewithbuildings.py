"""Algorithm: compare classified tiles with buildings."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterField,
)

from ..bridge.language import tr
from ..bridge.style import store_style
from ..contract.fields import COMMUNES_LAYER, P_BATI, PREDICTED
from ..contract.jobs import CompareWithBuildings
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import TILE_COUNT
from .buildings import BuildingsAlgorithm, kinds_and_dates, trees
from .loading import Arrival, load_extra
from .offers import BUILDINGS, tiles_with
from .parameters import POLYGONS, advanced, number, polygons, tiles_output

_TOTALS = "COMMUNE_TOTALS"
_TOTALS_STYLE = "commune_finding"
_TOTALS_TITLE = QT_TRANSLATE_NOOP("SatTile", "Findings by commune")


class CompareWithBuildingsAlgorithm(BuildingsAlgorithm):
    """Find what is new on the photo and what is gone from it."""

    job_class = CompareWithBuildings
    title = QT_TRANSLATE_NOOP("SatTile", "Compare with buildings")
    group_key = "classifier"
    styles = {"output": "tile_finding"}  # noqa: RUF012
    measures = {  # noqa: RUF012
        "TILE_COUNT": TILE_COUNT,
        "NEW": ("new", QT_TRANSLATE_NOOP("SatTile", "Tiles new on the photo")),
        "GONE": ("gone", QT_TRANSLATE_NOOP("SatTile", "Tiles gone from the photo")),
        "TO_REVIEW": ("to_review", QT_TRANSLATE_NOOP("SatTile", "Tiles to look at")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        least = tr("A tile is bâti from this built area on (m²)")
        most = tr("Buildings too small for bâti explain the model above this built area (m²)")
        return [
            polygons("TILES", tr("Classified tiles"), likely=tiles_with(P_BATI, PREDICTED)),
            polygons("BUILDINGS", tr("Buildings"), likely=BUILDINGS),
            polygons("COMMUNES", tr("Communes, for totals"), optional=True),
            QgsProcessingParameterField(
                "COMMUNE_FIELD", tr("Column that names the communes"), None, "COMMUNES", optional=True
            ),
            number("MIN_BUILT_AREA_M2", least, 0),
            advanced(number("MAX_UNBUILT_AREA_M2", most, 0)),
            *kinds_and_dates(),
            *trees(),
            tiles_output(tr("Compared tiles")),
        ]

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: N802
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputVectorLayer(_TOTALS, tr(_TOTALS_TITLE), POLYGONS))

    def results(self, outputs: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        if "communes" not in self._inputs:
            return {}
        totals = f"{outputs['output']}|layername={COMMUNES_LAYER}"
        if context.willLoadLayerOnCompletion(outputs["output"]):
            load_extra(totals, tr(_TOTALS_TITLE), _TOTALS, Arrival(_TOTALS_STYLE, below=outputs["output"]), context)
        else:
            store_style(totals, _TOTALS_STYLE)
        return {_TOTALS: totals}
