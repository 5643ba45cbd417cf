"""Images with what is known of each: cut from rasters at the tiles of a layer, or read from an image library."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ...contract import fields
from ...contract.class_names import plain_label
from ...contract.errors import EmptyLayer, InvalidOption, NoImage, NoOverlap
from ...contract.jobs import EvaluateClassifier, TrainClassifier
from ...contract.library import MIN_VALID_SHARE
from ...contract.messages import Reporter
from ...contract.texts import QT_TRANSLATE_NOOP, phrase
from .identity import file_identity, raster_identity, rows_identity
from .library import library_content, read_library, read_library_image
from .raster_files import first_bands
from .rasters import Bounds, Orthophoto
from .tile_images import ImageSource, TileImage, read_ahead
from .tile_names import plain_number
from .vectors import read_tiles, require_values, some_of, tell_unknown, without_copies


class RasterSource:
    """Images of tiles, cut from one raster; every thread opens the raster for itself."""

    def __init__(self, raster: str, bands: Sequence[int], tiles: gpd.GeoDataFrame) -> None:
        self._raster, self._bands, self._crs = raster, bands, tiles.crs
        self._bounds = shapely.bounds(tiles.geometry.to_numpy())
        self._local = threading.local()
        with Orthophoto(raster, bands, tiles.crs) as photo:
            self.stretch, self.dtype = photo.stretch, photo.dtype
            self.resolution_m_per_px = photo.resolution_m_per_px

    def read(self, number: int, size_px: int, surround: float = 0.0) -> TileImage:
        """Return the image of tile `number`, with `surround` times its side around it."""
        bounds = Bounds(*self._bounds[number])
        pixels, valid_share = self._photo().read_tile(bounds.widened(surround), size_px)
        return TileImage(pixels, self._photo().valid_share(bounds) if surround else valid_share)

    def identity(self) -> list[list[object]]:
        """Return what tells the raster from others."""
        return raster_identity(self._raster)

    def _photo(self) -> Orthophoto:
        if not hasattr(self._local, "photo"):
            self._local.photo = Orthophoto(self._raster, self._bands, self._crs)
            self._local.photo.stretch = self.stretch
        photo: Orthophoto = self._local.photo
        return photo


class LibrarySource:
    """Images from the files of a library."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths

    def read(self, number: int, size_px: int, surround: float = 0.0) -> TileImage:
        """Return the image of file `number`; what lies around it is not known, so the image is mirrored there."""
        inner_px = round(size_px / (1 + 2 * surround))
        edge = (size_px - inner_px) // 2, size_px - inner_px - (size_px - inner_px) // 2
        pixels = np.pad(read_library_image(self._paths[number], inner_px), (edge, edge, (0, 0)), mode="reflect")
        return TileImage(pixels, 1.0)

    def identity(self) -> list[list[object]]:
        """Return what tells each file from others."""
        return [file_identity(path) for path in self._paths]


