"""Jobs of the classifier of tile images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Optional, Union

from ..errors import InvalidOption
from ..texts import Phrase, phrase
from .base import Job, check, check_bands, check_either, check_from_zero, check_positive, check_suffix, check_width


@dataclass(frozen=True)
class TrainClassifier(Job):
    """Train a classifier of tile images and write it as one ONNX file."""

    verb: ClassVar[str] = "train"
    resumable: ClassVar[bool] = True
    beside: ClassVar[dict[str, str]] = {
        "keras": "{stem}.keras",
        "metrics": "{stem}.json",
        "report": "{stem}.html",
        "card": "{stem}.stac.json",
    }

    output: str
    """Model to write, NAME.onnx; NAME.keras, its report and its card come beside it."""
    tiles: tuple[str, ...] = ()
    """Tile layers with the columns label and split."""
    raster: tuple[str, ...] = ()
    """Orthophoto of each tile layer, in the same order."""
    library: tuple[str, ...] = ()
    """Image libraries instead of tiles: folders train, validation and test of class folders."""
    buildings: tuple[str, ...] = ()
    """Polygon layer of buildings of each tile layer, by which mobilenet_v2_cells learns where in a tile they stand."""
    label_field: str = "label"
    """Column of the tile layers that holds the class; tiles without one, or unsure, are left out."""
    backbone: Literal[
        "mobilenet_v2",
        "mobilenet_v2_cells",
        "mobilenet_v2_levels",
        "efficientnet_v2_b0",
        "cerema_cnn",
        "cerema_cnn_3_blocks",
    ] = "mobilenet_v2"
    """Network: MobileNetV2, also cell by cell (cells) or at two sizes (levels), EfficientNetV2-B0, or Cerema's."""
    start_from: Optional[str] = None
    """Model to go on training from, NAME.onnx with NAME.keras beside it; its network and classes are kept."""
    backbone_weights: Optional[str] = None
    """File of ImageNet weights without top; by default Keras downloads them."""
    backbone_width: float = 1.0
    """Width multiplier of MobileNetV2 (alpha), as of the weights: 0.35, 0.5, 0.75, 1.0, 1.3 or 1.4."""
    tile_size_px: Optional[int] = None
    """Side at which the network sees a tile, px; by default 224 (MobileNetV2), 336 (cells, with what surrounds it), 320
    (levels), 192, 150 (small ones)."""
    bands: tuple[int, int, int] = (1, 2, 3)
    """Bands of the rasters that hold red, green and blue."""
    epochs: int = 20
    """Passes of a network that learns from nothing, at most; it stops earlier when validation no longer gains."""
    fine_tune_epochs: int = 0
    """Passes with the top of the backbone unfrozen; 0 leaves it as it is, which carries over best to other places."""
    batch_size: int = 32
    """Tiles of one step of the optimiser, where the network itself learns."""
    augmentation: Literal["none", "symmetries", "full"] = "full"
    """How tiles are varied: not, turned and mirrored, or also in scale, brightness, hue, sharpness and shadow."""
    class_weights: bool = True
    """Whether every class weighs the same while learning, however many tiles it has."""
    for_other_places: bool = True
    """Whether the model is meant for places beside those of training too, and so is held back a little more."""
    label_smoothing: float = 0.0
    """Share of certainty taken from each label and given to all classes, 0 to 0.5."""
    mix: float = 0.0
    """Strength of mixing pairs of tiles (alpha of mixup) where the network itself learns; 0 mixes none."""
    threshold_rule: Literal["fixed", "f1", "missed", "false_alarms", "costs"] = "fixed"
    """What the threshold between bati and non_bati is chosen by, on validation."""
    threshold: float = 0.5
    """Probability from which a tile is bati, where it is fixed."""
    max_share: float = 0.02
    """Share of built tiles that may be missed, or of tiles called bati that may be false, by those rules."""
    missed_cost: float = 1.0
    """What missing a built tile costs where a false alarm costs 1, by the rule costs."""
    language: Literal["en", "fr"] = "en"
    """Language of the report."""
    licence: Optional[str] = None
    """Licence of the model, as SPDX names it, for its card."""
    seed: int = 1
    """Number that the initial weights and the order of tiles follow from."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_positive(self, "epochs", "batch_size", "missed_cost")
        check_bands(self)
        check_from_zero(self, "fine_tune_epochs", "mix")
        check(self, "label_smoothing", 0 <= self.label_smoothing <= 0.5, "0 to 0.5")
        check(self, "threshold", 0 < self.threshold < 1, "a probability above 0 and below 1")
        check(self, "max_share", 0 <= self.max_share < 1, "a share from 0, below 1")
        check_width(self)
        check_suffix(self, ".onnx")
        _check_images_given(self)
        if self.tile_size_px is not None:
            check(self, "tile_size_px", 32 <= self.tile_size_px <= 512, "32 to 512 pixels")
        if self.backbone == "mobilenet_v2_cells":
            whole = self.tile_size_px is None or self.tile_size_px % 48 == 0
            check(self, "tile_size_px", whole, "a multiple of 48 pixels with mobilenet_v2_cells")
            check(self, "fine_tune_epochs", self.fine_tune_epochs == 0, "0 with mobilenet_v2_cells")
        if self.buildings:
            by_cells = self.backbone == "mobilenet_v2_cells" and self.start_from is None
            check(self, "buildings", by_cells, "nothing, or backbone mobilenet_v2_cells without start_from")
            _check_one_each(self, "buildings", phrase("{count} layer(s)", count=len(self.buildings)))


@dataclass(frozen=True)
class ClassifyTiles(Job):
    """Give each tile the probability of being bati, its class and its uncertainty."""

    verb: ClassVar[str] = "classify"
    rewrites: ClassVar[dict[str, str]] = {"output": "tiles"}

    tiles: str
    """Tile layer."""
    raster: str
    """Orthophoto under the tiles."""
    model: str
    """Model that train wrote, NAME.onnx."""
    output: str
    """GeoPackage of tiles to write."""
    bands: tuple[int, int, int] = (1, 2, 3)
    """Bands of the raster that hold red, green and blue."""
    batch_size: int = 32
    """Tiles that go through the network at once."""
    symmetries: bool = False
    """Whether each tile is looked at in its eight symmetries and the mean taken; eight times as slow."""
    adapt: bool = True
    """Whether probabilities are fitted to a new place without labels, and a dull or blurred photo mended."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".gpkg")
        check_positive(self, "batch_size")
        check_bands(self)


