"""What of the plugin still runs or stands open when it goes: runs end and dialogs close before their code is gone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Optional

from qgis import gui
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingModelAlgorithm,
    QgsProcessingProvider,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QTimer
from qgis.PyQt.QtWidgets import QApplication

from .tasks import RUNNING, end_tasks

_POLL_MS = 100
_RUN = "QgsProcessingAlgRunnerTask"
_DIALOG = getattr(gui, "QgsProcessingAlgorithmDialogBase", None) or gui.QgsProcessingAlgorithmWidgetBase
"""What an algorithm is run from: a dialog, and from QGIS 4.2 on a widget that lies in a dialog or in a panel."""


def end_work(provider: QgsProcessingProvider) -> None:
    """Cancel the plugin's tasks and the runs of a provider's algorithms, and wait until they have ended.

    QGIS crashes where a run ends after its provider is gone: it asks the algorithm for its name.
    """
    algorithms = [*provider.algorithms(), *(dialog.algorithm() for dialog in _dialogs(provider.id()))]
    # A task does not tell its algorithm, only its title, within QGIS's own words.
    words = QCoreApplication.translate(_RUN, "Executing “%1”")
    ours = {words.replace("%1", algorithm.displayName()) for algorithm in algorithms}
    # One that QGIS made, as for a batch, is a QgsTask to Python.
    runs = (task for task in QgsApplication.taskManager().tasks() if task.metaObject().className() == _RUN)
    end_tasks([*RUNNING, *(task for task in runs if task.description() in ours)])


def add_provider(provider: QgsProcessingProvider) -> None:
    """Register a provider, once one of its name that waits for the end of a run is gone."""
    registry = QgsApplication.processingRegistry()
    if registry.providerById(provider.id()) is None:
        registry.addProvider(provider)
    else:
        QTimer.singleShot(_POLL_MS, partial(add_provider, provider))


def remove_provider(provider: QgsProcessingProvider) -> None:
    """Close the dialogs of a provider's algorithms, then take it away; QGIS 3.40 crashes where one outlives it.

    QGIS runs some in its main thread (over each feature; in old versions models and batches), so that unloading begins
    within the run: it is cancelled, and all of this waits until it has come to its end.
    """
    running = [dialog for dialog in _dialogs(provider.id()) if dialog.cancelButton().isEnabled()]
    if running:
        for dialog in running:
            dialog.cancelButton().click()
        QTimer.singleShot(_POLL_MS, partial(remove_provider, provider))
        return
    for dialog in list(_dialogs(provider.id())):
        getattr(dialog, "forceClose", dialog.close)()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    QgsApplication.processingRegistry().removeProvider(provider)


def _dialogs(provider_id: str) -> Iterator[Any]:
    """Yield the open dialogs of a provider's algorithms, and of models with one among their steps."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, _DIALOG) and _uses(widget.algorithm(), provider_id):
            yield widget


def _uses(algorithm: Optional[QgsProcessingAlgorithm], provider_id: str) -> bool:
    if algorithm is None or algorithm.id().startswith(f"{provider_id}:"):
        return algorithm is not None
    steps = algorithm.childAlgorithms().values() if isinstance(algorithm, QgsProcessingModelAlgorithm) else ()
    return any(_uses(step.algorithm(), provider_id) for step in steps)
