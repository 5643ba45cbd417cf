"""Algorithm: lay a grid of tiles."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterLayer,
)

from ..bridge.language import tr
from ..bridge.layers import LayerInput
from ..contract.jobs import BuildTileGrid
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import TILE_COUNT, SatTileAlgorithm
from .checks import check_in_metres
from .offers import PHOTO_FILE, offer
from .parameters import choice, number, polygons, tiles_output
from .values import Readers, choices_of, crs_text, read_extent


class BuildTileGridAlgorithm(SatTileAlgorithm):
    """Lay aligned square tiles over a raster, areas or an extent."""

    job_class = BuildTileGrid
    title = QT_TRANSLATE_NOOP("SatTile", "Build a tile grid")
    styles = {"output": "tile_grid"}  # noqa: RUF012
    measures = {"TILE_COUNT": TILE_COUNT}  # noqa: RUF012

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        inside = tr("Tiles to keep at the border")
        raster = tr("Either: raster whose footprint is tiled")
        areas = tr("Or: areas to tile")
        extent = tr("Or: extent to tile")
        crs = tr("Coordinate system of the tiles, in metres (else that of the above)")
        photo = QgsProcessingParameterRasterLayer("RASTER", raster, optional=True)
        offer(photo, PHOTO_FILE)
        return [
            photo,
            polygons("AREAS", areas, optional=True),
            QgsProcessingParameterExtent("EXTENT", extent, optional=True),
            number("TILE_SIZE_M", tr("Side of a tile (m)"), 0.01),
            QgsProcessingParameterCrs("CRS", crs, optional=True),
            choice("INSIDE", inside, choices_of(BuildTileGrid, "inside")),
            tiles_output(tr("Tile grid")),
        ]

    def values(self, parameters: dict[str, Any], context: QgsProcessingContext, readers: Readers) -> dict[str, Any]:
        values = super().values(parameters, context, readers)
        if "extent" in values and "crs" not in values:
            values["crs"] = crs_text(read_extent(self, parameters, context)[0])
        return values

    def check(self, values: dict[str, Any], parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        crs = self.parameterAsCrs(parameters, "CRS", context)
        if "extent" in values:
            check_in_metres(self.parameterDefinition("EXTENT").description(), *read_extent(self, parameters, context))
            return
        place: LayerInput = values["raster" if "raster" in values else "areas"]
        if crs.isValid():
            check_in_metres(self.parameterDefinition("CRS").description(), crs, place.extent_in(crs))
        else:
            check_in_metres(place.name, place.crs, place.extent)
