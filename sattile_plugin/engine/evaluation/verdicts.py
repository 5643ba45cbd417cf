"""What a model says of each labelled tile, and how it does on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from ...contract import fields
from ..io.image_sets import ImageSet, TileImage
from ..model.adaptation import PlaceFit
from ..model.appearance import Retouch
from ..model.onnx_file import Seen, TileModel

_BATCH_SIZE = 32


class Verdicts:
    """What a model says of labelled tiles.

    Parameters
    ----------
    model
        The model.
    table : DataFrame
        A row a tile that has an image: columns of an ImageSet's table.
    seen
        What the model sees in each of them.
    places
        How its probabilities are fitted to places, by their number in the column source; the model decides elsewhere.
    retouches
        What was done to the images of places before it saw them, by the same number.
    """

    def __init__(
        self,
        model: TileModel,
        table: pd.DataFrame,
        seen: Seen,
        places: Mapping[int, PlaceFit],
        retouches: Mapping[int, Retouch],
    ) -> None:
        self.model, self.table, self._places, self._retouches = model, table, places, retouches
        probability = seen.probability.copy()
        for number, place in places.items():
            here = (table["source"] == number).to_numpy()
            probability[here] = place.probability(probability[here], seen.embedding[here])
        self.seen = seen._replace(probability=probability)

    @cached_property
    def target(self) -> np.ndarray:
        """Number of the true class, (n_tiles,) int."""
        return self.table["target"].to_numpy()

    @cached_property
    def predicted(self) -> np.ndarray:
        """Number of the class that the model says, (n_tiles,) int."""
        return self.model.decide(self.seen.probability)

    @cached_property
    def right(self) -> np.ndarray:
        """Whether that is the true one, (n_tiles,) bool."""
        return np.asarray(self.target == self.predicted)

    @cached_property
    def certainty(self) -> np.ndarray:
        """Probability of the class that the model says, (n_tiles,) float."""
        return np.asarray(self.seen.probability[np.arange(len(self.predicted)), self.predicted])

    @cached_property
    def outcome(self) -> np.ndarray:
        """How the model does, (n_tiles,) object: one of fields.OUTCOMES, or right and wrong for other classes."""
        if self.model.tells_bati:
            return np.array(fields.OUTCOMES, dtype=object)[2 * self.target + self.predicted]
        return np.where(self.right, fields.RIGHT, fields.WRONG).astype(object)

    @cached_property
    def worst(self) -> np.ndarray:
        """Positions of the errors, the one that the model was surest of first, (n_errors,) int."""
        wrong = np.flatnonzero(~self.right)
        return np.asarray(wrong[np.argsort(-self.certainty[wrong], kind="stable")])

    def predict(self, position: int, tiles: np.ndarray) -> np.ndarray:
        """Return the probabilities, (n_tiles, n_classes), of changed images of the tile at a position of the table."""
        seen = self.model.see(self._retouch(position).apply(tiles))
        place = self._places.get(self.table["source"].iloc[position], PlaceFit())
        return place.probability(seen.probability, seen.embedding)

    def show(self, position: int, picture: TileImage) -> np.ndarray:
        """Return the image of the tile at a position of the table, (size_px, size_px, 3) uint8, for a person to see."""
        return self._retouch(position).show(picture.pixels)

    def _retouch(self, position: int) -> Retouch:
        return self._retouches[self.table["source"].iloc[position]]

    def class_names(self, numbers: np.ndarray) -> np.ndarray:
        """Return the names of classes, (n,) object."""
        return np.array(self.model.classes, dtype=object)[numbers]


def look(
    model: TileModel,
    images: ImageSet,
    rows: Sequence[int],
    retouches: Mapping[int, Retouch],
    symmetries: bool,
    progress: Callable[[int], None],
) -> Seen:
    """Return what a model sees in some rows of an ImageSet; NaN where there is too little image.

    Parameters
    ----------
    retouches
        What is done to the images of each source, by its number.
    symmetries
        Whether to take the mean over the eight symmetries of each tile.
    progress
        Called with the number of tiles done.
    """
    found: list[Seen] = []
    sources = images.table.loc[list(rows), "source"]
    pictures = zip(images.read(rows, model.tile_size_px), sources)
    retouched = (picture._replace(pixels=retouches[source].apply(picture.pixels)) for picture, source in pictures)
    for seen in model.see_images(retouched, _BATCH_SIZE, symmetries):
        found.append(seen)
        progress(sum(len(batch.novelty) for batch in found))
    return Seen(*(np.concatenate(column) for column in zip(*found)))
