"""Algorithm: classify tiles."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterDefinition

from ..bridge.language import tr
from ..contract.jobs import ClassifyTiles
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import TILE_COUNT, SatTileAlgorithm
from .parameters import advanced, bands_of_raster, batch_size, flag, model, raster, tiles, tiles_output


class ClassifyTilesAlgorithm(SatTileAlgorithm):
    """Give each tile its probability of being bâti."""

    job_class = ClassifyTiles
    title = QT_TRANSLATE_NOOP("SatTile", "Classify tiles")
    group_key = "classifier"
    styles = {"output": "tile_classified"}  # noqa: RUF012
    measures = {  # noqa: RUF012
        "TILE_COUNT": TILE_COUNT,
        "BATI": ("bati", QT_TRANSLATE_NOOP("SatTile", "Tiles bâti")),
        "NON_BATI": ("non_bati", QT_TRANSLATE_NOOP("SatTile", "Tiles non bâti")),
        "NO_IMAGE": ("no_image", QT_TRANSLATE_NOOP("SatTile", "Tiles without image")),
        "OUT_OF_DOMAIN": ("out_of_domain", QT_TRANSLATE_NOOP("SatTile", "Tiles unlike those of training")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        symmetries = tr("Look at each tile in its eight symmetries (surer, eight times as slow)")
        return [
            tiles(),
            raster(),
            model(),
            bands_of_raster(),
            batch_size(),
            advanced(flag("SYMMETRIES", symmetries)),
            advanced(flag("ADAPT", tr("Fit to a new place by its own tiles"))),
            tiles_output(tr("Classified tiles")),
        ]
