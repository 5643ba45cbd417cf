"""Rasters as 8-bit RGB images of tiles, through rasterio. In an image rows run south; on the map y runs north."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from types import TracebackType
from typing import NamedTuple

import numpy as np
import rasterio
import shapely
from pyproj import CRS
from rasterio.enums import MaskFlags, Resampling
from rasterio.errors import RasterioIOError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from ...contract.errors import MissingBand, MissingCrs
from ...contract.library import WHITE_SHARE
from .colour_table import has_colour_table, in_colours
from .crs import same_crs
from .raster_files import (
    ROUNDING,
    clip,
    first_bands,
    is_upright,
    open_raster,
    raster_crs,
    slices,
    unreadable,
    upright_grid,
    warp,
)

_STRETCH_PERCENTILES = (2, 98)
_PREVIEW_PX = 1024
_SAMPLES_PER_TILE = 25
"""Samples along a tile's side when the share of its ground that has an image is estimated."""
_WHITE = 255


class Bounds(NamedTuple):
    """A rectangle on the map, in metres."""

    xmin: float
    ymin: float
    xmax: float
    ymax: float

    def widened(self, share: float) -> Bounds:
        """Return bounds wider by a share of their sides on each side.

        >>> Bounds(0.0, 0.0, 50.0, 50.0).widened(0.25)
        Bounds(xmin=-12.5, ymin=-12.5, xmax=62.5, ymax=62.5)
        """
        wide, high = share * (self.xmax - self.xmin), share * (self.ymax - self.ymin)
        return Bounds(self.xmin - wide, self.ymin - high, self.xmax + wide, self.ymax + high)


class Stretch(NamedTuple):
    """Values that become 0 and 255."""

    low: float
    high: float

    def apply(self, image: np.ndarray) -> np.ndarray:
        """Return an image of any number type as uint8."""
        with np.errstate(over="ignore"):  # what stands for no data may be as low as numbers go
            scaled = (image.astype(np.float32) - self.low) * (255.0 / max(self.high - self.low, 1e-6))
        return np.clip(np.rint(np.nan_to_num(scaled)), 0, 255).astype(np.uint8)


