"""Run inside a QGIS window by test_chain_window.py: click through a chain, taking the layers that dialogs offer."""

from __future__ import annotations

from processing import createAlgorithmDialog
from qgis.core import QgsProcessing, QgsProcessingContext, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from window_steps import FOLDER, kept, leave, seen, show_window, step

RUNS = [
    ("buildtilegrid", {"TILE_SIZE_M": 25}),
    ("labeltiles", {}),
    ("labeltiles", {}),
    ("splittiles", {"BLOCK_SIZE_M": 50, "BUFFER_M": 0, "BLOCKS": QgsProcessing.TEMPORARY_OUTPUT}),
]


@step
def load() -> None:
    show_window()
    buildings = QgsVectorLayer(str(FOLDER / "buildings.gpkg"), "BATIMENT")
    QgsProject.instance().addMapLayers([QgsRasterLayer(str(FOLDER / "ortho.tif"), "ortho"), buildings])
    seen["runs"] = []
    run_next()


@step
def run_next() -> None:
    if len(seen["runs"]) == len(RUNS):
        QTimer.singleShot(500, look)
        return
    name, parameters = RUNS[len(seen["runs"])]
    dialog = createAlgorithmDialog(f"sattile:{name}", parameters)
    kept.append(dialog)
    dialog.algorithmFinished.connect(ended)
    dialog.show()
    dialog.runAlgorithm()


def ended(successful: bool, results: dict[str, object]) -> None:
    seen["runs"].append(successful)
    QTimer.singleShot(500, run_next)


@step
def look() -> None:
    nodes = QgsProject.instance().layerTreeRoot().findLayers()
    seen["layers"] = [[node.name(), node.itemVisibilityChecked()] for node in nodes]
    training = createAlgorithmDialog("sattile:trainclassifier", {})
    kept.append(training)
    training.show()
    given, context = training.mainWidget().createProcessingParameters(), QgsProcessingContext()
    context.setProject(QgsProject.instance())
    listed = {name: training.algorithm().parameterAsLayerList(given, name, context) for name in ("TILES", "RASTER")}
    seen["training"] = {name: [layer.name() for layer in layers] for name, layers in listed.items()}
    training.close()
    seen["check"] = offered("checklabels", "TILES", "RASTER")
    seen["describe"] = offered("describeimages", "TILES", "RASTER", "COMMUNES")
    columns = {"Classified": "field=p_bati:double&field=predicted:string", "Segments": "field=segment:int"}
    layers = [QgsVectorLayer(f"Polygon?field=tile_id:string&{each}", name, "memory") for name, each in columns.items()]
    QgsProject.instance().addMapLayers(layers)
    seen["cluster"] = offered("clustercommunes", "CLASSIFIED", "SEGMENTS", "RASTER")
    leave()


def offered(name: str, *parameters: str) -> list[str | None]:
    """Return the names of the layers that a dialog offers for parameters that are optional."""
    dialog = createAlgorithmDialog(f"sattile:{name}", {"FEATURES": "features.parquet"})
    kept.append(dialog)
    dialog.show()
    given = dialog.mainWidget().createProcessingParameters()
    layers = [QgsProject.instance().mapLayer(given[each] or "") for each in parameters]
    dialog.close()
    return [layer and layer.name() for layer in layers]


QTimer.singleShot(2000, load)
