"""What the worker says while it runs a job: one JSON object a line, numbers and names but no sentences."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, Union


@dataclass(frozen=True)
class Progress:
    """How far one step of the job is."""

    step: str
    """A key of ``texts.STEPS``."""
    done: int
    """Units of work finished in this step."""
    total: int
    """Units of work in this step."""


@dataclass(frozen=True)
class Notice:
    """Something the user should know that stops nothing, such as geometries that were mended."""

    name: str
    """A key of ``texts.NOTICES``."""
    values: dict[str, Any] = field(default_factory=dict)
    """What fills the notice's text."""


@dataclass(frozen=True)
class Done:
    """The last line of a job that went well."""

    outputs: dict[str, str]
    """Path of each output by its name; the main one is ``output``."""
    metrics: dict[str, Any]
    """What was counted or measured."""


@dataclass(frozen=True)
class Failed:
    """The last line of a job that did not."""

    error: str
    """Name of the class, one of ``errors.ERRORS`` when the input was at fault."""
    message: str
    """The sentence for the user, in English."""
    values: dict[str, Any] = field(default_factory=dict)
    """What fills the error's text, to say it in another language."""
    traceback: str = ""
    """Empty when the input was at fault."""


Message = Union[Progress, Notice, Done, Failed]
_TYPES = {cls.__name__.lower(): cls for cls in (Progress, Notice, Done, Failed)}


def encode_message(message: Message) -> str:
    """Return a message as one line of JSON, without the line's end.

    >>> encode_message(Progress("label", 1, 4))
    '{"type": "progress", "step": "label", "done": 1, "total": 4}'
    """
    return json.dumps({"type": type(message).__name__.lower(), **asdict(message)}, ensure_ascii=False, default=str)


def decode_message(line: str) -> Message:
    """Read one line of the worker.

    Raises
    ------
    ValueError
        The line is not a message.
    """
    try:
        data = json.loads(line)
        return _TYPES[data.pop("type")](**data)
    except (json.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a message of the worker: {line!r}") from error


class Reporter(Protocol):
    """What a verb is given to speak with while it works."""

    def progress(self, step: str, done: int, total: int) -> None:
        """Say that `done` of `total` units of a step are finished."""

    def notice(self, name: str, **values: Any) -> None:
        """Tell the user something that stops nothing."""
