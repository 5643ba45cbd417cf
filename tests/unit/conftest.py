"""Fixtures and assertions that the unit tests share."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from .builders import names_in

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # on inputs this small threads wait for each other longer than they work


@pytest.fixture
def leaves_nothing_behind(tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """Assert that a block leaves the files of the test's folder as they were, by name."""

    @contextmanager
    def watch() -> Iterator[None]:
        before = names_in(tmp_path)
        yield
        assert names_in(tmp_path) == before

    return watch


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB, mounted for the test."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"DISK-FULL TEST NOT RUN: mounting a small disk needs root ({mounted.stderr.strip()})")
    yield folder
    subprocess.run(["umount", folder], check=True)
