"""The installation as a task: QGIS goes on, and the message bar tells how it ended."""

from __future__ import annotations

import time

import pytest
from qgis.PyQt.QtCore import QCoreApplication

from sattile_plugin.bridge.errors import Cancelled, EngineNotInstalled
from sattile_plugin.gui import install, tasks


class Bar:
    """A message bar that remembers."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def messageBar(self) -> Bar:  # noqa: N802
        return self

    def pushMessage(self, title: str, text: str, *rest: object) -> None:  # noqa: N802
        self.messages.append(text)


def run_task(monkeypatch, installer) -> list[str]:
    """Run the task to its end with this in the place of the installation."""
    monkeypatch.setattr(install, "install_engine", installer)
    bar, ends = Bar(), time.monotonic() + 10
    install.start_install("base", bar)
    while tasks.RUNNING and time.monotonic() < ends:
        QCoreApplication.processEvents()
        time.sleep(0.01)
    assert not tasks.RUNNING
    QCoreApplication.processEvents()
    return bar.messages


def fail_with(error: Exception):
    def installer(kind: str, feedback: object) -> str:
        raise error

    return installer


def test_success_is_told(plugin, monkeypatch) -> None:
    assert run_task(monkeypatch, lambda kind, feedback: "python") == ["The engine is installed; SatTile is ready."]


@pytest.mark.parametrize(
    "error, words",
    [(EngineNotInstalled(reason="no network", log="install.log"), "no network"), (KeyError("odd"), "odd")],
)
def test_a_failure_is_told_and_does_not_leave_the_task(plugin, monkeypatch, error: Exception, words: str) -> None:
    (message,) = run_task(monkeypatch, fail_with(error))
    assert words in message


def test_a_bar_shows_what_stands_in_angle_brackets(plugin, monkeypatch) -> None:
    (message,) = run_task(monkeypatch, fail_with(EngineNotInstalled(reason="<HTTPSConnection>", log="install.log")))
    assert "&lt;HTTPSConnection&gt;" in message


def test_a_cancel_needs_no_words(plugin, monkeypatch) -> None:
    assert run_task(monkeypatch, fail_with(Cancelled())) == []


def test_a_second_installation_waits_for_the_first(plugin) -> None:
    bar = Bar()
    first = install.InstallTask("base", bar)
    tasks.RUNNING.append(first)
    try:
        install.start_install("train", bar)
    finally:
        tasks.RUNNING.remove(first)
    assert "already" in bar.messages[0]
