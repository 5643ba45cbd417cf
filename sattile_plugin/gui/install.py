"""Install the engine from the window, as a task that the task manager shows and can cancel."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsProcessingFeedback
from qgis.PyQt.QtWidgets import QInputDialog

from ..bridge.install import install_engine, offered_kinds
from ..bridge.language import tr
from .tasks import RUNNING, WindowTask


class InstallTask(WindowTask):
    """Installs one set of the engine in the background."""

    def __init__(self, kind: str, iface: Any) -> None:
        super().__init__(tr("Installing the engine of SatTile"), iface)
        self._kind = kind

    def work(self, feedback: QgsProcessingFeedback) -> None:
        install_engine(self._kind, feedback)

    def succeeded(self) -> None:
        self.tell(tr("The engine is installed; SatTile is ready."), Qgis.MessageLevel.Success)


def is_installing() -> bool:
    """Tell whether an installation runs."""
    return any(isinstance(task, InstallTask) for task in RUNNING)


def start_install(kind: str, iface: Any) -> None:
    """Install a set in the background, unless an installation runs already."""
    if is_installing():
        text = tr("The engine is being installed already; see the task manager.")
        iface.messageBar().pushMessage("SatTile", text, Qgis.MessageLevel.Info)
        return
    InstallTask(kind, iface).start()


def ask_and_install(iface: Any) -> None:
    """Ask which set to install, then install it."""
    labels = {tr(label): kind for kind, label in offered_kinds().items()}
    title = tr("Install the engine of SatTile")
    question = tr(
        "SatTile computes in a Python environment of its own, apart from QGIS.\nIt is downloaded once. Which set?"
    )
    chosen, accepted = QInputDialog.getItem(iface.mainWindow(), title, question, list(labels), 0, False)
    if accepted:
        start_install(labels[chosen], iface)
