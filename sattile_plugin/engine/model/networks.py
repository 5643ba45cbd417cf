"""The networks, in Keras: uint8 tiles in, probability of each class out, preprocessing inside.

Every network ends in the layers `embedding`, `logits` (dense, one unit a class) and `probability` (softmax).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import layers

from ...contract.errors import WrongModel
from .weights import load_backbone

MOBILENET_V2 = "mobilenet_v2"
EFFICIENTNET_V2_B0 = "efficientnet_v2_b0"
CEREMA_CNN = "cerema_cnn"
CEREMA_CNN_3 = "cerema_cnn_3_blocks"

AVERAGE, LARGEST = "average", "largest"
EMBEDDING, LOGITS, PROBABILITY = "embedding", "logits", "probability"


class Network(NamedTuple):
    """A network and its parts."""

    model: keras.Model
    """From (n, size, size, 3) uint8 tiles to (n, n_classes) probabilities."""
    backbone: keras.Model | None
    """The pretrained part, or None where all is trained from scratch."""


class Pretrained(NamedTuple):
    """A backbone that Keras has ImageNet weights of."""

    builder: Callable[..., keras.Model]
    size_px: int
    """Side at which it sees a tile by default."""
    first_unfrozen: str
    """Layer from which on it is fine-tuned."""
    scale: float | Sequence[float]
    offset: float | Sequence[float]
    """What its input is, of pixels from 0 to 255: ``pixel * scale + offset``, of each band where they are several."""
    options: Mapping[str, Any] = MappingProxyType({})
    """What its builder takes beside."""


_IMAGENET_MEAN, _IMAGENET_SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
PRETRAINED = {
    MOBILENET_V2: Pretrained(keras.applications.MobileNetV2, 224, "block_14_expand", 1 / 127.5, -1.0),
    EFFICIENTNET_V2_B0: Pretrained(
        keras.applications.EfficientNetV2B0,
        192,
        "block6f_expand_conv",
        [1 / 255 / spread for spread in _IMAGENET_SPREAD],
        [-mean / spread for mean, spread in zip(_IMAGENET_MEAN, _IMAGENET_SPREAD)],
        {"include_preprocessing": False},
    ),
}
_BLOCKS = {CEREMA_CNN: (32, 32), CEREMA_CNN_3: (32, 32, 64)}
_DENSE = {CEREMA_CNN: 100, CEREMA_CNN_3: 64}
_SMALL_SIZE_PX = 150
_POOLINGS = {AVERAGE: layers.GlobalAveragePooling2D, LARGEST: layers.GlobalMaxPooling2D}


def default_size_px(backbone: str) -> int:
    """Return the side in pixels at which a network sees a tile when none is asked for."""
    return PRETRAINED[backbone].size_px if backbone in PRETRAINED else _SMALL_SIZE_PX


def small_network(name: str, size_px: int, n_classes: int, seed: int) -> Network:
    """Build the network of Cerema Méditerranée's exercise "ML bâti / non-bâti".

    Parameters
    ----------
    name
        `cerema_cnn`, the two blocks of its script, or `cerema_cnn_3_blocks`, the three of its text.
    size_px
        Side of a tile; 150 in the exercise.
    n_classes
        Number of classes.
    seed
        Number that weights and dropout follow from.
    """
    seeds = iter(range(seed * 100, seed * 100 + 100))
    tile = _tile(size_px)
    x = layers.Rescaling(1.0 / 255)(tile)
    for width in _BLOCKS[name]:
        x = layers.Conv2D(width, 3, activation="relu", kernel_initializer=_initializer(next(seeds)))(x)
        x = layers.MaxPooling2D(2)(x)
        x = layers.Dropout(0.5, seed=next(seeds))(x)
    x = layers.Flatten()(x)
    x = layers.Dense(_DENSE[name], activation="relu", kernel_initializer=_initializer(next(seeds)))(x)
    x = layers.Dropout(0.5, seed=next(seeds), name=EMBEDDING)(x)
    return Network(keras.Model(tile, _head(x, n_classes, next(seeds)), name=name), None)


def pretrained_network(
    name: str,
    size_px: int,
    n_classes: int,
    weights: str | None,
    seed: int,
    width: float = 1.0,
    poolings: Sequence[str] = (AVERAGE, LARGEST),
) -> Network:
    """Build a frozen backbone with ImageNet weights, pooled, and a new head.

    MobileNetV2 is of Sandler et al. 2018 (arXiv 1801.04381), EfficientNetV2-B0 of Tan and Le 2021 (arXiv 2104.00298).

    Parameters
    ----------
    name
        One of `PRETRAINED`.
    size_px
        Side of a tile.
    n_classes
        Number of classes.
    weights
        File of weights without top; None lets Keras download them.
    seed
        Number that the head's weights follow from.
    width
        Width multiplier of MobileNetV2, alpha.
    poolings
        How the map of features becomes one row: its average, its largest value, or one after the other. The largest
        value sees what covers a small part of the tile, such as one house, which the average dilutes.

    Raises
    ------
    WeightsUnavailable
        The download failed.
    WrongWeights, UnreadableFile
        The file does not fit.
    """
    about = PRETRAINED[name]
    options = {"input_shape": (size_px, size_px, 3), "include_top": False, **about.options}
    if name == MOBILENET_V2:
        options["alpha"] = width
    backbone = load_backbone(
        about.builder, options, weights, f"{name} of width {width}" if "alpha" in options else name
    )
    backbone.trainable = False
    tile = _tile(size_px)
    features = backbone(layers.Rescaling(about.scale, offset=about.offset)(tile), training=False)
    pooled = [_POOLINGS[pooling]()(features) for pooling in poolings]
    embedding = layers.Concatenate(name=EMBEDDING)(pooled) if len(pooled) > 1 else pooled[0]
    return Network(keras.Model(tile, _head(embedding, n_classes, seed), name=name), backbone)


def load_network(path: str, n_classes: int) -> Network:
    """Open a network that SatTile saved as `.keras`; no code of the file is run.

    Raises
    ------
    WrongModel
        The file is missing, damaged, holds code, or is of another kind.
    """
    expected = "the .keras file that SatTile wrote beside its .onnx"
    if not Path(path).is_file():
        raise WrongModel(path=path, reason="there is no such file", expected=expected)
    try:
        model = keras.models.load_model(path, compile=False, safe_mode=True)
        found = model.get_layer(LOGITS).units
    except (ValueError, OSError, KeyError, TypeError, AttributeError) as error:
        raise WrongModel(path=path, reason=str(error).strip().splitlines()[0], expected=expected) from error
    if found != n_classes:
        raise WrongModel(path=path, reason=f"it tells {found} classes, not {n_classes}", expected=expected)
    backbones = [layer for layer in model.layers if isinstance(layer, keras.Model)]
    return Network(model, backbones[0] if backbones else None)


def set_head(network: Network, weights: np.ndarray, bias: np.ndarray) -> None:
    """Give the layer of logits its weights, (n_features, n_classes) float, and bias, (n_classes,)."""
    network.model.get_layer(LOGITS).set_weights([weights, bias])


def cool(network: Network, temperature: float) -> None:
    """Divide the logits by a temperature, so that the probabilities are calibrated."""
    weights, bias = network.model.get_layer(LOGITS).get_weights()
    set_head(network, weights / temperature, bias / temperature)


def unfreeze_top(network: Network) -> None:
    """Make the last blocks of the backbone trainable, its batch normalisation left as it is."""
    if network.backbone is None:
        return
    first = PRETRAINED[network.model.name].first_unfrozen
    network.backbone.trainable = True
    reached = False
    for layer in network.backbone.layers:
        reached = reached or layer.name == first
        layer.trainable = reached and not isinstance(layer, layers.BatchNormalization)


def _tile(size_px: int) -> keras.KerasTensor:
    return keras.Input((size_px, size_px, 3), dtype="uint8", name="tile")


def _head(embedding: keras.KerasTensor, n_classes: int, seed: int) -> keras.KerasTensor:
    logits = layers.Dense(n_classes, kernel_initializer=_initializer(seed), name=LOGITS)(embedding)
    return layers.Softmax(name=PROBABILITY)(logits)


def _initializer(seed: int) -> keras.initializers.Initializer:
    return keras.initializers.GlorotUniform(seed=seed)
