"""Draw the model that ships with the plugin, from orthophoto and buildings to a split image library.

Run it with the oldest QGIS that SatTile works with, so that all later ones read the file: scripts/make_model.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelComment,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QPointF, QSizeF
from qgis.PyQt.QtGui import QColor

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "sattile_plugin" / "models" / "training_set.model3"
INPUT_X, STEP_X, OUTPUT_X, COMMENT_X = 170, 540, 870, 1230
ROW_HEIGHT = 130
"""Where the boxes stand in Model Designer, in its pixels; y runs down."""
INPUT_SIZE, NOTE_SIZE = (280, 44), (400, 50)
NOTE_COLOR = "#fff6d5"
DOUBLE = QgsProcessingParameterNumber.Type.Double


class Input(NamedTuple):
    """What the user gives, and the row of boxes that it stands in."""

    definition: QgsProcessingParameterDefinition
    row: float
    help: str
    advanced: bool = False


class Step(NamedTuple):
    """An algorithm of SatTile; `inputs` name the model's, `tiles_of` the step that its tiles come from."""

    name: str
    algorithm: str
    title: str
    note: str
    inputs: dict[str, str]
    tiles_of: str = ""
    values: dict[str, Any] = {}  # noqa: RUF012 - replaced, never changed
    output: str = ""
    output_title: str = ""


DESCRIPTION = (
    "From an orthophoto and a buildings layer to a training set: lays tiles, labels them bâti or non bâti, checks the "
    "labels, splits the tiles into training, validation and test by spatial blocks, and writes an image library. "
    "Suspicious tiles are marked, and left out only above a suspicion that you name: look at the checked tiles by "
    "suspicion_rank, mend their labels, and run split and export again. The suspicion stands in the split tiles and in "
    "the library's manifest too."
)


def inputs() -> list[Input]:
    """Return the model's inputs, from top to bottom."""
    return [
        Input(
            QgsProcessingParameterRasterLayer("RASTER", "Orthophoto"),
            0.0,
            "Aerial photo whose footprint is tiled, in a projected coordinate system in metres.",
        ),
        Input(
            QgsProcessingParameterNumber("TILE_SIZE_M", "Side of a tile (m)", DOUBLE, 50, minValue=0.01),
            0.4,
            "50 m shows a house and its garden.",
        ),
        Input(
            QgsProcessingParameterEnum(
                "INSIDE",
                "Tiles to keep at the border",
                ["Tiles that lie wholly inside", "Tiles of which more than half lies inside"],
                defaultValue=0,
            ),
            -0.4,
            "Tiles half inside are more, but show ground without image.",
            True,
        ),
        Input(
            QgsProcessingParameterFeatureSource("BUILDINGS", "Buildings", [QgsProcessing.SourceType.TypeVectorPolygon]),
            0.8,
            "Footprints of buildings, in any coordinate system.",
        ),
        Input(
            QgsProcessingParameterNumber(
                "MIN_BUILT_AREA_M2", "A tile is bâti from this built area on (m²)", DOUBLE, 20, minValue=0
            ),
            1.2,
            "A tile with less than this, but more than nothing, is unsure.",
        ),
        Input(
            QgsProcessingParameterFile(
                "BACKBONE_WEIGHTS",
                "Weights of MobileNetV2, or a network as ONNX (file; empty: downloaded)",
                optional=True,
                fileFilter="Weights or network (*.h5 *.keras *.onnx)",
            ),
            2.0,
            "The network that looks at the photo to check the labels.",
            True,
        ),
        Input(
            QgsProcessingParameterNumber("BLOCK_SIZE_M", "Side of a block (m)", DOUBLE, 500, minValue=0.01),
            2.8,
            "All tiles of a block go to one part. Take about a tenth of the width of the place.",
        ),
        Input(
            QgsProcessingParameterNumber(
                "BUFFER_M", "Leave out tiles nearer than this to another part (m)", DOUBLE, 50, minValue=0
            ),
            3.2,
            "Neighbouring tiles resemble each other; a buffer of a tile keeps the test honest.",
            True,
        ),
        Input(
            QgsProcessingParameterNumber(
                "MAX_SUSPICION",
                "Leave out labels more suspicious than this (empty: none)",
                DOUBLE,
                optional=True,
                minValue=0,
                maxValue=1,
            ),
            3.6,
            "0.9 leaves out only what the check is sure of; many flags are false, so looking is better.",
            True,
        ),
    ]


