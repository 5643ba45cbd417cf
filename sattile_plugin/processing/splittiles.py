"""Algorithm: split tiles into training, validation and test."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterString

from ..bridge.language import tr
from ..contract.jobs import SplitTiles
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .parameters import advanced, number, seed, tiles, tiles_output


class SplitTilesAlgorithm(SatTileAlgorithm):
    """Split tiles by spatial blocks."""

    job_class = SplitTiles
    title = QT_TRANSLATE_NOOP("SatTile", "Split tiles for training")
    style = "tile_split"
    measures = {  # noqa: RUF012
        "TRAIN": ("train", QT_TRANSLATE_NOOP("SatTile", "Training tiles")),
        "VALIDATION": ("validation", QT_TRANSLATE_NOOP("SatTile", "Validation tiles")),
        "TEST": ("test", QT_TRANSLATE_NOOP("SatTile", "Test tiles")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        shares = tr("Shares of training, validation and test")
        counts = tr("Numbers of tiles instead of shares, such as 10000 2000 100")
        return [
            tiles(),
            QgsProcessingParameterString("SHARES", shares),
            advanced(QgsProcessingParameterString("COUNTS", counts, optional=True)),
            number("BLOCK_SIZE_M", tr("Side of a block (m)"), 0.01),
            seed(),
            tiles_output(tr("Split tiles")),
        ]
