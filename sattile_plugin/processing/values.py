"""From parameters to a job's values, and from a job's defaults to parameters: one table by type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any, Callable, Literal, NamedTuple, Optional, Union, get_args, get_origin, get_type_hints

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from ..bridge.language import user_language
from ..bridge.layers import LayerInput
from ..bridge.services.inputs import any_raster_input, any_vector_input
from ..bridge.snapshots import Wanted
from ..contract.errors import InvalidOption, UnreadableFile
from ..contract.jobs.base import Job
from ..contract.texts import QT_TRANSLATE_NOOP


class Reading(NamedTuple):
    """Where a value is read from."""

    algorithm: QgsProcessingAlgorithm
    definition: QgsProcessingParameterDefinition
    parameters: dict[str, Any]
    context: QgsProcessingContext
    field: Field  # type: ignore[type-arg]

    @property
    def name(self) -> str:
        return str(self.definition.name())

    @property
    def arguments(self) -> tuple[dict[str, Any], str, QgsProcessingContext]:
        """What the ``parameterAs...`` functions take."""
        return self.parameters, self.name, self.context


Readers = dict[str, Callable[[Reading], Any]]
"""How a parameter is read, by its type."""


def read_values(
    algorithm: QgsProcessingAlgorithm,
    job_class: type[Job],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    readers: Readers,
) -> dict[str, Any]:
    """Return the values of the job's fields whose parameter's type is in `readers`; unset ones are left out."""
    values = {}
    for field in fields(job_class):
        definition = algorithm.parameterDefinition(field.name.upper())
        if definition is None:  # a job may have options for scripts only
            continue
        given = parameters.get(definition.name(), definition.defaultValue())
        if definition.type() in readers and (given not in (None, "", []) or _means_none(definition, given)):
            reading = Reading(algorithm, definition, parameters, context, field)
            values[field.name] = readers[definition.type()](reading)
    return {name: value for name, value in values.items() if value is not None}


def _means_none(definition: QgsProcessingParameterDefinition, given: Any) -> bool:
    """Tell an empty choice among several, which is a choice, from a value that is not given."""
    return definition.type() == "enum" and given == []


def default_value(definition: QgsProcessingParameterDefinition, field: Field, choices: tuple[str, ...]) -> Any:  # type: ignore[type-arg]
    """Return a parameter's default: the job's, in the form that the parameter takes."""
    if field.name == "language":
        return choices.index(user_language())
    if field.default is MISSING or field.default in (None, ()):
        return definition.defaultValue()
    forms: dict[str, Callable[[Any], Any]] = {
        "enum": lambda value: [choices.index(each) for each in value] if _is_tuple(field) else choices.index(value),
        "string": lambda value: " ".join(str(number) for number in value) if _is_tuple(field) else value,
        "band": list,
    }
    return forms.get(definition.type(), lambda value: value)(field.default)


def choices_of(job_class: type[Job], field_name: str) -> tuple[str, ...]:
    """Return the values that a field of choices can have; empty for other fields.

    >>> from sattile_plugin.contract.jobs import BuildTileGrid
    >>> choices_of(BuildTileGrid, "inside")
    ('whole', 'half')
    """
    values = get_args(get_type_hints(job_class)[field_name])
    if get_origin(values[0] if values else None) is Literal:  # several of them: tuple[Literal[...], ...]
        values = get_args(values[0])
    return tuple(value for value in values if isinstance(value, str))


def _is_tuple(field: Field) -> bool:  # type: ignore[type-arg]
    return "tuple[" in str(field.type)


_WHOLE = QgsProcessingFeatureSourceDefinition("")
"""What is wanted of a layer that comes without a word: all of it."""


def read_source(reading: Reading, expression: str = "") -> LayerInput:
    """Read a vector parameter with what it may carry: selected features only, a filter, a limit.

    Of its features only those count for which `expression` holds, if one is given.
    """
    value, asked = reading.parameters.get(reading.name, reading.definition.defaultValue()), _WHOLE
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        asked, value = value, value.source.valueAsString(reading.context.expressionContext())[0]
    layer = _vector_layer(value, reading.context)
    request = QgsFeatureRequest()
    request.setExpressionContext(reading.context.expressionContext())
    filters = [text for text in (expression, getattr(asked, "filterExpression", "")) if text]  # its own from 3.32 on
    for text in filters:
        request.combineFilterExpression(text)
    if asked.featureLimit > 0:
        request.setLimit(asked.featureLimit)
    all_features = not (asked.featureLimit > 0 or filters)
    return _vector_input(reading, layer, None if all_features else request, asked.selectedFeaturesOnly)


def _vector_input(
    reading: Reading, layer: QgsVectorLayer, request: Optional[QgsFeatureRequest] = None, selected_only: bool = False
) -> LayerInput:
    return any_vector_input(layer, Wanted(request, selected_only, frozenset(_columns_chosen(reading))))


def _columns_chosen(reading: Reading) -> Iterator[str]:
    """Yield the columns of a layer that other parameters name."""
    for definition in reading.algorithm.parameterDefinitions():
        if definition.type() == "field" and definition.parentLayerParameterName() == reading.name:
            yield reading.algorithm.parameterAsString(reading.parameters, definition.name(), reading.context)


def takes_a_part(value: Any) -> bool:
    """Tell whether the value of a vector parameter asks for some features of a layer only."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return False
    return bool(value.selectedFeaturesOnly or value.featureLimit > 0 or getattr(value, "filterExpression", ""))


