"""Algorithm: find labels that are probably wrong."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterDefinition

from ..bridge.language import tr
from ..contract.fields import LABEL
from ..contract.jobs import CheckLabels
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import TILE_COUNT, SatTileAlgorithm
from .offers import tiles_with
from .parameters import advanced, backbone, bands_of_raster, folder, number, polygons, raster, seed, tiles_output


class CheckLabelsAlgorithm(SatTileAlgorithm):
    """Find labels that are probably wrong, and images that show nothing or are there twice."""

    job_class = CheckLabels
    title = QT_TRANSLATE_NOOP("SatTile", "Check labels")
    styles = {"output": "tile_suspicion"}  # noqa: RUF012
    measures = {  # noqa: RUF012
        "TILE_COUNT": TILE_COUNT,
        "FLAGGED": ("flagged", QT_TRANSLATE_NOOP("SatTile", "Tiles to look at")),
        "WRONG_LABEL_SHARE": (
            "wrong_label_share",
            QT_TRANSLATE_NOOP("SatTile", "Share of wrong labels, estimated"),
        ),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        library = tr("Image library instead of tiles (folder)")
        return [
            polygons("TILES", tr("Labelled tiles"), optional=True, likely=tiles_with(LABEL)),
            raster(optional=True),
            advanced(folder("LIBRARY", library)),
            bands_of_raster(),
            *backbone(),
            advanced(number("BLOCK_SIZE_M", tr("Side of a block (m), where the tiles have no block_id"), 0.01)),
            seed(),
            tiles_output(tr("Checked tiles")),
        ]
