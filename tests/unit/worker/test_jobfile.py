"""The worker as QGIS runs it: a job file in, lines of JSON out, and an end whenever it is asked to end."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sattile_plugin.contract.jobs import BuildTileGrid, ClassifyTiles, encode_job
from sattile_plugin.contract.jobs.base import Job
from sattile_plugin.contract.messages import Done, Failed, Message, Notice, Progress, decode_message

from ..builders import grey, names_in, read, write_brightness_model, write_grid, write_raster
from .conftest import ROOT

LAUNCH = ROOT / "sattile_plugin" / "worker" / "launch.py"
WAIT_S = 60
RUN_THE_FIRST_ARGUMENT = "import runpy, sys; del sys.argv[0]; runpy.run_path(sys.argv[0], run_name='__main__')"


def write_job(folder: Path, job: Job | dict[str, Any]) -> str:
    """Write a job file; return its path."""
    path = folder / "job.json"
    path.write_text(json.dumps(encode_job(job) if isinstance(job, Job) else job), encoding="utf-8")
    return str(path)


def grid_job(folder: Path, tile_size_m: float = 10.0) -> BuildTileGrid:
    """Return a job of four tiles, or of very many when they are small."""
    return BuildTileGrid(str(folder / "out.gpkg"), extent=(0, 0, 20, 20), crs="EPSG:2154", tile_size_m=tile_size_m)


def messages_of(stdout: str) -> list[Message]:
    return [decode_message(line) for line in stdout.splitlines()]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the worker on a job, from a folder of its own, with `-I` as QGIS does; end it after the test."""
    started: list[subprocess.Popen[str]] = []

    def start_it(job: str, launch: Path = LAUNCH, before: str = "") -> subprocess.Popen[str]:
        command = [sys.executable, "-I", str(launch), job]
        if before:
            code = f"{textwrap.dedent(before)}\n{RUN_THE_FIRST_ARGUMENT}"
            command = [sys.executable, "-I", "-c", code, str(launch), job]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, cwd="/", text=True, **pipes))
        return started[-1]

    yield start_it
    for process in started:
        process.kill()
        process.wait(WAIT_S)
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()


@pytest.fixture
def run_job(start) -> Callable[..., tuple[int, list[Message], str]]:
    """Run the worker to its end, with stdin open all the while; return exit code, messages and stderr."""

    def run_it(job: str, **options: Any) -> tuple[int, list[Message], str]:
        process = start(job, **options)
        stdout, stderr = process.stdout.read(), process.stderr.read()
        return process.wait(WAIT_S), messages_of(stdout), stderr

    return run_it


@pytest.fixture
def endless(tmp_path: Path) -> str:
    """A job of classifying that takes minutes, since its tiles are many."""
    tiles = write_grid(tmp_path / "tiles.gpkg", 200, 200, side=1)
    raster = write_raster(tmp_path / "ortho.tif", grey(200, 200, 200))
    model = write_brightness_model(tmp_path / "model.onnx", tile_size_px=256, tile_size_m=1.0)
    return write_job(tmp_path, ClassifyTiles(tiles, raster, model, str(tmp_path / "out.gpkg")))


def wait_for_progress(process: subprocess.Popen[str], step: str) -> None:
    for line in process.stdout:
        message = decode_message(line)
        if isinstance(message, Progress) and message.step == step:
            return
    pytest.fail(f"the worker ended before {step}: {process.stderr.read()}")


def test_a_job_that_goes_well(tmp_path: Path, run_job):
    code, said, _ = run_job(write_job(tmp_path, grid_job(tmp_path)))
    *before, last = said
    assert code == 0
    assert isinstance(last, Done) and last.metrics["tile_count"] == 4
    assert last.outputs == {"output": str(tmp_path / "out.gpkg")}
    assert before and all(isinstance(message, (Progress, Notice)) for message in before)
    assert len(read(tmp_path / "out.gpkg")) == 4


def test_bad_input_is_the_last_line(tmp_path: Path, run_job):
    job = {"verb": "grid", "output": str(tmp_path / "out.gpkg"), "raster": str(tmp_path / "missing.tif")}
    code, said, stderr = run_job(write_job(tmp_path, job))
    last = said[-1]
    assert code == 1
    assert isinstance(last, Failed) and last.error == "UnreadableFile" and last.traceback == ""
    assert last.values["reason"] == "there is no such file"
    assert last.message.endswith(".") and "Traceback" not in stderr


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, "UnreadableFile"),
        ("not json", "InvalidJob"),
        ("[]", "InvalidJob"),
        ('{"verb": "fly"}', "InvalidJob"),
        ("bâti", "InvalidJob"),
        ('{"verb": "grid", "output": 5}', "InvalidJob"),
    ],
)
def test_a_file_that_is_no_job(tmp_path: Path, run_job, content: str | None, error: str):
    if content is not None:
        (tmp_path / "job.json").write_text(content, encoding="latin-1")
    code, said, _ = run_job(str(tmp_path / "job.json"))
    assert code == 1
    assert [message.error for message in said] == [error]


