"""The model file: one ONNX graph from uint8 tiles to probabilities, with all that applying it needs as metadata.

Reading it needs ONNX Runtime alone, and runs no code of the file's maker.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from ...contract import fields
from ...contract.errors import UnreadableFile, WrongModel
from ...contract.library import MIN_VALID_SHARE
from ..io.image_sets import TileImage

_KEY = "sattile"
TASK = "tile-classification"
_UNLOADABLE = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
)
_EXPECTED = "an .onnx file that SatTile trained to classify tiles"


class TileModel:
    """A model that gives tiles the probability of being bati.

    Parameters
    ----------
    path
        Model file.

    Raises
    ------
    UnreadableFile, WrongModel
        The file is missing, no ONNX, or made for something else.
    """

    def __init__(self, path: str) -> None:
        if not Path(path).is_file():
            raise UnreadableFile(path=path, expected="a model", reason="there is no such file")
        try:
            self._session = ort.InferenceSession(path, providers=ort.get_available_providers())
        except _UNLOADABLE as error:
            raise WrongModel(path=path, reason="it is no ONNX graph", expected=_EXPECTED) from error
        self.metadata = _read_metadata(self._session, path)
        self._input = self._session.get_inputs()[0].name

    @property
    def tile_size_px(self) -> int:
        """Side in pixels at which the network sees a tile."""
        return int(self.metadata["tile_size_px"])

    @property
    def threshold(self) -> float:
        """Probability from which a tile is bati."""
        return float(self.metadata["threshold"])

    def predict(self, tiles: np.ndarray) -> np.ndarray:
        """Return the probability of bati, (n_tiles,) float32, of (n_tiles, size_px, size_px, 3) uint8 tiles."""
        return np.asarray(self._session.run(None, {self._input: tiles})[0]).reshape(-1)

    def predict_images(self, images: Iterable[TileImage], batch_size: int) -> Iterator[np.ndarray]:
        """Yield the probabilities of `batch_size` images at a time, NaN where there is too little image."""
        remaining = iter(images)
        while batch := list(islice(remaining, batch_size)):
            p_bati = self.predict(np.stack([image.pixels for image in batch])).astype(float)
            p_bati[[image.valid_share < MIN_VALID_SHARE for image in batch]] = np.nan
            yield p_bati


def _read_metadata(session: ort.InferenceSession, path: str) -> dict[str, Any]:
    try:
        metadata: dict[str, Any] = dict(json.loads(session.get_modelmeta().custom_metadata_map[_KEY]))
        float(metadata["threshold"])
    except (KeyError, TypeError, ValueError) as error:
        raise WrongModel(path=path, reason="it does not say how to apply it", expected=_EXPECTED) from error
    size = metadata.get("tile_size_px")
    found = [(entry.type, entry.shape[1:]) for entry in session.get_inputs()]
    if metadata.get("task") != TASK or metadata.get("classes") != list(fields.CLASSES):
        reason = f"its task is {metadata.get('task')} with classes {metadata.get('classes')}"
    elif found != [("tensor(uint8)", [size, size, 3])]:
        reason = f"its input is {found}, not uint8 tiles of {size} px"
    else:
        return metadata
    raise WrongModel(path=path, reason=reason, expected=_EXPECTED)


def write_metadata(path: Path, metadata: dict[str, Any]) -> None:
    """Put all that applying needs into an ONNX file that Keras wrote."""
    import onnx

    model = onnx.load(path)
    onnx.helper.set_model_props(model, {_KEY: json.dumps(metadata, ensure_ascii=False, default=str)})
    model.producer_name = "SatTile"
    onnx.save(model, path)