def _vector_layer(value: Any, context: QgsProcessingContext) -> QgsVectorLayer:
    layer = value if isinstance(value, QgsVectorLayer) else QgsProcessingUtils.mapLayerFromString(str(value), context)
    if not isinstance(layer, QgsVectorLayer):
        raise UnreadableFile(path=value, expected=_POLYGON_LAYER, reason=_NOT_A_LAYER)
    return layer


def _layers(reading: Reading) -> tuple[Any, ...]:
    layers = reading.algorithm.parameterAsLayerList(*reading.arguments)
    rasters = reading.definition.layerType() == QgsProcessing.SourceType.TypeRaster
    return tuple(any_raster_input(layer) if rasters else _vector_input(reading, layer) for layer in layers)


def _raster(reading: Reading) -> Any:
    layer = reading.algorithm.parameterAsRasterLayer(*reading.arguments)
    if layer is None:
        path = reading.parameters.get(reading.name)
        raise UnreadableFile(path=path, expected=_RASTER_LAYER, reason=_NOT_A_LAYER)
    return any_raster_input(layer)


def _vector_or_raster(reading: Reading) -> Any:
    layer = reading.algorithm.parameterAsLayer(*reading.arguments)
    if layer is None:
        path = reading.parameters.get(reading.name)
        raise UnreadableFile(path=path, expected=_ANY_LAYER, reason=_NOT_A_LAYER)
    return any_raster_input(layer) if isinstance(layer, QgsRasterLayer) else _vector_input(reading, layer)


def _number(reading: Reading) -> Any:
    whole = "int" in str(reading.field.type)
    read = reading.algorithm.parameterAsInt if whole else reading.algorithm.parameterAsDouble
    return read(*reading.arguments)


def _choice(reading: Reading) -> Union[str, tuple[str, ...]]:
    choices = choices_of(reading.algorithm.job_class, reading.field.name)
    if _is_tuple(reading.field):
        return tuple(choices[number] for number in reading.algorithm.parameterAsEnums(*reading.arguments))
    return choices[int(reading.algorithm.parameterAsEnum(*reading.arguments))]


def _numbers(reading: Reading) -> Union[str, tuple[float, ...]]:
    """Read numbers with spaces between, such as ``0.7 0.15 0.15``, ``0,7 0,15 0,15`` or ``1 2 3``.

    A field of text takes the text.
    """
    text = str(reading.algorithm.parameterAsString(*reading.arguments))
    if not _is_tuple(reading.field):
        return text
    kind = int if "int" in str(reading.field.type) else float
    try:
        return tuple(kind(word.replace(",", ".")) for word in text.replace(";", " ").split())
    except ValueError as error:
        raise InvalidOption(option=reading.field.name, found=text, expected=_NUMBERS) from error


