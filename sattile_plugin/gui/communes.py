"""What one can do with a clustering in the project: a submenu of SatTile's menu."""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtWidgets import QMenu

from ..bridge.commune_atlas import commune_layout
from ..bridge.commune_layers import DIAGRAM_OF, find_part
from ..bridge.language import tr
from .diagram import show_diagram


def communes_menu(iface: Any, parent: QMenu) -> QMenu:
    """Return the submenu about clustered communes; it goes when `parent` does."""
    menu = QMenu(tr("Clustered communes"), parent)
    menu.setObjectName("sattile_communes")
    for name, text, slot in (
        ("sattile_show_diagram", tr("Feature diagram"), _diagram),
        ("sattile_open_atlas", tr("Atlas, one page a commune…"), _atlas),
    ):
        action = menu.addAction(text)
        action.setObjectName(name)
        action.triggered.connect(partial(slot, iface))
    return menu


def _diagram(iface: Any, checked: bool = False) -> None:
    if any(layer.customProperty(DIAGRAM_OF) for layer in QgsProject.instance().mapLayers().values()):
        show_diagram(iface)
    else:
        _say_that_none(iface)


def _atlas(iface: Any, checked: bool = False) -> None:
    project = QgsProject.instance()
    clusters = find_part(project, "clusters")
    if clusters is None:
        _say_that_none(iface)
        return
    iface.openLayoutDesigner(commune_layout(project, clusters))


def _say_that_none(iface: Any) -> None:
    text = tr("The project has no clustered communes: run “Cluster communes” and load its result first.")
    iface.messageBar().pushMessage("SatTile", text, Qgis.MessageLevel.Info)
