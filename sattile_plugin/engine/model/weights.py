"""ImageNet weights of a backbone: from a file, or downloaded by Keras."""

from __future__ import annotations

import re
import socket
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import keras

from ...contract.errors import SatTileError, UnreadableFile, WrongWeights
from ..io.reasons import why_no_file

_DOWNLOAD_TIMEOUT_S = 30
_FAILED = re.compile(r"URL fetch failure on (?P<url>\S+): (?P<status>\S+) -- (?:\[Errno [^]]*\] )?(?P<said>.*)")
"""How Keras tells of a download that failed."""


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
        raise UnreadableFile(path=weights, expected="Keras weights", reason=why_no_file(weights))
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
        raise WeightsUnavailable(reason=why_no_download(str(error))) from error
    finally:
        socket.setdefaulttimeout(patience)


def why_no_download(said: str) -> str:
    """Return which host did not answer as it should, and how, from what Keras says.

    >>> why_no_download("URL fetch failure on https://a.org/w.h5: None -- [Errno -2] Name or service not known")
    'a.org: Name or service not known'
    >>> why_no_download("URL fetch failure on https://a.org/w.h5: 407 -- Proxy Authentication Required")
    'a.org: 407 Proxy Authentication Required'
    """
    found = _FAILED.match(said)
    if found is None:
        return said.splitlines()[0]
    status = "" if found["status"] == "None" else f"{found['status']} "
    return f"{urlsplit(found['url']).hostname}: {status}{found['said']}"