class Orthophoto:
    """An open raster that gives images of tiles; a context manager, for one thread.

    Parameters
    ----------
    path
        Raster file that GDAL reads.
    bands
        Numbers of the bands that hold red, green and blue, from 1. A raster of one band with a colour table has its
        colours as bands 1, 2 and 3, and that band three times is its colours too.
    crs
        System of the tiles; a raster in another one is warped to it on the fly. So is one whose rows do not run south
        or whose columns do not run east, in its own system.

    Raises
    ------
    UnreadableFile, MissingCrs, MissingBand
        The raster cannot be used.
    """

    def __init__(self, path: str, bands: Sequence[int] = (1, 2, 3), crs: CRS | None = None) -> None:
        self.path, self.bands = path, list(bands)
        self._source = open_raster(path)
        self.crs = self._known_crs()
        self._in_colours = has_colour_table(self._source)
        if self._in_colours:
            self._source = in_colours(self._source)
            self.bands = [1, 2, 3] if set(bands) == {1} else self.bands
        missing = [band for band in self.bands if band > self._source.count]
        if missing:
            count = self._source.count
            self._source.close()
            raise MissingBand(path=path, found=count, wanted=missing[0])
        self.warped = crs is not None and not same_crs(self.crs, crs)
        self._data = self._upright(crs if self.warped else None)

    def __enter__(self) -> Orthophoto:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._data.close()
        self._source.close()

    def _known_crs(self) -> CRS:
        crs = raster_crs(self._source)
        if crs is None:
            self._source.close()
            raise MissingCrs(path=self.path)
        return crs

    def _upright(self, crs: CRS | None) -> rasterio.DatasetReader | WarpedVRT:
        """Return the raster in a system, by default its own, with rows that run south and columns that run east.

        One with a colour table is warped too: GDAL would take the nearest pixels where others are averaged.
        """
        if crs is not None:
            return warp(self._source, crs=crs.to_wkt())
        if is_upright(self._source.transform) and not self._in_colours:
            return self._source
        return warp(self._source, crs=self._source.crs, **upright_grid(self._source))

    @property
    def bounds(self) -> Bounds:
        """Footprint's bounding box, in the system of the tiles."""
        return Bounds(*self._data.bounds)

    @property
    def resolution_m_per_px(self) -> float:
        """Ground sampling distance, the mean of both axes."""
        return float(sum(self._data.res) / 2)

    @cached_property
    def tile_crs(self) -> CRS:
        """System that bounds are in: the raster's own, or the one it is warped to."""
        return CRS.from_wkt(self._data.crs.to_wkt())

    @cached_property
    def dtype(self) -> str:
        """Number type of the bands."""
        return str(self._data.dtypes[self.bands[0] - 1])

    @cached_property
    def stretch(self) -> Stretch | None:
        """Stretch that makes the raster 8-bit, the same for its three bands; None when it is 8-bit already.

        Pixels that hold no image do not count.
        """
        if self.dtype == "uint8":
            return None
        scale = max(1.0, max(self._source.width, self._source.height) / _PREVIEW_PX)
        shape = (3, max(1, int(self._source.height / scale)), max(1, int(self._source.width / scale)))
        with self._read_errors():
            preview = self._source.read(self.bands, out_shape=shape, masked=True).astype(np.float64)
        if not self._has_mask:
            preview[:, (preview == 0).all(axis=0)] = np.ma.masked
        values = np.ma.masked_invalid(preview).compressed()
        if not values.size:
            return Stretch(0.0, 1.0)
        return Stretch(*(float(value) for value in np.percentile(values, _STRETCH_PERCENTILES)))

    @cached_property
    def _has_mask(self) -> bool:
        """Whether the file itself says which pixels hold an image; warped, any raster has a mask of its outline."""
        flags = (self._source.mask_flag_enums[band - 1] for band in self.bands)
        return not all(MaskFlags.all_valid in flag for flag in flags)

    def valid_share(self, bounds: Bounds) -> float:
        """Return the share of a tile that has an image, 0 to 1, from a regular sample of it."""
        return self._read(self._window(bounds), _SAMPLES_PER_TILE, Resampling.nearest)[1]

    def native_size_px(self, bounds: Bounds) -> int:
        """Return the side of a tile in the raster's own pixels."""
        return max(1, round((bounds.xmax - bounds.xmin) / self._pixel_width_m))

    def falls_on_pixels(self, bounds: Bounds) -> bool:
        """Say whether a tile's edges are edges of the raster's pixels; never where these are turned."""
        if self._source.transform.b or self._source.transform.d:
            return False
        window = self._window(bounds)
        offsets = (window.col_off, window.row_off, window.width, window.height)
        return all(abs(offset - round(offset)) < ROUNDING for offset in offsets)

    def snap(self, bounds: Bounds) -> Bounds:
        """Return the ground that `read_native_tile` gives for a tile: from the nearest pixel corner."""
        return Bounds(*self._data.window_bounds(self._snapped(bounds)))

    def read_tile(self, bounds: Bounds, size_px: int) -> tuple[np.ndarray, float]:
        """Read a tile resampled to `size_px`, from an overview where one suffices.

        Returns
        -------
        image : (size_px, size_px, 3) uint8
            Rows run south. Ground outside the raster is black.
        valid_share : float
            Share of the tile that the raster has an image of, 0 to 1.
        """
        image, valid_share = self._read(self._window(bounds), size_px, Resampling.bilinear)
        return self.stretch.apply(image) if self.stretch else image, valid_share

    def read_native_tile(self, bounds: Bounds) -> tuple[np.ndarray, float]:
        """Read a tile pixel for pixel from the nearest pixel corner, in the raster's own number type.

        Returns
        -------
        image : (size_px, size_px, 3) array
            Rows run south.
        valid_share : float
            Share of the tile that the raster has an image of, 0 to 1.
        """
        window = self._snapped(bounds)
        return self._read(window, int(window.width), Resampling.nearest)

    def _snapped(self, bounds: Bounds) -> Window:
        window, size_px = self._window(bounds), self.native_size_px(bounds)
        return Window(round(window.col_off), round(window.row_off), size_px, size_px)

    def _window(self, bounds: Bounds) -> Window:
        """Return the rows and columns around a tile; rasterio's own function is ten times as slow."""
        west, south, east, north = bounds
        corners = ((west, north), (east, north), (east, south), (west, south))
        a, b, c, d, e, f = self._to_pixels
        columns, rows = [a * x + b * y + c for x, y in corners], [d * x + e * y + f for x, y in corners]
        left, top = min(columns), min(rows)
        return Window(left, top, max(columns) - left, max(rows) - top)

    @cached_property
    def _pixel_width_m(self) -> float:
        """Ground sampling distance from west to east."""
        return float(self._data.res[0])

    @cached_property
    def _to_pixels(self) -> tuple[float, ...]:
        """Coefficients from the map to columns and rows; affine's own product is slow."""
        return tuple(~self._data.transform)[:6]

    def _read(self, window: Window, size_px: int, resampling: Resampling) -> tuple[np.ndarray, float]:
        image = np.zeros((3, size_px, size_px), dtype=self.dtype)
        valid = np.zeros((size_px, size_px), dtype=bool)
        inside = clip(window, self._data.width, self._data.height)
        target = slices(window, inside, size_px)
        shape = tuple(part.stop - part.start for part in target)
        if inside.width > 0 and inside.height > 0 and all(shape):
            options = {"window": inside, "out_shape": (3, *shape), "resampling": resampling}
            with self._read_errors():
                image[(slice(None), *target)] = self._data.read(self.bands, **options)
                valid[target] = self._valid(inside, image[(slice(None), *target)])
        return np.stack(list(image), axis=-1), np.count_nonzero(valid) / valid.size

    @contextmanager
    def _read_errors(self) -> Iterator[None]:
        try:
            yield
        except RasterioIOError as error:
            raise unreadable(self.path, error) from error

    def _valid(self, window: Window, image: np.ndarray) -> np.ndarray:
        """Return which pixels hold an image; where the file does not say, those that are not black in all bands.

        A pixel without a number, as floats may have, holds none, nor do white ones where nothing else is to be seen:
        beyond their edge photos are white. Elsewhere they may be roofs.
        """
        if image.dtype == np.uint8 and (image == _WHITE).all(axis=0).mean() >= WHITE_SHARE:
            return np.zeros(image.shape[1:], dtype=bool)
        numbers = np.isfinite(image).all(axis=0) if image.dtype.kind == "f" else True
        if not self._has_mask:
            return np.asarray((image != 0).any(axis=0) & numbers)
        options = {"window": window, "out_shape": image.shape, "resampling": Resampling.nearest}
        return np.asarray((self._data.read_masks(self.bands, **options) > 0).any(axis=0) & numbers)


def valid_shares(path: str, boxes: np.ndarray, crs: CRS, progress: Callable[[int, int], None]) -> np.ndarray:
    """Return the share of each tile that the raster has an image of, (n_tiles,) float, 0 to 1.

    From a regular sample of each tile; `progress` is called with the number of tiles done and in all.
    """
    shares = np.empty(len(boxes))
    with Orthophoto(path, first_bands(path), crs) as raster:
        for number, box in enumerate(shapely.bounds(boxes).tolist()):
            shares[number] = raster.valid_share(Bounds(*box))
            progress(number + 1, len(boxes))
    return shares
