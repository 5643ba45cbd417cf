"""Two runs, or two windows of QGIS, use the cache of services at the same time."""

from __future__ import annotations

from pathlib import Path

import pytest
from imagery import pixels
from qgis.core import QgsFeedback
from scene import Scene

from sattile_plugin.bridge.services import cache, room
from sattile_plugin.bridge.services.pixels import assemble


def joined(raster: Path, path: Path, feedback: QgsFeedback) -> None:
    assemble([raster], "EPSG:2154", None, path, "photo", feedback)


class Overtaken(QgsFeedback):
    """Has another run write the same raster while it is being written."""

    def __init__(self, raster: Path, path: Path) -> None:
        super().__init__()
        self._of_the_other = [(raster, path)]

    def isCanceled(self) -> bool:  # noqa: N802
        if self._of_the_other:
            joined(*self._of_the_other.pop(), QgsFeedback())
        return False


def test_two_runs_may_write_the_same_raster(scene: Scene, manners) -> None:
    path = scene.folder / "cache" / "mosaic-a.tif"
    path.parent.mkdir()
    joined(scene.raster, path, Overtaken(scene.raster, path))
    assert list(path.parent.iterdir()) == [path] and pixels(path) == pixels(scene.raster)


def refuse(*arguments: object) -> None:
    raise PermissionError("it is used by another process")


def test_where_windows_keeps_the_file_of_the_run_that_was_first_it_serves(plugin, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "0_0.gml"
    path.write_bytes(b"features")
    monkeypatch.setattr(Path, "replace", refuse)
    cache.write_whole(path, b"features")
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(PermissionError):
        cache.write_whole(tmp_path / "0_1.gml", b"features")
    assert list(tmp_path.iterdir()) == [path]


def test_another_qgis_may_make_room_too(plugin, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path)
    path = tmp_path / "0_0.tif"
    path.write_bytes(bytes(1000))
    units = list(room._units())
    path.unlink()
    monkeypatch.setattr(room, "_units", lambda: units)
    assert room.empty() == 1000