class ImageSet:
    """Labelled images from one or several sources.

    Attributes
    ----------
    table : DataFrame
        A row an image: tile_id, label, target (number of its class), split, block_id (text; that of a tile without a
        block is its tile_id), geometry (in the system of its layer; missing in a library), and the source's number and
        its own.
    origins : list of dict
        What each source is, for the record of a model: paths, CRS, extent, resolution.
    classes : tuple of str
        Names of the classes in the order of their numbers.

    Parameters
    ----------
    classes
        Classes that count, other labels are left out; None takes those that are found.
    label_field
        Column of the tile layers that holds the label. ``Bâti``, ``Non-bâti`` and ``Unsure`` are bati, non_bati and
        unsure in any column, also beside other classes, so that layers that are written in different ways go together;
        a name that is one of `classes` stays as it is.
    """

    def __init__(self, classes: Sequence[str] | None = fields.CLASSES, label_field: str = fields.LABEL) -> None:
        self.table = pd.DataFrame()
        self._wanted, self._label_field = classes, label_field
        self.origins: list[dict[str, Any]] = []
        self._sources: list[ImageSource] = []

    def add_tiles(self, tiles: str, frame: gpd.GeoDataFrame, raster: str, bands: Sequence[int]) -> None:
        """Add the labelled tiles in `frame`, which are those of the layer `tiles`, with their raster."""
        label = self.labels_of(frame)
        frame = frame.assign(**{self._label_field: label})[self._counts(label)].reset_index(drop=True)
        if frame.empty:
            expected = (
                phrase("tile labelled {names}", names=" / ".join(reversed(self._wanted)))
                if self._wanted
                else QT_TRANSLATE_NOOP("SatTile", "tile that has a label and is not unsure")
            )
            raise EmptyLayer(path=tiles, expected=expected)
        require_overlap(raster, frame.crs, frame.total_bounds, tiles)
        source = RasterSource(raster, bands, frame)
        table = pd.DataFrame(
            {
                "tile_id": frame[fields.TILE_ID],
                "label": frame[self._label_field].astype(str),
                "split": frame.get(fields.SPLIT),
                "block_id": blocks_of(frame),
                "geometry": frame.geometry.to_numpy(),
            }
        )
        size_m = float(np.sqrt(frame.area).median())
        origin = {"tiles": tiles, "raster": raster, **place_of(frame.crs, frame.total_bounds), "tile_size_m": size_m}
        origin["resolution_m_per_px"] = source.resolution_m_per_px
        origin["content"] = rows_identity(frame, (fields.TILE_ID, fields.SPLIT))[:16]
        self._add(table, source, origin)

    def add_library(self, folder: str) -> None:
        """Add the images of a library; the table has their path, too."""
        table = read_library(folder, self._wanted)
        origin = {"library": folder, "content": library_content(table)}
        self._add(table, LibrarySource(table["path"].tolist()), origin)

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes, in the order of their numbers."""
        if self._wanted is not None:
            return tuple(self._wanted)
        found = set(self.table["label"])
        return fields.CLASSES if found <= set(fields.CLASSES) else tuple(sorted(found))

    @property
    def undivided(self) -> list[int]:
        """Numbers of the sources that are libraries without folders of parts."""
        has_part = self.table["split"].notna().groupby(self.table["source"]).any()
        return [number for number, origin in enumerate(self.origins) if "library" in origin and not has_part[number]]

    def identity(self) -> list[object]:
        """Return what tells these images and what is known of them from others."""
        columns = ("tile_id", "label", "split", "block_id", "source", "number")
        return [rows_identity(self.table, columns), *(source.identity() for source in self._sources)]

    def read(self, rows: Sequence[int], size_px: int, surround: float = 0.0) -> Iterator[TileImage]:
        """Yield the images of some rows of the table in their order, read ahead by a few threads."""
        pairs = self.table.loc[list(rows), ["source", "number"]].itertuples(index=False)
        calls = ((self._sources[source], number) for source, number in pairs)
        return read_ahead(calls, size_px, surround)

    def require_any(self, usable: np.ndarray, part: str) -> None:
        """Raise NoImage if none of a part's images, (n_rows,) bool, is usable."""
        if not usable.any():
            files = dict.fromkeys(origin.get("raster") or origin["library"] for origin in self.origins)
            raise NoImage(path=" and ".join(files), count=len(usable), part=part)

    def _add(self, table: pd.DataFrame, source: ImageSource, origin: dict[str, Any]) -> None:
        numbered = table.assign(source=len(self._sources), number=np.arange(len(table)))
        self.table = pd.concat([self.table, numbered], ignore_index=True)
        number_of = {name: number for number, name in enumerate(self.classes)}
        self.table["target"] = self.table["label"].map(number_of).astype(int)
        self._sources.append(source)
        self.origins.append(origin)

    def labels_of(self, frame: pd.DataFrame) -> pd.Series:
        """Return the labels of tiles as text, in our writing where they are bati, non_bati or unsure."""
        label = frame[self._label_field].map(_plain_text, na_action="ignore")
        return label.where(label.isin(self._wanted or ()), label.map(plain_label, na_action="ignore"))

    def _counts(self, label: pd.Series) -> pd.Series:
        """Say which tiles have a label that counts."""
        if self._wanted is not None:
            return label.isin(self._wanted)
        return label.notna() & ~label.isin(("", fields.UNSURE))


def blocks_of(frame: pd.DataFrame) -> pd.Series:
    """Return the block of each tile as text; a tile without one, as outside the areas of a split, is one by itself.

    >>> blocks_of(pd.DataFrame({"tile_id": ["a", "b", "c"], "block_id": [7.0, None, 1234567.0]})).tolist()
    ['7', 'b', '1234567']
    """
    alone = frame[fields.TILE_ID].map(_plain_text)
    if fields.BLOCK_ID not in frame:
        return alone
    block = frame[fields.BLOCK_ID].map(_plain_text, na_action="ignore")
    return block.where(block.notna() & (block != ""), alone)