STEPS = (
    Step(
        "grid",
        "sattile:buildtilegrid",
        "Lay tiles",
        "Tiles are aligned to whole multiples of their size, so that two people who tile a place get the same tiles.",
        {"RASTER": "RASTER", "TILE_SIZE_M": "TILE_SIZE_M", "INSIDE": "INSIDE"},
    ),
    Step(
        "label",
        "sattile:labeltiles",
        "Label by buildings",
        "The orthophoto tells which buildings are hidden by trees: their tiles become unsure.",
        {"BUILDINGS": "BUILDINGS", "MIN_BUILT_AREA_M2": "MIN_BUILT_AREA_M2", "RASTER": "RASTER"},
        "grid",
    ),
    Step(
        "check",
        "sattile:checklabels",
        "Check labels",
        "Marks labels that the photo contradicts, blank and cloudy images, and images that are there twice.",
        {"RASTER": "RASTER", "BACKBONE_WEIGHTS": "BACKBONE_WEIGHTS", "BLOCK_SIZE_M": "BLOCK_SIZE_M"},
        "label",
        output="checked",
        output_title="Checked tiles",
    ),
    Step(
        "split",
        "sattile:splittiles",
        "Split by blocks",
        "Whole blocks go to training, validation and test, with a buffer between; unsure tiles go nowhere.",
        {"BLOCK_SIZE_M": "BLOCK_SIZE_M", "BUFFER_M": "BUFFER_M", "MAX_SUSPICION": "MAX_SUSPICION"},
        "check",
        output="tiles",
        output_title="Split tiles",
    ),
    Step(
        "export",
        "sattile:exporttileimages",
        "Export images",
        "Direct cuts the raster, pixel for pixel; choose Atlas here to draw whatever QGIS can.",
        {"RASTER": "RASTER"},
        "split",
        {"METHOD": 0},
        "library",
        "Image library",
    ),
)


def build_model() -> QgsProcessingModelAlgorithm:
    """Return the model, as Model Designer would have it."""
    model = QgsProcessingModelAlgorithm("Training set", "SatTile")
    for entry in inputs():
        add_input(model, entry)
    for number, step in enumerate(STEPS):
        model.addChildAlgorithm(child_of(step, number))
    model.setParameterOrder([entry.definition.name() for entry in sorted(inputs(), key=lambda entry: entry.advanced)])
    helps = {entry.definition.name(): entry.help for entry in inputs()}
    model.setHelpContent({"ALG_DESC": DESCRIPTION, **helps})
    return model


def add_input(model: QgsProcessingModelAlgorithm, entry: Input) -> None:
    """Add an input and its box."""
    definition = entry.definition
    if definition.type() == "number":
        definition.setMetadata({"widget_wrapper": {"decimals": 2}})
    if entry.advanced:
        definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    component = QgsProcessingModelParameter(definition.name())
    component.setDescription(definition.description())
    component.setPosition(QPointF(INPUT_X, row_y(entry.row)))
    component.setSize(QSizeF(*INPUT_SIZE))
    model.addModelParameter(definition, component)


def child_of(step: Step, number: int) -> QgsProcessingModelChildAlgorithm:
    """Return a step with its box, its note and its output."""
    source = QgsProcessingModelChildParameterSource
    child = QgsProcessingModelChildAlgorithm(step.algorithm)
    child.setChildId(step.name)
    child.setDescription(step.title)
    child.setPosition(QPointF(STEP_X, row_y(number)))
    child.setComment(note_of(step, number))
    for name, given in step.inputs.items():
        child.addParameterSources(name, [source.fromModelParameter(given)])
    for name, value in {**defaults_of(step), **step.values}.items():
        child.addParameterSources(name, [source.fromStaticValue(value)])
    if step.tiles_of:
        child.addParameterSources("TILES", [source.fromChildOutput(step.tiles_of, "OUTPUT")])
    if step.output:
        child.setModelOutputs({step.output: output_of(step, number)})
    return child


def defaults_of(step: Step) -> dict[str, Any]:
    """Return the defaults of what a step must be told and the model does not ask for, as Model Designer keeps them."""
    algorithm = QgsApplication.processingRegistry().algorithmById(step.algorithm)
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    wanted = (definition for definition in algorithm.parameterDefinitions() if not definition.flags() & optional)
    given = {*step.inputs, "TILES", "OUTPUT"}
    return {each.name(): each.defaultValue() for each in wanted if each.name() not in given}


def output_of(step: Step, number: int) -> QgsProcessingModelOutput:
    """Return what the user gets of a step."""
    output = QgsProcessingModelOutput(step.output, step.output_title)
    output.setChildId(step.name)
    output.setChildOutputName("OUTPUT")
    output.setPosition(QPointF(OUTPUT_X, row_y(number)))
    return output


def note_of(step: Step, number: int) -> QgsProcessingModelComment:
    """Return the note that stands beside a step."""
    note = QgsProcessingModelComment(step.note)
    note.setPosition(QPointF(COMMENT_X, row_y(number)))
    note.setSize(QSizeF(*NOTE_SIZE))
    note.setColor(QColor(NOTE_COLOR))
    return note


def row_y(row: float) -> float:
    return 120 + row * ROW_HEIGHT


def main() -> None:
    """Write the model."""
    if not os.environ.get("QT_HASH_SEED"):  # else the order of attributes in the file is drawn by lot
        again = subprocess.run([sys.executable, *sys.argv], env={**os.environ, "QT_HASH_SEED": "0"})
        sys.exit(again.returncode)
    sys.path[:0] = [str(ROOT)]
    from headless import start_qgis

    with tempfile.TemporaryDirectory() as profile:
        application = start_qgis(Path(profile))
        MODEL.parent.mkdir(exist_ok=True)
        build_model().toFile(str(MODEL))
        print(MODEL.relative_to(ROOT))
        application.exitQgis()


if __name__ == "__main__":
    main()
