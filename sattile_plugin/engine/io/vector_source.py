"""Which layer of a file is meant, and why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from ...contract import fields
from ...contract.errors import UnreadableFile
from ...contract.messages import Reporter
from ...contract.paths import VectorSource
from .reasons import why_unreadable

_WITH_MISSING = {"bool": "boolean", "int16": "Int16", "int32": "Int32", "int64": "Int64"}
"""Types of columns in which pandas lets values miss."""


class ChosenLayer(NamedTuple):
    """A layer of a file, and which of its features count."""

    path: str
    layer: str | int | None
    """Name or number; None where the file holds none."""
    where: str | None
    """A filter in SQL, as QGIS keeps it of a layer; None where all features count."""
    among: tuple[str, ...]
    """All layers, where the source does not say which one and none is called what is expected."""

    @property
    def options(self) -> dict[str, Any]:
        """What pyogrio's readers take."""
        return {"layer": self.layer, "where": self.where}


def choose_layer(source: str, expected: str) -> ChosenLayer:
    """Return the layer that a source names.

    Where it names none that is the layer called what is expected, as ``tiles``, else the first that holds geometries
    and is not QGIS's table of styles. A source's geometry type is no matter: what is no polygon never counts.
    """
    given = VectorSource.parse(source)
    named = given.layer if given.layer is not None else given.layer_number
    if named is not None:
        return ChosenLayer(given.path, named, given.subset, ())
    layers = [(name, kind) for name, kind in pyogrio.list_layers(given.path) if name != fields.STYLES_TABLE]
    names = [name for name, kind in layers if kind is not None] or [name for name, _ in layers]
    if expected in names or len(names) < 2:
        return ChosenLayer(given.path, expected if expected in names else next(iter(names), None), given.subset, ())
    return ChosenLayer(given.path, names[0], given.subset, tuple(names))


def with_own_types(frame: gpd.GeoDataFrame, chosen: ChosenLayer) -> gpd.GeoDataFrame:
    """Return a layer with the types of its columns; numpy makes decimals of whole numbers of which some are missing."""
    info = pyogrio.read_info(chosen.path, layer=chosen.layer)
    kinds = {name: _WITH_MISSING.get(str(kind)) for name, kind in zip(info["fields"], info["dtypes"])}
    changed = {name: kind for name, kind in kinds.items() if kind and name in frame and frame[name].isna().any()}
    return frame.astype(changed)


def tell_choice(chosen: ChosenLayer, reporter: Reporter) -> None:
    """Tell the user which of several layers was taken, where nothing said which one."""
    if chosen.among:
        path = Path(chosen.path).name
        reporter.notice("layer_chosen", path=path, layer=chosen.layer, names=", ".join(chosen.among))


def short_name(source: str) -> str:
    """Return what to call a source in a notice: its file and layer, without folders and filter.

    >>> short_name("data/tiles.gpkg|layername=tiles|subset=a = 'b/c'")
    'tiles.gpkg|layername=tiles'
    """
    given = VectorSource.parse(source)
    return str(VectorSource(Path(given.path).name, given.layer))


@contextmanager
def read_errors(source: str, expected: str) -> Iterator[None]:
    """Raise UnreadableFile where pyogrio cannot read a source."""
    given = VectorSource.parse(source)
    of_filters = (ValueError,) if given.subset is not None else ()
    try:
        yield
    except (DataSourceError, DataLayerError, *of_filters) as error:
        reason = why_unreadable(given.path, error)
        raise UnreadableFile(path=source, expected=expected, reason=reason) from error
