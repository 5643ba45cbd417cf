"""The page SatTile in Settings > Options."""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFormLayout, QGroupBox, QLabel, QPushButton, QVBoxLayout, QWidget

from ..bridge.environment import PYTHON_SETTING, WEIGHTS_SETTING, find_engine
from ..bridge.errors import EngineMissing
from ..bridge.install import KINDS, installed_kind
from ..bridge.language import tr
from .install import start_install

PAGE = "sattile_options"


class OptionsFactory(QgsOptionsWidgetFactory):
    """Offers the page to the options dialog."""

    def __init__(self, iface: Any) -> None:
        super().__init__("SatTile", QIcon(":/sattile/sattile.svg"))
        self._iface = iface

    def icon(self) -> QIcon:
        return QIcon(":/sattile/sattile.svg")

    def createWidget(self, parent: QWidget) -> OptionsPage:  # noqa: N802
        return OptionsPage(parent, self._iface)


class OptionsPage(QgsOptionsPageWidget):
    """The engine that is used, the file of weights, and buttons to install."""

    def __init__(self, parent: QWidget, iface: Any) -> None:
        super().__init__(parent)
        self.setObjectName(PAGE)
        python_hint = tr("Leave empty to use the engine that SatTile installs")
        weights_hint = tr("Leave empty to download them when they are needed")
        self._fields = {
            PYTHON_SETTING: _file_field(PYTHON_SETTING, python_hint),
            WEIGHTS_SETTING: _file_field(WEIGHTS_SETTING, weights_hint),
        }
        layout = QVBoxLayout(self)
        layout.addWidget(self._engine_box(iface))
        layout.addWidget(self._training_box())
        layout.addStretch()

    def apply(self) -> None:
        """Keep what was entered."""
        for setting, field in self._fields.items():
            QgsSettings().setValue(setting, field.filePath().strip())

    def _engine_box(self, iface: Any) -> QGroupBox:
        box = QGroupBox(tr("Engine"), self)
        form = QFormLayout(box)
        state = QLabel(engine_state(), box)
        state.setWordWrap(True)
        form.addRow(state)
        form.addRow(tr("Python of the engine"), self._fields[PYTHON_SETTING])
        for kind, label in KINDS.items():
            button = QPushButton(f"{tr('Install')} · {tr(label)}", box)
            button.clicked.connect(partial(self._install, kind, iface))
            form.addRow(button)
        return box

    def _training_box(self) -> QGroupBox:
        box = QGroupBox(tr("Training"), self)
        form = QFormLayout(box)
        form.addRow(tr("ImageNet weights of MobileNetV2"), self._fields[WEIGHTS_SETTING])
        return box

    @staticmethod
    def _install(kind: str, iface: Any, clicked: bool = False) -> None:
        start_install(kind, iface)


def engine_state() -> str:
    """Say which engine is used, and whether its own environment is up to date."""
    try:
        python = find_engine()
    except EngineMissing as error:
        return tr("No engine at {found} yet: install one of the two sets.", **error.values)
    kind = installed_kind()
    if kind is None:
        return tr("Engine in use: {python}", python=python)
    return tr("Engine in use: {python}\nInstalled by SatTile: {kind}", python=python, kind=tr(KINDS[kind]))


def open_options(iface: Any) -> None:
    """Open Settings > Options on the page of SatTile."""
    iface.showOptionsDialog(iface.mainWindow(), currentPage=PAGE)


def _file_field(setting: str, hint: str) -> QgsFileWidget:
    field = QgsFileWidget()
    field.setFilePath(str(QgsSettings().value(setting, "") or ""))
    field.lineEdit().setPlaceholderText(hint)
    return field
