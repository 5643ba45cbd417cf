"""Calls from a background task into the main thread, where layouts live; the window stays alive between two."""

from __future__ import annotations

from concurrent.futures import Future, wait
from functools import cache, partial
from typing import Any, Callable

from qgis.core import QgsApplication, QgsFeedback
from qgis.PyQt.QtCore import QObject, Qt, QThread, pyqtSignal

from .errors import Cancelled

_POLL_S = 0.1


def is_main_thread() -> bool:
    """Tell whether this is the thread of the window."""
    return QThread.currentThread() == QgsApplication.instance().thread()


def in_main_thread(call: Callable[[], Any], feedback: QgsFeedback) -> Any:
    """Return what `call` returns, or raise what it raises, after it ran in the main thread.

    Raises
    ------
    Cancelled
        The user cancelled before the main thread came to it; waiting on could lock both when QGIS closes.
    """
    if is_main_thread():
        return call()
    future: Future[Any] = Future()
    _messenger().sent.emit(partial(_carry_out, call, future))
    while not wait([future], _POLL_S).done:
        if feedback.isCanceled() and future.cancel():
            raise Cancelled
    return future.result()


def later_in_main_thread(call: Callable[[], None]) -> None:
    """Have `call` run in the main thread, at once where this is it."""
    if is_main_thread():
        call()
    else:
        _messenger().sent.emit(call)


def _carry_out(call: Callable[[], Any], future: Future[Any]) -> None:
    """Run the call unless it was withdrawn, and hand over how it ended."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(call())
    except Exception as error:  # it is raised again in the thread that asked
        future.set_exception(error)


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
