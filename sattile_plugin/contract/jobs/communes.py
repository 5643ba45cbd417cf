"""Jobs that describe images by features, and group tiles and communes by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Optional, Union

from ..errors import InvalidOption
from ..paths import like_path
from ..texts import phrase
from .base import Job, check, check_bands, check_either, check_from_zero, check_suffix, check_width


@dataclass(frozen=True)
class DescribeImages(Job):
    """Describe the image of each tile, or of each commune, by the features that a network finds in it."""

    verb: ClassVar[str] = "describe"
    resumable: ClassVar[bool] = True

    raster: str
    """Orthophoto."""
    output: str
    """GeoParquet file to write, NAME.parquet: tiles or communes with their features."""
    tiles: Optional[str] = None
    """Tile layer to describe."""
    communes: Optional[str] = None
    """Polygon layer of communes instead of tiles: one image of 256 px a commune, kept in images_redimensionnees."""
    name_field: Optional[str] = None
    """Column of the communes that names them; by default the first that tells them apart, else their number."""
    outline: Literal["polygon", "box"] = "polygon"
    """Ground that the image of a commune shows: inside its polygon, black outside it, or its bounding box."""
    model: Optional[str] = None
    """Model that train wrote, whose last layer describes the images; by default MobileNetV2 with ImageNet weights."""
    backbone_weights: Optional[str] = None
    """File of ImageNet weights without top, or ONNX file of a backbone; by default Keras downloads MobileNetV2's."""
    backbone_width: float = 1.0
    """Width multiplier of MobileNetV2 (alpha), as of the weights: 0.35, 0.5, 0.75, 1.0, 1.3 or 1.4."""
    views: Literal["1", "4", "8"] = "4"
    """Ways that an image is laid before its features are averaged: as it is, in four rotations, mirrored as well."""
    like: Optional[str] = None
    """tile_id of a tile: NAME_like.gpkg is written too, all tiles ranked by how much they look like it."""
    bands: tuple[int, int, int] = (1, 2, 3)
    """Bands of the raster that hold red, green and blue."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".parquet")
        check_bands(self)
        check_width(self)
        check_either(self, "tiles", "communes", "either tiles or communes")
        if self.like and not self.tiles:
            raise InvalidOption(option="like", found=self.like, expected="nothing where communes are described")

    def outputs(self) -> dict[str, str]:
        return {**super().outputs(), **({"like": like_path(self.output)} if self.like else {})}


@dataclass(frozen=True)
class SegmentTiles(Job):
    """Sort described tiles into classes of land use that nobody named before."""

    verb: ClassVar[str] = "segment"

    features: str
    """Described tiles, NAME.parquet, that describe wrote."""
    output: str
    """GeoPackage to write: the tiles with their segment, and tables about it."""
    k: Optional[int] = None
    """Number of segments; by default chosen from k_min to k_max."""
    k_min: int = 2
    """Least number of segments to try."""
    k_max: int = 12
    """Greatest number of segments to try."""
    smoothing: int = 0
    """Times that each tile takes the segment of most of its neighbours; 0 leaves them as they look."""
    communes: Optional[str] = None
    """Polygon layer of communes, to measure the share of each segment in."""
    name_field: Optional[str] = None
    """Column of the communes that names them; by default the first that tells them apart, else their number."""
    reference: Optional[str] = None
    """Known land use to compare with: a polygon layer, the tiles themselves with a column, or a raster of classes."""
    reference_field: Optional[str] = None
    """Column of the reference layer that holds the class; none for a raster."""
    standardise: bool = False
    """Give every feature the same spread first."""
    components: int = 128
    """Principal components to keep of the features; 0 keeps the features."""
    neighbours: int = 5
    """Tiles that look most like a tile, whose mean its features are drawn to before grouping; 0 leaves them."""
    seed: int = 1
    """Number that the first centres and the samples follow from."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".gpkg")
        _check_k(self)
        check_from_zero(self, "smoothing", "components", "neighbours")


