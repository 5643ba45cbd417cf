"""Files as the two programs name them: layer sources, files that are not whole yet, and the locks of those."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple, Optional

_OPTION = re.compile(r"\|(layername|layerid|geometrytype|uniquegeometrytype)=([^|]*)", re.IGNORECASE)
_SUBSET = re.compile(r"\|subset=", re.IGNORECASE)


class VectorSource(NamedTuple):
    """A vector layer on disk: the file and, where it holds several layers, which one, and which features count."""

    path: str
    layer: Optional[str] = None
    subset: Optional[str] = None
    """The filter of a layer in QGIS, in SQL."""
    layer_number: Optional[int] = None
    """From 0, where the layer has no name."""

    @classmethod
    def parse(cls, text: str) -> VectorSource:
        """Read ``path``, ``path|layername=NAME`` or ``path|layername=NAME|subset=FILTER``, the form that QGIS writes.

        >>> VectorSource.parse("tiles.gpkg|layername=tiles|subset=label = 'bati'")
        VectorSource(path='tiles.gpkg', layer='tiles', subset="label = 'bati'", layer_number=None)
        """
        named = {key.lower(): value for key, value in _OPTION.findall(text)}
        path, *subset = _SUBSET.split(_OPTION.sub("", text), maxsplit=1)
        number = named.get("layerid", "")
        layer_number = int(number) if number.isdecimal() else None
        return cls(path.partition("|")[0], named.get("layername"), "".join(subset) or None, layer_number)

    def __str__(self) -> str:
        values = {"layername": self.layer, "layerid": self.layer_number, "subset": self.subset}
        options = [f"|{key}={value}" for key, value in values.items() if value is not None]
        return self.path + "".join(options)


def partial_path(output: str | Path) -> Path:
    """Return where an output is written until it is whole; it stands beside its final name.

    >>> partial_path("out/tiles.gpkg").name
    '.partial-tiles.gpkg'
    """
    output = Path(output)
    return output.with_name(f".partial-{output.name}")


def lock_path(output: str | Path) -> Path:
    """Return the file that a run holds locked while it writes an output.

    >>> lock_path("out/tiles.gpkg").name
    '.lock-tiles.gpkg'
    """
    output = Path(output)
    return output.with_name(f".lock-{output.name}")


def like_path(output: str) -> str:
    """Return where describe writes the tiles ranked by likeness, beside what it writes.

    >>> like_path("tiles.parquet")
    'tiles_like.gpkg'
    """
    return str(Path(output).with_name(f"{Path(output).stem}_like.gpkg"))
