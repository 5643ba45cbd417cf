"""Job of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from .base import Job, check_suffix


@dataclass(frozen=True)
class Report(Job):
    """Write the report of a run as one HTML page to read or print."""

    verb: ClassVar[str] = "report"

    run: str
    """JSON that train or evaluate wrote, or a GeoPackage of any other verb."""
    output: str
    """HTML file to write."""
    language: Literal["en", "fr"] = "en"
    """Language of the report."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".html")
