"""Files as the two programs name them: layer sources, and the name of a file that is not whole yet."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Optional


class VectorSource(NamedTuple):
    """A vector layer on disk: the file and, where it holds several layers, which one."""

    path: str
    layer: Optional[str] = None

    @classmethod
    def parse(cls, text: str) -> VectorSource:
        """Read ``path`` or ``path|layername=NAME``, the form that QGIS writes.

        >>> VectorSource.parse("tiles.gpkg|layername=tiles")
        VectorSource(path='tiles.gpkg', layer='tiles')
        """
        path, *options = text.split("|")
        pairs = (option.partition("=") for option in options)
        return cls(path, next((value for key, _, value in pairs if key == "layername"), None))

    def __str__(self) -> str:
        return f"{self.path}|layername={self.layer}" if self.layer else self.path


def partial_path(output: str | Path) -> Path:
    """Return where an output is written until it is whole; it stands beside its final name.

    >>> partial_path("out/tiles.gpkg").name
    '.partial-tiles.gpkg'
    """
    output = Path(output)
    return output.with_name(f".partial-{output.name}")


def like_path(output: str) -> str:
    """Return where describe writes the tiles ranked by likeness, beside what it writes.

    >>> like_path("tiles.parquet")
    'tiles_like.gpkg'
    """
    return str(Path(output).with_name(f"{Path(output).stem}_like.gpkg"))
