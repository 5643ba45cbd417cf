"""Algorithm: train a classifier."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterFileDestination, QgsSettings

from ..bridge.environment import WEIGHTS_SETTING
from ..bridge.language import tr
from ..contract.jobs import TrainClassifier
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .parameters import advanced, batch_size, choice, file, integer, number, places, seed
from .values import choices_of


class TrainClassifierAlgorithm(SatTileAlgorithm):
    """Train a classifier of tile images."""

    job_class = TrainClassifier
    title = QT_TRANSLATE_NOOP("SatTile", "Train a classifier")
    group_key = "classifier"
    measures = {  # noqa: RUF012
        "VALIDATION_ACCURACY": (
            "validation.accuracy",
            QT_TRANSLATE_NOOP("SatTile", "Accuracy on validation tiles"),
        ),
        "TEST_ACCURACY": ("test.accuracy", QT_TRANSLATE_NOOP("SatTile", "Accuracy on test tiles")),
    }

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        backbone = tr("Network")
        epochs = tr("Passes over the training tiles, at most")
        fine_tune = tr("Passes with the top of MobileNetV2 unfrozen")
        model = tr("Classifier")
        onnx = tr("ONNX model (*.onnx)")
        return [
            *places(),
            choice("BACKBONE", backbone, choices_of(TrainClassifier, "backbone")),
            integer("EPOCHS", epochs, 1),
            advanced(integer("FINE_TUNE_EPOCHS", fine_tune, 0)),
            *_network_definitions(),
            batch_size(),
            seed(),
            QgsProcessingParameterFileDestination("OUTPUT", model, onnx),
        ]


def _network_definitions() -> list[QgsProcessingParameterDefinition]:
    weights = tr("Weights of MobileNetV2 (file; empty: downloaded)")
    width = tr("Width of MobileNetV2 (alpha of the weights)")
    size = tr("Side at which the network sees a tile (pixels; empty: that of the network)")
    pattern = tr("Keras weights (*.h5 *.keras)")
    default = QgsSettings().value(WEIGHTS_SETTING, "") or None
    return [
        advanced(file("BACKBONE_WEIGHTS", weights, pattern, default, optional=True)),
        advanced(number("BACKBONE_WIDTH", width, 0.35)),
        advanced(integer("TILE_SIZE_PX", size, 32, optional=True)),
    ]
