"""The networks, in Keras: uint8 tiles in, probability of each class out, preprocessing inside.

Every network ends in the layers `embedding`, `logits` (dense, one unit a class) and `probability` (softmax).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import layers

from ...contract.errors import WrongModel
from ...contract.texts import QT_TRANSLATE_NOOP, phrase
from ..io.reasons import why_no_file
from .architectures import (
    AVERAGE,
    CELLS,
    CEREMA_CNN,
    CEREMA_CNN_3,
    COVARIANCE,
    LARGEST,
    PRETRAINED,
    ROOT,
    Pretrained,
    edges_of,
)
from .cells import DEPTHS, Projection, cell_map
from .covariance import CovarianceRoot
from .head import Head
from .weights import load_backbone

EMBEDDING, LOGITS, PROBABILITY = "embedding", "logits", "probability"


class Network(NamedTuple):
    """A network and its parts."""

    model: keras.Model
    """From (n, size, size, 3) uint8 tiles to (n, n_classes) probabilities."""
    backbone: keras.Model | None
    """The pretrained part, or None where all is trained from scratch."""


_LEAST = 1e-6
"""Added under a root, whose slope has no end at 0."""
_AT_ONCE = 4
_BLOCKS = {CEREMA_CNN: (32, 32), CEREMA_CNN_3: (32, 32, 64)}
_DENSE = {CEREMA_CNN: 100, CEREMA_CNN_3: 64}


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
    poolings: Sequence[str] | None = None,
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
        How a map of features becomes one row, one after the other; by default as classifiers of that name do.

    Raises
    ------
    WeightsUnavailable
        The download failed.
    WrongWeights, UnreadableFile
        The file does not fit.
    """
    about = PRETRAINED[name]
    side = None if about.also_at else size_px
    options = {"input_shape": (side, side, 3), "include_top": False, **about.options}
    if about.builder == "MobileNetV2":
        options["alpha"] = width
    builder = getattr(keras.applications, about.builder)
    told = f"{name} of width {width}" if "alpha" in options else name
    backbone = load_backbone(builder, options, weights, told)
    poolings = poolings or about.poolings
    layer_names = [*about.levels, *([about.together] if about.together and COVARIANCE in poolings else [])]
    if layer_names:
        tapped = [backbone.get_layer(layer).output for layer in layer_names]
        backbone = keras.Model(backbone.input, [backbone.output, *tapped], name="levels")
    backbone.trainable = False
    tile = _tile(size_px)
    embedding = _pooled(about, backbone, tile, poolings)
    return Network(keras.Model(tile, _head(embedding, n_classes, seed), name=name), backbone)


def depths_of(trunk: Network) -> list[int]:
    """Return how many features each depth of a map of cells has, in their order."""
    return [each.shape[-1] for each in trunk.model.get_layer(DEPTHS).input]


def judged_by_cells(
    trunk: Network, projection: Projection, judges: Sequence[keras.Model], neutral: float, surround: float
) -> Network:
    """Build the network whose judges tell of a tile by its cells; the mean of their log-odds is that of `bati`.

    Parameters
    ----------
    trunk
        A frozen backbone, not pooled.
    projection
        What the judges see of the backbone's map.
    judges
        Networks from the projected map to log-odds, (n_tiles, 1).
    neutral
        Their mean at which both classes are as probable; it is taken away.
    surround
        How far is seen beyond the tile, in shares of its side.
    """
    name = trunk.model.name
    found = trunk.model.get_layer(EMBEDDING).input
    project = layers.Conv2D(projection.weights.shape[1], 1, name="projection")
    cells = project(found)
    project.set_weights([projection.weights[None, None], projection.bias])
    edges = edges_of(found.shape[1], surround)
    shown = layers.GlobalAveragePooling2D()(layers.Cropping2D((edges, edges))(cells))
    embedding = layers.Concatenate(name=EMBEDDING)([shown, *(judge(cells) for judge in judges)])
    network = Network(keras.Model(trunk.model.input, _head(embedding, 2, 0), name=name), trunk.backbone)
    weights = np.zeros((embedding.shape[1], 2), dtype=np.float32)
    weights[-len(judges) :, 1] = 1 / len(judges)
    set_head(network, Head(weights, np.array([0, -neutral], dtype=np.float32)))
    return network


