"""The model file: one ONNX graph from uint8 tiles to probabilities, with all that applying it needs as metadata.

Reading it needs ONNX Runtime alone, and runs no code of the file's maker.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

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


class Seen(NamedTuple):
    """What a model sees in some tiles."""

    p_bati: np.ndarray
    """(n_tiles,) float, probability of bati."""
    embedding: np.ndarray
    """(n_tiles, n_features) float32, what the last layer decides by."""


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
        return self.see(tiles).p_bati

    def see(self, tiles: np.ndarray) -> Seen:
        """Return what the model sees in (n_tiles, size_px, size_px, 3) uint8 tiles."""
        p_bati, embedding = self._session.run(None, {self._input: tiles})[:2]
        return Seen(np.asarray(p_bati).reshape(-1), np.asarray(embedding).reshape(len(tiles), -1))

    def see_images(self, images: Iterable[TileImage], batch_size: int) -> Iterator[Seen]:
        """Yield what the model sees in `batch_size` images at a time; p_bati is NaN where there is too little image."""
        remaining = iter(images)
        while batch := list(islice(remaining, batch_size)):
            p_bati, embedding = self.see(np.stack([image.pixels for image in batch]))
            p_bati = p_bati.astype(float)
            p_bati[[image.valid_share < MIN_VALID_SHARE for image in batch]] = np.nan
            yield Seen(p_bati, embedding)


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
    elif len(session.get_outputs()) != 2:
        reason = f"it has {len(session.get_outputs())} output(s), not probabilities and embeddings"
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
