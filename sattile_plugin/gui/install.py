"""Install the engine from the window, as a task that the task manager shows and can cancel."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsProcessingFeedback, QgsTask
from qgis.PyQt.QtWidgets import QInputDialog

from ..bridge.errors import Cancelled
from ..bridge.install import KINDS, install_engine
from ..bridge.language import error_sentence, tr
from ..contract.errors import SatTileError

_RUNNING: list[InstallTask] = []
"""The task manager does not keep the Python half of a task alive, so this list does."""


class InstallTask(QgsTask):
    """Installs one set of the engine in the background."""

    def __init__(self, kind: str, iface: Any) -> None:
        super().__init__(tr("Installing the engine of SatTile"), QgsTask.Flag.CanCancel)
        self._kind = kind
        self._iface = iface
        self._problem = ""
        self._feedback = QgsProcessingFeedback(False)
        self._feedback.progressChanged.connect(self.setProgress)

    def run(self) -> bool:
        """Install; what goes wrong is kept for the main thread, since a task must not raise."""
        try:
            install_engine(self._kind, self._feedback)
        except Cancelled:
            return False
        except SatTileError as error:
            self._problem = error_sentence(error)
            return False
        except Exception as error:  # an exception that leaves run() would take QGIS along
            self._problem = repr(error)
            return False
        return True

    def cancel(self) -> None:
        """End the installer at once."""
        self._feedback.cancel()
        super().cancel()

    def finished(self, succeeded: bool) -> None:
        """Tell the user, in the main thread."""
        _RUNNING.remove(self)
        bar = self._iface.messageBar()
        if succeeded:
            text = tr("The engine is installed; SatTile is ready.")
            bar.pushMessage("SatTile", text, Qgis.MessageLevel.Success)
        elif self._problem:
            QgsMessageLog.logMessage(self._problem, "SatTile", Qgis.MessageLevel.Critical)
            bar.pushMessage("SatTile", self._problem, Qgis.MessageLevel.Critical, 0)


def start_install(kind: str, iface: Any) -> None:
    """Install a set in the background, unless an installation runs already."""
    if _RUNNING:
        text = tr("The engine is being installed already; see the task manager.")
        iface.messageBar().pushMessage("SatTile", text, Qgis.MessageLevel.Info)
        return
    task = InstallTask(kind, iface)
    _RUNNING.append(task)
    QgsApplication.taskManager().addTask(task)


def ask_and_install(iface: Any) -> None:
    """Ask which set to install, then install it."""
    labels = {tr(label): kind for kind, label in KINDS.items()}
    title = tr("Install the engine of SatTile")
    question = tr(
        "SatTile computes in a Python environment of its own, apart from QGIS.\nIt is downloaded once. Which set?"
    )
    chosen, accepted = QInputDialog.getItem(iface.mainWindow(), title, question, list(labels), 0, False)
    if accepted:
        start_install(labels[chosen], iface)
