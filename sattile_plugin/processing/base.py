"""What all algorithms share: names, help, the way from parameters to a job and from its outcome to layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputHtml,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtGui import QIcon

from ..bridge.errors import Cancelled
from ..bridge.language import error_sentence, help_text, tr
from ..bridge.layers import LayerInput, VectorInput
from ..bridge.map_order import Over
from ..bridge.runs import run_folder, run_job
from ..bridge.services.inputs import with_tiles
from ..contract.errors import InvalidOption, OutputOccupied, SatTileError
from ..contract.jobs.base import Job
from ..contract.messages import Done
from ..contract.texts import QT_TRANSLATE_NOOP
from .checks import check_layers
from .helppage import help_html
from .loading import Arrival, dress_result
from .offers import remember
from .parameters import SERVICE_RESOLUTION, service_resolution
from .summary import measure, summary_lines
from .values import (
    INPUTS,
    OUTPUT_NAMES,
    OUTPUTS,
    RASTERS,
    Readers,
    choices_of,
    default_value,
    read_values,
    takes_a_part,
)

GROUPS = {
    "try": QT_TRANSLATE_NOOP("SatTile", "0 · Try SatTile"),
    "tiles": QT_TRANSLATE_NOOP("SatTile", "1 · Tiles and labels"),
    "classifier": QT_TRANSLATE_NOOP("SatTile", "2 · Classifier"),
    "communes": QT_TRANSLATE_NOOP("SatTile", "3 · Communes"),
}

_PAGE = "REPORT"
_CANCELLED = QT_TRANSLATE_NOOP("SatTile", "Cancelled; nothing was written.")
_GOES_ON = QT_TRANSLATE_NOOP(
    "SatTile", "Cancelled; the same run with the same output goes on where this one was stopped."
)
TILE_COUNT = ("tile_count", QT_TRANSLATE_NOOP("SatTile", "Number of tiles"))


class SatTileAlgorithm(QgsProcessingAlgorithm):
    """Base of all algorithms; a child says which job it runs and what its parameters are."""

    job_class: type[Job]
    title = ""
    group_key = "tiles"
    styles: dict[str, str] = {}  # noqa: RUF012 - as for measures
    """QML file that draws each field of the job that is a layer to write."""
    measures: dict[str, tuple[str, str]] = {}  # noqa: RUF012 - children replace it, nothing changes it
    """Number outputs: key in the job's metrics, and what the user reads."""
    offered: dict[str, str] = {}  # noqa: RUF012 - as for measures
    """Files that it writes: their name among the job's outputs, and the parameter whose dialogs offer them then."""
    page = ""
    """Title of the page to read that the job writes beside its output; QGIS shows it among the results."""

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        """Return the definitions of the parameters, one for each field of the job."""
        raise NotImplementedError

    def values(self, parameters: dict[str, Any], context: QgsProcessingContext, readers: Readers) -> dict[str, Any]:
        """Return the values of the job's fields that `readers` read."""
        return read_values(self, self.job_class, parameters, context, readers)

    def check(self, values: dict[str, Any], parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Raise a SatTileError for what is wrong with these values beyond what the job itself checks."""

    def results(self, outputs: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """Return the outputs that the job's main output holds; by default none."""
        return {}

    def createInstance(self) -> SatTileAlgorithm:  # noqa: N802
        return type(self)()

    def name(self) -> str:
        return self.job_class.__name__.lower()

    def displayName(self) -> str:  # noqa: N802
        return tr(self.title)

    def group(self) -> str:
        return tr(GROUPS[self.group_key])

    def groupId(self) -> str:  # noqa: N802
        return self.group_key

    def icon(self) -> QIcon:
        return QIcon(f":/sattile/{self.name()}.svg")

    def svgIconPath(self) -> str:  # noqa: N802
        return f":/sattile/{self.name()}.svg"

    def shortHelpString(self) -> str:  # noqa: N802
        page = help_text(self.name())
        return help_html(f"{page}\n{help_text('services')}" if self._uses_services() else page)

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: N802
        job_fields = {field.name.upper(): field for field in fields(self.job_class)}
        for definition in self.definitions():
            field = job_fields[definition.name()]
            definition.setDefaultValue(default_value(definition, field, choices_of(self.job_class, field.name)))
            self.addParameter(definition)
        if self._uses_services():
            self.addParameter(service_resolution())
        for name, (_, label) in self.measures.items():
            self.addOutput(QgsProcessingOutputNumber(name, tr(label)))
        if self.page:
            self.addOutput(QgsProcessingOutputHtml(_PAGE, tr(self.page)))

    def checkParameterValues(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        try:
            self.values(parameters, context, RASTERS)
            valid, message = super().checkParameterValues(parameters, context)
            if not valid:
                return valid, message
            values = self.values(parameters, context, {**INPUTS, **OUTPUT_NAMES})
            self.job_class(**{name: _stand_in(value) for name, value in values.items()})
            check_layers(with_tiles(values))
            self.check(values, parameters, context)
        except InvalidOption as error:
            return False, error_sentence(InvalidOption(**{**error.values, "option": self._labels(error)}))
        except SatTileError as error:
            return False, error_sentence(error)
        return True, ""

    def prepareAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._done: Optional[Done] = None
        with said_to_the_user():
            resolution = self.parameterAsDouble(parameters, SERVICE_RESOLUTION, context) or None
            self._inputs = with_tiles(self.values(parameters, context, INPUTS), resolution)
            self._whole = {name: self._whole_layers(name, parameters, context) for name in ("TILES", "COMMUNES")}
        return True

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        outputs = self.values(parameters, context, OUTPUTS)

        with said_to_the_user():
            _keep_what_would_be_lost(self._inputs, outputs)
        with said_to_the_user(), run_folder(self.job_class.verb) as folder:
            try:
                inputs = {name: _written(value, folder / "inputs", feedback) for name, value in self._inputs.items()}
                self._layer_names = dict(_names_by_path(self._inputs, inputs))
                done = self.carry_out(self.job_class(**inputs, **outputs), outputs.values(), folder, feedback)
            except Cancelled:
                feedback.pushInfo(tr(_GOES_ON if self.job_class.resumable else _CANCELLED))
                return {}

        self._done = done
        for line in summary_lines(done.metrics):
            feedback.pushInfo(line)
        return self._outcome(outputs, done, context)

    def postProcessAlgorithm(  # noqa: N802
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        if context.project() is not None and self._done is not None:
            remember(context.project(), {name: self._done.outputs[key] for key, name in self.offered.items()})
        return {}

    def carry_out(self, job: Job, outputs: Iterable[str], folder: Path, feedback: QgsProcessingFeedback) -> Done:
        """Run the job in the engine; a child may do first what only QGIS can."""
        return run_job(job, outputs, folder, feedback, self._layer_names)

    def _outcome(self, outputs: dict[str, Any], done: Done, context: QgsProcessingContext) -> dict[str, Any]:
        for name, style in self.styles.items():
            if name in outputs:
                dress_result(outputs[name], Arrival(style, self.over(outputs)), context)
        paths = {name.upper(): path for name, path in outputs.items()}
        numbers = {name: measure(done.metrics, key) for name, (key, _) in self.measures.items()}
        page = {_PAGE: done.outputs["report"]} if self.page else {}
        return {**paths, **page, **numbers, **self.results(outputs, context)}

    def over(self, outputs: dict[str, Any]) -> Optional[Over]:
        """Return what a result of tiles is laid over; None where it was made of a part of them, which may be looked at
        together with the others.
        """
        tiles = self._whole["TILES"]
        return None if tiles is None else Over(tiles, tuple(outputs.values()))

    def whole_layers(self, name: str) -> tuple[str, ...]:
        """Return the ids of the project's layers that a parameter took with all their features."""
        return self._whole[name] or ()

    def _whole_layers(
        self, name: str, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> Optional[tuple[str, ...]]:
        """Return the ids of the project's layers that a parameter takes; None where it takes some features only."""
        definition = self.parameterDefinition(name)
        if takes_a_part(parameters.get(name)):
            return None
        if definition is None or context.project() is None:
            return ()
        several = definition.type() == "multilayer"
        read = self.parameterAsLayerList if several else self.parameterAsVectorLayer
        found = read(parameters, name, context)
        layers = [layer for layer in (found if several else [found]) if layer is not None]
        return tuple(layer.id() for layer in layers if context.project().mapLayer(layer.id()) is not None)

    def _uses_services(self) -> bool:
        """Tell whether imagery of a service can be fetched for it: where there are tiles, it is known what for."""
        return {"raster", "tiles"} <= {field.name for field in fields(self.job_class)}

    def _labels(self, error: InvalidOption) -> str:
        """Return what the user reads in the dialog in the stead of the names of a job's fields."""
        definitions = (self.parameterDefinition(name.upper()) for name in error.values["option"].split(", "))
        return ", ".join(f"“{definition.description()}”" for definition in definitions)


@contextmanager
def said_to_the_user() -> Iterator[None]:
    """Turn our errors into the one that Processing shows."""
    try:
        yield
    except SatTileError as error:
        raise QgsProcessingException(error_sentence(error)) from error


def _stand_in(value: Any) -> Any:
    """Return a text in the place of each layer, so that a job can check itself."""
    if isinstance(value, tuple):
        return tuple(_stand_in(each) for each in value)
    return str(value) if isinstance(value, LayerInput) else value


def _names_by_path(inputs: dict[str, Any], paths: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the path that the engine reads for each layer, and the layer's name."""
    for name, value in inputs.items():
        several = isinstance(value, tuple)
        for layer, path in zip(value if several else (value,), paths[name] if several else (paths[name],)):
            if isinstance(layer, LayerInput):
                yield path, layer.name


def _keep_what_would_be_lost(inputs: dict[str, Any], outputs: dict[str, Any]) -> None:
    """Raise OutputOccupied where a result would take the place of a file with what is not read of it, or not saved."""
    for value in inputs.values():
        for layer in value if isinstance(value, tuple) else (value,):
            for path in filter(None, outputs.values()):
                if isinstance(layer, VectorInput) and layer.lost and _are_one_file(layer.file, path):
                    raise OutputOccupied(path=path, found=layer.lost)


def _are_one_file(one: str, other: str) -> bool:
    with suppress(OSError, ValueError):  # one of them is not there, or is no file
        return Path(one).samefile(other)
    return False


def _written(value: Any, folder: Path, feedback: QgsProcessingFeedback) -> Any:
    """Return the path in the place of each layer, writing copies where needed."""
    if isinstance(value, tuple):
        return tuple(_written(each, folder, feedback) for each in value)
    return value.written(folder, feedback) if isinstance(value, LayerInput) else value
