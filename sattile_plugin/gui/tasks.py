"""Work in the background that the task manager shows and can cancel."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from html import escape
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsProcessingFeedback, QgsTask
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QTimer

from ..bridge.errors import Cancelled
from ..bridge.language import error_sentence
from ..contract.errors import SatTileError

RUNNING: list[WindowTask] = []
"""The task manager does not keep the Python half of a task alive, so this list does."""
_PATIENCE_S = 15
_POLL_S = 0.02


class WindowTask(QgsTask):
    """Does some work while the window lives on, and tells how it ended; a child says what."""

    def __init__(self, title: str, iface: Any) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self.iface = iface
        self._problem = ""
        self._feedback = QgsProcessingFeedback(False)
        self._feedback.progressChanged.connect(self.setProgress)

    def work(self, feedback: QgsProcessingFeedback) -> None:
        """Do the work, off the main thread; raise what goes wrong."""
        raise NotImplementedError

    def succeeded(self) -> None:
        """Show what came of it, in the main thread."""
        raise NotImplementedError

    def start(self) -> None:
        """Hand the task over to the task manager."""
        RUNNING.append(self)
        QgsApplication.taskManager().addTask(self)

    def run(self) -> bool:
        """Work; what goes wrong is kept for the main thread, since a task must not raise."""
        try:
            self.work(self._feedback)
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
        """End the work at once."""
        self._feedback.cancel()
        super().cancel()

    def finished(self, succeeded: bool) -> None:
        """Tell the user, in the main thread."""
        RUNNING.remove(self)
        if succeeded:
            self.succeeded()
        elif self._problem:
            QgsMessageLog.logMessage(self._problem, "SatTile", Qgis.MessageLevel.Critical)
            self.tell(self._problem, Qgis.MessageLevel.Critical, 0)

    def tell(self, text: str, level: Qgis.MessageLevel, duration_s: int = -1) -> None:
        """Show a message over QGIS's own, which says right after that a task ended but not why; 0 s: until closed.

        The bar reads HTML, and would leave out what stands in angle brackets.
        """
        bar = self.iface.messageBar()
        QTimer.singleShot(0, partial(bar.pushMessage, "SatTile", escape(text, quote=False), level, duration_s))


def end_tasks(tasks: Iterable[QgsTask]) -> None:
    """Cancel tasks and wait, some seconds at most, until what is to follow their end has been done as well."""
    manager, tasks = QgsApplication.taskManager(), list(tasks)
    numbers = [manager.taskId(task) for task in tasks]
    for task in tasks:
        task.cancel()
    ends = time.monotonic() + _PATIENCE_S
    # The manager forgets a task once its end was told in the main thread, which must not block for that.
    while any(manager.task(number) is not None for number in numbers) and time.monotonic() < ends:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        time.sleep(_POLL_S)
