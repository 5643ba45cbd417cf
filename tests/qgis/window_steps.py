"""Steps of a script that runs inside a QGIS window: guarded, and what was seen written as JSON in the end."""

from __future__ import annotations

import json
import os
import traceback
from pathlib import Path

from qgis.core import QgsApplication, QgsProject
from qgis.utils import iface

FOLDER = Path(os.environ["SATTILE_TEST_FOLDER"])
seen: dict[str, object] = {}
kept: list[object] = []
"""A dialog whose Python half is gone crashes QGIS 3.40 when its algorithm ends."""


def step(function):
    """Return the step, guarded: whatever goes wrong is written down and ends QGIS."""

    def guarded() -> None:
        try:
            function()
        except Exception:
            seen["error"] = traceback.format_exc()
            leave()

    return guarded


def show_window() -> None:
    """Show the window as large as the screen of the tests."""
    iface.mainWindow().showNormal()
    iface.mainWindow().setGeometry(0, 0, 1400, 900)


def leave() -> None:
    """Write what was seen, and end QGIS."""
    (FOLDER / "seen.json").write_text(json.dumps(seen), encoding="utf-8")
    QgsProject.instance().clear()
    QgsApplication.instance().exit(0)
