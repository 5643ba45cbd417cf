"""How much of the buildings in a tile is hidden by trees, as the photo shows it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from rasterio.features import geometry_mask
from rasterio.transform import from_bounds
from scipy.ndimage import uniform_filter

from .io.image_sets import RasterSource
from .io.rasters import Bounds

RESOLUTION_M_PER_PX = 0.4
"""Ground sampling distance at which canopy is looked for: crowns are rough there, lawns and roofs are not."""

_MIN_EXCESS_GREEN = 0.06
_MIN_NDVI = 0.25
_MIN_ROUGHNESS = 0.055
_WINDOW_M = 2.0


def canopy_mask(image: np.ndarray, near_infrared: np.ndarray | None = None) -> np.ndarray:
    """Return which pixels look like tree crowns, (height, width) bool.

    Green enough, by the excess green of chromatic coordinates (Woebbecke et al. 1995, doi 10.13031/2013.27838), or
    by NDVI where there is an infrared band; and rough: light changes within two metres as it does on leaves.

    Parameters
    ----------
    image : (height, width, 3) uint8
        At about `RESOLUTION_M_PER_PX`.
    near_infrared : (height, width) uint8, optional
        The infrared band.

    Examples
    --------
    A lawn is green but smooth:

    >>> lawn = np.full((20, 20, 3), (90, 140, 70), dtype=np.uint8)
    >>> bool(canopy_mask(lawn).any())
    False
    """
    colours = image.astype(np.float32)
    total = np.maximum(colours.sum(axis=2), 1.0)
    if near_infrared is None:
        green = (3 * colours[..., 1] - total) / total >= _MIN_EXCESS_GREEN
    else:
        infrared, red = near_infrared.astype(np.float32), colours[..., 0]
        green = (infrared - red) / np.maximum(infrared + red, 1.0) >= _MIN_NDVI
    size = max(3, round(_WINDOW_M / RESOLUTION_M_PER_PX))
    light = total / 3
    mean = uniform_filter(light, size)
    spread = np.sqrt(np.maximum(uniform_filter(light**2, size) - mean**2, 0.0))
    return _mostly(green & (spread / np.maximum(mean, 1.0) >= _MIN_ROUGHNESS), size)


def hidden_shares(
    photo: RasterSource,
    infrared: RasterSource | None,
    tiles: np.ndarray,
    buildings: np.ndarray,
    progress: Callable[[int, int], None],
) -> np.ndarray:
    """Return the share of the buildings' ground under canopy in each tile, (n_tiles,) float, 0 to 1.

    Parameters
    ----------
    photo, infrared
        Images of the same tiles; the first in red, green and blue, the second in three times near infrared.
    tiles : (n_tiles,) polygons
        In metres.
    buildings : (n_buildings,) polygons
        In the same coordinate reference system.
    progress
        Called with the number of tiles done and in all.
    """
    tree = shapely.STRtree(buildings)
    shares = np.zeros(len(tiles))
    for number, tile in enumerate(tiles):
        bounds = Bounds(*tile.bounds)
        size_px = max(8, round((bounds.xmax - bounds.xmin) / RESOLUTION_M_PER_PX))
        near_infrared = infrared.read(number, size_px).pixels[..., 0] if infrared else None
        canopy = canopy_mask(photo.read(number, size_px).pixels, near_infrared)
        shares[number] = hidden_share(canopy, bounds, buildings[tree.query(tile, predicate="intersects")])
        progress(number + 1, len(tiles))
    return shares


def hidden_share(canopy: np.ndarray, bounds: Bounds, buildings: np.ndarray) -> float:
    """Return the share of the buildings' ground in a tile that canopy covers, 0 to 1.

    Parameters
    ----------
    canopy : (height, width) bool
        Of the tile; rows run south.
    bounds
        The tile.
    buildings : (n_buildings,) polygons
        In the system of the tile.
    """
    height, width = canopy.shape
    shapes = [shape for shape in buildings if not shapely.is_empty(shape)]
    ground = geometry_mask(shapes, canopy.shape, from_bounds(*bounds, width, height), invert=True)
    return float(canopy[ground].mean()) if ground.any() else 0.0


def _mostly(mask: np.ndarray, size: int) -> np.ndarray:
    """Close the gaps of a speckled mask: a pixel counts as most of its neighbours do."""
    return uniform_filter(mask.astype(np.float32), size) >= 0.5
