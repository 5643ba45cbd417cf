"""A small clustering for the tests, made once by the engine's Python."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def make_clusters(folder: Path) -> Path:
    """Return the path of a clustering of nine communes, C1 to C9; its orthophoto and tiles lie beside it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PYTHONPATH"] = str(ROOT)
    command = [os.environ["SATTILE_ENGINE_PYTHON"], str(ROOT / "tests" / "communes_result.py"), str(folder)]
    subprocess.run(command, check=True, env=environment, timeout=300)
    return folder / "clusters.gpkg"