def test_an_error_of_ours_carries_its_traceback(tmp_path: Path, run_job):
    hurt = """
        import shapely
        shapely.box = None
    """
    code, said, _ = run_job(write_job(tmp_path, grid_job(tmp_path)), before=hurt)
    assert code == 1
    assert said[-1].error == "TypeError" and "Traceback" in said[-1].traceback
    assert names_in(tmp_path) == ["job.json"]


def test_prints_of_libraries_do_not_reach_stdout(tmp_path: Path, run_job):
    """A library that prints when it is used, from Python and as C does."""
    chatter = """
        import os
        import shapely
        box = shapely.box
        def talking_box(*edges):
            print("from Python")
            os.write(1, b"from C\\n")
            os.system("echo from a child")
            return box(*edges)
        shapely.box = talking_box
    """
    code, said, stderr = run_job(write_job(tmp_path, grid_job(tmp_path)), before=chatter)
    assert code == 0 and isinstance(said[-1], Done)
    assert all(words in stderr for words in ("from Python", "from C", "from a child"))


def test_terminate_ends_it_and_leaves_nothing(tmp_path: Path, start, endless: str):
    process = start(endless)
    before = names_in(tmp_path)
    wait_for_progress(process, "classify")
    process.send_signal(signal.SIGTERM)
    assert process.wait(WAIT_S) == 128 + signal.SIGTERM
    assert names_in(tmp_path) == before


def test_kill_leaves_nothing_under_the_final_name(tmp_path: Path, start, run_job, endless: str):
    process = start(endless)
    wait_for_progress(process, "classify")
    process.kill()
    assert process.wait(WAIT_S) == -signal.SIGKILL
    assert not (tmp_path / "out.gpkg").exists()
    run_job(write_job(tmp_path, grid_job(tmp_path)))
    assert names_in(tmp_path) == ["job.json", "model.onnx", "ortho.tif", "out.gpkg", "tiles.gpkg"]


def test_it_ends_with_the_process_that_started_it(tmp_path: Path, start, endless: str):
    process = start(endless)
    before = names_in(tmp_path)
    wait_for_progress(process, "classify")
    process.stdin.close()
    assert process.wait(WAIT_S) == 128 + signal.SIGTERM
    assert names_in(tmp_path) == before


def test_what_stood_there_survives_a_cancel(tmp_path: Path, start, run_job, endless: str):
    job = Path(endless).read_text()
    run_job(write_job(tmp_path, grid_job(tmp_path)))
    before = (tmp_path / "out.gpkg").read_bytes()
    Path(endless).write_text(job)
    process = start(endless)
    wait_for_progress(process, "classify")
    process.terminate()
    process.wait(WAIT_S)
    assert (tmp_path / "out.gpkg").read_bytes() == before


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """A folder of plugins: a copy of ours, and beside it one with the name of a library."""
    folder = tmp_path / "plugins"
    shutil.copytree(ROOT / "sattile_plugin", folder / "sattile_plugin", ignore=shutil.ignore_patterns("__pycache__"))
    for library in ("numpy", "shapely", "json"):
        (folder / library).mkdir()
        (folder / library / "__init__.py").write_text("raise ImportError('picked the decoy')")
    return folder


def test_other_plugins_do_not_hide_libraries(tmp_path: Path, plugins: Path, run_job):
    launch = plugins / "sattile_plugin" / "worker" / "launch.py"
    code, said, stderr = run_job(write_job(tmp_path, grid_job(tmp_path)), launch=launch)
    assert code == 0, stderr
    assert isinstance(said[-1], Done)


def test_the_decoys_would_be_picked_if_their_folder_were_on_the_path(plugins: Path):
    code = "import sys; sys.path.insert(0, sys.argv[1]); import numpy"
    ran = subprocess.run([sys.executable, "-c", code, plugins], capture_output=True, text=True)
    assert "picked the decoy" in ran.stderr


def test_paths_with_accents_and_spaces(tmp_path: Path, run_job):
    folder = tmp_path / "été 2024 (à trier)"
    folder.mkdir()
    code, said, _ = run_job(write_job(folder, grid_job(folder)))
    assert code == 0
    assert said[-1].outputs["output"] == str(folder / "out.gpkg")
    assert (folder / "out.gpkg").exists()
