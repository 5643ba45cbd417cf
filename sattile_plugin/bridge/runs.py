"""One run of one job: its folder, its worker, and how it ended said in a sentence."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication, QgsProcessingFeedback
from qgis.PyQt.QtCore import QLockFile

from ..contract.errors import ERRORS, OutputInUse
from ..contract.jobs import encode_job
from ..contract.jobs.base import Job
from ..contract.locks import only_writer
from ..contract.messages import Done, Failed, Message, Notice, Progress, decode_message
from ..contract.paths import partial_path
from ..contract.texts import NOTICES, QT_TRANSLATE_NOOP, STEPS, overall_percent
from .environment import find_engine
from .errors import Cancelled, EngineIncomplete, JobBroken, JobFailed, WorkerDied
from .language import failure_sentence, filled, tr, with_layer_names
from .process import run_process

LAUNCHER = Path(__file__).resolve().parents[1] / "worker" / "launch.py"

_KEPT_RUNS = 50
_LOCK = "run.lock"
_LONGEST_MS = 14 * 86_400_000
_LOG_LINES = 15
_QUIET_NOTICES = {"device", "epoch", "first_look", "reprojected", "stretched", "resampled", "small_buildings_skipped"}
_OUT_OF_MEMORY = QT_TRANSLATE_NOOP(
    "SatTile", "it was killed, most often because the memory ran out: close other programs or take a smaller area"
)
_CRASHED = QT_TRANSLATE_NOOP("SatTile", "one of its libraries crashed")
_TERMINATED = QT_TRANSLATE_NOOP("SatTile", "another program ended it")
_UNKNOWN = QT_TRANSLATE_NOOP("SatTile", "its log tells why")
_CAUSES = {
    -9: _OUT_OF_MEMORY,
    137: _OUT_OF_MEMORY,
    -6: _CRASHED,
    -7: _CRASHED,
    -11: _CRASHED,
    134: _CRASHED,
    139: _CRASHED,
    -15: _TERMINATED,
    143: _TERMINATED,
}


@contextmanager
def run_folder(verb: str) -> Iterator[Path]:
    """Yield a new folder for a run; its job and log stay for the latest runs, its copies of layers do not."""
    parent = _runs()
    folder = parent / f"{datetime.now(timezone.utc):%Y%m%dT%H%M%S.%f}Z-{verb}-{os.getpid()}"
    (folder / "inputs").mkdir(parents=True)
    lock = _lock_of(folder)
    lock.lock()
    for old in sorted(parent.iterdir())[:-_KEPT_RUNS]:
        if not _still_runs(old):
            shutil.rmtree(old, ignore_errors=True)
    try:
        yield folder
    finally:
        lock.unlock()
        shutil.rmtree(folder / "inputs", ignore_errors=True)


def a_run_goes_on() -> bool:
    """Tell whether an algorithm is at work, in this QGIS or in another one of the same profile."""
    return any(_still_runs(lock.parent) for lock in _runs().glob(f"*/{_LOCK}"))


def _runs() -> Path:
    return Path(QgsApplication.qgisSettingsDirPath()) / "sattile" / "runs"


def _lock_of(folder: Path) -> QLockFile:
    """Return the lock that a run holds; a process that is gone holds none, on another computer after two weeks."""
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(_LONGEST_MS)
    return lock


def _still_runs(folder: Path) -> bool:
    lock = _lock_of(folder)
    free = lock.tryLock(0)
    lock.unlock()
    return not free


def run_job(
    job: Job, outputs: Iterable[str], folder: Path, feedback: QgsProcessingFeedback, layer_names: Mapping[str, str]
) -> Done:
    """Run a job in the engine and wait for its end; whatever the end, none of its outputs is left unfinished,
    unless the next run can go on from it. Messages name layers as `layer_names` does by the paths of the job.

    Raises
    ------
    Cancelled
        The user cancelled; the worker is gone and, unless the job can be resumed, so are its unfinished outputs.
    EngineMissing, EngineIncomplete, ProcessNotStarted
        There is no engine to run it, or not all of one.
    JobFailed, JobBroken, WorkerDied
        The worker said why not, met an error of its own, or ended without a word.
    """
    job_file, log = folder / "job.json", folder / "log.txt"
    job_file.write_text(json.dumps(encode_job(job), indent=1, ensure_ascii=False), encoding="utf-8")
    listener = _Listener(job.verb, feedback, layer_names)
    try:
        python = find_engine(feedback)
        code = run_process([python, "-I", str(LAUNCHER), str(job_file)], log, feedback, listener.hear)
        if isinstance(listener.last, Failed) and listener.last.error == "ModuleNotFoundError":
            raise EngineIncomplete(python=python, reason=listener.last.message)
        return _result(listener.last, code, log, layer_names)
    except (Cancelled, WorkerDied):  # else the worker has cleared up by itself, or it was another's output
        _clear_up(job, outputs)
        raise


def _clear_up(job: Job, outputs: Iterable[str]) -> None:
    """Remove what a worker that is gone left beside its outputs, but what the next run can go on from.

    What another run writes is left alone: this one may have been ended before it could tell.
    """
    unfinished = set() if job.resumable else set(outputs)
    for output in {*job.outputs().values(), *unfinished}:
        with suppress(OutputInUse), only_writer(Path(output)):
            if output in unfinished:
                remove_partial(Path(output))


def remove_partial(output: Path) -> None:
    """Remove what a worker left unfinished beside `output`; what another process holds open stays, on Windows."""
    partial = partial_path(output)
    shutil.rmtree(partial, ignore_errors=True)
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)


class _Listener:
    """Shows the worker's messages to the user and keeps the last one."""

    def __init__(self, verb: str, feedback: QgsProcessingFeedback, layer_names: Mapping[str, str]) -> None:
        self._verb = verb
        self._feedback = feedback
        self._layer_names = layer_names
        self._step = ""
        self.last: Optional[Message] = None

    def hear(self, line: str) -> None:
        """Take in one line; a line that is no message is a library's chatter."""
        try:
            self.last = decode_message(line)
        except ValueError:
            self._feedback.pushDebugInfo(line)
        else:
            if isinstance(self.last, Progress):
                self._progress(self.last)
            elif isinstance(self.last, Notice):
                self._notice(self.last)

    def _progress(self, progress: Progress) -> None:
        if progress.step != self._step:
            self._step = progress.step
            self._feedback.setProgressText(tr(STEPS[progress.step]))
        self._feedback.setProgress(overall_percent(self._verb, progress.step, progress.done, progress.total))

    def _notice(self, notice: Notice) -> None:
        show = self._feedback.pushInfo if notice.name in _QUIET_NOTICES else self._feedback.pushWarning
        show(filled(NOTICES[notice.name], with_layer_names(notice.values, self._layer_names)))


def _result(last: Optional[Message], code: int, log: Path, layer_names: Mapping[str, str]) -> Done:
    if isinstance(last, Done):  # whole, even where a library crashes while it is unloaded
        return last
    if isinstance(last, Failed) and last.error in ERRORS:
        raise JobFailed(reason=failure_sentence(last, layer_names))
    if isinstance(last, Failed) and last.error == "MemoryError":
        raise WorkerDied(code=code, cause=_OUT_OF_MEMORY, log_end=_end_of(log), log=log)
    if isinstance(last, Failed):
        end = last.traceback or _end_of(log)
        raise JobBroken(error=last.error, reason=last.message, log_end=end, log=log)
    raise WorkerDied(code=code, cause=_CAUSES.get(code, _UNKNOWN), log_end=_end_of(log), log=log)


def _end_of(log: Path) -> str:
    if not log.is_file():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:])
