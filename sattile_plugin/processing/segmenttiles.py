"""Algorithm: segment tiles."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterMapLayer,
)

from ..bridge.language import tr
from ..bridge.style import store_style
from ..contract.fields import COMMUNES_LAYER
from ..contract.jobs import SegmentTiles
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import TILE_COUNT, SatTileAlgorithm
from .communes_group import load_segments
from .loading import Arrival, load_extra
from .parameters import (
    POLYGONS,
    RASTERS,
    advanced,
    column,
    features,
    flag,
    integer,
    polygons,
    range_of_k,
    seed,
    tiles_output,
)

_SHARES = "COMMUNE_SHARES"
_SHARES_STYLE = "commune_segments"
_SHARES_TITLE = QT_TRANSLATE_NOOP("SatTile", "Segments by commune")


class SegmentTilesAlgorithm(SatTileAlgorithm):
    """Sort described tiles into classes of land use that nobody named before."""

    job_class = SegmentTiles
    title = QT_TRANSLATE_NOOP("SatTile", "Segment tiles")
    group_key = "communes"
    measures = {  # noqa: RUF012
        "TILE_COUNT": TILE_COUNT,
        "K": ("k", QT_TRANSLATE_NOOP("SatTile", "Number of segments")),
        "OVERALL_ACCURACY": ("overall_accuracy", QT_TRANSLATE_NOOP("SatTile", "Overall accuracy")),
        "ARI": ("ari", QT_TRANSLATE_NOOP("SatTile", "Adjusted Rand index (ARI)")),
        "NMI": ("nmi", QT_TRANSLATE_NOOP("SatTile", "Normalised mutual information (NMI)")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        reference = tr("Known land use to compare with (polygons or raster)")
        drawn = tr("Tiles that look alike, to whose mean each is drawn (0: none)")
        return [
            features(tr("Described tiles")),
            integer("K", tr("Number of segments (empty: chosen)"), 2, optional=True),
            integer("SMOOTHING", tr("Smooth the map, so many times"), 0),
            polygons("COMMUNES", tr("Communes, for their shares"), optional=True),
            advanced(column("NAME_FIELD", tr("Column that names the communes"), "COMMUNES")),
            QgsProcessingParameterMapLayer("REFERENCE", reference, optional=True, types=[POLYGONS, RASTERS]),
            column("REFERENCE_FIELD", tr("Column of the known land use"), "REFERENCE"),
            *range_of_k(),
            advanced(flag("STANDARDISE", tr("Give every feature the same spread first"))),
            advanced(integer("COMPONENTS", tr("Principal components to keep (0: features as they are)"), 0)),
            advanced(integer("NEIGHBOURS", drawn, 0)),
            seed(),
            tiles_output(tr("Segments")),
        ]

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: N802
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputVectorLayer(_SHARES, tr(_SHARES_TITLE), POLYGONS))

    def results(self, outputs: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        path = outputs["output"]
        load_segments(path, context)
        if "communes" not in self._inputs:
            return {}
        shares = f"{path}|layername={COMMUNES_LAYER}"
        if context.willLoadLayerOnCompletion(path):
            load_extra(shares, tr(_SHARES_TITLE), _SHARES, Arrival(_SHARES_STYLE), context)
        else:
            store_style(shares, _SHARES_STYLE)
        return {_SHARES: shares}
