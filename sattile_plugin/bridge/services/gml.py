"""Pages of GML as a WFS gives them, read and put together as one GeoPackage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr  # type: ignore[import-not-found]
from qgis.core import QgsFeedback

from ..errors import Cancelled, LayerNotWritten

_OPEN_OPTIONS = ["EXPOSE_GML_ID=YES", "DOWNLOAD_SCHEMA=NO", "SWAP_COORDINATES=AUTO"]


def feature_ids(page: Path) -> set[str]:
    """Return what the server calls the features of a page."""
    _source, layer = _open_page(page)
    return {_id(feature) for feature in layer} if layer is not None else set()


def write_features(pages: list[Path], path: Path, crs: str, name: str, feedback: QgsFeedback) -> None:
    """Write each feature once, as a polygon, with all columns that any page has."""
    system = osr.SpatialReference()
    system.SetFromUserInput(crs)
    target = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    if target is None:
        raise LayerNotWritten(layer=name, reason=gdal.GetLastErrorMsg())
    layer = target.CreateLayer("features", system, ogr.wkbMultiPolygon, ["FID=sattile_row"])
    written: set[str] = set()
    layer.StartTransaction()
    for page in pages:
        if feedback.isCanceled():
            raise Cancelled
        _copy_page(page, layer, written)
    layer.CommitTransaction()


def _open_page(page: Path) -> Any:
    """Return an open page and its layer; the layer is None where the page has no feature."""
    try:
        source = gdal.OpenEx(str(page), gdal.OF_VECTOR, open_options=_OPEN_OPTIONS)
    except RuntimeError:  # where another plugin made GDAL raise; a page without features is no layer to it
        source = None
    return source, source.GetLayer(0) if source is not None and source.GetLayerCount() else None


def _id(feature: Any) -> str:
    """Return a feature's name on the server; its shape serves where it has none."""
    for name in ("gml_id", "fid"):
        if feature.GetFieldIndex(name) >= 0 and feature.IsFieldSetAndNotNull(name):
            return str(feature.GetField(name))
    return str(feature.GetGeometryRef())


def _copy_page(page: Path, target: Any, written: set[str]) -> None:
    _source, layer = _open_page(page)
    if layer is None:
        return
    _add_columns(layer.GetLayerDefn(), target)
    for feature in layer:
        if _id(feature) in written or feature.GetGeometryRef() is None:
            continue
        written.add(_id(feature))
        copy = ogr.Feature(target.GetLayerDefn())
        copy.SetFrom(feature)
        copy.SetFID(ogr.NullFID)
        copy.SetGeometryDirectly(ogr.ForceTo(feature.GetGeometryRef().Clone(), ogr.wkbMultiPolygon))
        target.CreateFeature(copy)


def _add_columns(found: Any, target: Any) -> None:
    known = {*_column_names(target.GetLayerDefn()), "fid"}
    for number, name in enumerate(_column_names(found)):
        if name not in known:
            target.CreateField(found.GetFieldDefn(number))


def _column_names(definition: Any) -> list[str]:
    return [definition.GetFieldDefn(number).GetName().lower() for number in range(definition.GetFieldCount())]
