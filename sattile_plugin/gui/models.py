"""The models that ship with the plugin, opened in Model Designer as a copy that the user can change and keep."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingModelAlgorithm

from ..processing.models import read_model


def open_model(path: Path) -> None:
    """Open the user's copy of a model; the first time, make it in the folder that Processing keeps models in."""
    from processing.modeler.ModelerDialog import ModelerDialog  # type: ignore[import-not-found]

    dialog = ModelerDialog.create()
    dialog.loadModel(str(own_copy(path)))
    dialog.show()


def own_copy(path: Path) -> Path:
    """Return the user's copy of a model, made in their language where there is none; one that is there stays."""
    from processing.modeler.ModelerUtils import ModelerUtils  # type: ignore[import-not-found]

    copy = Path(ModelerUtils.modelsFolders()[0]) / f"sattile_{path.name}"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        _with_named_outputs(read_model(path)).toFile(str(copy))
        QgsApplication.processingRegistry().providerById("model").refreshAlgorithms()
    return copy


def _with_named_outputs(model: QgsProcessingModelAlgorithm) -> QgsProcessingModelAlgorithm:
    """Return a model whose outputs bear their titles as names, by which the designer and the layers show them."""
    for step in list(model.childAlgorithms().values()):
        outputs = {}
        for output in step.modelOutputs().values():
            output.setName(output.description())
            outputs[output.name()] = output
        step.setModelOutputs(outputs)
        model.setChildAlgorithm(step)
    return model
