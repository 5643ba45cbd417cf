"""The command line: one verb a job, its options generated from the job's dataclass."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import tyro

from .. import __version__
from ..contract.errors import SatTileError
from ..contract.jobs import JOBS
from ..contract.jobs.base import Job
from ..contract.texts import NOTICES, STEPS
from .registry import run_job
from .streams import own_stdout, prepare_tensorflow, speak_utf8


class TerminalReporter:
    """Shows progress on stderr: one line a step, rewritten on a terminal."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._last: tuple[str, int] = ("", -1)

    def progress(self, step: str, done: int, total: int) -> None:
        """Show the step's share in percent whenever it grew; off a terminal only by steps of 10."""
        percent = 100 * done // total if total else 100
        shown = percent if self._live else percent // 10 * 10
        if (step, shown) != self._last:
            ends = "\n" if percent == 100 or not self._live else ""
            sys.stderr.write(f"{chr(13) if self._live else ''}{STEPS[step]}: {shown} %{ends}")
            sys.stderr.flush()
            self._last = (step, shown)

    def notice(self, name: str, **values: Any) -> None:
        """Show a notice on a line of its own."""
        sys.stderr.write(f"{NOTICES[name].format(**values)}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; return 0, 1 for bad input, and leave with 2 for wrong usage."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    speak_utf8()
    prepare_tensorflow()
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        _show(f"sattile {__version__}")
        return 0
    try:
        job = _parse(given)
        with own_stdout():
            done = run_job(job, TerminalReporter())
    except SatTileError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Cancelled.\n")
        return 130
    except Exception as error:
        traceback.print_exc()
        sys.stderr.write(f"SatTile failed in a way it should not have ({error}); please report the lines above.\n")
        return 70
    _show(json.dumps({"outputs": done.outputs, "metrics": done.metrics}, ensure_ascii=False, default=str))
    return 0


def _show(result: str) -> None:
    """Print the result; who reads stdout may have left, as `head` does, but by then all outputs stand."""
    try:
        print(result, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parse(arguments: list[str]) -> Job:
    subcommands: dict[str, Callable[..., Job]] = {**JOBS}
    return tyro.extras.subcommand_cli_from_dict(
        subcommands,
        prog="sattile",
        description="From an orthophoto and buildings to a map of bâti tiles. --version alone tells SatTile's version.",
        args=arguments,
    )
