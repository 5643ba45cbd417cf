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
def sattile() -> Callable[[Sequence[str], Path], subprocess.CompletedProcess[str]]:
    """Run ``sattile`` with some arguments in a folder."""

    def run(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sattile_plugin.worker", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)

    return run
