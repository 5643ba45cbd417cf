"""The plugin is disabled, upgraded or reloaded while it works: in a real QGIS window, which must outlive it."""

from __future__ import annotations

from scene import Scene
from window import needs_window, seen_in_window


@needs_window
def test_unloading_ends_what_runs_and_qgis_goes_on(scene: Scene) -> None:
    seen = seen_in_window("unload_in_window.py", scene.folder)
    assert seen["tasks_before"] == 2 and seen["unloaded"] and seen["dialog_finished"]
    assert seen["tasks_after"] == seen["running_after"] == seen["open_dialogs"] == 0
    assert not seen["grid_written"] and seen["layers"] == 0
