"""Jobs that make tile layers and image libraries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Optional

from ..errors import InvalidOption
from ..texts import QT_TRANSLATE_NOOP
from .base import Job, check, check_bands, check_from_zero, check_positive, check_suffix
from .buildings import BuildingsJob


@dataclass(frozen=True)
class SampleScene(Job):
    """Paint a sample scene: an orthophoto with its buildings and communes, to try everything on."""

    verb: ClassVar[str] = "sample"

    output: str
    """Folder to make; it will hold ortho.tif, buildings.gpkg and communes.gpkg."""
    size_m: float = 2000.0
    """Side of the square scene, in metres."""
    resolution_m_per_px: float = 0.2
    """Ground sampling distance of the orthophoto, in metres a pixel."""
    seed: int = 1
    """Number that the whole scene follows from."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_positive(self, "size_m", "resolution_m_per_px")
        check(self, "size_m", 100 <= self.size_m <= 20_000, "100 to 20000 m")
        check(self, "resolution_m_per_px", 0.05 <= self.resolution_m_per_px <= 2, "0.05 to 2 m a pixel")


@dataclass(frozen=True)
class BuildTileGrid(Job):
    """Lay square tiles, aligned to whole multiples of their size, over a raster, areas or an extent."""

    verb: ClassVar[str] = "grid"

    output: str
    """GeoPackage of tiles to write."""
    raster: Optional[str] = None
    """Raster whose footprint is tiled."""
    areas: Optional[str] = None
    """Polygon layer whose areas are tiled."""
    extent: Optional[tuple[float, float, float, float]] = None
    """Rectangle to tile: xmin ymin xmax ymax, in the units of crs."""
    crs: Optional[str] = None
    """Coordinate reference system of the tiles, such as EPSG:2154; by default that of the raster or the areas."""
    tile_size_m: float = 50.0
    """Side of a tile, in metres."""
    inside: Literal["whole", "half"] = "whole"
    """Keep tiles that lie wholly inside, or those of which more than half does."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".gpkg")
        check_positive(self, "tile_size_m")
        given = [name for name in ("raster", "areas", "extent") if getattr(self, name) is not None]
        if len(given) != 1:
            found = QT_TRANSLATE_NOOP("SatTile", "more than one") if given else QT_TRANSLATE_NOOP("SatTile", "nothing")
            raise InvalidOption(option="raster, areas, extent", found=found, expected="exactly one of the three")
        if self.extent is not None:
            xmin, ymin, xmax, ymax = self.extent
            check(self, "extent", xmin < xmax and ymin < ymax, "xmin ymin xmax ymax with xmin < xmax and ymin < ymax")
            check(self, "crs", self.crs is not None, "the coordinate reference system of the extent")


@dataclass(frozen=True)
class LabelTiles(BuildingsJob):
    """Label tiles bati, non_bati or unsure by the area of buildings in them."""

    verb: ClassVar[str] = "label"
    writes: ClassVar[tuple[str, ...]] = ("output", "thresholds", "examples")
    rewrites: ClassVar[dict[str, str]] = {"output": "tiles"}

    thresholds: Optional[str] = None
    """CSV to write: how many tiles each choice of min_built_area_m2 gives."""
    examples: Optional[str] = None
    """PNG to write, with a raster: tiles whose built area is nearest to each of these choices."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check(self, "examples", self.examples is None or self.raster is not None, "a raster with it")


@dataclass(frozen=True)
class SplitTiles(Job):
    """Split tiles into train, validation and test by spatial blocks."""

    verb: ClassVar[str] = "split"
    writes: ClassVar[tuple[str, ...]] = ("output", "blocks")
    rewrites: ClassVar[dict[str, str]] = {"output": "tiles"}

    tiles: str
    """Tile layer; tiles labelled unsure are in no part."""
    output: str
    """GeoPackage of tiles to write."""
    shares: tuple[float, float, float] = (0.7, 0.15, 0.15)
    """Shares of train, validation and test; they are scaled to add up to 1."""
    counts: Optional[tuple[int, int, int]] = None
    """Numbers of tiles in train, validation and test instead of shares, such as 10000 2000 100."""
    bati_share: Optional[float] = None
    """Share of bati tiles in each part, 0.5 for balanced classes; by default as found. Other tiles are left out."""
    block_size_m: float = 500.0
    """Side of a block, in metres; all tiles of a block are in one part."""
    areas: Optional[str] = None
    """Polygon layer to use instead of square blocks, such as communes; a tile belongs to the one its centre is in."""
    areas_field: Optional[str] = None
    """Column of the areas that names them; by default they are numbered."""
    buffer_m: float = 50.0
    """Tiles nearer than this to a tile of another part are left out, the training ones first, in metres."""
    max_suspicion: Optional[float] = None
    """Tiles whose label check found more suspicious than this, 0 to 1, are in no part; by default all may be in one."""
    blocks: Optional[str] = None
    """GeoPackage to write: the blocks with their part and numbers of tiles."""
    seed: int = 1
    """Number that the draw of blocks follows from."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".gpkg")
        check_positive(self, "block_size_m")
        check_from_zero(self, "buffer_m")
        holds = len(self.shares) == 3 and min(self.shares) >= 0 and self.shares[0] > 0
        check(self, "shares", holds, "three numbers from 0, the first above 0")
        if self.max_suspicion is not None:
            check(self, "max_suspicion", 0 <= self.max_suspicion <= 1, "a number from 0 to 1")
        if self.bati_share is not None:
            check(self, "bati_share", 0 < self.bati_share < 1, "a number between 0 and 1")
        if self.counts is not None:
            holds = len(self.counts) == 3 and min(self.counts) >= 0 and self.counts[0] > 0
            check(self, "counts", holds, "three whole numbers from 0, the first above 0")


@dataclass(frozen=True)
class ExportTileImages(Job):
    """Write an image library: split/label/tile_id.png for each tile, and a manifest."""

    verb: ClassVar[str] = "export"
    resumable: ClassVar[bool] = True

    tiles: str
    """Tile layer; its columns label and split, where present, name the folders."""
    raster: str
    """Orthophoto that the images are cut from."""
    output: str
    """Folder to make."""
    method: Literal["direct", "atlas"] = "direct"
    """How images are made: direct cuts the raster; atlas, in QGIS only, draws a print layout."""
    image_format: Literal["png", "jpeg", "webp", "tif"] = "png"
    """Format of the images; webp is lossless, tif is georeferenced."""
    world_files: bool = False
    """Whether the place of each image is written beside it, as a world file."""
    annotations: tuple[Literal["coco", "tfrecord"], ...] = ()
    """Lists for other tools besides the manifest: COCO JSON, TFRecord."""
    tile_size_px: Optional[int] = None
    """Side of an image in pixels; by default the raster's own resolution, pixel for pixel."""
    bands: tuple[int, int, int] = (1, 2, 3)
    """Bands of the raster that hold red, green and blue."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_bands(self)
        if self.tile_size_px is not None:
            check(self, "tile_size_px", 8 <= self.tile_size_px <= 4096, "8 to 4096 pixels")
