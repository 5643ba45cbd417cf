"""Take the README's screenshot: run inside a QGIS window by `make screenshot`, on the demo's project."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface

ROOT = Path(os.environ["SATTILE_ROOT"])
_SIZE_PX = (1360, 820)
_SHOWN = ("Layers", "ProcessingToolbox")


def open_project() -> None:
    """Show the demo's tiles around a village."""
    iface.mainWindow().showNormal()
    iface.mainWindow().setGeometry(0, 0, *_SIZE_PX)
    iface.mainWindow().statusBar().hide()
    QgsProject.instance().read(str(ROOT / "out" / "demo" / "sattile-demo.qgz"))
    for dock in iface.mainWindow().findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in _SHOWN)
    toolbox = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    toolbox.searchBox.setText("sattile")
    QTimer.singleShot(1500, zoom)


def zoom() -> None:
    """Go to where bâti and non-bâti meet."""
    iface.mapCanvas().setExtent(QgsRectangle(650_600, 6_860_950, 651_700, 6_861_800))
    iface.mapCanvas().refresh()
    QTimer.singleShot(6000, grab)


def grab() -> None:
    """Save the window and leave."""
    (ROOT / "docs").mkdir(exist_ok=True)
    iface.mainWindow().grab().save(str(ROOT / "docs" / "screenshot.jpg"), "JPG", 88)
    QgsProject.instance().clear()
    QgsApplication.instance().exit(0)


QTimer.singleShot(3000, open_project)
