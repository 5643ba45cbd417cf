"""Run inside a QGIS window by test_atlas_window.py: export, open the layout, and write what was seen."""

from __future__ import annotations

from processing import createAlgorithmDialog
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface
from window_steps import FOLDER, kept, leave, seen, show_window, step

from sattile_plugin.bridge.atlas_layout import layout_digest

seen["beats"] = 0


@step
def export() -> None:
    show_window()
    raster = QgsRasterLayer(str(FOLDER / "photo.tif"), "photo")
    tiles = QgsVectorLayer(f"{FOLDER / 'tiles.gpkg'}|layername=tiles", "tiles")
    QgsProject.instance().addMapLayers([raster, tiles])
    parameters = {"TILES": tiles.id(), "RASTER": raster.id(), "METHOD": 1, "OUTPUT": str(FOLDER / "library")}
    dialog = createAlgorithmDialog("sattile:exporttileimages", parameters)
    kept.append(dialog)
    dialog.show()
    QTimer.singleShot(500, run)


@step
def run() -> None:
    kept[0].grab().save(str(FOLDER / "dialog.png"))
    kept[0].runAlgorithm()
    kept.append(QTimer())
    kept[1].timeout.connect(wait)
    kept[1].start(20)


@step
def wait() -> None:
    seen["beats"] += 1
    if (FOLDER / "library").exists():
        kept[1].stop()
        seen["images"] = len(list((FOLDER / "library").rglob("t[0-9]*.png")))
        QTimer.singleShot(500, open_layout)


def layout():
    return QgsProject.instance().layoutManager().layoutByName("SatTile tiles")


@step
def open_layout() -> None:
    kept[0].close()
    kept.append(iface.openLayoutDesigner(layout()))
    kept[-1].window().setGeometry(0, 0, 1400, 900)
    kept[-1].setAtlasPreviewEnabled(True)
    QTimer.singleShot(2500, look_at_layout)


@step
def look_at_layout() -> None:
    kept[-1].view().zoomFull()
    seen["page"] = layout().atlas().currentFilename()
    QTimer.singleShot(1500, close_layout)


@step
def close_layout() -> None:
    kept[-1].window().grab().save(str(FOLDER / "layout.png"))
    seen["unchanged"] = layout().customProperty("sattile/made_as") == layout_digest(layout())
    kept[-1].window().close()
    QTimer.singleShot(500, leave)


QTimer.singleShot(2000, export)
