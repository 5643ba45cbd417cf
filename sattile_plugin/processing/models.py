"""The model that ships with the plugin: a chain of its algorithms, offered as an algorithm of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingModelAlgorithm, QgsSettings

from ..bridge.environment import WEIGHTS_SETTING
from ..bridge.language import help_text, tr
from ..contract.texts import QT_TRANSLATE_NOOP
from .base import GROUPS
from .helppage import help_html
from .offers import BUILDINGS, ORTHOPHOTO, offer

FOLDER = Path(__file__).resolve().parents[1] / "models"
TEXT_KEYS = {"description", "component_description", "model_name", "filefilter"}
"""Where the texts for the user stand in a model, besides its help and the options of a choice."""


class TrainingSetModel(QgsProcessingModelAlgorithm):
    """From an orthophoto and a buildings layer to a checked, split image library."""

    path = FOLDER / "training_set.model3"
    title = QT_TRANSLATE_NOOP("SatTile", "Make a training set (model)")
    group_key = "tiles"

    def __init__(self) -> None:
        super().__init__()
        self.loadVariant(read_model(self.path).toVariant())
        weights = self.parameterDefinition("BACKBONE_WEIGHTS")
        weights.setDefaultValue(QgsSettings().value(WEIGHTS_SETTING, "") or None)
        offer(self.parameterDefinition("RASTER"), ORTHOPHOTO)
        offer(self.parameterDefinition("BUILDINGS"), BUILDINGS)

    def createInstance(self) -> TrainingSetModel:  # noqa: N802
        return type(self)()

    def name(self) -> str:
        return "trainingset"

    def displayName(self) -> str:  # noqa: N802
        return tr(self.title)

    def group(self) -> str:
        return tr(GROUPS[self.group_key])

    def groupId(self) -> str:  # noqa: N802
        return self.group_key

    def shortHelpString(self) -> str:  # noqa: N802
        return help_html(help_text(self.name()))

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        results: dict[str, Any] = super().processAlgorithm(parameters, context, feedback)
        # QGIS names the layers of a model by the keys of its outputs, which no language has.
        for definition in self.destinationParameterDefinitions():
            path = results.get(definition.name())
            if path is not None and context.willLoadLayerOnCompletion(path):
                context.layerToLoadOnCompletionDetails(path).name = definition.description()
        return results


MODELS = (TrainingSetModel,)


def read_model(path: Path) -> QgsProcessingModelAlgorithm:
    """Return a model with its texts in the user's language; its algorithms have to be registered by now."""
    model = QgsProcessingModelAlgorithm()
    model.fromFile(str(path))
    model.loadVariant(_translated(model.toVariant()))
    return model


def _translated(value: Any, key: str = "", in_help: bool = False) -> Any:
    """Return a part of a model with its texts translated; `key` is what it stands under."""
    if isinstance(value, dict):
        return {name: _translated(each, name, key == "help") for name, each in value.items()}
    if isinstance(value, list):
        return [_translated(each, key) for each in value]
    is_text = in_help or key in TEXT_KEYS or key == "options"
    return tr(value) if is_text and isinstance(value, str) and value else value
