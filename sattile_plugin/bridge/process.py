"""A program beside QGIS: started without a shell, read line by line, ended at once on cancel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import QProcess, QProcessEnvironment

from .connection import read_connection, set_certificates, set_proxy
from .errors import Cancelled, ProcessNotStarted
from .main_thread import in_main_thread

_POLL_MS = 100
_GRACE_MS = 2000
_REMOVED_PREFIXES = ("PYTHON", "GDAL_", "PROJ_", "OGR_", "QT_", "QML", "DYLD_")
_REMOVED = ("LD_LIBRARY_PATH", "LD_PRELOAD", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
_TRUST_THE_SYSTEM = ("UV_SYSTEM_CERTS", "UV_NATIVE_TLS")
"""Have uv, by its new name and its old, accept the certificates that a company put on its machines."""


def run_process(
    command: list[str],
    log: Path,
    feedback: QgsFeedback,
    on_line: Callable[[str], None],
    on_wait: Optional[Callable[[], None]] = None,
) -> int:
    """Run a program to its end in the calling thread; its stderr goes to the file `log`.

    Returns
    -------
    int
        Exit code; minus the signal's number where a signal ended it.

    Raises
    ------
    Cancelled
        The user cancelled; the program is gone.
    ProcessNotStarted
        There is no such program, or it may not be run.
    """
    process = QProcess()
    process.setStandardErrorFile(str(log), QProcess.OpenModeFlag.Append)
    with clean_environment(log.with_name("certificates.pem"), feedback) as environment:
        process.setProcessEnvironment(environment)
        process.start(command[0], command[1:])
        if not process.waitForStarted(30_000):
            raise ProcessNotStarted(program=command[0], reason=process.errorString())
        try:
            _read_to_end(process, feedback, on_line, on_wait)
        finally:
            _end(process)
    crashed = process.exitStatus() == QProcess.ExitStatus.CrashExit
    code = int(process.exitCode())
    return -code if crashed else code


@contextmanager
def clean_environment(certificates: Path, feedback: QgsFeedback) -> Iterator[QProcessEnvironment]:
    """Yield the environment without what QGIS set for its own libraries, with QGIS's proxy and certificates.

    The file `certificates` is there while the environment is in use.

    Raises
    ------
    Cancelled
        The user cancelled before QGIS told them.
    """
    environment = QProcessEnvironment.systemEnvironment()
    for name in environment.keys():  # noqa: SIM118 - not a dict
        if name.upper().startswith(_REMOVED_PREFIXES) or name in _REMOVED:
            environment.remove(name)
    connection = in_main_thread(read_connection, feedback)
    set_proxy(environment, connection)
    set_certificates(environment, connection, certificates)
    for name in _TRUST_THE_SYSTEM:
        environment.insert(name, "true")
    try:
        yield environment
    finally:
        with suppress(OSError):
            certificates.unlink()


def _read_to_end(
    process: QProcess, feedback: QgsFeedback, on_line: Callable[[str], None], on_wait: Optional[Callable[[], None]]
) -> None:
    running = True
    while running:
        running = process.state() != QProcess.ProcessState.NotRunning
        process.waitForReadyRead(_POLL_MS)
        while process.canReadLine():
            on_line(bytes(process.readLine()).decode("utf-8", "replace").rstrip())
        if on_wait:
            on_wait()
        if feedback.isCanceled():
            raise Cancelled


def _end(process: QProcess) -> None:
    """End a program that still runs: politely, then by force."""
    if process.state() == QProcess.ProcessState.NotRunning:
        return
    process.closeWriteChannel()
    process.terminate()
    if not process.waitForFinished(_GRACE_MS):
        process.kill()
        process.waitForFinished(_GRACE_MS)
