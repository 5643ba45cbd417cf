"""A real QGIS window: the Atlas is drawn from the dialog while the window lives, and its layout opens."""

from __future__ import annotations

from pathlib import Path

from atlas_ground import make_ground
from window import needs_window, seen_in_window


@needs_window
def test_the_atlas_in_a_window(plugin, tmp_path: Path) -> None:
    make_ground(tmp_path, 8, 250)
    seen = seen_in_window("atlas_in_window.py", tmp_path)
    assert seen["images"] == 64 and seen["page"] == "train/bati/t0-0"
    assert seen["beats"] > 20 and seen["unchanged"]
