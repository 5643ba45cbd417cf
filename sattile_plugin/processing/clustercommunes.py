"""Algorithm: cluster communes."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition, QgsProcessingParameterRasterLayer

from ..bridge.language import tr
from ..contract.fields import P_BATI, PREDICTED, SEGMENT
from ..contract.jobs import ClusterCommunes
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .communes_group import load_clusters
from .offers import COMMUNES, tiles_with
from .parameters import (
    advanced,
    bands_of_raster,
    choice,
    choices,
    column,
    features,
    file,
    flag,
    integer,
    language,
    polygons,
    range_of_k,
    seed,
    text,
    tiles_output,
)
from .values import choices_of


class ClusterCommunesAlgorithm(SatTileAlgorithm):
    """Group communes by what their imagery looks like."""

    job_class = ClusterCommunes
    title = QT_TRANSLATE_NOOP("SatTile", "Cluster communes")
    group_key = "communes"
    measures = {  # noqa: RUF012
        "COMMUNE_COUNT": ("commune_count", QT_TRANSLATE_NOOP("SatTile", "Number of communes")),
        "K": ("k", QT_TRANSLATE_NOOP("SatTile", "Number of clusters")),
        "SILHOUETTE": ("silhouette", QT_TRANSLATE_NOOP("SatTile", "Mean silhouette")),
        "STABILITY": ("stability", QT_TRANSLATE_NOOP("SatTile", "Stability")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        classified = tr("Classified tiles, for the share of bâti")
        segments = tr("Segmented tiles, for the share of each segment")
        photo = tr("Orthophoto, for a picture of typical tiles")
        return [
            polygons("COMMUNES", tr("Communes"), likely=COMMUNES),
            features(tr("Described tiles or communes")),
            integer("K", tr("Number of clusters (empty: chosen)"), 2, optional=True),
            choice("METHOD", tr("Method"), choices_of(ClusterCommunes, "method")),
            QgsProcessingParameterRasterLayer("RASTER", photo, optional=True),
            *self._people(),
            polygons("CLASSIFIED", classified, optional=True, likely=tiles_with(P_BATI, PREDICTED)),
            polygons("SEGMENTS", segments, optional=True, likely=tiles_with(SEGMENT)),
            advanced(choices("BASIS", tr("Group by"), choices_of(ClusterCommunes, "basis"))),
            advanced(text("NUMBER_BY", tr("Number the clusters by size, built, or a column, greatest first"))),
            advanced(column("NAME_FIELD", tr("Column that names the communes"), "COMMUNES")),
            advanced(file("NAMES_FROM", tr("Earlier result whose names are kept"), tr(_RESULT), optional=True)),
            *range_of_k(),
            advanced(flag("STANDARDISE", tr("Give every feature the same spread first"))),
            advanced(integer("COMPONENTS", tr("Principal components to keep (0: features as they are)"), 0)),
            advanced(flag("UMAP", tr("Lay the diagrams out by UMAP too (some 20 s)"))),
            bands_of_raster(),
            language(choices_of(ClusterCommunes, "language")),
            seed(),
            tiles_output(tr("Clusters of communes")),
        ]

    def results(self, outputs: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        load_clusters(outputs["output"], context, self.whole_layers("COMMUNES"))
        return {}

    def _people(self) -> list[QgsProcessingParameterDefinition]:
        """Return where the population stands and what it is joined by."""
        table = tr("Population of the communes (CSV, Excel or layer)")
        key = tr("Population: column of the code (empty: as in the communes)")
        settled = tr("Population: doubtful names, settled (CSV)")
        return [
            file("POPULATION", table, tr(_TABLES), optional=True),
            advanced(text("POPULATION_NAME", tr("Population: column of the name (empty: found)"), optional=True)),
            advanced(text("POPULATION_FIELD", tr("Population: column of the figure (empty: found)"), optional=True)),
            advanced(column("CODE_FIELD", tr("Column of the communes with their code"), "COMMUNES")),
            advanced(text("POPULATION_KEY", key, optional=True)),
            advanced(file("SETTLED", settled, tr("Table (*.csv)"), optional=True)),
        ]


_TABLES = QT_TRANSLATE_NOOP("SatTile", "Table or layer (*.csv *.xlsx *.gpkg *.shp *.geojson)")
_RESULT = QT_TRANSLATE_NOOP("SatTile", "Clusters of communes (*.gpkg)")