def load_network(path: str, n_classes: int) -> Network:
    """Open a network that SatTile saved as `.keras`; no code of the file is run.

    Raises
    ------
    WrongModel
        The file is missing, damaged, holds code, or is of another kind.
    """
    expected = QT_TRANSLATE_NOOP("SatTile", "the .keras file that SatTile wrote beside its .onnx")
    if not Path(path).is_file():
        raise WrongModel(path=path, reason=why_no_file(path), expected=expected)
    try:
        model = keras.models.load_model(path, compile=False, safe_mode=True)
        found = model.get_layer(LOGITS).units
    except (ValueError, OSError, KeyError, TypeError, AttributeError) as error:
        raise WrongModel(path=path, reason=str(error).strip().splitlines()[0], expected=expected) from error
    if found != n_classes:
        reason = phrase("it tells {count} classes, not {wanted}", count=found, wanted=n_classes)
        raise WrongModel(path=path, reason=reason, expected=expected)
    backbones = [layer for layer in model.layers if isinstance(layer, keras.Model)]
    return Network(model, backbones[0] if backbones else None)


def set_head(network: Network, head: Head) -> None:
    """Give the network its layer of logits."""
    network.model.get_layer(LOGITS).set_weights(list(head))


def head_of(network: Network) -> Head:
    """Return the layer of logits of a network."""
    return Head(*network.model.get_layer(LOGITS).get_weights())


def predict(network: Network, tiles: np.ndarray) -> np.ndarray:
    """Return the probability of each class, (n_tiles, n_classes) float, of some tiles.

    Few go through the network at once, since Keras keeps what each layer gives until the last one is done.
    """
    batches = (tiles[first : first + _AT_ONCE] for first in range(0, len(tiles), _AT_ONCE))
    return np.concatenate([np.asarray(network.model(batch, training=False)) for batch in batches])


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


def _pooled(
    about: Pretrained, backbone: keras.Model, tile: keras.KerasTensor, poolings: Sequence[str]
) -> keras.KerasTensor:
    """Return what a backbone sees in tiles, at one size or at two, as one row; at the first also what goes together."""
    seen = [layers.Rescaling(about.scale, offset=about.offset)(tile)]
    if about.also_at:
        smaller_px = round(tile.shape[1] * about.also_at)
        seen.append(layers.Resizing(smaller_px, smaller_px, interpolation="bilinear")(seen[0]))
    maps = [_listed(backbone(image, training=False)) for image in seen]
    if CELLS in poolings:
        return layers.Flatten(name=EMBEDDING)(cell_map(maps[0]))
    pooled = chain.from_iterable(found[: 1 + len(about.levels)] for found in maps)
    rows = [_POOLINGS[pooling](found) for found in pooled for pooling in poolings if pooling != COVARIANCE]
    if about.together and COVARIANCE in poolings:
        rows.append(layers.UnitNormalization()(CovarianceRoot()(maps[0][-1])))
    return layers.Concatenate(name=EMBEDDING)(rows) if len(rows) > 1 else rows[0]


def _listed(found: Any) -> list[keras.KerasTensor]:
    return found if isinstance(found, list) else [found]


def _average(found: keras.KerasTensor) -> keras.KerasTensor:
    return layers.GlobalAveragePooling2D()(found)


def _largest(found: keras.KerasTensor) -> keras.KerasTensor:
    return layers.GlobalMaxPooling2D()(found)


def _root(found: keras.KerasTensor) -> keras.KerasTensor:
    return layers.UnitNormalization()(keras.ops.sqrt(_average(found) + _LEAST))


_POOLINGS = {AVERAGE: _average, LARGEST: _largest, ROOT: _root}


def _tile(size_px: int) -> keras.KerasTensor:
    return keras.Input((size_px, size_px, 3), dtype="uint8", name="tile")


def _head(embedding: keras.KerasTensor, n_classes: int, seed: int) -> keras.KerasTensor:
    logits = layers.Dense(n_classes, kernel_initializer=_initializer(seed), name=LOGITS)(embedding)
    return layers.Softmax(name=PROBABILITY)(logits)


def _initializer(seed: int) -> keras.initializers.Initializer:
    return keras.initializers.GlorotUniform(seed=seed)
