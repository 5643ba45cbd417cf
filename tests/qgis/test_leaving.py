"""What unloading finds to end, and what it leaves alone; see test_unload_window.py for how it ends it."""

from __future__ import annotations

import time
from importlib import reload
from typing import Any

from qgis import gui
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from sattile_plugin.gui import leaving
from sattile_plugin.processing.report import ReportAlgorithm


class Waiting(QgsProcessingAlgorithm):
    """An algorithm of someone else, which runs until it is cancelled."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def createInstance(self) -> Waiting:  # noqa: N802
        return Waiting(self._title)

    def name(self) -> str:
        return "waiting"

    def displayName(self) -> str:  # noqa: N802
        return self._title

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: N802
        """Take no parameters."""

    def processAlgorithm(self, parameters: Any, context: Any, feedback: QgsProcessingFeedback) -> dict:  # noqa: N802
        while not feedback.isCanceled():
            time.sleep(0.02)
        return {}


def test_only_runs_of_the_plugin_are_ended(plugin) -> None:
    """Someone else's may be called alike: in French “Rapport” and “Rapport sur les valeurs uniques…”."""
    ours = ReportAlgorithm().displayName()
    algorithms = [Waiting(ours), Waiting(f"{ours} of unique values")]
    feedbacks = [QgsProcessingFeedback(False) for _ in algorithms]
    context = QgsProcessingContext()
    for algorithm, feedback in zip(algorithms, feedbacks):
        task = QgsProcessingAlgRunnerTask(algorithm, {}, context, feedback)
        QgsApplication.taskManager().addTask(task)
    leaving.end_work(plugin.provider)
    ended = [feedback.isCanceled() for feedback in feedbacks]
    QgsApplication.taskManager().cancelAll()
    while QgsApplication.taskManager().countActiveTasks():
        QgsApplication.processEvents()
        time.sleep(0.02)
    assert ended == [True, False]


def test_dialogs_are_found_by_their_name_from_qgis_4_2_on(plugin, monkeypatch) -> None:
    before = leaving._DIALOG
    monkeypatch.setattr(gui, "QgsProcessingAlgorithmWidgetBase", before, raising=False)
    monkeypatch.delattr(gui, "QgsProcessingAlgorithmDialogBase", raising=False)
    assert reload(leaving)._DIALOG is before
