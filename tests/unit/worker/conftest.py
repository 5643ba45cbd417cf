"""The worker as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def sattile() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``sattile`` with some arguments in a folder, and variables of the environment besides."""

    def run(arguments: Sequence[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sattile_plugin.worker", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **variables}
        pipes = {"capture_output": True, "encoding": "utf-8"}
        return subprocess.run(command, cwd=folder, env=environment, timeout=120, **pipes)

    return run
