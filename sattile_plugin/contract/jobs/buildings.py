"""What jobs that hold tiles against a buildings layer share: which buildings count and what leaves a doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Optional

from ..texts import phrase
from .base import Job, check, check_bands, check_date, check_from_zero, check_positive, check_suffix

Kind = Literal["light", "project", "ruined", "greenhouse", "reservoir"]


@dataclass(frozen=True)
class BuildingsJob(Job):
    """Hold tiles against the buildings in them."""

    tiles: str
    """Tile layer."""
    buildings: str
    """Polygon layer of buildings, in any coordinate reference system."""
    output: str
    """GeoPackage of tiles to write."""
    min_built_area_m2: float = 20.0
    """A tile with at least this built area is bati, in square metres."""
    max_unbuilt_area_m2: float = 0.0
    """A tile with more than this built area, but too little for bati, is unsure; none is at min_built_area_m2."""
    min_building_area_m2: float = 0.0
    """Buildings smaller than this are not counted, in square metres."""
    ignored_kinds: tuple[Kind, ...] = ("project",)
    """Kinds of buildings that do not count, where the layer tells them."""
    doubted_kinds: tuple[Kind, ...] = ("ruined", "light", "greenhouse", "reservoir")
    """Kinds of buildings that leave a tile unsure where no others make it bati."""
    photo_date: Optional[str] = None
    """Day of the photo, YYYY-MM-DD; buildings that came later or went earlier leave a tile unsure."""
    edge_m: float = 2.0
    """Buildings that reach into a tile less than this leave it unsure, in metres."""
    raster: Optional[str] = None
    """Orthophoto to look for trees over buildings."""
    bands: tuple[int, int, int] = (1, 2, 3)
    """Bands of the raster that hold red, green and blue."""
    infrared_band: Optional[int] = None
    """Band of the raster that holds near infrared, if any; it tells trees better than colour does."""
    max_hidden_ratio: float = 0.8
    """A tile of whose buildings more than this share is under trees is unsure."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".gpkg")
        check_positive(self, "min_built_area_m2")
        check_bands(self)
        check_from_zero(self, "edge_m")
        check(self, "max_hidden_ratio", 0 < self.max_hidden_ratio <= 1, "a number above 0, at most 1")
        check_date(self, "photo_date")
        check_from_zero(self, "min_building_area_m2")
        holds = 0 <= self.max_unbuilt_area_m2 <= self.min_built_area_m2
        expected = phrase("0 to min_built_area_m2 ({limit})", limit=self.min_built_area_m2)
        check(self, "max_unbuilt_area_m2", holds, expected)
