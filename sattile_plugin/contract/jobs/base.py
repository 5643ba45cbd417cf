"""What all jobs share: their base and the checks of their options."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from math import isfinite
from pathlib import Path
from typing import ClassVar, Optional, Union

from ..errors import InvalidOption
from ..texts import QT_TRANSLATE_NOOP, Phrase, phrase

_READ = (
    "areas",
    "backbone_weights",
    "buildings",
    "classified",
    "communes",
    "features",
    "land_use",
    "library",
    "model",
    "names_from",
    "other_model",
    "population",
    "raster",
    "reference",
    "run",
    "segments",
    "settled",
    "start_from",
    "tiles",
)
"""Options that name files, layers and folders to read, whatever the job."""

_NOTHING = QT_TRANSLATE_NOOP("SatTile", "nothing")


@dataclass(frozen=True)
class Job:
    """Base of all jobs."""

    verb: ClassVar[str] = ""
    resumable: ClassVar[bool] = False
    """Whether an ended run leaves what it finished, beside the output, for the next one to go on from."""
    writes: ClassVar[tuple[str, ...]] = ("output",)
    """Options that name files and folders to write."""
    beside: ClassVar[dict[str, str]] = {}
    """What is written beside the output: its name, and that of the file, where {stem} is the output without ending."""
    rewrites: ClassVar[dict[str, str]] = {}
    """Which outputs may stand where an input does, by its option: what is in there is written again with the rest."""

    def __post_init__(self) -> None:
        for option in fields(self):
            value = getattr(self, option.name)
            numbers = [number for number in _each(value) if isinstance(number, float)]
            check(self, option.name, all(map(isfinite, numbers)), "finite numbers")
        for name in self.writes:
            path = getattr(self, name)
            named = Path(path or "").name not in ("", "..")
            check(self, name, named or (not path and name != "output"), "a file or folder with a name")
        seed = getattr(self, "seed", 0)
        check(self, "seed", 0 <= seed < 2**32, "a number from 0 to 4294967295")

    def inputs(self) -> list[tuple[str, str]]:
        """Return the option and the source of each file, layer and folder to read."""
        named = [(option.name, getattr(self, option.name)) for option in fields(self) if option.name in _READ]
        return [(name, str(source)) for name, value in named for source in _each(value) if source]

    def outputs(self) -> dict[str, str]:
        """Return the path of all that the job may write, by its option or, beside the output, by its name."""
        named = {name: getattr(self, name) for name in self.writes}
        return {name: path for name, path in {**named, **beside(named["output"], self.beside)}.items() if path}


def beside(output: str, names: dict[str, str]) -> dict[str, str]:
    """Return the paths of files beside an output, by the keys of their names.

    >>> beside("out.v2.onnx", {"keras": "{stem}.keras"})
    {'keras': 'out.v2.keras'}
    """
    stem = Path(output).stem
    return {key: str(Path(output).with_name(name.format(stem=stem))) for key, name in names.items()}


def _each(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def check(job: Job, option: str, holds: bool, expected: Union[str, Phrase]) -> None:
    if not holds:
        found = getattr(job, option)
        raise InvalidOption(option=option, found=_NOTHING if found in (None, "") else found, expected=expected)


def check_either(job: Job, one: str, other: str, expected: str) -> None:
    """Raise unless exactly one of two options is given."""
    given = bool(getattr(job, one)) + bool(getattr(job, other))
    if given != 1:
        found = QT_TRANSLATE_NOOP("SatTile", "both") if given else QT_TRANSLATE_NOOP("SatTile", "neither")
        raise InvalidOption(option=f"{one}, {other}", found=found, expected=expected)


def check_positive(job: Job, *options: str) -> None:
    for option in options:
        check(job, option, getattr(job, option) > 0, "a number above 0")


def check_from_zero(job: Job, *options: str) -> None:
    for option in options:
        check(job, option, getattr(job, option) >= 0, "a number from 0")


def check_bands(job: Job) -> None:
    bands: tuple[int, int, int] = job.bands  # type: ignore[attr-defined]
    check(job, "bands", len(bands) == 3 and min(bands) >= 1, "three band numbers from 1")


def check_width(job: Job) -> None:
    """Raise unless there are ImageNet weights for a width multiplier of MobileNetV2."""
    width: float = job.backbone_width  # type: ignore[attr-defined]
    check(job, "backbone_width", width in (0.35, 0.5, 0.75, 1.0, 1.3, 1.4), "0.35, 0.5, 0.75, 1.0, 1.3 or 1.4")


def check_date(job: Job, option: str) -> None:
    """Raise unless an optional day is written as ISO 8601 has it."""
    text: Optional[str] = getattr(job, option)
    try:
        date.fromisoformat(text or "2000-01-01")
    except ValueError:
        check(job, option, False, "a day as YYYY-MM-DD")


def check_suffix(job: Job, suffix: str, option: str = "output") -> None:
    path: Optional[str] = getattr(job, option)
    expected = phrase("a name that ends with {suffix}", suffix=suffix)
    check(job, option, path is None or path.lower().endswith(suffix), expected)
