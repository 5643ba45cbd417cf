"""Requests to a service, through QGIS and so through its proxies and authentication: few at once, tried again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, Callable, Optional, Union

from qgis.core import QgsApplication, QgsFeedback, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QEventLoop, QTimer, QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ..errors import Cancelled, ServiceFailed, ServiceRefused
from ..language import tr
from ..main_thread import is_main_thread, later_in_main_thread

_POLL_S = 0.04
_BUSY = {429, 503}
_PASSING = {408, 425, *_BUSY}
_ABSENT = {404, 410}
_DENIED = {401, 403, 407}
_ERRORS = QNetworkReply.NetworkError
_STATUS_OF_ERROR = {
    _ERRORS.AuthenticationRequiredError: 401,
    _ERRORS.ContentAccessDenied: 403,
    _ERRORS.ContentNotFoundError: 404,
    _ERRORS.ContentGoneError: 410,
    _ERRORS.InternalServerError: 500,
    _ERRORS.OperationNotImplementedError: 501,
    _ERRORS.ServiceUnavailableError: 503,
}
"""Errors that Qt makes of a status. Now and then a reply that ended so still bears the status 200."""


@dataclass(frozen=True)
class Policy:
    """How hard a service is asked."""

    at_once: int = 3
    attempts: int = 5
    first_pause_s: float = 1.0
    """Pause after a first failure; each further one doubles it."""
    longest_pause_s: float = 60.0


POLICY = Policy()


@dataclass(frozen=True)
class Access:
    """Who asks: QGIS's authentication and the headers that the layer's connection sets."""

    authcfg: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Order:
    """One address to fetch and what it is for."""

    url: str
    goal: Any = None
    side_px: int = 0
    """Side of the image that is expected."""
    may_be_absent: bool = False
    """An answer 404 means that there is nothing here, not that something is wrong."""


class BadAnswer(Exception):
    """An answer that cannot be used: why, whether trying again is vain, and the pause that the server asks for."""

    failure: type[ServiceFailed] = ServiceFailed
    """What it is told as in the end."""

    def __init__(self, reason: str, lasting: bool = False, pause_s: Optional[float] = None, busy: bool = False) -> None:
        super().__init__(reason)
        self.lasting, self.pause_s, self.busy = lasting, pause_s, busy


class AccessDenied(BadAnswer):
    """An answer that wants a login, or another."""

    failure = ServiceRefused


@dataclass(eq=False)
class _Attempt:
    order: Order
    number: int = 1
    not_before: float = field(default=0.0)


class _Requests:
    """Requests that run at once. They start, end and are deleted in the main thread, whichever thread waits for them.

    PyQt hears in the main thread alone that Qt deleted an object. If replies were deleted in another thread it would
    hear too late, and take a reply that lives for one that was at its address before.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._replies: dict[_Attempt, QNetworkReply] = {}
        self._answers: SimpleQueue[tuple[_Attempt, Union[bytes, BadAnswer]]] = SimpleQueue()
        self._loop = QEventLoop() if is_main_thread() else None
        """Lets answers come where the main thread itself waits."""
        self.running = 0

    def start(self, attempt: _Attempt) -> None:
        """Ask for the address of `attempt`."""
        self.running += 1
        later_in_main_thread(partial(self._start, attempt))

    def ended(self) -> Iterator[tuple[_Attempt, Union[bytes, BadAnswer]]]:
        """Wait a little, and give what ended: each with its answer, or why there is none."""
        if self._loop is not None:
            QTimer.singleShot(round(1000 * _POLL_S), self._loop.quit)
            self._loop.exec()
        try:
            found = self._answers.get(timeout=_POLL_S if self._loop is None else 0)
            while True:
                self.running -= 1
                yield found
                found = self._answers.get_nowait()
        except Empty:
            return

    def close(self) -> None:
        """Abort what runs."""
        later_in_main_thread(self._abort)

    def _start(self, attempt: _Attempt) -> None:
        request = QNetworkRequest(QUrl(attempt.order.url))
        attributes = QNetworkRequest.Attribute
        request.setAttribute(attributes.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork)
        request.setAttribute(attributes.CacheSaveControlAttribute, False)
        request.setAttribute(
            attributes.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy
        )
        for name, value in self._access.headers:
            request.setRawHeader(name.encode(), value.encode())
        if self._access.authcfg:
            QgsApplication.authManager().updateNetworkRequest(request, self._access.authcfg)
        reply = self._replies[attempt] = QgsNetworkAccessManager.instance().get(request)
        reply.finished.connect(partial(self._end, attempt))

    def _end(self, attempt: _Attempt) -> None:
        reply = self._replies.pop(attempt)
        try:
            answer: Union[bytes, BadAnswer] = _answer(reply, attempt.order)
        except BadAnswer as bad:
            answer = bad
        reply.deleteLater()
        self._answers.put((attempt, answer))
        if self._loop is not None:
            self._loop.quit()

    def _abort(self) -> None:
        for reply in list(self._replies.values()):
            reply.abort()


