"""Install the engine: a Python environment of its own, from the lock file that ships with the plugin."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from qgis.core import QgsProcessingFeedback

from ..contract.errors import OutputInUse
from ..contract.locks import only_writer
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
from .errors import EngineBeingInstalled
from .installer import Installer
from .language import tr
from .runs import a_run_goes_on

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
    EngineBeingInstalled
        Another QGIS of the same profile is at it.
    PythonMissing
        No Python to make it with.
    EngineNotInstalled, DiskFull
        The packages could not be had, or not be kept.
    Cancelled
        The user cancelled; what is there is not taken for an engine.
    """
    home = engine_home()
    with _the_only_installation(home):
        installer = Installer(home.with_name("install.log"), feedback)
        installer.check_proxy()
        _remove_unused()
        folder = next(path for path in (home / f"e{number}" for number in count(1)) if not path.exists())
        made = Installed(folder, kind, lock_digest(kind))
        try:
            installer.step(1, tr("Making the environment"))
            installer.make_environment(folder)
            installer.step(5, tr("Installing the packages"))
            installer.install(folder, lock_file(kind))
            mark_installed(made)
        finally:
            if installed_engine() != made:
                _remove(folder)
        _remove_unused()
    feedback.setProgress(100)
    return str(python_of(folder))


def offered_kinds() -> dict[str, str]:
    """Return the sets that this system can use, with their labels to translate; no Mac has an NVIDIA card."""
    return {kind: label for kind, label in KINDS.items() if kind != _FOR_CARDS or sys.platform != "darwin"}


@contextmanager
def _the_only_installation(home: Path) -> Iterator[None]:
    home.parent.mkdir(parents=True, exist_ok=True)
    try:
        with only_writer(home):
            yield
    except OutputInUse as error:
        raise EngineBeingInstalled from error


def _remove_unused() -> None:
    """Remove the environments of before; while a run goes on they stay, since it may be at work with one.

    The home itself may be one, of an earlier version.
    """
    if a_run_goes_on():
        return
    installed = installed_engine()
    used = installed.folder if installed else None
    for home in filter(Path.is_dir, engine_homes()):
        if used == home:
            others = list(home.glob("e[0-9]*"))
        else:
            kept = (used, home / MARKER) if used and used.parent == home else ()
            others = [path for path in home.iterdir() if path not in kept]
        for path in others:
            _remove(path)


def _remove(path: Path) -> None:
    """Remove a file or folder, but what Windows keeps while it is in use."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