@dataclass(frozen=True)
class ClusterCommunes(Job):
    """Group communes by what their imagery looks like."""

    verb: ClassVar[str] = "cluster"
    beside: ClassVar[dict[str, str]] = {
        "settle": "{stem}_settle.csv",
        "k": "{stem}_k.png",
        "silhouette": "{stem}_silhouette.png",
        "similarity": "{stem}_similarity.png",
        "dendrogram": "{stem}_dendrogram.png",
        "typical_tiles": "{stem}_typical_tiles.png",
    }
    rewrites: ClassVar[dict[str, str]] = {"output": "names_from", "settle": "settled"}

    communes: str
    """Polygon layer of communes, or of any other areas."""
    features: str
    """Described tiles, or described communes, NAME.parquet, that describe wrote."""
    output: str
    """GeoPackage to write: the communes with their cluster, tables and diagrams; pictures come beside it."""
    k: Optional[int] = None
    """Number of clusters; by default chosen from k_min to k_max."""
    k_min: int = 2
    """Least number of clusters to try."""
    k_max: int = 8
    """Greatest number of clusters to try."""
    basis: tuple[Literal["features", "segments", "built"], ...] = ("features",)
    """What communes are grouped by, each weighing the same: features, shares of segments, share of bâti."""
    method: Literal["kmeans", "ward", "contiguous"] = "kmeans"
    """K-Means, a hierarchy by Ward's method, or the same of neighbouring communes only."""
    standardise: bool = False
    """Give every feature the same spread first."""
    components: int = 0
    """Principal components to keep of the features; 0 keeps the features."""
    name_field: Optional[str] = None
    """Column that names the communes; by default the first that tells them apart, else their number."""
    number_by: str = "size"
    """Order of the numbers of clusters, greatest first: size, built (share of bâti), or a column of the communes."""
    classified: Optional[str] = None
    """Classified tiles, for the share of bâti."""
    segments: Optional[str] = None
    """Segmented tiles, for the share of each segment."""
    population: Optional[str] = None
    """Table (CSV, Excel) or layer with the population of communes."""
    code_field: Optional[str] = None
    """Column of the communes with their code, to join the population by."""
    population_key: Optional[str] = None
    """Column of the table with the code of the commune; by default of the same name as code_field."""
    population_name: Optional[str] = None
    """Column of the table with the name of the commune; by default found."""
    population_field: Optional[str] = None
    """Column of the table with the population; by default found."""
    settled: Optional[str] = None
    """CSV file that settles doubtful names: the table population_doubts, filled in."""
    names_from: Optional[str] = None
    """Earlier result whose names of clusters are kept where the clusters are the same; by default the output's own."""
    raster: Optional[str] = None
    """Orthophoto, for the picture of typical tiles."""
    bands: tuple[int, int, int] = (1, 2, 3)
    """Bands of the raster that hold red, green and blue."""
    umap: bool = True
    """Lay the diagrams out by UMAP too, where it is installed; takes some 20 s."""
    language: Literal["en", "fr"] = "en"
    """Language of the pictures."""
    seed: int = 1
    """Number that the first centres and the samples follow from."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".gpkg")
        _check_k(self)
        check_bands(self)
        known = set(self.basis) <= {"features", "segments", "built"}
        check(self, "basis", known and len(self.basis) > 0, "at least one of features, segments, built")
        if "segments" in self.basis and not self.segments:
            raise InvalidOption(option="segments", found="nothing", expected="segmented tiles to group by")
        if "built" in self.basis and not self.classified:
            raise InvalidOption(option="classified", found="nothing", expected="classified tiles to group by")
        check_from_zero(self, "components")


def _check_k(job: Union[SegmentTiles, ClusterCommunes]) -> None:
    if job.k is not None:
        check(job, "k", job.k >= 2, "a number from 2")
    check(job, "k_min", job.k_min >= 2, "a number from 2")
    check(job, "k_max", job.k_max > job.k_min, phrase("a number above k_min ({k_min})", k_min=job.k_min))
