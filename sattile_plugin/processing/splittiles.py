"""Algorithm: split tiles into training, validation and test."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterDefinition,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..bridge.language import tr
from ..contract.fields import LABEL
from ..contract.jobs import SplitTiles
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .parameters import POLYGONS, advanced, number, optional_number, polygons, seed, tiles, tiles_output


class SplitTilesAlgorithm(SatTileAlgorithm):
    """Split tiles by spatial blocks."""

    job_class = SplitTiles
    title = QT_TRANSLATE_NOOP("SatTile", "Split tiles for training")
    styles = {"output": "tile_split", "blocks": "tile_split"}  # noqa: RUF012
    measures = {  # noqa: RUF012
        "TRAIN": ("train", QT_TRANSLATE_NOOP("SatTile", "Training tiles")),
        "VALIDATION": ("validation", QT_TRANSLATE_NOOP("SatTile", "Validation tiles")),
        "TEST": ("test", QT_TRANSLATE_NOOP("SatTile", "Test tiles")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        shares = tr("Shares of training, validation and test")
        counts = tr("Numbers of tiles instead of shares, such as 10000 2000 100")
        suspicion = tr("Leave out labels more suspicious than this, after a check (empty: none)")
        blocks = tr("Blocks with their part")
        return [
            tiles(LABEL),
            QgsProcessingParameterString("SHARES", shares),
            advanced(QgsProcessingParameterString("COUNTS", counts, optional=True)),
            number("BLOCK_SIZE_M", tr("Side of a block (m)"), 0.01),
            *_areas(),
            number("BUFFER_M", tr("Leave out tiles nearer than this to another part (m)"), 0),
            advanced(optional_number("MAX_SUSPICION", suspicion, 0, 1)),
            advanced(optional_number("BATI_SHARE", tr("Share of bâti tiles in each part (empty: as found)"), 0, 1)),
            seed(),
            tiles_output(tr("Split tiles")),
            QgsProcessingParameterVectorDestination("BLOCKS", blocks, POLYGONS, optional=True, createByDefault=False),
        ]


def _areas() -> list[QgsProcessingParameterDefinition]:
    """Return the areas that can stand for blocks."""
    field = tr("Column that names the areas")
    return [
        polygons("AREAS", tr("Areas instead of square blocks, such as communes"), optional=True),
        advanced(QgsProcessingParameterField("AREAS_FIELD", field, None, "AREAS", optional=True)),
    ]
