"""The report by Processing: a page that QGIS takes for one, in the language asked for."""

from __future__ import annotations

import json
from pathlib import Path

import processing
import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException
from scene import Scene

RUN = {
    "backbone": "cerema_cnn",
    "metrics": {"test": {"tile_count": 10, "accuracy": {"value": 0.8, "low": 0.5, "high": 0.9}}},
    "job": {"verb": "train", "output": "village.onnx"},
}


@pytest.mark.parametrize(("number", "words"), [(0, "the classifier gets 80 right"), (1, "en classe 80 correctement")])
def test_the_report_of_a_training(scene: Scene, number: int, words: str) -> None:
    Path(scene.path("village.json")).write_text(json.dumps(RUN), encoding="utf-8")
    parameters = {"RUN": scene.path("village.json"), "LANGUAGE": number, "OUTPUT": scene.path("village.html")}
    done = processing.run("sattile:report", parameters)
    assert words in Path(done["OUTPUT"]).read_text(encoding="utf-8")


def test_the_report_of_a_layer(scene: Scene) -> None:
    grid = processing.run("sattile:buildtilegrid", {"RASTER": str(scene.raster), "OUTPUT": scene.path("grid.gpkg")})
    done = processing.run("sattile:report", {"RUN": grid["OUTPUT"], "OUTPUT": "TEMPORARY_OUTPUT"})
    assert done["OUTPUT"].endswith(".html") and "16 features" in Path(done["OUTPUT"]).read_text(encoding="utf-8")


def test_the_output_is_a_page_for_the_results_viewer(plugin) -> None:
    found = QgsApplication.processingRegistry().algorithmById("sattile:report")
    assert [output.type() for output in found.outputDefinitions()] == ["outputHtml"]


def test_what_is_no_run_is_refused(scene: Scene) -> None:
    Path(scene.path("broken.json")).write_text("{", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="cannot be read as the JSON of train or evaluate"):
        processing.run("sattile:report", {"RUN": scene.path("broken.json"), "OUTPUT": scene.path("r.html")})
    assert not Path(scene.path("r.html")).exists()


def test_a_report_has_to_be_html(scene: Scene) -> None:
    algorithm = QgsApplication.processingRegistry().algorithmById("sattile:report").create()
    Path(scene.path("village.json")).write_text(json.dumps(RUN), encoding="utf-8")
    parameters = {"RUN": scene.path("village.json"), "OUTPUT": scene.path("report.pdf")}
    valid, sentence = algorithm.checkParameterValues(parameters, QgsProcessingContext())
    assert not valid and "html" in sentence
