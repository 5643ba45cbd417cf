"""Random pixels and the tiles that cover them, and what an export made of them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

import processing
from osgeo import gdal, osr
from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorFileWriter, QgsVectorLayer

RESOLUTION_M = 0.2
WEST, NORTH = 650_000, 6_860_000
DIRECT, ATLAS = 0, 1


class Ground(NamedTuple):
    """An orthophoto of random pixels and the tiles that cover it."""

    folder: Path
    raster: str
    tiles: str

    def export(self, method: int, name: str, **options: object) -> Path:
        output = str(self.folder / name)
        parameters = {"TILES": self.tiles, "RASTER": self.raster, "METHOD": method, "OUTPUT": output, **options}
        return Path(processing.run("sattile:exporttileimages", parameters)["OUTPUT"])


Pair = tuple[str, str]
LABELS, PARTS = ("bati", "non_bati"), ("train", "test")


def make_ground(folder: Path, side_tiles: int, tile_px: int, labels: Pair = LABELS, parts: Pair = PARTS) -> Ground:
    raster, tiles = folder / "photo.tif", folder / "tiles.gpkg"
    write_raster(raster, side_tiles * tile_px)
    write_tiles(tiles, side_tiles, tile_px * RESOLUTION_M, labels, parts)
    return Ground(folder, str(raster), f"{tiles}|layername=tiles")


def write_raster(path: Path, side_px: int) -> None:
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side_px, side_px, 3, gdal.GDT_Byte)
    dataset.SetGeoTransform((WEST, RESOLUTION_M, 0, NORTH, 0, -RESOLUTION_M))
    system = osr.SpatialReference()
    system.ImportFromEPSG(2154)
    dataset.SetProjection(system.ExportToWkt())
    for band in (1, 2, 3):
        pixels = random.Random(band).randbytes(side_px * side_px)  # noqa: S311
        dataset.GetRasterBand(band).WriteRaster(0, 0, side_px, side_px, pixels)


def write_tiles(path: Path, side_tiles: int, side_m: float, labels: Pair, parts: Pair) -> None:
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:2154&field=tile_id:string&field=label:string&field=split:string", "tiles", "memory"
    )
    features = []
    for row in range(side_tiles):
        for column in range(side_tiles):
            feature = QgsFeature(layer.fields())
            west, north = WEST + column * side_m, NORTH - row * side_m
            feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, north - side_m, west + side_m, north)))
            feature.setAttributes([f"t{row}-{column}", labels[column % 2], parts[row % 2]])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "tiles"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), layer.transformContext(), options)


def pixels_of(folder: Path, suffix: str = "png") -> dict[str, bytes]:
    """Return the pixels of each image of a library."""
    images = (path for path in folder.rglob(f"*.{suffix}") if "contact" not in str(path))
    return {path.relative_to(folder).as_posix(): read_pixels(path) for path in images}


def read_pixels(path: Path) -> bytes:
    dataset = gdal.Open(str(path))
    assert dataset.RasterCount == 3
    return bytes(dataset.ReadRaster())


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]
