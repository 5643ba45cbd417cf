"""ImageNet features of tiles, through ONNX Runtime; a backbone is exported from Keras once and then kept.

The exported file lies in the user's cache folder, named for the content of its weights and for its size, so that
TensorFlow is needed the first time only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import util
from pathlib import Path

import numpy as np
import platformdirs
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from ...contract.errors import MissingPackages, MissingWeights, UnreadableFile, WrongModel
from ...contract.messages import Reporter
from ...contract.texts import QT_TRANSLATE_NOOP, phrase
from ..io.outputs import output_file
from ..io.reasons import why_no_file
from .architectures import AVERAGE, MOBILENET_V2, PRETRAINED
from .session import Session
from .symmetries import turned

SIZE_PX = 320
"""Side at which a backbone sees a tile to check; on tiles of 50 m it finds more wrong labels than 160 or 224."""
DESCRIBE_SIZE_PX = 224
"""Side at which a backbone sees a tile to describe: the one that MobileNetV2 was trained at."""
ROTATIONS = 4

_EXPORT = 2
"""Number to raise when the exported graph changes, so that old files are not taken for new ones."""
_PACKAGES = ("keras", "tensorflow", "tf2onnx")
_EXPECTED = QT_TRANSLATE_NOOP("SatTile", "an .onnx backbone from uint8 tiles to one row of features each")


class Backbone:
    """A network without its top.

    Parameters
    ----------
    path
        ONNX file from (n_tiles, size_px, size_px, 3) uint8; its last output is (n_tiles, n_features) float32, as in
        a classifier that SatTile trained.
    reporter
        Is told what it runs on.

    Raises
    ------
    UnreadableFile, WrongModel
        The file is missing or not of that kind.
    """

    def __init__(self, path: str | Path, reporter: Reporter | None = None) -> None:
        if not Path(path).is_file():
            raise UnreadableFile(path=path, expected="a backbone", reason=why_no_file(path))
        try:
            self._session = Session(str(path), reporter)
        except (ort_errors.Fail, ort_errors.InvalidProtobuf) as error:
            raise WrongModel(path=path, reason="it is no ONNX graph", expected=_EXPECTED) from error
        tile, features = self._session.inputs[0], self._session.outputs[-1]
        if tile.type != "tensor(uint8)" or len(tile.shape) != 4 or len(features.shape) != 2:
            given = f"{tile.type} {tile.shape}"
            found = phrase("it goes from {given} to {gives}", given=given, gives=features.shape)
            raise WrongModel(path=path, reason=found, expected=_EXPECTED)
        self.path = Path(path)
        self._input, self._output, self.size_px = tile.name, features.name, int(tile.shape[1])
        self.n_features = int(features.shape[1])
        self.surround = self._session.surround
        self.content = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]

    def describe(self, tiles: np.ndarray, views: int = ROTATIONS) -> np.ndarray:
        """Return the features of tiles, the mean over several views, since a tile seen from above has no up.

        Parameters
        ----------
        tiles : (n_tiles, size_px, size_px, 3) uint8
        views
            How many of the eight symmetries are seen: 1 for the tile as it is, 4 for the rotations, 8 for the mirrored
            ones as well.

        Returns
        -------
        features : (n_tiles, n_features) float32
            What the last layer sees, pooled over the tile, at least 0.
        """
        seen = (turned(tiles, number) for number in range(views))
        found = [self._session.run([self._output], {self._input: view})[0] for view in seen]
        return np.asarray(np.mean(found, axis=0, dtype=np.float32))


def open_backbone(
    weights: str | None,
    width: float,
    verb: str,
    size_px: int = SIZE_PX,
    name: str = MOBILENET_V2,
    poolings: Sequence[str] | None = (AVERAGE,),
    reporter: Reporter | None = None,
) -> Backbone:
    """Open a backbone: an ONNX file as it is, else one with those weights, exported where it was not yet.

    Parameters
    ----------
    weights
        Keras weights without top, or an ONNX file; None takes Keras's own, downloaded once.
    width
        Width multiplier of MobileNetV2, as of the weights.
    verb
        Verb that needs the backbone, for the sentence of an error.
    size_px
        Side at which it shall see tiles; an ONNX file brings its own.
    name
        One of `PRETRAINED`.
    poolings
        How a map of features becomes one row; None as classifiers of that name do.
    reporter
        Is told what it runs on.

    Raises
    ------
    MissingPackages, MissingWeights
        It must be exported first, and TensorFlow is not installed or the download failed.
    UnreadableFile, WrongWeights, WrongModel
        The file does not fit.
    """
    if weights is not None and weights.lower().endswith(".onnx"):
        return Backbone(weights, reporter)
    poolings = poolings or PRETRAINED[name].poolings
    stem = f"{name}-{width:g}-{size_px}px-{'-'.join(poolings)}-{_content(weights)}-{_EXPORT}"
    kept = Path(platformdirs.user_cache_dir("sattile", appauthor=False), "backbones", f"{stem}.onnx")
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        for package in _PACKAGES:
            if util.find_spec(package) is None:
                raise MissingPackages(package=package, verb=verb, wanted="train")
        _export(kept, name, size_px, weights, width, poolings)
    return Backbone(kept, reporter)


def _content(weights: str | None) -> str:
    """Return what tells the content of weights from others."""
    if weights is None:
        return "imagenet"
    if not Path(weights).is_file():
        raise UnreadableFile(path=weights, expected="Keras weights", reason=why_no_file(weights))
    return hashlib.sha256(Path(weights).read_bytes()).hexdigest()[:16]


def _export(path: Path, name: str, size_px: int, weights: str | None, width: float, poolings: Sequence[str]) -> None:
    from .networks import pretrained_network
    from .onnx_export import export_backbone
    from .weights import WeightsUnavailable

    try:
        model = pretrained_network(name, size_px, 2, weights, 0, width, poolings).model
    except WeightsUnavailable as error:
        raise MissingWeights(backbone=name, reason=str(error)) from error
    with output_file(path) as partial:
        export_backbone(model, partial)
