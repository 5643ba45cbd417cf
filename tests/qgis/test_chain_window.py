"""A chain in a real QGIS window, run from dialogs one after the other with the layers that they offer."""

from __future__ import annotations

from scene import Scene
from window import needs_window, seen_in_window


@needs_window
def test_a_chain_from_dialogs(scene: Scene) -> None:
    seen = seen_in_window("chain_in_window.py", scene.folder)
    assert seen["runs"] == [True] * 4
    shown = [name for name, checked in seen["layers"] if checked]
    hidden = [name for name, checked in seen["layers"] if not checked]
    assert sorted(shown) == ["BATIMENT", "Blocks with their part", "Split tiles", "ortho"]
    assert seen["training"] == {"TILES": ["Split tiles"], "RASTER": ["ortho"]}
    assert seen["check"] == ["Split tiles", "ortho"]
    assert seen["describe"] == ["Split tiles", "ortho", None]
    assert seen["cluster"] == ["Classified", "Segments", None]
    assert hidden == ["Labelled tiles", "Labelled tiles", "Tile grid"]