def in_a_block(table: pd.DataFrame) -> pd.Series:
    """Say which images of an ImageSet's table lie in a block of their layer, and are not one by themselves."""
    return table["block_id"] != table["tile_id"].map(_plain_text)


def _plain_text(value: Any) -> str:
    """Return a label or name as text; whole numbers are the same whether their column has missing ones or not.

    >>> [_plain_text(value) for value in (" bati", 3, 3.0, 1234567.0, 0.5, True)]
    ['bati', '3', '3', '1234567', '0.5', 'True']
    """
    return plain_number(value) if isinstance(value, float) else str(value).strip()


def labelled_images(
    job: TrainClassifier | EvaluateClassifier,
    needed: Sequence[str],
    reporter: Reporter,
    classes: Sequence[str] | None = None,
) -> ImageSet:
    """Open the labelled images of a job: tiles with rasters, which must have the `needed` columns, or libraries.

    Labels other than `classes` are left out; None takes the classes that are found.
    """
    for option in ("tiles", "library"):
        given = getattr(job, option)
        twice = next((path for path in given if given.count(path) > 1), None)
        if twice is not None:
            found = phrase("{path}, {count} times", path=twice, count=given.count(twice))
            raise InvalidOption(option=option, found=found, expected="each once")
    images = ImageSet(classes, job.label_field)
    for tiles, raster in zip(job.tiles, job.raster):
        frame = without_copies(read_tiles(tiles, reporter, (job.label_field, *needed)), tiles, reporter)
        if fields.SPLIT in needed:
            require_values(frame, fields.SPLIT, fields.PARTS, tiles, reporter)
        if classes is not None:
            tell_unknown(images.labels_of(frame), (*classes, fields.UNSURE), tiles, reporter)
        images.add_tiles(tiles, frame, raster, job.bands)
    if classes is None and job.tiles:
        _tell_classes_beside_bati(images.table["label"], job.label_field, reporter)
    for folder in job.library:
        images.add_library(folder)
    return images


def _tell_classes_beside_bati(label: pd.Series, field: str, reporter: Reporter) -> None:
    """Tell the user of other names beside bati and non_bati, which may be misspelt."""
    others = label[~label.isin(fields.CLASSES)]
    if len(others) and set(fields.CLASSES) <= set(label):
        reporter.notice("classes_beside_bati", field=field, found=some_of(others), count=len(others))


def require_overlap(raster: str, crs: CRS, bounds: Sequence[float], tiles: str) -> None:
    """Raise NoOverlap unless a raster lies where the tiles do; `bounds` are the tiles', in `crs`."""
    with Orthophoto(raster, first_bands(raster), crs) as photo:
        if not shapely.box(*photo.bounds).intersects(shapely.box(*bounds)):
            raise NoOverlap(path=raster, other=tiles)


def load_images(
    images: ImageSet,
    rows: Sequence[int],
    size_px: int,
    path: str,
    progress: Callable[[int, int], None],
    surround: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Read images into a memory-mapped file, so that a large set needs no large memory.

    Returns
    -------
    pixels : (n_usable, size_px, size_px, 3) uint8
        Of the rows that are usable, mapped from `path`.
    usable : (n_rows,) bool
        Whether enough of the tile has an image.
    """
    shape = (len(rows), size_px, size_px, 3)
    pixels = np.memmap(path, dtype=np.uint8, mode="w+", shape=shape) if rows else np.empty(shape, dtype=np.uint8)
    usable = np.zeros(len(rows), dtype=bool)
    count = 0
    for number, image in enumerate(images.read(rows, size_px, surround)):
        if image.valid_share >= MIN_VALID_SHARE:
            pixels[count], usable[number] = image.pixels, True
            count += 1
        progress(number + 1, len(rows))
    return pixels[:count], usable


def place_of(crs: CRS, bounds: Sequence[float]) -> dict[str, object]:
    """Return where a layer lies, as plain values: CRS and extent in its units."""
    code = crs.to_authority()
    return {"crs": ":".join(code) if code else crs.to_wkt(), "extent": [round(float(edge), 3) for edge in bounds]}
