from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from sattile_plugin.engine.communes import feature_cache
from sattile_plugin.engine.communes.feature_cache import FeatureCache

_BOUNDS = np.array([[0.0, 0.0, 50.0, 50.0]])
_FEATURES = np.ones((1, 100), np.float16)


@pytest.fixture(autouse=True)
def _room_for_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feature_cache.platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path))
    FeatureCache({"raster": "measured"}).add(_BOUNDS, _FEATURES)
    measured = next(tmp_path.rglob("*.npz"))
    monkeypatch.setattr(feature_cache, "MAX_BYTES", measured.stat().st_size * 5 // 2)
    measured.unlink()


def _keep(folder: Path, *rasters: str) -> None:
    """Keep features of rasters, an hour apart."""
    for raster in rasters:
        FeatureCache({"raster": raster}).add(_BOUNDS, _FEATURES)
        _age(folder / "features")


def _age(folder: Path) -> None:
    for each in folder.iterdir():
        then = each.stat().st_mtime_ns - 3_600_000_000_000
        os.utime(each, ns=(then, then))


def _is_kept(raster: str) -> bool:
    return FeatureCache({"raster": raster}).find(_BOUNDS)[0] is not None


def test_what_was_wanted_longest_ago_is_deleted_when_there_is_too_much(tmp_path: Path) -> None:
    _keep(tmp_path, "first", "second", "third")
    FeatureCache({"raster": "another"})
    assert [_is_kept(raster) for raster in ("first", "second", "third")] == [False, True, True]


def test_reading_counts_as_wanting(tmp_path: Path) -> None:
    _keep(tmp_path, "first", "second")
    FeatureCache({"raster": "first"})
    _keep(tmp_path, "third")
    FeatureCache({"raster": "another"})
    assert [_is_kept(raster) for raster in ("first", "second", "third")] == [True, False, True]


def test_what_is_wanted_now_is_never_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(tmp_path, "first", "second")
    monkeypatch.setattr(feature_cache, "MAX_BYTES", 1)
    assert _is_kept("first")
    assert not _is_kept("second")
