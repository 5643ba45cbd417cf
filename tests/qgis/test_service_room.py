"""The cache of services keeps to its limit: old things go first and whole, what is at work stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from imagery import Told, fetched, wms_layer
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QPushButton
from scene import Scene

from sattile_plugin.bridge.runs import run_folder
from sattile_plugin.bridge.services import cache, room
from sattile_plugin.gui.options import OptionsPage

DAY_S = 86400
KB = 1000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    """An empty cache of the test's own."""
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path)
    yield tmp_path
    QgsSettings().remove(room.LIMIT_SETTING)


def put(path: Path, days_ago: float, size: int = KB) -> Path:
    """Write a file that was made and used so many days ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    then = time.time() - days_ago * DAY_S
    os.utime(path, (then, then))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def limited_to(kilobytes: float) -> list[str]:
    """Make room as a run that starts now does; return what it says."""
    QgsSettings().setValue(room.LIMIT_SETTING, kilobytes * KB / room.GB)
    told = Told()
    room.make_room(time.time(), told)
    return told.lines


@pytest.mark.parametrize(
    ("kilobytes", "left"),
    [
        (4, ["0_0.tif", "0_1.tif", "mosaic-a.tif", "now.tif"]),
        (3, ["0_1.tif", "mosaic-a.tif", "now.tif"]),
        (1.5, ["now.tif"]),
        (0.1, ["now.tif"]),
        (0, ["0_0.tif", "0_1.tif", "mosaic-a.tif", "now.tif"]),
    ],
)
def test_what_was_used_longest_ago_goes_first(folder: Path, kilobytes: float, left: list) -> None:
    put(folder / "one-0" / "grid" / "0_0.tif", 9)
    put(folder / "one-0" / "grid" / "0_1.tif", 7)
    put(folder / "two-0" / "mosaic-a.tif", 5)
    put(folder / "two-0" / "grid" / "now.tif", 0)
    assert bool(limited_to(kilobytes)) == (len(left) < 4)
    assert names(folder) == left


def test_use_counts_and_not_age(folder: Path) -> None:
    old, new = put(folder / "a" / "0_0.tif", 9), put(folder / "a" / "0_1.tif", 3)
    made = old.stat().st_mtime
    room.mark_used([old, folder / "missing.tif"])
    assert old.stat().st_mtime == pytest.approx(made)
    limited_to(1)
    assert old.is_file() and not new.is_file()


def test_a_block_of_features_goes_whole(folder: Path) -> None:
    """A block of whose pages one is missing would give too few buildings."""
    for name, days in (("7_9_0.gml", 9), ("7_9_1.gml", 1), ("7_9.whole", 5), ("7_8_0.gml", 3), ("7_8.whole", 3)):
        put(folder / "wfs-0" / name, days)
    limited_to(3)
    assert names(folder) == ["7_9.whole", "7_9_0.gml", "7_9_1.gml"]


def test_what_the_run_itself_uses_stays(quick, served, scene: Scene, tiles, folder: Path) -> None:
    front, url = served
    old = put(folder / "cache" / "other-0" / "0_0.tif", 30)
    QgsSettings().setValue(room.LIMIT_SETTING, KB / room.GB)
    layer, told = wms_layer(url), Told()
    path = fetched(layer, tiles, told)
    assert path.is_file() and not old.is_file()
    assert "left the cache" in told.lines[-1]
    asked = len(front.requests)
    assert fetched(layer, tiles, Told()) == path and len(front.requests) == asked


def test_the_options_hold_the_limit_and_empty_the_cache(folder: Path, plugin) -> None:
    put(folder / "a" / "0_0.tif", 0, 20_000_000)
    page = OptionsPage(None, None)
    limit = page.findChild(QDoubleSpinBox, "sattile_cache_limit")
    button = page.findChild(QPushButton, "sattile_empty_cache")
    assert limit.value() == room.DEFAULT_LIMIT_GB and "0.02 GB" in button.text()
    with run_folder("export"):
        button.click()
    assert names(folder) == ["0_0.tif"] and "when all algorithms have ended" in button.text()
    button.click()
    assert names(folder) == [] and not button.isEnabled()
    limit.setValue(12.5)
    page.apply()
    assert room.limit_gb() == 12.5
