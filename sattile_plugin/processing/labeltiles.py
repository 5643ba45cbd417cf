"""Algorithm: label tiles by the buildings in them."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterDefinition

from ..bridge.language import tr
from ..contract.jobs import LabelTiles
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import TILE_COUNT, SatTileAlgorithm
from .parameters import advanced, number, polygons, tiles, tiles_output


class LabelTilesAlgorithm(SatTileAlgorithm):
    """Label tiles bati, non_bati or unsure."""

    job_class = LabelTiles
    title = QT_TRANSLATE_NOOP("SatTile", "Label tiles by buildings")
    style = "tile_label"
    measures = {  # noqa: RUF012
        "TILE_COUNT": TILE_COUNT,
        "BATI": ("bati", QT_TRANSLATE_NOOP("SatTile", "Tiles bâti")),
        "NON_BATI": ("non_bati", QT_TRANSLATE_NOOP("SatTile", "Tiles non bâti")),
        "UNSURE": ("unsure", QT_TRANSLATE_NOOP("SatTile", "Tiles unsure")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        least = tr("A tile is bâti from this built area on (m²)")
        most = tr("A tile is unsure above this built area (m²; empty: none is unsure)")
        building = tr("Leave out buildings smaller than (m²)")
        return [
            tiles(),
            polygons("BUILDINGS", tr("Buildings")),
            number("MIN_BUILT_AREA_M2", least, 0),
            number("MAX_UNBUILT_AREA_M2", most, 0, optional=True),
            advanced(number("MIN_BUILDING_AREA_M2", building, 0)),
            tiles_output(tr("Labelled tiles")),
        ]