@dataclass(frozen=True)
class EvaluateClassifier(Job):
    """Measure a model on labelled tiles that it was not trained on."""

    verb: ClassVar[str] = "evaluate"
    writes: ClassVar[tuple[str, ...]] = ("output", "layer", "errors")
    beside: ClassVar[dict[str, str]] = {"report": "{stem}.html"}

    model: str
    """Model that train wrote, NAME.onnx."""
    output: str
    """JSON file of metrics to write; the same as a page to read comes beside it, NAME.html."""
    tiles: tuple[str, ...] = ()
    """Tile layers with the column label."""
    raster: tuple[str, ...] = ()
    """Orthophoto of each tile layer, in the same order."""
    library: tuple[str, ...] = ()
    """Image libraries instead of tiles."""
    label_field: str = "label"
    """Column of the tile layers that holds the class."""
    part: Literal["test", "validation", "train", "all"] = "test"
    """Part to measure on; all takes every labelled tile, for a place that training never saw."""
    other_model: Optional[str] = None
    """Another model to compare with on the same tiles, NAME.onnx; its classes must be the same."""
    communes: Optional[str] = None
    """Polygon layer of communes, to measure accuracy in each."""
    commune_field: Optional[str] = None
    """Column of the communes that names them; by default the first that tells them apart, else their number."""
    land_use: Optional[str] = None
    """Polygon layer of land use, to measure accuracy on each; a tile is of the use that covers the most of it."""
    land_use_field: Optional[str] = None
    """Column of the land-use layer that holds the use."""
    layer: Optional[str] = None
    """GeoPackage to write, NAME.gpkg: the tiles with how the model did, and the accuracy of blocks and communes."""
    errors: Optional[str] = None
    """Folder to write: the worst errors as annotated images, each with what the model decided it by."""
    max_errors: int = 24
    """Number of the worst errors to draw, those that the model was surest of."""
    bands: tuple[int, int, int] = (1, 2, 3)
    """Bands of the rasters that hold red, green and blue."""
    symmetries: bool = False
    """Whether each tile is looked at in its eight symmetries and the mean taken, as classify can do it."""
    adapt: bool = True
    """Whether each place is fitted to without its labels, and dull or blurred photos mended, as classify does it."""
    language: Literal["en", "fr"] = "en"
    """Language of the page and of the annotated images."""
    seed: int = 1
    """Number that the bootstrap of confidence intervals follows from."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self, ".json")
        check_bands(self)
        check_positive(self, "max_errors")
        _check_images_given(self)
        for option in ("layer", "communes", "land_use"):
            no_place = bool(self.library and getattr(self, option))
            check(self, option, not no_place, "nothing with a library, whose images have no place")
        check_suffix(self, ".gpkg", "layer")
        check(self, "commune_field", self.commune_field is None or self.communes is not None, "communes with it")
        check(self, "land_use", self.land_use is None or self.land_use_field is not None, "a column with it")
        check(self, "land_use_field", self.land_use_field is None or self.land_use is not None, "a layer with it")


def _check_images_given(job: Union[TrainClassifier, EvaluateClassifier]) -> None:
    """Raise unless the job names either as many rasters as tile layers, or libraries."""
    check_either(job, "tiles", "library", "either tiles with raster, or library")
    _check_one_each(job, "raster", phrase("{count} raster(s)", count=len(job.raster)))


def _check_one_each(job: Union[TrainClassifier, EvaluateClassifier], option: str, found: Phrase) -> None:
    """Raise, telling what was found, unless an option has as many values as there are tile layers."""
    if len(getattr(job, option)) != len(job.tiles):
        expected = phrase("one for each tile layer ({count})", count=len(job.tiles))
        raise InvalidOption(option=option, found=found, expected=expected)
