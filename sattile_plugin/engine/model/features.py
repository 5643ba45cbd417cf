"""ImageNet features of tiles, through ONNX Runtime; a backbone is exported from Keras once and then kept.

The exported file lies in the user's cache folder, named for the content of its weights and for its size, so that
TensorFlow is needed the first time only.
"""

from __future__ import annotations

import hashlib
from importlib import util
from pathlib import Path

import numpy as np
import onnxruntime as ort
import platformdirs

from ...contract.errors import MissingPackages, MissingWeights, UnreadableFile, WrongModel
from ..io.outputs import output_file

SIZE_PX = 320
"""Side at which a backbone sees a tile; on tiles of 50 m it finds more wrong labels than 160 or 224."""

_ROTATIONS = 4
_EXPORT = 1
"""Number to raise when the exported graph changes, so that old files are not taken for new ones."""
_PACKAGES = ("keras", "tensorflow", "tf2onnx")
_EXPECTED = "an .onnx backbone from uint8 tiles to one row of features each"


class Backbone:
    """A network without its top.

    Parameters
    ----------
    path
        ONNX file from (n_tiles, size_px, size_px, 3) uint8; its last output is (n_tiles, n_features) float32, as in
        a classifier that SatTile trained.

    Raises
    ------
    UnreadableFile, WrongModel
        The file is missing or not of that kind.
    """

    def __init__(self, path: str | Path) -> None:
        if not Path(path).is_file():
            raise UnreadableFile(path=path, expected="a backbone", reason="there is no such file")
        try:
            self._session = ort.InferenceSession(str(path), providers=ort.get_available_providers())
        except (ort.capi.onnxruntime_pybind11_state.Fail, ort.capi.onnxruntime_pybind11_state.InvalidProtobuf) as error:
            raise WrongModel(path=path, reason="it is no ONNX graph", expected=_EXPECTED) from error
        tile, features = self._session.get_inputs()[0], self._session.get_outputs()[-1]
        if tile.type != "tensor(uint8)" or len(tile.shape) != 4 or len(features.shape) != 2:
            found = f"it goes from {tile.type} {tile.shape} to {features.shape}"
            raise WrongModel(path=path, reason=found, expected=_EXPECTED)
        self._input, self._output, self.size_px = tile.name, features.name, int(tile.shape[1])

    def describe(self, tiles: np.ndarray) -> np.ndarray:
        """Return the features of tiles, the mean over four rotations, since a tile seen from above has no up.

        Parameters
        ----------
        tiles : (n_tiles, size_px, size_px, 3) uint8

        Returns
        -------
        features : (n_tiles, n_features) float32
            Averages over the tile of the last layer, at least 0.
        """
        views = (np.ascontiguousarray(np.rot90(tiles, turns, axes=(1, 2))) for turns in range(_ROTATIONS))
        found = [self._session.run([self._output], {self._input: view})[0] for view in views]
        return np.asarray(np.mean(found, axis=0, dtype=np.float32))


def open_backbone(weights: str | None, width: float, verb: str) -> Backbone:
    """Open a backbone: an ONNX file as it is, else MobileNetV2 with those weights, exported where it was not yet.

    Parameters
    ----------
    weights
        Keras weights without top, or an ONNX file; None takes Keras's own, downloaded once.
    width
        Width multiplier of MobileNetV2, as of the weights.
    verb
        Verb that needs the backbone, for the sentence of an error.

    Raises
    ------
    MissingPackages, MissingWeights
        It must be exported first, and TensorFlow is not installed or the download failed.
    UnreadableFile, WrongWeights, WrongModel
        The file does not fit.
    """
    if weights is not None and weights.lower().endswith(".onnx"):
        return Backbone(weights)
    kept = Path(platformdirs.user_cache_dir("sattile", appauthor=False), "backbones", _name(weights, width))
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _export(kept, weights, width, verb)
    return Backbone(kept)


def _name(weights: str | None, width: float) -> str:
    if weights is None:
        content = "imagenet"
    elif Path(weights).is_file():
        content = hashlib.sha256(Path(weights).read_bytes()).hexdigest()[:16]
    else:
        raise UnreadableFile(path=weights, expected="Keras weights", reason="there is no such file")
    return f"mobilenet_v2-{width:g}-{SIZE_PX}px-{content}-{_EXPORT}.onnx"


def _export(path: Path, weights: str | None, width: float, verb: str) -> None:
    for package in _PACKAGES:
        if util.find_spec(package) is None:
            raise MissingPackages(package=package, verb=verb, wanted="train")
    from .networks import MOBILENET_V2, WeightsUnavailable, export_onnx, mobilenet_v2

    try:
        model = mobilenet_v2(SIZE_PX, width, weights, seed=0).model
    except WeightsUnavailable as error:
        raise MissingWeights(backbone=MOBILENET_V2, reason=str(error)) from error
    with output_file(path) as partial:
        export_onnx(model, partial)
