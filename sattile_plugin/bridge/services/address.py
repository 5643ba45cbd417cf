"""What a layer's source says of its service: plain values, read once in the layer's thread."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from qgis.core import QgsRasterLayer

from .network import Access


@dataclass(frozen=True)
class Address:
    """A service and what is wanted of it."""

    kind: str
    """``wms``, ``wmts``, ``xyz`` or ``wcs``."""
    url: str
    access: Access
    source: str
    """The layer's source as it is; the name of the cache follows from it."""
    options: tuple[tuple[str, str], ...] = ()
    layers: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()

    def option(self, name: str, default: str = "") -> str:
        """Return an option of the source."""
        return next((value for key, value in self.options if key.lower() == name.lower()), default)


def raster_address(layer: QgsRasterLayer) -> Optional[Address]:
    """Return the service that a layer shows; None where it is none that can be fetched."""
    pairs = encoded_pairs(layer.source())
    options = dict(pairs)
    kind = _kind(layer.providerType(), options)
    if kind is None:
        return None
    layers, styles = (tuple(value for name, value in pairs if name == wanted) for wanted in ("layers", "styles"))
    return Address(kind, options["url"], access_of(options), layer.source(), pairs, layers, styles)


def encoded_pairs(source: str) -> tuple[tuple[str, str], ...]:
    """Return the names and values of a source as raster services have it.

    >>> encoded_pairs("layers=a&url=http://b/?x%3D1%26y")
    (('layers', 'a'), ('url', 'http://b/?x=1&y'))
    """
    split = (part.partition("=") for part in source.split("&"))
    return tuple((unquote(name), unquote(value)) for name, _, value in split)


def access_of(options: Mapping[str, str]) -> Access:
    """Return how the layer's connection identifies itself."""
    prefix = "http-header:"
    headers = [(name[len(prefix) :], value) for name, value in options.items() if name.startswith(prefix) and value]
    if options.get("referer"):
        headers.append(("Referer", options["referer"]))
    if options.get("username") and not options.get("authcfg"):
        token = base64.b64encode(f"{options['username']}:{options.get('password', '')}".encode()).decode()
        headers.append(("Authorization", f"Basic {token}"))
    return Access(options.get("authcfg", ""), tuple(headers))


def with_query(url: str, **values: object) -> str:
    """Return `url` with these values in its query, in the stead of those of the same name in any case.

    >>> with_query("http://a/wms?map=x&service=WFS", SERVICE="WMS")
    'http://a/wms?map=x&SERVICE=WMS'
    """
    parts = urlsplit(url)
    names = {name.lower() for name in values}
    kept = [(name, value) for name, value in parse_qsl(parts.query, True) if name.lower() not in names]
    query = urlencode([*kept, *((name, str(value)) for name, value in values.items())], safe=":,/")
    return urlunsplit(parts._replace(query=query))


def _kind(provider: str, options: Mapping[str, str]) -> Optional[str]:
    if provider not in ("wms", "wcs") or not options.get("url", "").startswith(("http:", "https:")):
        return None
    if provider == "wcs" or options.get("type") == "xyz":
        return "wcs" if provider == "wcs" else "xyz"
    if options.get("type"):  # mbtiles, vector tiles
        return None
    return "wmts" if options.get("tileMatrixSet") else "wms"
