"""What unloading looks for, under the names of other versions of QGIS; see test_unload_window.py for this one."""

from __future__ import annotations

from importlib import reload

from qgis import gui

from sattile_plugin.gui import leaving


def test_dialogs_are_found_by_their_name_from_qgis_4_2_on(plugin, monkeypatch) -> None:
    before = leaving._DIALOG
    monkeypatch.setattr(gui, "QgsProcessingAlgorithmWidgetBase", before, raising=False)
    monkeypatch.delattr(gui, "QgsProcessingAlgorithmDialogBase", raising=False)
    assert reload(leaving)._DIALOG is before
