"""Installing the engine: a small lock file, a real environment."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from qgis.core import QgsProcessingFeedback

from sattile_plugin.bridge import environment, install
from sattile_plugin.bridge.errors import Cancelled, EngineNotInstalled


@pytest.fixture
def lock(plugin, tmp_path: Path, monkeypatch) -> Path:
    """An empty list of packages, and a settings folder of its own."""
    monkeypatch.delenv("SATTILE_ENGINE_PYTHON")
    monkeypatch.setattr(environment.QgsApplication, "qgisSettingsDirPath", lambda: str(tmp_path))
    monkeypatch.setattr(install, "_LOCKS", tmp_path)
    monkeypatch.setattr(install.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3" else None)
    (tmp_path / "base.txt").write_text("# nothing\n")
    (tmp_path / "train.txt").write_text("there-is-no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n")
    return tmp_path


class Shown(QgsProcessingFeedback):
    def __init__(self) -> None:
        super().__init__(False)
        self.percents: list[float] = []
        self.progressChanged.connect(self.percents.append)


def test_an_installed_engine_is_found_and_known_by_its_set(lock: Path) -> None:
    feedback = Shown()
    python = install.install_engine("base", feedback)
    assert python == environment.find_engine() and Path(python).is_file()
    assert install.installed_kind() == "base"
    assert feedback.percents[-1] == 100


def test_an_engine_of_an_older_plugin_is_told_apart(lock: Path) -> None:
    install.install_engine("base", Shown())
    (lock / "base.txt").write_text("# a newer plugin pins other packages\n")
    assert install.installed_kind() is None


def test_a_failed_installation_is_no_engine_and_says_why(lock: Path) -> None:
    install.install_engine("base", Shown())
    with pytest.raises(EngineNotInstalled) as caught:
        install.install_engine("train", Shown())
    assert "there-is-no-such-package" in str(caught.value)
    assert environment.private_engine() is None


def test_a_cancelled_installation_ends_at_once_and_is_no_engine(lock: Path) -> None:
    feedback = Shown()
    feedback.progressChanged.connect(lambda percent: feedback.cancel())
    began = time.monotonic()
    with pytest.raises(Cancelled):
        install.install_engine("base", feedback)
    assert time.monotonic() - began < 4
    assert environment.private_engine() is None


def test_without_a_python_it_says_what_is_missing(lock: Path, monkeypatch) -> None:
    monkeypatch.setattr(install, "_interpreters", lambda: iter(()))
    with pytest.raises(EngineNotInstalled) as caught:
        install.install_engine("base", Shown())
    assert "3.10" in str(caught.value)


@pytest.mark.parametrize("kind", install.KINDS)
def test_each_set_ships_its_lock_file_with_checksums(plugin, kind: str) -> None:
    text = install.lock_file(kind).read_text()
    assert "numpy==" in text and "--hash=sha256:" in text
    assert ("tensorflow" in text) == (kind != "base")
    assert ("onnxruntime-gpu==" in text) == (kind == "gpu")


@pytest.mark.parametrize(
    ("kind", "after", "stays"), [("base", "train", True), ("base", "gpu", False), ("gpu", "base", False)]
)
def test_a_set_with_another_runtime_is_installed_anew(lock: Path, kind: str, after: str, stays: bool) -> None:
    for name in install.KINDS:
        (lock / f"{name}.txt").write_text("# nothing\n")
    install.install_engine(kind, Shown())
    kept = environment.engine_folder() / "of the first installation"
    kept.touch()
    install.install_engine(after, Shown())
    assert (install.installed_kind(), kept.exists()) == (after, stays)


def test_a_mac_is_offered_no_set_for_nvidia_cards(plugin, monkeypatch) -> None:
    assert list(install.offered_kinds()) == ["base", "train", "gpu"]
    monkeypatch.setattr(install.sys, "platform", "darwin")
    assert list(install.offered_kinds()) == ["base", "train"]


def test_the_marker_is_plain(lock: Path) -> None:
    install.install_engine("base", Shown())
    marker = json.loads((environment.engine_folder() / environment.MARKER).read_text())
    assert marker == {"kind": "base", "lock": install.lock_digest("base")}
