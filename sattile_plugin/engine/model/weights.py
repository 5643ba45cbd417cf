"""ImageNet weights of a backbone: from a file, or downloaded by Keras."""

from __future__ import annotations

import socket
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras

from ...contract.errors import SatTileError, UnreadableFile, WrongWeights

_DOWNLOAD_TIMEOUT_S = 30


class WeightsUnavailable(SatTileError):
    """The ImageNet weights could be had neither from a file nor by download."""


def load_backbone(
    builder: Callable[..., keras.Model], options: dict[str, Any], weights: str | None, name: str
) -> keras.Model:
    """Build a network of ``keras.applications`` with the weights of a file, or with Keras's own.

    Parameters
    ----------
    builder
        Function of ``keras.applications``.
    options
        What it takes beside `weights`.
    weights
        File of weights; None lets Keras download its own, or take those it fetched before.
    name
        What the network is called in an error.

    Raises
    ------
    WeightsUnavailable
        The download failed.
    WrongWeights, UnreadableFile
        The file does not fit.
    """
    if weights is None:
        return _downloaded(builder, options)
    if not Path(weights).is_file():
        raise UnreadableFile(path=weights, expected="Keras weights", reason="there is no such file")
    backbone = builder(**options, weights=None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # one for each layer that does not fit, before the error
            backbone.load_weights(weights)
    except (ValueError, OSError, KeyError) as error:
        reason = str(error).strip().splitlines()[0]
        raise WrongWeights(path=weights, backbone=name, reason=reason) from error
    return backbone


def _downloaded(builder: Callable[..., keras.Model], options: dict[str, Any]) -> keras.Model:
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_DOWNLOAD_TIMEOUT_S)
    try:
        return builder(**options, weights="imagenet")
    except Exception as error:  # Keras raises the bare class when a download fails
        raise WeightsUnavailable(reason=str(error).splitlines()[0]) from error
    finally:
        socket.setdefaulttimeout(patience)
