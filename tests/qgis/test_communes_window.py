"""A real QGIS window: a lasso in the diagram selects communes on the map, the Atlas opens, all goes on unloading."""

from __future__ import annotations

from pathlib import Path

from commune_ground import make_clusters
from window import needs_window, seen_in_window


@needs_window
def test_communes_in_a_window(plugin, tmp_path: Path) -> None:
    make_clusters(tmp_path)
    seen = seen_in_window("communes_in_window.py", tmp_path)
    assert seen["without_result"] and seen["diagram_layers"] == ["Diagram of communes"]
    over_communes, over_nothing = seen["bands"]
    assert over_nothing == over_communes + 1
    assert seen["on_map"] == ["C2", "C5", "C8"]
    assert seen["next_diagram"] == "Diagram of tiles" and seen["pages"] == 9
    assert seen["unloaded"] and seen["dock_gone"]