def _bands(reading: Reading) -> Union[int, tuple[int, ...]]:
    numbers = reading.algorithm.parameterAsInts(*reading.arguments)
    return tuple(numbers) if _is_tuple(reading.field) else int(numbers[0])


def _day(reading: Reading) -> str:
    return str(reading.algorithm.parameterAsDateTime(*reading.arguments).date().toString(Qt.DateFormat.ISODate))


def _text(reading: Reading) -> str:
    return str(reading.algorithm.parameterAsString(*reading.arguments))


def _file(reading: Reading) -> Any:
    path = reading.algorithm.parameterAsString(*reading.arguments)
    return (path,) if reading.field.default == () else path


def _crs(reading: Reading) -> Optional[str]:
    crs = reading.algorithm.parameterAsCrs(*reading.arguments)
    return crs_text(crs) if crs.isValid() else None


def _extent(reading: Reading) -> tuple[float, float, float, float]:
    _, box = read_extent(reading.algorithm, reading.parameters, reading.context)
    return (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())


def read_extent(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[QgsCoordinateReferenceSystem, QgsRectangle]:
    """Return the extent in the system of the parameter CRS, else in its own.

    Read without naming a system, QGIS would turn it silently into the project's.
    """
    asked = algorithm.parameterAsCrs(parameters, "CRS", context)
    crs = asked if asked.isValid() else algorithm.parameterAsExtentCrs(parameters, "EXTENT", context)
    return crs, algorithm.parameterAsExtent(parameters, "EXTENT", context, crs)


def crs_text(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a system's code, or its WKT where it has none."""
    return str(crs.authid() or crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019))


def _named_destination(reading: Reading) -> str:
    """Return the name that the user gave an output; nothing is noted for loading, as a real reading would."""
    value = reading.parameters.get(reading.name, reading.definition.defaultValue())
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.valueAsString(reading.context.expressionContext())[0]
    temporary = value == QgsProcessing.TEMPORARY_OUTPUT
    return f"temporary.{reading.definition.defaultFileExtension()}" if temporary else str(value)


_POLYGON_LAYER = QT_TRANSLATE_NOOP("SatTile", "a polygon layer")
_RASTER_LAYER = QT_TRANSLATE_NOOP("SatTile", "a raster")
_ANY_LAYER = QT_TRANSLATE_NOOP("SatTile", "a polygon layer or a raster")
_NOT_A_LAYER = QT_TRANSLATE_NOOP("SatTile", "QGIS cannot open it")
_NUMBERS = QT_TRANSLATE_NOOP("SatTile", "numbers with spaces between")

INPUTS: Readers = {
    "source": read_source,
    "raster": _raster,
    "multilayer": _layers,
    "layer": _vector_or_raster,
    "number": _number,
    "enum": _choice,
    "string": _numbers,
    "band": _bands,
    "boolean": lambda reading: bool(reading.algorithm.parameterAsBool(*reading.arguments)),
    "datetime": _day,
    "field": _text,
    "file": _file,
    "crs": _crs,
    "extent": _extent,
}
RASTERS: Readers = {"raster": _raster}
"""Read before QGIS checks anything, since on a service it says no more than that the bands are wrong."""
OUTPUT_NAMES: Readers = dict.fromkeys(("vectorDestination", "fileDestination", "folderDestination"), _named_destination)
OUTPUTS: Readers = {
    "vectorDestination": lambda reading: reading.algorithm.parameterAsOutputLayer(*reading.arguments),
    "fileDestination": lambda reading: reading.algorithm.parameterAsFileOutput(*reading.arguments),
    "folderDestination": lambda reading: reading.algorithm.parameterAsFileOutput(*reading.arguments),
}
