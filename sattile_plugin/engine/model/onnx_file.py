"""The model file: one ONNX graph from uint8 tiles to probabilities, with all that applying it needs as metadata.

Reading it needs ONNX Runtime alone, and runs no code of the file's maker.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from ...contract import fields
from ...contract.errors import UnreadableFile, WrongModel
from ...contract.library import MIN_VALID_SHARE
from ...contract.messages import Reporter
from ...contract.texts import QT_TRANSLATE_NOOP, Phrase, phrase
from ..io.reasons import why_no_file
from ..io.tile_images import TileImage
from .session import METADATA_KEY, Session
from .symmetries import SYMMETRIES, turned

TASK = "tile-classification"
_UNLOADABLE = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
)
EXPECTED = QT_TRANSLATE_NOOP("SatTile", "an .onnx file that SatTile trained to classify tiles")
_OUTPUT_COUNT = 3
_NO_DIGEST = "0" * 64
_GIVES_OTHER = QT_TRANSLATE_NOOP(
    "SatTile", "it gives {gives}, not probabilities of {count} classes, distances and embeddings"
)
_SAYS_TOO_LITTLE = QT_TRANSLATE_NOOP("SatTile", "it does not say how to apply it")
_CHANGED = QT_TRANSLATE_NOOP("SatTile", "it was changed after training, or damaged on its way here")


class Seen(NamedTuple):
    """What a model sees in some tiles."""

    probability: np.ndarray
    """(n_tiles, n_classes) float, calibrated, rows add up to 1; NaN where there is too little image."""
    embedding: np.ndarray
    """(n_tiles, n_features) float32, what the last layer decides by."""
    novelty: np.ndarray
    """(n_tiles,) float, distance to the features of training; above 1 a tile is unlike them."""


class TileModel:
    """A model that gives tiles the probability of each class.

    Parameters
    ----------
    path
        Model file.
    reporter
        Is told what it runs on.

    Raises
    ------
    UnreadableFile, WrongModel
        The file is missing, no ONNX, made for something else, or was changed after training.
    """

    def __init__(self, path: str, reporter: Reporter | None = None) -> None:
        if not Path(path).is_file():
            raise UnreadableFile(path=path, expected="a model", reason=why_no_file(path))
        content = Path(path).read_bytes()
        try:
            self._session = Session(content, reporter)
        except _UNLOADABLE as error:
            raise WrongModel(path=path, reason="it is no ONNX graph", expected=EXPECTED) from error
        self.metadata = _read_metadata(self._session, path)
        _require_untouched(content, self.metadata, path)
        self._input = self._session.inputs[0].name

    @property
    def device(self) -> str:
        """What it runs on."""
        return self._session.device

    @property
    def tile_size_px(self) -> int:
        """Side in pixels at which the network sees a tile."""
        return int(self.metadata["tile_size_px"])

    @property
    def surround(self) -> float:
        """How far it sees beyond the tile on each side, in shares of the tile's side."""
        return float(self.metadata.get("surround", 0.0))

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes, in the order of the probabilities."""
        return tuple(self.metadata["classes"])

    @property
    def tells_bati(self) -> bool:
        """Whether the classes are non_bati and bati, so that a threshold decides."""
        return self.classes == fields.CLASSES

    @property
    def threshold(self) -> float | None:
        """Probability from which a tile is bati; None for other classes, where the most probable one counts."""
        return float(self.metadata["threshold"]) if self.tells_bati else None

    def decide(self, probability: np.ndarray) -> np.ndarray:
        """Return the number of the class of each tile, (n_tiles,) int, from (n_tiles, n_classes) probabilities."""
        if self.threshold is not None:
            return np.asarray(probability[:, 1] >= self.threshold).astype(int)
        return np.asarray(probability.argmax(axis=1))

    def predict(self, tiles: np.ndarray) -> np.ndarray:
        """Return probabilities, (n_tiles, n_classes) float32, of (n_tiles, size_px, size_px, 3) uint8 tiles."""
        return self.see(tiles).probability

    def see(self, tiles: np.ndarray, symmetries: bool = False) -> Seen:
        """Return what the model sees in (n_tiles, size_px, size_px, 3) uint8 tiles.

        Parameters
        ----------
        tiles
            Rows run south.
        symmetries
            Whether to take the mean over the eight symmetries of each tile, which costs eight times as much.
        """
        views = range(SYMMETRIES if symmetries else 1)
        found = [self._session.run(None, {self._input: turned(tiles, view)}) for view in views]
        probability, distance, embedding = (np.mean(column, axis=0) for column in zip(*found))
        return Seen(probability, embedding, np.sqrt(np.maximum(distance, 0)).reshape(-1))

    def see_images(self, images: Iterable[TileImage], batch_size: int, symmetries: bool = False) -> Iterator[Seen]:
        """Yield what the model sees in `batch_size` images at a time; NaN where there is too little image."""
        remaining = iter(images)
        while batch := list(islice(remaining, batch_size)):
            seen = self.see(np.stack([image.pixels for image in batch]), symmetries)
            probability, novelty = seen.probability.astype(float), seen.novelty.astype(float)
            too_little = [image.valid_share < MIN_VALID_SHARE for image in batch]
            probability[too_little], novelty[too_little] = np.nan, np.nan
            yield Seen(probability, seen.embedding, novelty)


def write_metadata(path: Path, metadata: dict[str, Any]) -> None:
    """Put all that applying needs into an ONNX file that Keras wrote, with a digest of the whole."""
    import onnx

    model = onnx.load(path)
    text = json.dumps({**metadata, "digest": _NO_DIGEST}, ensure_ascii=False, default=str)
    onnx.helper.set_model_props(model, {METADATA_KEY: text})
    model.producer_name = "SatTile"
    content = model.SerializeToString()
    path.write_bytes(content.replace(_NO_DIGEST.encode(), hashlib.sha256(content).hexdigest().encode()))


def _read_metadata(session: Session, path: str) -> dict[str, Any]:
    try:
        metadata: dict[str, Any] = dict(json.loads(session.properties[METADATA_KEY]))
        classes = [str(name) for name in metadata["classes"]]
        whole = len(metadata["digest"]) == len(_NO_DIGEST) and "tile_size_px" in metadata
        if classes == list(fields.CLASSES):
            float(metadata["threshold"])
    except (KeyError, TypeError, ValueError) as error:
        raise WrongModel(path=path, reason=_SAYS_TOO_LITTLE, expected=EXPECTED) from error
    size = metadata.get("tile_size_px")
    found = [(entry.type, entry.shape[1:]) for entry in session.inputs]
    outputs = [entry.shape[1:] for entry in session.outputs]
    reason: str | Phrase
    if not whole:
        reason = _SAYS_TOO_LITTLE
    elif metadata.get("task") != TASK or len(set(classes)) < 2 or classes == list(reversed(fields.CLASSES)):
        task, names = metadata.get("task"), metadata.get("classes")
        reason = phrase("its task is {task} with classes {names}", task=task, names=names)
    elif found != [("tensor(uint8)", [size, size, 3])]:
        reason = phrase("its input is {given}, not uint8 tiles of {size} px", given=found, size=size)
    elif len(outputs) != _OUTPUT_COUNT or outputs[0] != [len(classes)]:
        reason = phrase(_GIVES_OTHER, gives=outputs, count=len(classes))
    else:
        return metadata
    raise WrongModel(path=path, reason=reason, expected=EXPECTED)


def _require_untouched(content: bytes, metadata: dict[str, Any], path: str) -> None:
    """Raise unless the file is as it was written."""
    digest = str(metadata["digest"])
    if hashlib.sha256(content.replace(digest.encode(), _NO_DIGEST.encode())).hexdigest() != digest:
        raise WrongModel(path=path, reason=_CHANGED, expected=EXPECTED)