class Fetcher:
    """Fetches addresses of one service, from whichever thread.

    Parameters
    ----------
    name
        Name of the layer, for the errors.
    """

    def __init__(self, name: str, access: Access, feedback: QgsFeedback) -> None:
        self._name, self._access, self._feedback = name, access, feedback
        self._at_once = POLICY.at_once
        self.requests = 0

    def get(self, url: str) -> bytes:
        """Return the answer of one address."""
        answers: list[bytes] = []
        self.fetch([Order(url)], lambda order, answer: answers.append(answer))
        return answers[0]

    def fetch(self, orders: Iterable[Order], take: Callable[[Order, bytes], None]) -> None:
        """Fetch all `orders`; `take` receives each answer and raises BadAnswer for one that cannot be used.

        Raises
        ------
        Cancelled
            The user cancelled; what runs is aborted.
        ServiceFailed
            An address failed at every attempt, or in a way that will last.
        """
        coming, waiting = iter(orders), []  # type: ignore[var-annotated]
        requests = _Requests(self._access)
        try:
            while True:
                self._fill(coming, waiting, requests)
                if not requests.running and not waiting:
                    return
                for attempt, answer in requests.ended():
                    self._settle(attempt, answer, take, waiting)
                if self._feedback.isCanceled():
                    raise Cancelled
        finally:
            requests.close()

    def _fill(self, coming: Iterator[Order], waiting: list[_Attempt], requests: _Requests) -> None:
        """Start what is due, as far as few at once allows; what failed before goes first."""
        while requests.running < self._at_once:
            due = next((attempt for attempt in waiting if attempt.not_before <= monotonic()), None)
            if due is not None:
                waiting.remove(due)
            elif any(attempt.number > 1 for attempt in waiting) and self._at_once == 1:
                return  # the server asked for rest, so nothing new either
            else:
                order = next(coming, None)
                if order is None:
                    return
                due = _Attempt(order)
            self.requests += 1
            requests.start(due)

    def _settle(
        self,
        attempt: _Attempt,
        answer: Union[bytes, BadAnswer],
        take: Callable[[Order, bytes], None],
        waiting: list[_Attempt],
    ) -> None:
        try:
            if isinstance(answer, BadAnswer):
                raise answer
            take(attempt.order, answer)
        except BadAnswer as bad:
            if bad.lasting or attempt.number >= POLICY.attempts:
                raise bad.failure(
                    layer=self._name, host=QUrl(attempt.order.url).host(), reason=str(bad), attempts=attempt.number
                ) from bad
            if bad.busy:
                self._at_once = 1
            doubled = POLICY.first_pause_s * 2 ** (attempt.number - 1)
            pause_s = min(max(doubled, bad.pause_s or 0), POLICY.longest_pause_s)
            waiting.append(_Attempt(attempt.order, attempt.number + 1, monotonic() + pause_s))


def _answer(reply: QNetworkReply, order: Order) -> bytes:
    """Return the body of a good answer; raise BadAnswer for any other."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    if status is None or status < 400:
        status = _STATUS_OF_ERROR.get(reply.error(), status)
    if status in _ABSENT and order.may_be_absent:
        return b""
    if status is not None and status >= 400:
        if status in _DENIED:
            raise AccessDenied(f"HTTP {status}", lasting=True)
        lasting = status < 500 and status not in _PASSING
        raise BadAnswer(f"HTTP {status}", lasting, _asked_pause_s(reply), status in _BUSY)
    if reply.error() == _ERRORS.OperationCanceledError:
        seconds = QgsNetworkAccessManager.timeout() / 1000
        raise BadAnswer(tr("no answer within {seconds:g} s", seconds=seconds))
    if reply.error() != _ERRORS.NoError:
        raise BadAnswer(reply.errorString())
    return bytes(reply.readAll())


def _asked_pause_s(reply: QNetworkReply) -> Optional[float]:
    """Return how long the server asks to wait; it may name a date instead, which is not read."""
    text = bytes(reply.rawHeader(b"Retry-After")).decode("ascii", "replace")
    return float(text) if text.isdigit() else None
