"""The provider: the list of SatTile's algorithms, in the order of the work."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .base import SatTileAlgorithm
from .buildtilegrid import BuildTileGridAlgorithm
from .checklabels import CheckLabelsAlgorithm
from .classifytiles import ClassifyTilesAlgorithm
from .clustercommunes import ClusterCommunesAlgorithm
from .comparewithbuildings import CompareWithBuildingsAlgorithm
from .describeimages import DescribeImagesAlgorithm
from .evaluateclassifier import EvaluateClassifierAlgorithm
from .exporttileimages import ExportTileImagesAlgorithm
from .labeltiles import LabelTilesAlgorithm
from .models import MODELS
from .report import ReportAlgorithm
from .samplescene import SampleSceneAlgorithm
from .segmenttiles import SegmentTilesAlgorithm
from .splittiles import SplitTilesAlgorithm
from .trainclassifier import TrainClassifierAlgorithm

ALGORITHMS: tuple[type[SatTileAlgorithm], ...] = (
    SampleSceneAlgorithm,
    BuildTileGridAlgorithm,
    LabelTilesAlgorithm,
    CheckLabelsAlgorithm,
    SplitTilesAlgorithm,
    ExportTileImagesAlgorithm,
    TrainClassifierAlgorithm,
    ClassifyTilesAlgorithm,
    EvaluateClassifierAlgorithm,
    ReportAlgorithm,
    CompareWithBuildingsAlgorithm,
    DescribeImagesAlgorithm,
    SegmentTilesAlgorithm,
    ClusterCommunesAlgorithm,
)


class SatTileProvider(QgsProcessingProvider):
    """Offers the algorithms to the toolbox, models, batch and ``qgis_process``."""

    def id(self) -> str:
        return "sattile"

    def name(self) -> str:
        return "SatTile"

    def icon(self) -> QIcon:
        return QIcon(":/sattile/sattile.svg")

    def svgIconPath(self) -> str:  # noqa: N802
        return ":/sattile/sattile.svg"

    def load(self) -> bool:
        QgsApplication.processingRegistry().providerAdded.connect(self._add_models)
        return bool(super().load())

    def loadAlgorithms(self) -> None:  # noqa: N802
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        if QgsApplication.processingRegistry().providerById(self.id()) is self:
            for model in MODELS:  # a model finds its algorithms by way of the registry
                self.addAlgorithm(model())

    def _add_models(self, provider_id: str) -> None:
        if provider_id == self.id():
            self.refreshAlgorithms()

    def supportsNonFileBasedOutput(self) -> bool:  # noqa: N802
        return False

    def supportedOutputVectorLayerExtensions(self) -> list[str]:  # noqa: N802
        return ["gpkg"]

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:  # noqa: N802, N803
        return "gpkg"
