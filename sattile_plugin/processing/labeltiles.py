"""Algorithm: label tiles by the buildings in them."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterDefinition

from ..bridge.language import tr
from ..contract.jobs import LabelTiles
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import TILE_COUNT
from .buildings import BuildingsAlgorithm, kinds_and_dates, trees
from .offers import BUILDINGS
from .parameters import extra_file, number, polygons, tiles, tiles_output


class LabelTilesAlgorithm(BuildingsAlgorithm):
    """Label tiles bati, non_bati or unsure."""

    job_class = LabelTiles
    title = QT_TRANSLATE_NOOP("SatTile", "Label tiles by buildings")
    styles = {"output": "tile_label"}  # noqa: RUF012
    measures = {  # noqa: RUF012
        "TILE_COUNT": TILE_COUNT,
        "BATI": ("bati", QT_TRANSLATE_NOOP("SatTile", "Tiles bâti")),
        "NON_BATI": ("non_bati", QT_TRANSLATE_NOOP("SatTile", "Tiles non bâti")),
        "UNSURE": ("unsure", QT_TRANSLATE_NOOP("SatTile", "Tiles unsure")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        least = tr("A tile is bâti from this built area on (m²)")
        most = tr("A tile is unsure above this built area, until it is bâti (m²)")
        table = tr("Table: tiles by built area from which a tile is bâti")
        picture = tr("Picture: example tiles near these areas")
        return [
            tiles(),
            polygons("BUILDINGS", tr("Buildings"), likely=BUILDINGS),
            number("MIN_BUILT_AREA_M2", least, 0),
            number("MAX_UNBUILT_AREA_M2", most, 0),
            *kinds_and_dates(),
            *trees(),
            tiles_output(tr("Labelled tiles")),
            extra_file("THRESHOLDS", table, tr("CSV file (*.csv)")),
            extra_file("EXAMPLES", picture, tr("PNG image (*.png)")),
        ]
