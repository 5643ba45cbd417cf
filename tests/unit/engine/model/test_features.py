"""The backbone: exported once, kept under the content of its weights, and read without TensorFlow from then on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sattile_plugin.contract.errors import MissingPackages, WrongWeights
from sattile_plugin.engine.model import features
from sattile_plugin.engine.model.features import SIZE_PX, Backbone, open_backbone

from ....data import shared_data
from ..brightness import write_backbone


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(features.platformdirs, "user_cache_dir", lambda *_, **__: str(folder))
    return folder / "backbones"


def small_weights() -> str:
    return str(shared_data("weights", "mobilenet_v2_0.35_224_no_top.weights.h5"))


def test_features_do_not_depend_on_which_way_a_tile_lies(tmp_path: Path):
    backbone = Backbone(write_backbone(tmp_path / "backbone.onnx"))
    tiles = np.random.default_rng(1).integers(0, 256, (3, 16, 16, 3), dtype=np.uint8)
    found = backbone.describe(tiles)
    assert found.shape == (3, 6) and found.dtype == np.float32
    assert found[:, :3] == pytest.approx(tiles.mean(axis=(1, 2)), rel=1e-5)
    assert backbone.describe(np.rot90(tiles, axes=(1, 2))) == pytest.approx(found, rel=1e-5)


def test_a_mirrored_tile_has_the_same_features_by_eight_views(tmp_path: Path):
    backbone = Backbone(write_backbone(tmp_path / "backbone.onnx"))
    tiles = np.random.default_rng(1).integers(0, 256, (1, 16, 16, 3), dtype=np.uint8)
    assert backbone.describe(tiles[:, ::-1], 8) == pytest.approx(backbone.describe(tiles, 8), rel=1e-5)
    assert backbone.n_features == 6


def test_a_backbone_for_another_size_is_another_file(cache: Path):
    assert open_backbone(small_weights(), 0.35, "describe", 96).size_px == 96
    assert [path.name.split("-")[2] for path in cache.iterdir()] == ["96px"]


def test_a_backbone_is_exported_once(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    weights = small_weights()
    first = open_backbone(weights, 0.35, "check")
    (kept,) = cache.iterdir()
    monkeypatch.setattr(features, "_export", lambda *_: pytest.fail("exported twice"))
    copy = shutil.copy(weights, tmp_path / "copy.weights.h5")
    again = open_backbone(str(copy), 0.35, "check")
    tiles = np.random.default_rng(1).integers(0, 256, (2, SIZE_PX, SIZE_PX, 3), dtype=np.uint8)
    assert first.describe(tiles).shape == (2, 1280)
    assert np.array_equal(first.describe(tiles), again.describe(tiles))
    assert not _loaded_after(f"from sattile_plugin.engine.model.features import Backbone; Backbone({str(kept)!r})")


def test_without_tensorflow_the_set_to_install_is_named(cache: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(features.util, "find_spec", lambda name: None)
    with pytest.raises(MissingPackages, match="no keras, which check needs; install the set “train”"):
        open_backbone(small_weights(), 0.35, "check")
    assert not cache.exists() or not list(cache.iterdir())


def test_weights_of_another_width(cache: Path):
    with pytest.raises(WrongWeights, match="of width 0"):
        open_backbone(small_weights(), 0.5, "check")
    assert not list(cache.iterdir())


def _loaded_after(statement: str) -> set[str]:
    """Return what of TensorFlow stands in memory after a statement in a fresh Python."""
    code = f"{statement}\nimport sys; print(*{{'tensorflow', 'keras'}} & set(sys.modules))"
    root = Path(__file__).resolve().parents[4]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, env=os.environ, capture_output=True, check=True)
    return set(ran.stdout.decode().split())
