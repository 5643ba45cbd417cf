"""Algorithm: the report of a run."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterFileDestination

from ..bridge.language import tr, user_language
from ..contract.jobs import Report
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .parameters import choice, run_file
from .values import choices_of


class ReportAlgorithm(SatTileAlgorithm):
    """Write the report of a training, an evaluation or a result layer."""

    job_class = Report
    title = QT_TRANSLATE_NOOP("SatTile", "Report")
    group_key = "classifier"

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        run = tr("What training or evaluation wrote (JSON), or a layer that SatTile wrote (GeoPackage)")
        runs = tr("Run of SatTile (*.json *.gpkg)")
        language = tr("Language of the report")
        report = tr("Report")
        page = tr("Web page (*.html)")
        return [
            run_file(run, runs),
            choice("LANGUAGE", language, choices_of(Report, "language")),
            QgsProcessingParameterFileDestination("OUTPUT", report, page),
        ]

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: N802
        super().initAlgorithm(configuration)
        number = choices_of(Report, "language").index(user_language())
        self.parameterDefinition("LANGUAGE").setDefaultValue(number)
