"""A reporter for benchmarks, which say what they measure themselves."""

from __future__ import annotations


class Quiet:
    """A reporter that says nothing."""

    def progress(self, step: str, done: int, total: int) -> None:
        """Say nothing."""

    def notice(self, name: str, **values: object) -> None:
        """Say nothing."""
