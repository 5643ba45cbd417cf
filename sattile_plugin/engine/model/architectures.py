"""The networks by name: what each sees, and where those are from that learnt from ImageNet. Needs no Keras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

MOBILENET_V2 = "mobilenet_v2"
MOBILENET_V2_LEVELS = "mobilenet_v2_levels"
MOBILENET_V2_CELLS: Final = "mobilenet_v2_cells"
EFFICIENTNET_V2_B0 = "efficientnet_v2_b0"
CEREMA_CNN: Final = "cerema_cnn"
CEREMA_CNN_3 = "cerema_cnn_3_blocks"

AVERAGE, LARGEST, ROOT, COVARIANCE, CELLS = "average", "largest", "root", "covariance", "cells"
"""How a map of features becomes one row. The largest value sees what covers a small part of the tile, such as one
house, which the average dilutes. The root is that of the average, brought to length 1, as for histograms (Arandjelović
and Zisserman 2012, doi 10.1109/CVPR.2012.6248018), so that maps of several depths weigh alike. Covariance sees which
features of a narrower layer occur together, and comes last. Cells are not pooled: each keeps what is seen there."""


class Pretrained(NamedTuple):
    """A backbone that Keras has ImageNet weights of."""

    builder: str
    """Its name in ``keras.applications``."""
    size_px: int
    """Side at which it sees a tile by default."""
    first_unfrozen: str
    """Layer from which on it is fine-tuned."""
    scale: float | Sequence[float]
    offset: float | Sequence[float]
    """What its input is, of pixels from 0 to 255: ``pixel * scale + offset``, of each band where they are several."""
    options: Mapping[str, Any] = MappingProxyType({})
    """What its builder takes beside."""
    poolings: tuple[str, ...] = (AVERAGE, LARGEST)
    """How a classifier pools what it sees."""
    levels: tuple[str, ...] = ()
    """Layers that are pooled beside the last one."""
    together: str | None = None
    """The layer that covariance sees, where that is one of the poolings; a narrow one, as n channels have n² / 2."""
    also_at: float | None = None
    """Share of the side at which it looks at the tile once more."""
    surround: float = 0.0
    """How far it sees beyond the tile on each side, in shares of the tile's side."""


_IMAGENET_MEAN, _IMAGENET_SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
PRETRAINED = {
    MOBILENET_V2: Pretrained("MobileNetV2", 224, "block_14_expand", 1 / 127.5, -1.0),
    MOBILENET_V2_LEVELS: Pretrained(
        "MobileNetV2",
        320,
        "block_14_expand",
        1 / 127.5,
        -1.0,
        poolings=(ROOT, COVARIANCE),
        levels=("block_6_expand_relu", "block_13_expand_relu"),
        together="block_12_add",
        also_at=0.7,
    ),
    MOBILENET_V2_CELLS: Pretrained(
        "MobileNetV2",
        336,
        "block_14_expand",
        1 / 127.5,
        -1.0,
        poolings=(CELLS,),
        levels=("block_3_expand_relu", "block_6_expand_relu", "block_13_expand_relu"),
        surround=0.25,
    ),
    EFFICIENTNET_V2_B0: Pretrained(
        "EfficientNetV2B0",
        192,
        "block6f_expand_conv",
        [1 / 255 / spread for spread in _IMAGENET_SPREAD],
        [-mean / spread for mean, spread in zip(_IMAGENET_MEAN, _IMAGENET_SPREAD)],
        {"include_preprocessing": False},
    ),
}
_SMALL_SIZE_PX = 150
CELL_PX = 16
"""Side of a cell in pixels of the tile as it is seen."""


def default_size_px(name: str) -> int:
    """Return the side in pixels at which a network sees a tile when none is asked for."""
    return PRETRAINED[name].size_px if name in PRETRAINED else _SMALL_SIZE_PX


def surround_of(name: str) -> float:
    """Return how far a network sees beyond a tile on each side, in shares of the tile's side."""
    return PRETRAINED[name].surround if name in PRETRAINED else 0.0


def edges_of(n_cells: int, surround: float) -> tuple[int, int]:
    """Return how many of the cells on a side lie before the tile, and how many behind it.

    >>> edges_of(21, 0.25), edges_of(4, 0.0)
    ((3, 4), (0, 0))
    """
    beyond = n_cells - round(n_cells / (1 + 2 * surround))
    return beyond // 2, beyond - beyond // 2
