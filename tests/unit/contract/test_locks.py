"""The lock of an output: one run has it, and it goes with the process, however that ends."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sattile_plugin.contract import locks
from sattile_plugin.contract.errors import OutputInUse
from sattile_plugin.contract.locks import only_writer

from ..builders import names_in

HOLD = """
import sys, time
from pathlib import Path
from sattile_plugin.contract.locks import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_run_at_a_time(tmp_path: Path):
    with only_writer(tmp_path / "out"):
        with pytest.raises(OutputInUse, match=r"Another run is writing .*out; wait"), only_writer(tmp_path / "out"):
            pytest.fail("the block must not run")
        with only_writer(tmp_path / "other"):
            assert names_in(tmp_path) == [".lock-other", ".lock-out"]
    with only_writer(tmp_path / "out"):
        pass
    assert names_in(tmp_path) == []


def test_a_process_that_is_killed_blocks_nobody(tmp_path: Path):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "out")], stdout=subprocess.PIPE, text=True)
    with holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(OutputInUse), only_writer(tmp_path / "out"):
            pytest.fail("the block must not run")
        holder.kill()
    assert names_in(tmp_path) == [".lock-out"]
    with only_writer(tmp_path / "out"):
        pass
    assert names_in(tmp_path) == []


def test_a_lock_that_was_taken_away_meanwhile_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """As where the run that had it ends between the opening of its file and the lock on it."""
    take = locks._take
    taken: list[int] = []

    def take_late(file: int) -> None:
        if not taken:
            (tmp_path / ".lock-out").unlink()
        take(file)
        taken.append(file)

    monkeypatch.setattr(locks, "_take", take_late)
    with only_writer(tmp_path / "out"), pytest.raises(OutputInUse), only_writer(tmp_path / "out"):
        pytest.fail("the block must not run")
    assert len(taken) == 2


def test_where_there_are_no_locks_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(locks, "_take", refuse)
    with only_writer(tmp_path / "out"):
        (tmp_path / "out").touch()
    assert names_in(tmp_path) == ["out"]


@pytest.mark.parametrize("error", [None, OSError(errno.ESTALE, os.strerror(errno.ESTALE))])
def test_a_drive_that_tells_files_badly_does_not_hold_a_run_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError | None
):
    """As network drives do that number a file anew each time, or do not tell its number."""

    def differ(*_: object) -> bool:
        if error:
            raise error
        return False

    monkeypatch.setattr(os.path, "samestat", differ)
    with only_writer(tmp_path / "out"), pytest.raises(OutputInUse), only_writer(tmp_path / "out"):
        pytest.fail("the block must not run")
    assert names_in(tmp_path) == []


def test_what_stands_where_the_lock_would_does_not_block(tmp_path: Path):
    (tmp_path / ".lock-out").mkdir()
    with only_writer(tmp_path / "out"):
        (tmp_path / "out").touch()
    assert names_in(tmp_path) == [".lock-out", "out"]
