"""Algorithm: train a classifier."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsSettings,
)

from ..bridge.environment import WEIGHTS_SETTING
from ..bridge.language import tr
from ..contract.jobs import TrainClassifier
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import SatTileAlgorithm
from .parameters import POLYGONS, advanced, batch_size, choice, file, integer, label_field, number, places, seed, text
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

    offered = {"output": "MODEL", "metrics": "RUN"}  # noqa: RUF012
    page = QT_TRANSLATE_NOOP("SatTile", "Report of the training")

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        backbone = tr("Network")
        model = tr("Classifier")
        onnx = tr("ONNX model (*.onnx)")
        report_language = tr("Language of the report")
        return [
            *places(),
            advanced(label_field()),
            choice("BACKBONE", backbone, choices_of(TrainClassifier, "backbone")),
            *_network_definitions(),
            *_fitting_definitions(),
            *_threshold_definitions(),
            advanced(choice("LANGUAGE", report_language, choices_of(TrainClassifier, "language"))),
            advanced(text("LICENCE", tr("Licence of the model (SPDX name, empty: not said)"), optional=True)),
            batch_size(),
            seed(),
            QgsProcessingParameterFileDestination("OUTPUT", model, onnx),
        ]


def _fitting_definitions() -> list[QgsProcessingParameterDefinition]:
    epochs = tr("Passes of a network that learns from nothing, at most")
    fine_tune = tr("Passes with the top of the backbone unfrozen")
    augmentation = tr("How tiles are varied while training")
    class_weights = tr("Every class weighs the same, however many tiles it has")
    other_places = tr("Meant for other places too")
    smoothing = tr("Label smoothing (0 to 0.5)")
    mix = tr("Mixing of tiles where the network itself learns (mixup's alpha; 0: none)")
    return [
        advanced(integer("EPOCHS", epochs, 1)),
        advanced(integer("FINE_TUNE_EPOCHS", fine_tune, 0)),
        advanced(choice("AUGMENTATION", augmentation, choices_of(TrainClassifier, "augmentation"))),
        advanced(QgsProcessingParameterBoolean("CLASS_WEIGHTS", class_weights)),
        advanced(QgsProcessingParameterBoolean("FOR_OTHER_PLACES", other_places)),
        advanced(number("LABEL_SMOOTHING", smoothing, 0, 0.5)),
        advanced(number("MIX", mix, 0)),
    ]


def _threshold_definitions() -> list[QgsProcessingParameterDefinition]:
    rule = tr("What the threshold between bâti and non-bâti is chosen by")
    threshold = tr("Fixed threshold: probability from which a tile is bâti")
    share = tr("Largest share of built tiles missed, or of false alarms")
    cost = tr("What missing a built tile costs where a false alarm costs 1")
    return [
        choice("THRESHOLD_RULE", rule, choices_of(TrainClassifier, "threshold_rule")),
        advanced(number("THRESHOLD", threshold, 0, 1)),
        number("MAX_SHARE", share, 0, 1),
        advanced(number("MISSED_COST", cost, 0)),
    ]


def _network_definitions() -> list[QgsProcessingParameterDefinition]:
    buildings = tr("Cell by cell: buildings of each tile layer, in the same order")
    start_from = tr("Model to go on training from (its .keras file beside it)")
    weights = tr("ImageNet weights of the network (file; empty: downloaded)")
    width = tr("Width of MobileNetV2 (alpha of the weights)")
    size = tr("Side at which the network sees a tile (pixels; empty: that of the network)")
    pattern = tr("Keras weights (*.h5 *.keras)")
    default = QgsSettings().value(WEIGHTS_SETTING, "") or None
    return [
        advanced(QgsProcessingParameterMultipleLayers("BUILDINGS", buildings, POLYGONS, optional=True)),
        advanced(file("START_FROM", start_from, tr("ONNX model (*.onnx)"), optional=True)),
        advanced(file("BACKBONE_WEIGHTS", weights, pattern, default, optional=True)),
        advanced(number("BACKBONE_WIDTH", width, 0.35)),
        advanced(integer("TILE_SIZE_PX", size, 32, optional=True)),
    ]
