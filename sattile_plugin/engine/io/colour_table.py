"""Rasters whose one band holds numbers of colours in a table, as scanned maps and some photos do."""

from __future__ import annotations

from xml.sax.saxutils import escape

import rasterio
from rasterio.enums import ColorInterp

_RASTER = (
    '<VRTDataset rasterXSize="{width}" rasterYSize="{height}">'
    "<SRS>{crs}</SRS><GeoTransform>{transform}</GeoTransform>{bands}</VRTDataset>"
)
_BAND = (
    '<VRTRasterBand dataType="Byte" band="{number}"><ComplexSource>'
    '<SourceFilename relativeToVRT="0" shared="0">{path}</SourceFilename><SourceBand>1</SourceBand>'
    "<ColorTableComponent>{number}</ColorTableComponent>{nodata}</ComplexSource></VRTRasterBand>"
)


def has_colour_table(raster: rasterio.DatasetReader) -> bool:
    """Say whether the one band of a raster holds numbers of colours."""
    return bool(raster.colorinterp == (ColorInterp.palette,))


def in_colours(raster: rasterio.DatasetReader) -> rasterio.DatasetReader:
    """Return the colours of a raster with a colour table as three bands, black where it has no data, and close it."""
    nodata = "" if raster.nodata is None else f"<NODATA>{raster.nodata:g}</NODATA>"
    with raster:
        described = _RASTER.format(
            width=raster.width,
            height=raster.height,
            crs=escape(raster.crs.to_wkt()),
            transform=", ".join(map(repr, raster.transform.to_gdal())),
            bands="".join(_BAND.format(number=number, path=escape(raster.name), nodata=nodata) for number in (1, 2, 3)),
        )
    return rasterio.open(described)
