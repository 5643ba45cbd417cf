"""Algorithm: measure a classifier."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterVectorDestination,
    QgsVectorLayer,
)

from ..bridge.language import tr
from ..bridge.style import store_style
from ..contract.fields import BLOCKS_LAYER, COMMUNES_LAYER
from ..contract.jobs import EvaluateClassifier
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import TILE_COUNT, SatTileAlgorithm
from .loading import Arrival, load_extra
from .parameters import (
    POLYGONS,
    advanced,
    choice,
    column,
    file,
    flag,
    integer,
    label_field,
    language,
    model,
    places,
    polygons,
    seed,
)
from .values import choices_of

_AREAS = {
    "BLOCK_ACCURACY": (BLOCKS_LAYER, "block_accuracy", QT_TRANSLATE_NOOP("SatTile", "Accuracy by block")),
    "COMMUNE_ACCURACY": (COMMUNES_LAYER, "commune_accuracy", QT_TRANSLATE_NOOP("SatTile", "Accuracy by commune")),
}
"""Layers beside the tiles: name of the output, layer in the file, style and title; the last that is there is shown."""


class EvaluateClassifierAlgorithm(SatTileAlgorithm):
    """Measure a classifier on labelled tiles."""

    job_class = EvaluateClassifier
    title = QT_TRANSLATE_NOOP("SatTile", "Evaluate a classifier")
    group_key = "classifier"
    styles = {"layer": "tile_outcome"}  # noqa: RUF012
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

    offered = {"output": "RUN"}  # noqa: RUF012
    page = QT_TRANSLATE_NOOP("SatTile", "Report of the evaluation")

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        part = tr("Measure on")
        report = tr("Report of accuracy")
        pattern = tr("JSON file (*.json)")
        return [
            model(),
            *places(),
            advanced(label_field()),
            choice("PART", part, choices_of(EvaluateClassifier, "part")),
            *_comparisons(),
            advanced(flag("ADAPT", tr("Fit to a new place by its own tiles"))),
            advanced(flag("SYMMETRIES", tr("Look at each tile in its eight symmetries (surer, eight times as slow)"))),
            language(choices_of(EvaluateClassifier, "language")),
            seed(),
            QgsProcessingParameterFileDestination("OUTPUT", report, pattern),
            *_extra_outputs(),
        ]

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: N802
        super().initAlgorithm(configuration)
        for output, (_, _, title) in _AREAS.items():
            self.addOutput(QgsProcessingOutputVectorLayer(output, tr(title), POLYGONS))

    def results(self, outputs: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        if "layer" not in outputs:
            return {}
        paths = {output: f"{outputs['layer']}|layername={layer}" for output, (layer, _, _) in _AREAS.items()}
        found = {output: path for output, path in paths.items() if QgsVectorLayer(path, output, "ogr").isValid()}
        for output, path in found.items():
            _, style, title = _AREAS[output]
            if context.willLoadLayerOnCompletion(outputs["layer"]):
                arrival = Arrival(style, below=outputs["layer"], shown=output == list(found)[-1])
                load_extra(path, tr(title), output, arrival, context)
            else:
                store_style(path, style)
        return found


def _comparisons() -> list[QgsProcessingParameterDefinition]:
    """Return what accuracy is told apart by: another model, communes, land use."""
    pattern = tr("ONNX model (*.onnx)")
    return [
        file("OTHER_MODEL", tr("Another classifier, to compare on the same tiles"), pattern, optional=True),
        polygons("COMMUNES", tr("Communes, for the accuracy in each"), optional=True),
        column("COMMUNE_FIELD", tr("Column that names the communes"), "COMMUNES"),
        polygons("LAND_USE", tr("Land use, for the accuracy on each"), optional=True),
        column("LAND_USE_FIELD", tr("Column of the land use"), "LAND_USE"),
    ]


def _extra_outputs() -> list[QgsProcessingParameterDefinition]:
    """Return the map of errors and the pictures of the worst of them."""
    layer = tr("Map of errors")
    errors = tr("Worst errors as pictures (folder)")
    options = {"optional": True, "createByDefault": False}
    return [
        QgsProcessingParameterVectorDestination("LAYER", layer, POLYGONS, **options),
        QgsProcessingParameterFolderDestination("ERRORS", errors, **options),
        advanced(integer("MAX_ERRORS", tr("Number of errors to draw"), 1)),
    ]
