"""Coordinate reference systems: reading, comparing and naming them, and which to take instead of degrees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyproj import CRS, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_crs_info, query_utm_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError
from shapely import segmentize, transform
from shapely.geometry.base import BaseGeometry

from ...contract.errors import CrsNotInMetres, UnknownCrs, UnnamedCrs
from ...contract.texts import QT_TRANSLATE_NOOP

_MIN_CONFIDENCE = 25
"""How sure pyproj has to be, in percent, that a system without a code is one that has one."""

_UNDEFINED = "Undefined"
"""How the names of the two systems begin that GeoPackages have for coordinates of an unknown system."""

_WEB_MERCATOR = "Popular Visualisation Pseudo Mercator"
_NATIONAL_CRS = ("2154", "3301", "26191")
"""EPSG codes that cartographers of a country expect rather than UTM: France, Estonia, north of Morocco."""


def parse_crs(text: str) -> CRS:
    """Read a coordinate reference system from a code or WKT.

    Raises
    ------
    UnknownCrs
        The text names none, or one that is nowhere on earth.
    """
    try:
        crs = CRS.from_user_input(text)
    except CRSError as error:
        raise UnknownCrs(found=text) from error
    if not is_on_earth(crs):
        raise UnknownCrs(found=text)
    return crs


def is_on_earth(crs: CRS | None) -> bool:
    """Say whether a system tells where on earth coordinates lie, as one of a building site or an undefined one do not.

    >>> is_on_earth(CRS("EPSG:2154")), is_on_earth(CRS('LOCAL_CS["Local",UNIT["metre",1]]')), is_on_earth(None)
    (True, False, False)
    """
    return crs is not None and not crs.is_engineering and not crs.name.startswith(_UNDEFINED)


def same_crs(first: CRS, second: CRS) -> bool:
    """Say whether two systems give a place the same coordinates, x first.

    >>> same_crs(CRS("EPSG:2154"), CRS("EPSG:32631"))
    False
    """
    if first.equals(second, ignore_axis_order=True):
        return True
    code = first.to_authority(min_confidence=_MIN_CONFIDENCE)
    return code is not None and code == second.to_authority(min_confidence=_MIN_CONFIDENCE)


def name_crs(crs: CRS, path: str) -> str:
    """Return the part of a tile's name that stands for its system: ``2154``, or ``ESRI102110`` outside EPSG.

    Raises
    ------
    UnnamedCrs
        The system has no authority code; `path` tells the user where it came from.
    """
    authority, code = authority_code(crs, path).split(":")
    return code if authority == "EPSG" else authority + code


def authority_code(crs: CRS, path: str) -> str:
    """Return ``EPSG:2154``.

    Raises
    ------
    UnnamedCrs
        The system has no authority code; `path` tells the user where it came from.
    """
    code = crs.to_authority(min_confidence=_MIN_CONFIDENCE)
    if code is None:
        raise UnnamedCrs(path=path, found=crs.name)
    return ":".join(code)


def require_metres(crs: CRS, path: str, bounds: tuple[float, float, float, float]) -> None:
    """Raise unless the system is projected in metres; `bounds` are xmin, ymin, xmax, ymax in its units.

    Those of Web Mercator are metres at the equator alone: in France two thirds of one, and areas 2.3 times too large.

    Raises
    ------
    CrsNotInMetres
        With the systems to take instead at this place.
    """
    unit = crs.axis_info[0].unit_name if crs.axis_info else "unknown unit"
    if crs.coordinate_operation is not None and crs.coordinate_operation.method_name == _WEB_MERCATOR:
        unit = QT_TRANSLATE_NOOP("SatTile", "metre at the equator")
    if not (crs.is_projected and unit in ("metre", "meter")):
        found = code_of(crs)
        raise CrsNotInMetres(path=path, found=found, unit=unit, advised=" or ".join(_advised(crs, bounds)))


def code_of(crs: CRS) -> str:
    """Return ``EPSG:2154 (RGF93 v1 / Lambert-93)``, or the name alone where there is no code."""
    code = crs.to_authority(min_confidence=_MIN_CONFIDENCE)
    return f"{':'.join(code)} ({crs.name})" if code else crs.name


def transform_of(source: CRS, target: CRS) -> Callable[[BaseGeometry, float], BaseGeometry]:
    """Return a function that brings a geometry from `source` to `target`.

    Its second argument is the longest piece of an edge that stays straight, in units of `source`.
    """
    transformer = Transformer.from_crs(source, target, always_xy=True)

    def bring(geometry: BaseGeometry, max_segment: float) -> Any:
        return transform(segmentize(geometry, max_segment), transformer.transform, interleaved=False)

    return bring


def _advised(crs: CRS, bounds: tuple[float, float, float, float]) -> list[str]:
    """Return national systems and the UTM zone at the middle of the bounds."""
    to_degrees = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    longitude, latitude = to_degrees.transform((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    place = AreaOfInterest(longitude, latitude, longitude, latitude)
    national = query_crs_info("EPSG", PJType.PROJECTED_CRS, area_of_interest=place)
    found = [f"EPSG:{info.code} ({info.name})" for info in national if info.code in _NATIONAL_CRS]
    utm = query_utm_crs_info("WGS 84", area_of_interest=place)
    return found + [f"EPSG:{info.code} ({info.name})" for info in utm[:1]] or ["the national one"]
