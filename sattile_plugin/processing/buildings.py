"""What the algorithms share that hold tiles against buildings: which buildings count, and what leaves a doubt."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsExpression,
    QgsProcessingContext,
    QgsProcessingParameterBand,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExpression,
    QgsProcessingParameterRasterLayer,
)

from ..bridge.language import tr
from ..bridge.layers import LayerInput
from ..contract.errors import InvalidOption
from ..contract.jobs import LabelTiles
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .parameters import advanced, bands_of_raster, choices, number
from .values import Readers, Reading, choices_of, read_source

_EXPRESSION = "BUILDINGS_EXPRESSION"
_AN_EXPRESSION = QT_TRANSLATE_NOOP("SatTile", "an expression of QGIS")


class BuildingsAlgorithm(SatTileAlgorithm):
    """Base of the algorithms with a buildings layer, of which an expression can choose."""

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: N802
        super().initAlgorithm(configuration)
        label = tr("Only buildings for which this expression holds")
        self.addParameter(
            advanced(QgsProcessingParameterExpression(_EXPRESSION, label, None, "BUILDINGS", optional=True))
        )

    def values(self, parameters: dict[str, Any], context: QgsProcessingContext, readers: Readers) -> dict[str, Any]:
        def filtered(reading: Reading) -> LayerInput:
            asked = reading.name == "BUILDINGS"
            return read_source(reading, self.parameterAsExpression(parameters, _EXPRESSION, context) if asked else "")

        return super().values(parameters, context, {**readers, "source": filtered} if "source" in readers else readers)

    def check(self, values: dict[str, Any], parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        # As text: read as an expression, a wrong one is taken for none.
        text = self.parameterAsString(parameters, _EXPRESSION, context)
        expression = QgsExpression(text)
        if text and expression.hasParserError():
            raise InvalidOption(option=_EXPRESSION.lower(), found=text, expected=_AN_EXPRESSION)


def kinds_and_dates() -> list[QgsProcessingParameterDefinition]:
    """Return what says which buildings count and which leave a doubt."""
    photo_date = tr("Day of the orthophoto")
    ignored, doubted = tr("Buildings that do not count"), tr("Buildings that leave a tile unsure")
    day = QgsProcessingParameterDateTime.Type.Date
    return [
        QgsProcessingParameterDateTime("PHOTO_DATE", photo_date, day, optional=True),
        advanced(number("MIN_BUILDING_AREA_M2", tr("Leave out buildings smaller than (m²)"), 0)),
        advanced(choices("IGNORED_KINDS", ignored, choices_of(LabelTiles, "ignored_kinds"))),
        advanced(choices("DOUBTED_KINDS", doubted, choices_of(LabelTiles, "doubted_kinds"))),
        advanced(number("EDGE_M", tr("A building that reaches in less than this leaves a tile unsure (m)"), 0)),
    ]


def trees() -> list[QgsProcessingParameterDefinition]:
    """Return what is needed to find buildings hidden by trees."""
    raster = tr("Orthophoto, to find buildings hidden by trees")
    infrared = tr("Band of near infrared, if there is one")
    hidden = tr("A tile is unsure where trees hide more than this share of its buildings")
    return [
        QgsProcessingParameterRasterLayer("RASTER", raster, optional=True),
        bands_of_raster(),
        advanced(QgsProcessingParameterBand("INFRARED_BAND", infrared, None, "RASTER", optional=True)),
        advanced(number("MAX_HIDDEN_RATIO", hidden, 0.01, 1)),
    ]
