"""Which Python runs the engine: one the user names, else one of the plugin's own under the QGIS settings."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple, Optional

from qgis.core import QgsApplication, QgsSettings

from .errors import EngineMissing

VARIABLE = "SATTILE_ENGINE_PYTHON"
PYTHON_SETTING = "sattile/engine_python"
WEIGHTS_SETTING = "sattile/backbone_weights"
MARKER = "sattile-engine.json"


class Engine(NamedTuple):
    """A Python that runs the engine, and who named it."""

    python: str
    origin: str
    """``variable``, ``setting`` or ``private``."""


def find_engine() -> str:
    """Return the path of the engine's Python.

    Raises
    ------
    EngineMissing
        None is named and none is installed, or the one named is not there.
    """
    engine = named_engine() or private_engine()
    if engine is None or not Path(engine.python).is_file():
        raise EngineMissing(found=engine.python if engine else engine_folder())
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
    folder = engine_folder()
    whole = (folder / MARKER).is_file()
    return Engine(str(python_of(folder)), "private") if whole else None


def engine_folder() -> Path:
    """Return where the plugin's own environment stands, or would."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "sattile" / "engine"


def python_of(folder: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
