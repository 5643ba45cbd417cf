"""Calls from a background task into the main thread, where layouts live; the window stays alive between two."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, Callable, Optional

from qgis.core import QgsApplication, QgsFeedback
from qgis.PyQt.QtCore import QObject, Qt, QThread, pyqtSignal

from .errors import Cancelled

_POLL_S = 0.1


def in_main_thread(call: Callable[[], Any], feedback: QgsFeedback) -> Any:
    """Return what `call` returns, or raise what it raises, after it ran in the main thread.

    Raises
    ------
    Cancelled
        The user cancelled before the main thread came to it; waiting on could lock both when QGIS closes.
    """
    if QThread.currentThread() == QgsApplication.instance().thread():
        return call()
    order = _Order(call)
    _messenger().sent.emit(order.carry_out)
    while not order.done.wait(_POLL_S):
        if feedback.isCanceled() and order.withdraw():
            raise Cancelled
    if order.error is not None:
        raise order.error
    return order.value


def later_in_main_thread(call: Callable[[], None]) -> None:
    """Have `call` run in the main thread, at once where this is it."""
    if QThread.currentThread() == QgsApplication.instance().thread():
        call()
    else:
        _messenger().sent.emit(call)


class _Order:
    """A call that waits for the main thread; it is either begun or withdrawn, never both."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call
        self._taken = threading.Lock()
        self.done = threading.Event()
        self.value: Any = None
        self.error: Optional[BaseException] = None

    def carry_out(self) -> None:
        """Run the call unless it was withdrawn, and keep how it ended."""
        if not self._taken.acquire(blocking=False):
            return
        try:
            self.value = self._call()
        except BaseException as error:
            self.error = error
        self.done.set()

    def withdraw(self) -> bool:
        """Return whether the call will never be begun."""
        return self._taken.acquire(blocking=False)


class _Messenger(QObject):
    """Carries calls over to the main thread."""

    sent = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.moveToThread(QgsApplication.instance().thread())
        self.sent.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def _run(self, call: Callable[[], None]) -> None:
        call()


@cache
def _messenger() -> _Messenger:
    """Return the one messenger; made for each call it could be gone before it arrives."""
    return _Messenger()
