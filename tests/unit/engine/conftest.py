"""A small network that several tests look at, trained once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sattile_plugin.contract.messages import Done

from ..builders import Recorder, run
from .training_scene import make_scene, small_cnn


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done, Recorder]:
    """A small network; its folder, what it made and what was said."""
    folder = tmp_path_factory.mktemp("trained")
    done, recorder = run(small_cnn(folder, make_scene(folder)))
    return folder, done, recorder


@pytest.fixture
def scene(tmp_path: Path) -> dict[str, Any]:
    """Where the tiles to train on are, and their raster."""
    return make_scene(tmp_path)
