"""Which Python runs the engine: one the user names, else one of an environment that the plugin made."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import NamedTuple, Optional

from qgis.core import QgsApplication, QgsProcessingFeedback, QgsSettings

from ..contract.paths import partial_path
from ..contract.texts import QT_TRANSLATE_NOOP
from .errors import EngineMissing
from .language import tr

VARIABLE = "SATTILE_ENGINE_PYTHON"
PYTHON_SETTING = "sattile/engine_python"
WEIGHTS_SETTING = "sattile/backbone_weights"
MARKER = "sattile-engine.json"

_LOCKS = Path(__file__).resolve().parents[1] / "worker" / "locks"
_OTHER_VERSION = QT_TRANSLATE_NOOP(
    "SatTile",
    "The engine was made for another version of SatTile; install it again by the menu SatTile > Install the engine….",
)


class Engine(NamedTuple):
    """A Python that runs the engine, and who named it."""

    python: str
    origin: str
    """``variable``, ``setting`` or ``private``."""


class Installed(NamedTuple):
    """An environment that the plugin made to its end."""

    folder: Path
    kind: str
    lock: str
    """Digest of the lock file that it was made from."""

    @property
    def is_current(self) -> bool:
        """Whether this version of the plugin would install the same."""
        return self.lock == lock_digest(self.kind)


def find_engine(feedback: Optional[QgsProcessingFeedback] = None) -> str:
    """Return the path of the engine's Python; say by `feedback` when another version of the plugin made it.

    Raises
    ------
    EngineMissing
        None is named and none is installed, or the one named is not there.
    """
    engine = named_engine() or private_engine()
    if engine is None or not Path(engine.python).is_file():
        raise EngineMissing(found=engine.python if engine else engine_home())
    installed = installed_engine() if engine.origin == "private" else None
    if feedback and installed and not installed.is_current:
        feedback.pushWarning(tr(_OTHER_VERSION))
    return engine.python


def named_engine() -> Optional[Engine]:
    """Return the interpreter that the environment or the user's setting names, there or not."""
    settings = QgsSettings().value(PYTHON_SETTING, "") or ""
    for python, origin in ((os.environ.get(VARIABLE, ""), "variable"), (str(settings), "setting")):
        if python:
            return Engine(python, origin)
    return None


def private_engine() -> Optional[Engine]:
    """Return the plugin's own environment where it was installed to its end."""
    installed = installed_engine()
    return Engine(str(python_of(installed.folder)), "private") if installed else None


def installed_engine() -> Optional[Installed]:
    """Return what the marker of an installation tells; one that cannot be read counts as none."""
    return next(filter(None, map(_read_marker, engine_homes())), None)


def mark_installed(engine: Installed) -> None:
    """Make an environment of `engine_home` the one in use, at once and wholly."""
    marker = engine_home() / MARKER
    written = {"folder": engine.folder.name, "kind": engine.kind, "lock": engine.lock}
    partial_path(marker).write_text(json.dumps(written), encoding="utf-8")
    partial_path(marker).replace(marker)


def engine_homes() -> list[Path]:
    """Return the folders in which an engine may stand, that of new ones first."""
    return list(dict.fromkeys([engine_home(), _home_in_settings()]))


def engine_home(platform: str = sys.platform) -> Path:
    """Return the folder in which the plugin's environments stand, or would.

    On Windows it is outside the settings, which may roam over the network, and near the root, since names of files
    in TensorFlow take 163 of the 260 characters that a path may have.
    """
    settings = _home_in_settings()
    local = os.environ.get("LOCALAPPDATA", "")
    if platform != "win32" or not local:
        return settings
    profile = hashlib.sha256(str(settings).encode()).hexdigest()[:8]
    return Path(local) / "SatTile" / profile


def lock_file(kind: str) -> Path:
    """Return the list of pinned packages of a set."""
    return _LOCKS / f"{kind}.txt"


def lock_digest(kind: str) -> str:
    """Return what tells one state of a lock file from another."""
    lock = lock_file(kind)
    return hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else ""


def _home_in_settings() -> Path:
    return Path(QgsApplication.qgisSettingsDirPath()) / "sattile" / "engine"


def _read_marker(home: Path) -> Optional[Installed]:
    """Read a marker; one without a folder is of a time when the environment was the home itself."""
    try:
        written = json.loads((home / MARKER).read_text(encoding="utf-8"))
        return Installed(home / written.get("folder", ""), written["kind"], written["lock"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def python_of(folder: Path, platform: str = sys.platform) -> Path:
    """Return the interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if platform == "win32" else "bin/python")
