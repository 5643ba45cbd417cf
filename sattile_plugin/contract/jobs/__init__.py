"""The jobs, each defined once: job file, command line and run record all come from these dataclasses.

Paths of vector layers are ``path`` or ``path|layername=NAME``. A job checks its own numbers when it is built.
"""

from __future__ import annotations

from dataclasses import MISSING, asdict, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from ..errors import InvalidJob, InvalidOption
from ..texts import phrase
from .base import Job
from .classifier import ClassifyTiles, EvaluateClassifier, TrainClassifier
from .cleaning import CheckLabels
from .communes import ClusterCommunes, DescribeImages, SegmentTiles
from .comparison import CompareWithBuildings
from .reporting import Report
from .tiles import BuildTileGrid, ExportTileImages, LabelTiles, SampleScene, SplitTiles

__all__ = [
    "JOBS",
    "BuildTileGrid",
    "CheckLabels",
    "ClassifyTiles",
    "ClusterCommunes",
    "CompareWithBuildings",
    "DescribeImages",
    "EvaluateClassifier",
    "ExportTileImages",
    "Job",
    "LabelTiles",
    "Report",
    "SampleScene",
    "SegmentTiles",
    "SplitTiles",
    "TrainClassifier",
    "decode_job",
    "encode_job",
]

JOBS: dict[str, type[Job]] = {
    cls.verb: cls
    for cls in (
        SampleScene,
        BuildTileGrid,
        LabelTiles,
        CheckLabels,
        SplitTiles,
        ExportTileImages,
        TrainClassifier,
        ClassifyTiles,
        EvaluateClassifier,
        Report,
        CompareWithBuildings,
        DescribeImages,
        SegmentTiles,
        ClusterCommunes,
    )
}


def encode_job(job: Job) -> dict[str, Any]:
    """Return a job as plain values, for a job file or a run record."""
    return {"verb": job.verb, **asdict(job)}


def decode_job(data: dict[str, Any], path: str = "the job") -> Job:
    """Build a job from plain values; lists become tuples.

    Raises
    ------
    InvalidJob
        The verb or an option is unknown, a required option is missing, or a value is of the wrong type.
    InvalidOption
        A value is out of its range.
    """
    if not isinstance(data, dict):
        raise InvalidJob(path=path, reason="it is no JSON object")
    options = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    cls = JOBS.get(str(options.pop("verb", "")))
    if cls is None:
        raise InvalidJob(path=path, reason=phrase("unknown verb {verb}", verb=data.get("verb")))
    known = {field.name: field for field in fields(cls)}
    unknown = sorted(set(options) - set(known))
    missing = sorted(name for name, field in known.items() if field.default is MISSING and name not in options)
    if unknown or missing:
        reason = phrase("unknown options {unknown}, missing options {missing}", unknown=unknown, missing=missing)
        raise InvalidJob(path=path, reason=reason)
    _check_choices(cls, options)
    try:
        return cls(**options)
    except (TypeError, ValueError, AttributeError) as error:
        raise InvalidJob(path=path, reason=str(error)) from error


def _check_choices(cls: type[Job], options: dict[str, Any]) -> None:
    """Raise InvalidOption where an option has none of the values that it can have."""
    for name, hint in get_type_hints(cls).items():
        choices = get_args(hint)
        if get_origin(hint) is Literal and name in options and options[name] not in choices:
            expected = phrase("one of {names}", names=", ".join(choices))
            raise InvalidOption(option=name, found=options[name], expected=expected)
