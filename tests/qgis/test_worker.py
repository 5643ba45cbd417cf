"""The worker: ended at once on cancel, and missed by nobody when it dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from qgis.core import QgsProcessingFeedback

from sattile_plugin.bridge import environment, process, runs
from sattile_plugin.bridge.errors import (
    Cancelled,
    EngineIncomplete,
    EngineMissing,
    JobBroken,
    JobFailed,
    ProcessNotStarted,
    WorkerDied,
)
from sattile_plugin.bridge.language import error_sentence
from sattile_plugin.contract.jobs import LabelTiles
from sattile_plugin.contract.locks import only_writer
from sattile_plugin.contract.paths import lock_path, partial_path

SAYS_PROGRESS = 'print(\'{"type": "progress", "step": "label", "done": 1, "total": 2}\', flush=True)'
SAYS_DONE = 'print("{\\"type\\": \\"done\\", \\"outputs\\": {}, \\"metrics\\": {}}")'
BEGINS_OUTPUT = (
    "import json, sys; job = json.load(open(sys.argv[1])); open(job['output'].replace('out', '.partial-out'), 'w')"
)
WAITS = "import time; time.sleep(60)"
DIES_WITH_A_LOCK = (
    "import os, sys; from qgis.PyQt.QtCore import QLockFile; lock = QLockFile(sys.argv[1]); lock.lock(); os._exit(1)"
)


class Impatient(QgsProcessingFeedback):
    """Cancels as soon as the worker has shown progress."""

    def __init__(self) -> None:
        super().__init__(False)
        self.progressChanged.connect(lambda percent: self.cancel())


@pytest.fixture
def fake_worker(plugin, tmp_path: Path, monkeypatch):
    """Return a function that makes these lines the worker and runs a job with it."""
    monkeypatch.setattr(environment.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path))

    def run(*lines: str, feedback: QgsProcessingFeedback | None = None):
        script = tmp_path / "worker.py"
        script.write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setattr(runs, "LAUNCHER", script)
        job = LabelTiles(tiles="tiles.gpkg", buildings="buildings.gpkg", output=str(tmp_path / "out.gpkg"))
        with runs.run_folder("label") as folder:
            return runs.run_job(job, [job.output], folder, feedback or QgsProcessingFeedback(False), {})

    return run


def test_cancel_ends_the_worker_at_once_and_leaves_nothing(fake_worker, tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Cancelled):
        fake_worker(BEGINS_OUTPUT, SAYS_PROGRESS, WAITS, feedback=Impatient())
    assert time.monotonic() - began < 2
    assert not partial_path(tmp_path / "out.gpkg").exists() and not (tmp_path / "out.gpkg").exists()


def test_a_lock_goes_with_a_worker_that_was_ended(fake_worker, tmp_path: Path) -> None:
    lock_path(tmp_path / "out.gpkg").touch()
    with pytest.raises(Cancelled):
        fake_worker(SAYS_PROGRESS, WAITS, feedback=Impatient())
    assert not lock_path(tmp_path / "out.gpkg").exists()


def test_a_run_that_is_ended_takes_nothing_from_the_one_that_writes(fake_worker, tmp_path: Path) -> None:
    partial_path(tmp_path / "out.gpkg").touch()
    with only_writer(tmp_path / "out.gpkg"), pytest.raises(Cancelled):
        fake_worker(SAYS_PROGRESS, WAITS, feedback=Impatient())
    assert partial_path(tmp_path / "out.gpkg").exists()


def test_a_run_that_is_refused_takes_nothing_from_the_one_that_writes(fake_worker, tmp_path: Path) -> None:
    others = (partial_path(tmp_path / "out.gpkg"), lock_path(tmp_path / "out.gpkg"))
    for path in others:
        path.touch()
    refusal = json.dumps({"type": "failed", "error": "OutputInUse", "message": "", "values": {"path": "out.gpkg"}})
    with pytest.raises(JobFailed, match="Another run is writing"):
        fake_worker(f"print({refusal!r})", "import sys; sys.exit(1)")
    assert all(path.exists() for path in others)


def test_what_cannot_be_removed_does_not_hide_the_cancel(fake_worker, tmp_path: Path) -> None:
    locked = partial_path(tmp_path / "out.gpkg-wal")
    locked.mkdir()
    with pytest.raises(Cancelled):
        fake_worker(BEGINS_OUTPUT, SAYS_PROGRESS, WAITS, feedback=Impatient())
    assert locked.exists() and not partial_path(tmp_path / "out.gpkg").exists()


def test_cancel_ends_even_a_worker_that_does_not_listen(fake_worker) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    began = time.monotonic()
    with pytest.raises(Cancelled):
        fake_worker(deaf, SAYS_PROGRESS, WAITS, feedback=Impatient())
    assert time.monotonic() - began < 4


def test_a_killed_worker_is_told_with_its_likely_cause(fake_worker, tmp_path: Path) -> None:
    with pytest.raises(WorkerDied) as caught:
        fake_worker(
            BEGINS_OUTPUT,
            "print('loading tiles', file=sys.stderr, flush=True)",
            f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})",
        )
    sentence = error_sentence(caught.value)
    assert "-9" in sentence and "memory" in sentence and "loading tiles" in sentence and "log.txt" in sentence
    assert not partial_path(tmp_path / "out.gpkg").exists()


@pytest.mark.parametrize(
    "line, error, words",
    [
        (
            '{"type": "failed", "error": "NoTiles", "message": "", "values": {"tile_size_m": 9, "path": "x"}}',
            JobFailed,
            "9 m",
        ),
        (
            '{"type": "failed", "error": "KeyError", "message": "fid", "traceback": "Traceback of it"}',
            JobBroken,
            "report",
        ),
        (
            '{"type": "failed", "error": "ModuleNotFoundError", "message": "No module named \'geopandas\'"}',
            EngineIncomplete,
            "install it by the menu",
        ),
        ('{"type": "failed", "error": "MemoryError", "message": "", "traceback": "t"}', WorkerDied, "memory"),
    ],
)
def test_what_the_worker_reports_is_said(fake_worker, line: str, error: type, words: str) -> None:
    with pytest.raises(error) as caught:
        fake_worker(f"print({line!r})", "import sys; sys.exit(1)")
    assert words in error_sentence(caught.value)


def test_a_worker_that_cannot_load_is_told_by_the_end_of_its_log(fake_worker) -> None:
    with pytest.raises(WorkerDied) as caught:
        fake_worker("import a_package_that_is_not_there")
    assert "a_package_that_is_not_there" in error_sentence(caught.value)


def test_only_the_latest_runs_are_kept_and_no_copies_of_layers(plugin, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(environment.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path))
    for _ in range(52):
        with runs.run_folder("grid") as folder:
            (folder / "inputs" / "copy.gpkg").touch()
    kept = list((tmp_path / "sattile" / "runs").iterdir())
    assert len(kept) == 50 and not any(list(folder.iterdir()) for folder in kept)


def test_a_run_that_goes_on_keeps_its_folder_and_one_that_died_does_not(plugin, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(environment.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path))
    died = tmp_path / "sattile" / "runs" / "20200101T000000"
    (died / "inputs").mkdir(parents=True)
    subprocess.run([sys.executable, "-c", DIES_WITH_A_LOCK, str(died / "run.lock")])
    assert (died / "run.lock").exists()
    with runs.run_folder("train") as long_run:
        (long_run / "inputs" / "copy.gpkg").touch()
        for _ in range(51):
            with runs.run_folder("grid"):
                pass
        assert (long_run / "inputs" / "copy.gpkg").exists() and not died.exists()
    assert list(long_run.iterdir()) == []


@pytest.mark.parametrize(("days", "goes_on"), [(1, True), (30, False)])
def test_a_run_of_another_computer_is_taken_for_ended_after_weeks(
    plugin, tmp_path: Path, monkeypatch, days: int, goes_on: bool
) -> None:
    """Whether its process lives cannot be seen from here; it may have died with its computer."""
    monkeypatch.setattr(environment.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path))
    lock = tmp_path / "sattile" / "runs" / "20200101T000000Z-train-1" / "run.lock"
    lock.parent.mkdir(parents=True)
    lock.write_text(f"{os.getpid()}\nqgis\nanother-computer\n" + 2 * "another\n")
    then = time.time() - days * 86400
    os.utime(lock, (then, then))
    assert runs.a_run_goes_on() is goes_on


def test_no_engine_says_where_to_click(plugin, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("SATTILE_ENGINE_PYTHON")
    monkeypatch.setattr(environment.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path))
    with pytest.raises(EngineMissing) as caught:
        environment.find_engine()
    assert "Install the engine" in error_sentence(caught.value)


def test_a_half_made_environment_is_no_engine(plugin, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("SATTILE_ENGINE_PYTHON")
    monkeypatch.setattr(environment.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path))
    folder = environment.engine_home() / "e1"
    python = environment.python_of(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    assert environment.private_engine() is None
    environment.mark_installed(environment.Installed(folder, "base", environment.lock_digest("base")))
    assert environment.find_engine() == str(python)


def test_a_run_says_once_that_its_engine_is_of_another_version(fake_worker, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("SATTILE_ENGINE_PYTHON")
    folder = environment.engine_home() / "e1"
    python = environment.python_of(folder)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    environment.mark_installed(environment.Installed(folder, "base", "of a lock file of before"))
    warnings: list[str] = []
    feedback = QgsProcessingFeedback(False)
    monkeypatch.setattr(feedback, "pushWarning", warnings.append)
    fake_worker(SAYS_DONE, feedback=feedback)
    assert len(warnings) == 1 and "another version of SatTile" in warnings[0]


def test_a_program_that_is_not_there_is_told(plugin, tmp_path: Path) -> None:
    with pytest.raises(ProcessNotStarted):
        process.run_process(["/no/such/python"], tmp_path / "log", QgsProcessingFeedback(False), print)


def test_the_environment_is_clean(plugin, tmp_path: Path, monkeypatch) -> None:
    for name in ("PYTHONPATH", "GDAL_DATA", "PROJ_LIB", "LD_LIBRARY_PATH", "QT_PLUGIN_PATH"):
        monkeypatch.setenv(name, "qgis")
    lines: list[str] = []
    command = [sys.executable, "-c", "import os; print(sorted(k for k, v in os.environ.items() if v == 'qgis'))"]
    assert process.run_process(command, tmp_path / "log", QgsProcessingFeedback(False), lines.append) == 0
    assert lines == ["[]"] and os.environ["GDAL_DATA"] == "qgis"
