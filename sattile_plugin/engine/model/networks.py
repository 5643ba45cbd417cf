"""The networks, in Keras: uint8 tiles in, probability of bati out, preprocessing inside."""

from __future__ import annotations

import socket
import warnings
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
from keras import layers

from ...contract.errors import SatTileError, UnreadableFile, WrongWeights

MOBILENET_V2 = "mobilenet_v2"
CEREMA_CNN = "cerema_cnn"
DEFAULT_SIZE_PX = {MOBILENET_V2: 160, CEREMA_CNN: 150}

_FIRST_UNFROZEN = "block_14_expand"
_DOWNLOAD_TIMEOUT_S = 30


class WeightsUnavailable(SatTileError):
    """The ImageNet weights could be had neither from a file nor by download."""


class Network(NamedTuple):
    """A network and its parts."""

    model: keras.Model
    """From (n, size, size, 3) uint8 tiles to (n, 1) probabilities."""
    backbone: keras.Model | None
    """The pretrained part, or None where all is trained from scratch."""


def cerema_cnn(size_px: int, seed: int) -> Network:
    """Build the network of Cerema Méditerranée's exercise "ML bâti / non-bâti", with its two blocks.

    Parameters
    ----------
    size_px
        Side of a tile; 150 in the exercise.
    seed
        Number that weights and dropout follow from.
    """
    seeds = iter(range(seed * 100, seed * 100 + 100))
    tile = keras.Input((size_px, size_px, 3), dtype="uint8", name="tile")
    x = layers.Rescaling(1.0 / 255)(tile)
    for _ in range(2):
        x = layers.Conv2D(32, 3, activation="relu", kernel_initializer=_initializer(next(seeds)))(x)
        x = layers.MaxPooling2D(2)(x)
        x = layers.Dropout(0.5, seed=next(seeds))(x)
    x = layers.Flatten()(x)
    x = layers.Dense(100, activation="relu", kernel_initializer=_initializer(next(seeds)))(x)
    x = layers.Dropout(0.5, seed=next(seeds))(x)
    return Network(keras.Model(tile, _head(x, next(seeds)), name=CEREMA_CNN), None)


def mobilenet_v2(size_px: int, width: float, weights: str | None, seed: int) -> Network:
    """Build MobileNetV2 (Sandler et al. 2018, arXiv 1801.04381) with ImageNet weights and one output, frozen.

    Parameters
    ----------
    size_px
        Side of a tile.
    width
        Width multiplier, alpha.
    weights
        File of weights without top; None lets Keras download them.
    seed
        Number that the head's weights follow from.

    Raises
    ------
    WeightsUnavailable
        The download failed.
    WrongWeights, UnreadableFile
        The file does not fit.
    """
    backbone = _downloaded(size_px, width) if weights is None else _from_file(size_px, width, weights)
    backbone.trainable = False
    tile = keras.Input((size_px, size_px, 3), dtype="uint8", name="tile")
    features = backbone(layers.Rescaling(1 / 127.5, offset=-1)(tile), training=False)
    return Network(keras.Model(tile, _head(features, seed), name=MOBILENET_V2), backbone)


def set_head(network: Network, weights: np.ndarray, bias: float) -> None:
    """Give the output layer its weights, (n_features,) float, and bias."""
    network.model.get_layer("p_bati").set_weights([weights.reshape(-1, 1), np.array([bias])])


def unfreeze_top(network: Network) -> None:
    """Make the last blocks of the backbone trainable, its batch normalisation left as it is."""
    if network.backbone is None:
        return
    network.backbone.trainable = True
    reached = False
    for layer in network.backbone.layers:
        reached = reached or layer.name == _FIRST_UNFROZEN
        layer.trainable = reached and not isinstance(layer, layers.BatchNormalization)


def export_onnx(model: keras.Model, path: Path) -> None:
    """Write a network as an ONNX graph that takes uint8 tiles and gives probabilities and embeddings."""
    model = keras.Model(model.input, [model.output, model.get_layer("p_bati").input])
    signature = [keras.InputSpec(dtype="uint8", shape=(None, *model.input_shape[1:]), name="tile")]
    model(keras.ops.zeros((1, *model.input_shape[1:]), dtype="uint8"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        model.export(path, format="onnx", verbose=False, input_signature=signature)


def _from_file(size_px: int, width: float, weights: str) -> keras.Model:
    if not Path(weights).is_file():
        raise UnreadableFile(path=weights, expected="Keras weights", reason="there is no such file")
    backbone = _without_top(size_px, width, None)
    try:
        backbone.load_weights(weights)
    except (ValueError, OSError, KeyError) as error:
        reason = str(error).strip().splitlines()[0]
        raise WrongWeights(path=weights, backbone=f"{MOBILENET_V2} of width {width}", reason=reason) from error
    return backbone


def _downloaded(size_px: int, width: float) -> keras.Model:
    """Let Keras fetch its own weights, or take those it fetched before."""
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_DOWNLOAD_TIMEOUT_S)
    try:
        return _without_top(size_px, width, "imagenet")
    except Exception as error:  # Keras raises the bare class when a download fails
        raise WeightsUnavailable(reason=str(error).splitlines()[0]) from error
    finally:
        socket.setdefaulttimeout(patience)


def _without_top(size_px: int, width: float, weights: str | None) -> keras.Model:
    return keras.applications.MobileNetV2(
        input_shape=(size_px, size_px, 3), alpha=width, include_top=False, pooling="avg", weights=weights
    )


def _head(features: keras.KerasTensor, seed: int) -> keras.KerasTensor:
    return layers.Dense(1, activation="sigmoid", kernel_initializer=_initializer(seed), name="p_bati")(features)


def _initializer(seed: int) -> keras.initializers.Initializer:
    return keras.initializers.GlorotUniform(seed=seed)
