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
from .symmetries import turned

SIZE_PX = 320
"""Side at which a backbone sees a tile to check; on tiles of 50 m it finds more wrong labels than 160 or 224."""
DESCRIBE_SIZE_PX = 224
"""Side at which a backbone sees a tile to describe: the one that MobileNetV2 was trained at."""
ROTATIONS = 4

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
        self.n_features = int(features.shape[1])
        self.content = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]

    def describe(self, tiles: np.ndarray, views: int = ROTATIONS) -> np.ndarray:
        """Return the features of tiles, the mean over several views, since a tile seen from above has no up.

        Parameters
        ----------
        tiles : (n_tiles, size_px, size_px, 3) uint8
        views
            How many of the eight symmetries are seen: 4 for the rotations, 8 for the mirrored ones as well.

        Returns
        -------
        features : (n_tiles, n_features) float32
            Averages over the tile of the last layer, at least 0.
        """
        seen = (turned(tiles, number) for number in range(views))
        found = [self._session.run([self._output], {self._input: view})[0] for view in seen]
        return np.asarray(np.mean(found, axis=0, dtype=np.float32))


def open_backbone(weights: str | None, width: float, verb: str, size_px: int = SIZE_PX) -> Backbone:
    """Open a backbone: an ONNX file as it is, else MobileNetV2 with those weights, exported where it was not yet.

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

    Raises
    ------
    MissingPackages, MissingWeights
        It must be exported first, and TensorFlow is not installed or the download failed.
    UnreadableFile, WrongWeights, WrongModel
        The file does not fit.
    """
    if weights is not None and weights.lower().endswith(".onnx"):
        return Backbone(weights)
    kept = Path(platformdirs.user_cache_dir("sattile", appauthor=False), "backbones", _name(weights, width, size_px))
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _export(kept, weights, width, size_px, verb)
    return Backbone(kept)


def _name(weights: str | None, width: float, size_px: int) -> str:
    if weights is None:
        content = "imagenet"
    elif Path(weights).is_file():
        content = hashlib.sha256(Path(weights).read_bytes()).hexdigest()[:16]
    else:
        raise UnreadableFile(path=weights, expected="Keras weights", reason="there is no such file")
    return f"mobilenet_v2-{width:g}-{size_px}px-{content}-{_EXPORT}.onnx"


def _export(path: Path, weights: str | None, width: float, size_px: int, verb: str) -> None:
    for package in _PACKAGES:
        if util.find_spec(package) is None:
            raise MissingPackages(package=package, verb=verb, wanted="train")
    from .networks import AVERAGE, MOBILENET_V2, pretrained_network
    from .onnx_export import export_onnx
    from .weights import WeightsUnavailable

    try:
        model = pretrained_network(MOBILENET_V2, size_px, 2, weights, 0, width, (AVERAGE,)).model
    except WeightsUnavailable as error:
        raise MissingWeights(backbone=MOBILENET_V2, reason=str(error)) from error
    with output_file(path) as partial:
        export_onnx(model, partial)
