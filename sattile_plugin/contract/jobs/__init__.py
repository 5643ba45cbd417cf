"""The jobs, each defined once: job file, command line and run record all come from these dataclasses.

Paths of vector layers are ``path`` or ``path|layername=NAME``. A job checks its own numbers when it is built.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, asdict, fields
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

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
    _check_types(cls, options, path)
    return cls(**options)


def _check_types(cls: type[Job], options: dict[str, Any], path: str) -> None:
    """Raise InvalidOption where an option has none of its choices, InvalidJob where its value is of another type."""
    hints = get_type_hints(cls)
    for name, value in options.items():
        choices = get_args(hints[name])
        if get_origin(hints[name]) is Literal and value not in choices:
            expected = phrase("one of {names}", names=", ".join(choices))
            raise InvalidOption(option=name, found=value, expected=expected)
        if not _fits(value, hints[name]):
            raise InvalidJob(path=path, reason=phrase("{option} cannot be {found}", option=name, found=_written(value)))


def _fits(value: Any, hint: Any) -> bool:
    """Say whether a plain value is one of a type; a whole number is a number, but true and false are none.

    >>> _fits(50, float), _fits(2.5, int), _fits(True, int), _fits((1, 2), tuple[int, int, int])
    (True, False, False, False)
    """
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return value in inside
    if origin is Union:
        return any(_fits(value, each) for each in inside)
    if origin is tuple:
        return isinstance(value, tuple) and _all_fit(value, inside)
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, (int, float) if hint is float else hint)


def _all_fit(values: tuple[Any, ...], hints: tuple[Any, ...]) -> bool:
    hints = hints[:1] * len(values) if Ellipsis in hints else hints
    return len(values) == len(hints) and all(map(_fits, values, hints))


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
