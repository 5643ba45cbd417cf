"""Job that holds what a model says of tiles against a buildings layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Optional

from .base import check
from .buildings import BuildingsJob


@dataclass(frozen=True)
class CompareWithBuildings(BuildingsJob):
    """Find where classified tiles and a buildings layer disagree, and in which order a person should look."""

    verb: ClassVar[str] = "compare"
    rewrites: ClassVar[dict[str, str]] = {"output": "tiles"}

    max_unbuilt_area_m2: float = 5.0
    """Up to this built area nothing of the buildings need be seen; above it, too little for bati explains the model."""
    communes: Optional[str] = None
    """Polygon layer of communes; their totals are written beside the tiles, as the layer communes."""
    commune_field: Optional[str] = None
    """Column of the communes that names them; by default the first that tells them apart, else their number."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check(self, "commune_field", self.commune_field is None or self.communes is not None, "communes with it")
