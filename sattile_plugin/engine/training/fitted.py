"""What training starts from, and what it comes to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...contract.jobs import TrainClassifier
from ...contract.messages import Reporter
from ..model.architectures import surround_of
from ..model.features import Backbone
from ..model.head import Head
from ..model.novelty import Domain
from .head import HeadFit
from .seen import Features
from .tiles import Tiles

if TYPE_CHECKING:
    from ..model.networks import Network

Curves = dict[str, list[dict[str, Any]]]


class Start(NamedTuple):
    """What training starts from."""

    job: TrainClassifier
    """The job, its backbone filled in."""
    classes: tuple[str, ...]
    """Names of the classes."""
    size_px: int
    """Side at which tiles are seen."""
    backbone: Backbone | None
    """What sees the tiles; None where a network learns to from scratch."""
    network: Network | None = None
    """The network to go on from, in Keras, if there is one."""
    domain: Domain | None = None
    """Where the features lie that it learned from."""

    @property
    def surround(self) -> float:
        """How far it sees beyond a tile on each side, in shares of the tile's side."""
        return surround_of(self.job.backbone)


class Ground(NamedTuple):
    """What training stands on."""

    parts: dict[str, Tiles]
    """Tiles of each part."""
    folder: Path
    """Keeps what an ended run can go on from."""
    picture: Path
    """Picture of the curves, drawn anew after each epoch."""
    reporter: Reporter
    language: str
    """Of the picture: en or fr."""
    built: dict[str, np.ndarray] | None = None
    """Where in the tiles of training and validation buildings stand, as of `built_cells`, where layers tell it."""


class Fitted(NamedTuple):
    """A classifier that was fitted, and how."""

    backbone: Backbone
    head: Head
    """Not yet calibrated."""
    seen: dict[str, Features]
    """What the backbone sees in the tiles of each part."""
    curves: Curves
    """The curve of each stage."""
    fit: HeadFit | None = None
    """How the head of a frozen backbone did."""
    network: Network | None = None
    """The same in Keras, where it learned there or went on from a model."""
    first_seen: dict[str, Features] | None = None
    """What the backbone saw before it learned from these tiles itself; None of a network from scratch."""

    @property
    def knows_validation(self) -> bool:
        """Whether it learned from validation tiles too, in the end."""
        return self.fit is not None and self.fit.validation is not None
