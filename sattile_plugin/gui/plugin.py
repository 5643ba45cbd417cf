"""The plugin as QGIS sees it: a provider, a menu and a toolbar."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolBar

from ..bridge.language import load_translator, tr
from ..processing.base import SatTileAlgorithm
from ..processing.models import TrainingSetModel
from ..processing.provider import ALGORITHMS, SatTileProvider
from .communes import communes_menu
from .diagram import remove_diagram
from .install import ask_and_install
from .leaving import add_provider, end_work, remove_provider
from .linked_selection import LinkedSelection
from .models import open_model
from .options import OptionsFactory, open_options
from .services import services_menu


class SatTilePlugin:
    """Registers the provider everywhere, and the menu and toolbar where there is a window."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: Optional[SatTileProvider] = None
        self.menu: Optional[QMenu] = None
        self.toolbar: Optional[QToolBar] = None
        self.options: Optional[OptionsFactory] = None
        self.translator: Optional[QTranslator] = None
        self.selection: Optional[LinkedSelection] = None

    def initProcessing(self) -> None:  # noqa: N802 - QGIS calls this one in qgis_process
        """Register the provider; works without a window."""
        import_module("sattile_plugin.resources")
        self.translator = load_translator()
        if self.translator:
            QCoreApplication.installTranslator(self.translator)
        self.provider = SatTileProvider()
        add_provider(self.provider)

    def initGui(self) -> None:  # noqa: N802
        """Add menu, toolbar and the settings page to the window."""
        self.initProcessing()
        self.menu = QMenu("SatTile", self.iface.mainWindow())
        self.menu.setObjectName("sattile_menu")
        before = self.iface.firstRightStandardMenu().menuAction()
        self.iface.mainWindow().menuBar().insertMenu(before, self.menu)
        self.toolbar = self.iface.addToolBar("SatTile")
        self.toolbar.setObjectName("sattile_toolbar")
        for algorithm in ALGORITHMS:
            action = self._add_algorithm(algorithm())
            self.toolbar.addAction(action)
        self.menu.addSeparator()
        self.menu.addMenu(services_menu(self.iface, self.menu))
        self.menu.addMenu(communes_menu(self.iface, self.menu))
        self.selection = LinkedSelection(self.iface.mainWindow())
        model = tr("Open the model “Training set”…")
        self._add_action("sattile", model, partial(open_model, TrainingSetModel.path))
        install = tr("Install the engine…")
        self._add_action("engine", install, partial(ask_and_install, self.iface))
        settings = tr("Settings…")
        self._add_action("settings", settings, partial(open_options, self.iface))
        self.options = OptionsFactory(self.iface)
        self.iface.registerOptionsWidgetFactory(self.options)

    def unload(self) -> None:
        """Take away all that was added, after ending what still runs."""
        if self.provider:
            end_work(self.provider)
        if self.selection:
            self.selection.stop()
            self.selection.deleteLater()
            remove_diagram(self.iface)
        if self.options:
            self.iface.unregisterOptionsWidgetFactory(self.options)
        if self.toolbar:
            self.toolbar.deleteLater()
        if self.menu:
            self.menu.deleteLater()
        if self.provider:
            remove_provider(self.provider)
        if self.translator:
            QCoreApplication.removeTranslator(self.translator)
        self.options = self.toolbar = self.menu = self.provider = self.translator = self.selection = None

    def _add_algorithm(self, algorithm: SatTileAlgorithm) -> QAction:
        name = algorithm.name()
        return self._add_action(name, f"{algorithm.displayName()}…", partial(_open_dialog, f"sattile:{name}"))

    def _add_action(self, name: str, text: str, slot: Callable[..., Any]) -> QAction:
        action = QAction(QIcon(f":/sattile/{name}.svg"), text, self.iface.mainWindow())
        action.setObjectName(f"sattile_{name}")
        action.triggered.connect(lambda checked: slot())
        if self.menu:
            self.menu.addAction(action)
        return action


def _open_dialog(algorithm_id: str) -> None:
    """Open an algorithm's dialog; Processing's own plugin is there by the time someone clicks."""
    import processing  # type: ignore[import-not-found]

    processing.execAlgorithmDialog(algorithm_id)
