"""A real QGIS window, on a virtual screen: menu, toolbar, settings, a run from a dialog, and unloading."""

from __future__ import annotations

from scene import Scene
from window import needs_window, seen_in_window

from sattile_plugin.processing.provider import ALGORITHMS


@needs_window
def test_the_plugin_in_a_window(scene: Scene) -> None:
    seen = seen_in_window("in_window.py", scene.folder)
    assert len(seen["menu"]) == len(ALGORITHMS) + 5 and seen["menu"][0] == "Paint a sample scene…"
    assert seen["icons"] == [True] * len(ALGORITHMS)
    assert seen["options_page"]
    assert seen["layers"] == {"Tile grid": 16} and seen["outline"] == "#f0e442"
    assert seen["offers"] == [
        ["labeltiles", "Tile grid", "BATIMENT", None],
        ["labeltiles", "Tile grid", "BATIMENT", None],
        ["classifytiles", "Tile grid", "a map"],
        ["splittiles", "Tile grid"],
    ]
    assert seen["unloaded"] and seen["provider_gone"] and seen["toolbar_gone"]
