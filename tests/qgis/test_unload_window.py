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


@needs_window
def test_unloading_from_within_a_run_of_the_main_thread_ends_it_first(scene: Scene, tiles: str) -> None:
    """Whoever upgrades the plugin then has the algorithms of the new one, and no dialog of the old."""
    seen = seen_in_window("unload_in_main_thread.py", scene.folder)
    assert seen["within_the_run"] and seen["unloaded"] and seen["loaded_again"] and seen["returned"]
    assert seen["provider_is_new"] and seen["algorithms"] > 10
    assert not seen["labels_written"] and seen["open_dialogs"] == 0
