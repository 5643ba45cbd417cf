"""The page SatTile in Settings > Options."""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QFormLayout, QGroupBox, QLabel, QPushButton, QVBoxLayout, QWidget

from ..bridge.environment import PYTHON_SETTING, WEIGHTS_SETTING, find_engine, installed_engine, python_of
from ..bridge.errors import EngineMissing
from ..bridge.install import KINDS, offered_kinds
from ..bridge.language import tr
from ..bridge.runs import a_run_goes_on
from ..bridge.services import room
from .install import is_installing, start_install

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
        layout.addWidget(self._services_box())
        layout.addStretch()

    def apply(self) -> None:
        """Keep what was entered."""
        for setting, field in self._fields.items():
            QgsSettings().setValue(setting, field.filePath().strip())
        QgsSettings().setValue(room.LIMIT_SETTING, self._limit.value())

    def _engine_box(self, iface: Any) -> QGroupBox:
        box = QGroupBox(tr("Engine"), self)
        lines = QVBoxLayout(box)  # in a form the second line of a text is cut off
        self._state = QLabel(engine_state(), box)
        self._state.setObjectName("sattile_engine_state")
        self._state.setWordWrap(True)
        lines.addWidget(self._state)
        form = QFormLayout()
        form.addRow(tr("Python of the engine"), self._fields[PYTHON_SETTING])
        lines.addLayout(form)
        for kind, label in offered_kinds().items():
            button = QPushButton(f"{tr('Install')} · {tr(label)}", box)
            button.clicked.connect(partial(self._install, kind, iface))
            lines.addWidget(button)
        return box

    def _training_box(self) -> QGroupBox:
        box = QGroupBox(tr("Training"), self)
        form = QFormLayout(box)
        form.addRow(tr("ImageNet weights of MobileNetV2"), self._fields[WEIGHTS_SETTING])
        return box

    def _services_box(self) -> QGroupBox:
        box = QGroupBox(tr("Imagery and buildings of services"), self)
        form = QFormLayout(box)
        self._limit = QDoubleSpinBox(box)
        self._limit.setObjectName("sattile_cache_limit")
        self._limit.setRange(0, 10_000)
        self._limit.setDecimals(1)
        self._limit.setSpecialValueText(tr("No limit"))
        self._limit.setSuffix(tr(" GB"))
        self._limit.setValue(room.limit_gb())
        form.addRow(tr("The cache keeps at most"), self._limit)
        self._empty = QPushButton(box)
        self._empty.setObjectName("sattile_empty_cache")
        self._empty.clicked.connect(self._empty_cache)
        form.addRow(self._empty)
        self._say_size()
        return box

    def _empty_cache(self, clicked: bool = False) -> None:
        """Empty the cache, unless an algorithm at work may need it."""
        if a_run_goes_on():
            self._empty.setText(tr("Empty the cache when all algorithms have ended"))
            return
        room.empty()
        self._say_size()

    def _say_size(self) -> None:
        size = room.size_bytes()
        self._empty.setText(tr("Empty the cache ({size:.2f} GB)", size=size / room.GB))
        self._empty.setEnabled(size > 0)

    def _install(self, kind: str, iface: Any, clicked: bool = False) -> None:
        start_install(kind, iface)
        self._state.setText(engine_state())


def engine_state() -> str:
    """Say which engine is used, and whether its own environment is up to date, or that one is being installed."""
    if is_installing():
        return tr(
            "The engine is being installed: the progress stands at the bottom of QGIS's window, and a message at its "
            "top tells the end."
        )
    try:
        python = find_engine()
    except EngineMissing as error:
        return tr("No engine at {found} yet: install one of the sets.", **error.values)
    installed = installed_engine()
    if installed is None or python != str(python_of(installed.folder)):
        return tr("Engine in use: {python}", python=python)
    kind = tr(KINDS.get(installed.kind, installed.kind))
    if not installed.is_current:
        return tr(
            "Engine in use: {python}\nInstalled by SatTile: {kind}. It was made for another version: install it again.",
            python=python,
            kind=kind,
        )
    return tr("Engine in use: {python}\nInstalled by SatTile: {kind}", python=python, kind=kind)


def open_options(iface: Any) -> None:
    """Open Settings > Options on the page of SatTile."""
    iface.showOptionsDialog(iface.mainWindow(), currentPage=PAGE)


def _file_field(setting: str, hint: str) -> QgsFileWidget:
    field = QgsFileWidget()
    field.setFilePath(str(QgsSettings().value(setting, "") or ""))
    field.lineEdit().setPlaceholderText(hint)
    return field
