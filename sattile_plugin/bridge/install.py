"""Install the engine: a Python environment of its own, from the lock file that ships with the plugin."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Optional

from qgis.core import QgsProcessingFeedback

from ..contract.texts import QT_TRANSLATE_NOOP
from .environment import (
    MARKER,
    Installed,
    engine_home,
    engine_homes,
    installed_engine,
    lock_digest,
    lock_file,
    mark_installed,
    python_of,
)
from .installer import Installer
from .language import tr

KINDS = {
    "base": QT_TRANSLATE_NOOP("SatTile", "Base set: tile, label, split, apply a model (about 700 MB)"),
    "train": QT_TRANSLATE_NOOP("SatTile", "Training set: the base set and TensorFlow (about 2 GB)"),
    "gpu": QT_TRANSLATE_NOOP(
        "SatTile", "Set for NVIDIA cards: the training set and CUDA, driver 580 or newer (about 5 GB)"
    ),
}

_FOR_CARDS = "gpu"


def install_engine(kind: str, feedback: QgsProcessingFeedback) -> str:
    """Make an environment of the set; return its Python.

    It is made beside the one in use, which serves until the new one is whole and stays where that fails.

    Raises
    ------
    PythonMissing
        No Python to make it with.
    EngineNotInstalled, DiskFull
        The packages could not be had, or not be kept.
    Cancelled
        The user cancelled; what is there is not taken for an engine.
    """
    home = engine_home()
    installer = Installer(home.with_name("install.log"), feedback)
    installer.check_proxy()
    folder = _free_folder(home)
    try:
        installer.step(1, tr("Making the environment"))
        installer.make_environment(folder)
        installer.step(5, tr("Installing the packages"))
        installer.install(folder, lock_file(kind))
        mark_installed(Installed(folder, kind, lock_digest(kind)))
    finally:
        _remove_all_but(installed_engine())
    feedback.setProgress(100)
    return str(python_of(folder))


def offered_kinds() -> dict[str, str]:
    """Return the sets that this system can use, with their labels to translate; no Mac has an NVIDIA card."""
    return {kind: label for kind, label in KINDS.items() if kind != _FOR_CARDS or sys.platform != "darwin"}


def _free_folder(home: Path) -> Path:
    """Return a folder for a new environment: of a short name, not in use, with nothing of before in it."""
    installed = installed_engine()
    folders = (home / f"e{number}" for number in count(1))
    return next(folder for folder in folders if not (installed and folder == installed.folder) and _is_gone(folder))


def _remove_all_but(installed: Optional[Installed]) -> None:
    """Remove the environments that are not in use; one of an earlier version may be the home itself."""
    used = installed.folder if installed else None
    for home in filter(Path.is_dir, engine_homes()):
        if used == home:
            others = list(home.glob("e[0-9]*"))
        else:
            kept = (used, home / MARKER) if used and used.parent == home else ()
            others = [path for path in home.iterdir() if path not in kept]
        for path in others:
            _is_gone(path)


def _is_gone(path: Path) -> bool:
    """Remove a file or folder; say whether that could be done, which Windows refuses while it is in use."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return not path.exists()
