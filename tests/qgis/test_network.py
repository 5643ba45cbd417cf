"""Requests from a thread of their own, as a task of QGIS makes them, while the window is busy."""

from __future__ import annotations

import time

import pytest
from qgis.core import QgsApplication, QgsFeedback, QgsTask
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest
from servers import front_of

from sattile_plugin.bridge.errors import Cancelled
from sattile_plugin.bridge.services import network

REQUESTS = 100
BUSY_S, LONGEST_S = 0.03, 60


class Task(QgsTask):
    """Fetches all addresses in a thread of QGIS's pool."""

    def __init__(self, url: str, feedback: QgsFeedback) -> None:
        super().__init__("fetch")
        self._url, self._feedback = url, feedback
        self.answers: dict[int, bytes] = {}
        self.error = None

    def run(self) -> bool:
        orders = [network.Order(f"{self._url}/{number}", number) for number in range(REQUESTS)]
        try:
            network.Fetcher("served", network.Access(), self._feedback).fetch(orders, self._take)
        except Exception as error:
            self.error = error
        return True

    def _take(self, order: network.Order, answer: bytes) -> None:
        self.answers[order.goal] = answer


def told_after(task: Task, cancel_after: int = REQUESTS + 1) -> None:
    """Wait for a task, in a window that is busy most of the time."""
    QgsApplication.taskManager().addTask(task)
    until = time.monotonic() + LONGEST_S
    while task.status() not in (QgsTask.TaskStatus.Complete, QgsTask.TaskStatus.Terminated):
        assert time.monotonic() < until
        QgsApplication.processEvents()
        time.sleep(BUSY_S)
        if len(task.answers) >= cancel_after:
            task._feedback.cancel()


def test_no_reply_is_taken_for_one_that_was_deleted(plugin) -> None:
    """Replies take the addresses of earlier ones; PyQt must have heard of the end of those by then."""
    with front_of(lambda path, host: (200, "text/plain", path.encode())) as (front, url):
        task = Task(url, QgsFeedback())
        told_after(task)
    assert task.error is None
    assert task.answers == {number: f"/{number}".encode() for number in range(REQUESTS)}
    assert front.count() == REQUESTS


class Contradictory:
    """A reply as Qt was seen to end it once in some hundred requests of a busy machine; none can be had at will."""

    def attribute(self, _: QNetworkRequest.Attribute) -> int:
        return 200

    def error(self) -> QNetworkReply.NetworkError:
        return QNetworkReply.NetworkError.InternalServerError

    def rawHeader(self, _: bytes) -> bytes:  # noqa: N802
        return b""


def test_an_error_counts_more_than_a_status_that_contradicts_it(plugin) -> None:
    with pytest.raises(network.BadAnswer, match="HTTP 500") as caught:
        network._answer(Contradictory(), network.Order("http://a"))
    assert not caught.value.lasting


def test_a_cancelled_task_ends_while_the_window_is_busy(plugin) -> None:
    with front_of(lambda path, host: (200, "text/plain", path.encode())) as (front, url):
        task = Task(url, QgsFeedback())
        told_after(task, cancel_after=5)
    assert isinstance(task.error, Cancelled)
    assert 5 <= len(task.answers) <= front.count() < REQUESTS
