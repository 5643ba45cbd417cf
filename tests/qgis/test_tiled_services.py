"""Imagery of services that come in tiles or coverages of their own."""

from __future__ import annotations

from math import floor
from pathlib import Path

import pytest
from imagery import Told, fetched, pixels
from osgeo import gdal
from qgis.core import QgsRasterLayer
from scene import Scene
from servers import MAPSERVER, files, front_of

from sattile_plugin.bridge.services.inputs import any_raster_input

pytestmark = pytest.mark.skipif(MAPSERVER is None, reason="needs qgis_mapserver")
HALF_M = 20037508.342789244


def write_pyramid(scene: Scene, zoom: int) -> tuple[Path, Path]:
    """Cut the scene into the images of one XYZ level; return their folder and the raster that they show."""
    folder, merged = scene.folder / "pyramid", scene.folder / "mercator.tif"
    unit = 2 * HALF_M / (256 * 2**zoom)
    side = 256 * unit
    box = gdal.Info(gdal.Warp("", str(scene.raster), format="MEM", dstSRS="EPSG:3857"), format="json")
    (west, north), (east, south) = (box["cornerCoordinates"][name] for name in ("upperLeft", "lowerRight"))
    columns = range(floor((west + HALF_M) / side), floor((east + HALF_M) / side) + 1)
    rows = range(floor((HALF_M - north) / side), floor((HALF_M - south) / side) + 1)
    bounds = (
        columns.start * side - HALF_M,
        HALF_M - rows.stop * side,
        columns.stop * side - HALF_M,
        HALF_M - rows.start * side,
    )
    size = {"width": 256 * len(columns), "height": 256 * len(rows)}
    gdal.Warp(str(merged), str(scene.raster), dstSRS="EPSG:3857", outputBounds=bounds, dstAlpha=True, **size)
    for column in columns:
        for row in rows:
            image = folder / str(zoom) / str(column) / f"{row}.png"
            image.parent.mkdir(parents=True, exist_ok=True)
            window = [256 * (column - columns.start), 256 * (row - rows.start), 256, 256]
            gdal.Translate(str(image), str(merged), format="PNG", srcWin=window)
            image.with_name(f"{row}.png.aux.xml").unlink(missing_ok=True)
    return folder, merged


def same_where_both_are(block: Path, merged: Path) -> bool:
    """Tell whether a block shows the pixels of a raster that lies in it."""
    one, other = gdal.Open(str(block)), gdal.Open(str(merged))
    west, pixel, _, north, _, _ = other.GetGeoTransform()
    left, _, _, top, _, _ = one.GetGeoTransform()
    window = (round((west - left) / pixel), round((top - north) / pixel), other.RasterXSize, other.RasterYSize)
    return one.ReadRaster(*window) == other.ReadRaster()


def test_a_wcs_gives_its_values(served, scene: Scene, tiles, manners) -> None:
    front, url = served
    layer = QgsRasterLayer(f"crs=EPSG:2154&format=GeoTIFF&identifier=ortho&url={url}/", "WCS", "wcs")
    assert layer.isValid() and 0.9 < any_raster_input(layer).own_resolution < 1.1
    front.fail("GetCoverage", "xml", "cut")
    before = front.count("GetCoverage")
    path = fetched(layer, tiles, Told())
    assert front.count("GetCoverage") - before == 1 + 2
    assert pixels(path) == pixels(scene.raster)
    fetched(layer, tiles, Told())
    assert front.count("GetCoverage") - before == 1 + 2


def test_a_wmts_is_fetched_by_its_own_images(served, scene: Scene, tiles) -> None:
    front, url = served
    capabilities = f"{url}/?SERVICE%3DWMTS%26REQUEST%3DGetCapabilities"
    source = f"crs=EPSG:3857&format=image/png&layers=ortho&styles=default&tileMatrixSet=EPSG:3857&url={capabilities}"
    layer = QgsRasterLayer(source, "WMTS", "wms")
    assert layer.isValid()
    front.fail("GetTile", "500", "xml")
    path = fetched(layer, tiles, Told(), resolution=2.0)
    images = front.count("GetTile")
    assert images <= 32 + 20
    made = gdal.Open(str(path))
    assert made.GetGeoTransform()[1] == 2.0
    fetched(layer, tiles, Told(), resolution=2.0)
    assert front.count("GetTile") == images


def test_an_xyz_is_fetched_by_its_own_images(quick, scene: Scene, tiles) -> None:
    folder, merged = write_pyramid(scene, zoom=17)
    with front_of(files(folder)) as (front, url):
        layer = QgsRasterLayer(f"type=xyz&url={url}/{{z}}/{{x}}/{{y}}.png&zmin=0&zmax=17", "XYZ", "wms")
        told = Told()
        path = fetched(layer, tiles, told, resolution=0.5)
        assert front.count("/17/") == len(front.requests) == 16 and "at 0.78 m" in told.lines[0]
        front.requests.clear()
        fetched(layer, tiles, Told(), resolution=0.5)
        assert front.requests == []
    (block,) = (scene.folder / "cache").rglob("*_*.tif")
    assert gdal.Open(str(path)).GetGeoTransform()[1] == 0.78
    assert same_where_both_are(block, merged)
