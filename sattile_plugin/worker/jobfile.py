"""Run a job file for the QGIS half: JSON lines on stdout, everything else on stderr."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, NoReturn, TextIO

from ..contract.errors import InvalidJob, SatTileError, UnreadableFile
from ..contract.jobs import decode_job
from ..contract.jobs.base import Job
from ..contract.messages import Done, Failed, Message, Notice, Progress, encode_message
from .registry import run_job
from .streams import own_stdout, prepare_tensorflow, speak_utf8


class LineReporter:
    """Writes each message as one line of JSON."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def progress(self, step: str, done: int, total: int) -> None:
        """Write a progress line."""
        self.send(Progress(step, done, total))

    def notice(self, name: str, **values: Any) -> None:
        """Write a notice line."""
        self.send(Notice(name, values))

    def send(self, message: Message) -> None:
        """Write any message."""
        self._stream.write(encode_message(message) + "\n")
        self._stream.flush()


def main(arguments: list[str] | None = None) -> int:
    """Run the job file named by the one argument; return 0, or 1 when the last line is a failure."""
    (path,) = sys.argv[1:] if arguments is None else arguments
    speak_utf8()
    prepare_tensorflow()
    with own_stdout() as stdout:
        reporter = LineReporter(stdout)
        signal.signal(signal.SIGTERM, _leave)
        threading.Thread(target=_end_with_parent, daemon=True).start()
        last = _outcome(path, reporter)
        reporter.send(last)
    return 0 if isinstance(last, Done) else 1


def read_job(path: str) -> Job:
    """Read a job file."""
    try:
        return decode_job(json.loads(Path(path).read_text(encoding="utf-8")), path)
    except OSError as error:
        raise UnreadableFile(path=path, expected="a job file", reason=error.strerror) from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InvalidJob(path=path, reason=str(error)) from error


def _outcome(path: str, reporter: LineReporter) -> Done | Failed:
    try:
        return run_job(read_job(path), reporter)
    except SatTileError as error:
        return Failed(type(error).__name__, str(error), error.values)
    except MemoryError as error:
        return Failed(
            "MemoryError", "The engine ran out of memory.", traceback="".join(traceback.format_exception(error))
        )
    except Exception as error:
        return Failed(type(error).__name__, str(error), traceback=traceback.format_exc())


def _leave(number: int, frame: object) -> NoReturn:
    """End on a terminate signal as on an exit, so that unfinished outputs are removed."""
    raise SystemExit(128 + number)


def _end_with_parent() -> None:
    """End when stdin is closed, which happens when the process that started this one is gone."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
