"""Jobs that look over a training set before anything learns from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Optional

from ..errors import InvalidOption
from .base import Job, check_bands, check_either, check_positive, check_suffix, check_width


@dataclass(frozen=True)
class CheckLabels(Job):
    """Find labels that are probably wrong, images that show nothing, and images that are there twice."""

    verb: ClassVar[str] = "check"
    rewrites: ClassVar[dict[str, str]] = {"output": "tiles"}

    output: str
    """GeoPackage to write: the tiles, or a table of a library's images, with what is suspicious of each."""
    tiles: Optional[str] = None
    """Tile layer with the column label."""
    raster: Optional[str] = None
    """Orthophoto under the tiles."""
    library: Optional[str] = None
    """Image library instead of tiles: a folder of class folders, with or without folders of parts above them."""
    backbone_weights: Optional[str] = None
    """File of ImageNet weights without top, or ONNX file of a backbone; by default Keras downloads MobileNetV2's."""
    backbone_width: float = 1.0
    """Width multiplier of MobileNetV2 (alpha), as of the weights: 0.35, 0.5, 0.75, 1.0, 1.3 or 1.4."""
    bands: tuple[int, int, int] = (1, 2, 3)
    """Bands of the raster that hold red, green and blue."""
    block_size_m: float = 500.0
    """Side of the blocks that labels are checked by, in metres, where the tiles have no column block_id."""
    seed: int = 1
    """Number that the deal of blocks into folds follows from."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".gpkg")
        check_positive(self, "block_size_m")
        check_bands(self)
        check_width(self)
        check_either(self, "tiles", "library", "either tiles with raster, or library")
        if self.tiles and not self.raster:
            raise InvalidOption(option="raster", found="nothing", expected="the orthophoto under the tiles")
