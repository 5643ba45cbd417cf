"""Algorithm: measure a classifier."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterFileDestination

from ..bridge.language import tr
from ..contract.jobs import EvaluateClassifier
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import TILE_COUNT, SatTileAlgorithm
from .parameters import advanced, choice, label_field, model, places, seed
from .values import choices_of


class EvaluateClassifierAlgorithm(SatTileAlgorithm):
    """Measure a classifier on labelled tiles."""

    job_class = EvaluateClassifier
    title = QT_TRANSLATE_NOOP("SatTile", "Evaluate a classifier")
    group_key = "classifier"
    measures = {  # noqa: RUF012
        "TILE_COUNT": TILE_COUNT,
        "ACCURACY": ("accuracy", QT_TRANSLATE_NOOP("SatTile", "Accuracy")),
        "BALANCED_ACCURACY": ("balanced_accuracy", QT_TRANSLATE_NOOP("SatTile", "Balanced accuracy")),
        "PRECISION": ("precision", QT_TRANSLATE_NOOP("SatTile", "Precision of bâti")),
        "RECALL": ("recall", QT_TRANSLATE_NOOP("SatTile", "Recall of bâti")),
        "F1": ("f1", QT_TRANSLATE_NOOP("SatTile", "F1 of bâti")),
        "ROC_AUC": ("roc_auc", QT_TRANSLATE_NOOP("SatTile", "Area under the ROC curve")),
        "PR_AUC": ("pr_auc", QT_TRANSLATE_NOOP("SatTile", "Area under the precision-recall curve")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        part = tr("Measure on")
        report = tr("Report of accuracy")
        pattern = tr("JSON file (*.json)")
        return [
            model(),
            *places(),
            advanced(label_field()),
            choice("PART", part, choices_of(EvaluateClassifier, "part")),
            seed(),
            QgsProcessingParameterFileDestination("OUTPUT", report, pattern),
        ]
