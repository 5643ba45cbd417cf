"""What a model says of each labelled tile, and how it does on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from ...contract import fields
from ...contract.messages import Reporter
from ..io.image_sets import ImageSet
from ..io.tile_images import TileImage
from ..model.acquaintance import Acquaintance, Looking, get_to_know, sample_of
from ..model.adaptation import is_known
from ..model.onnx_file import Seen, TileModel


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
        What it learned of each place, by its number in the column source.
    """

    def __init__(self, model: TileModel, table: pd.DataFrame, seen: Seen, places: Mapping[int, Acquaintance]) -> None:
        self.model, self.table, self._places = model, table, places
        probability = seen.probability.copy()
        for number, place in places.items():
            here = (table["source"] == number).to_numpy()
            # Of all tiles, since the embeddings of some would be a copy of them.
            probability[here] = place.fit.probability(seen.probability, seen.embedding)[here]
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
        place = self._place(position)
        seen = self.model.see(place.retouch.apply(tiles))
        return place.fit.probability(seen.probability, seen.embedding)

    def show(self, position: int, picture: TileImage) -> np.ndarray:
        """Return the image of the tile at a position of the table, (size_px, size_px, 3) uint8, for a person to see."""
        return self._place(position).retouch.show(picture.pixels)

    def fits(self, origins: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return how the model was fitted to each place that it had to be, for the record.

        Parameters
        ----------
        origins
            What each source is, by its number.
        """
        found = []
        for number, place in self._places.items():
            done = {
                "parted_at": place.fit.parting_p_bati if place.fit.parting else None,
                "learned_from": place.fit.n_learned or None,
                "temperature": place.fit.temperature if place.fit.temperature != 1 else None,
                "sharpened": place.retouch.sharpens or None,
                "stretched": place.retouch.stretch is not None or None,
            }
            if any(value is not None for value in done.values()):
                source = origins[number].get("raster") or origins[number].get("library")
                found.append({"source": source, **{name: value for name, value in done.items() if value is not None}})
        return found

    def _place(self, position: int) -> Acquaintance:
        return self._places[self.table["source"].iloc[position]]

    def class_names(self, numbers: np.ndarray) -> np.ndarray:
        """Return the names of classes, (n,) object."""
        return np.array(self.model.classes, dtype=object)[numbers]


def look(
    model: TileModel,
    images: ImageSet,
    rows: Sequence[int],
    how: Looking,
    reporter: Reporter,
    progress: Callable[[int], None],
) -> tuple[Seen, dict[int, Acquaintance]]:
    """Return what a model sees in some rows of an ImageSet, as `classify` would, and what it learned of their places.

    Where there is too little image it is NaN. Places are told apart by their number in the column source.

    Parameters
    ----------
    how
        How the model looks.
    reporter
        Is told how places differ from those of training.
    progress
        Called with the number of tiles done.
    """
    sources = images.table.loc[list(rows), "source"].to_numpy()
    places: dict[int, Acquaintance] = {}
    columns: list[np.ndarray] = []
    rest = np.ones(len(rows), dtype=bool)
    window = model.tile_size_px, model.surround
    for number in pd.unique(sources):
        here = np.flatnonzero(sources == number)
        sample = here[sample_of(len(here))]
        pictures = list(images.read([rows[position] for position in sample], *window))
        origin = images.origins[number]
        is_new = not is_known(origin, model.metadata.get("training", ()))
        further = partial(_further, progress, int(np.count_nonzero(~rest)))
        name = str(origin.get("raster") or origin["library"])
        places[number] = get_to_know(model, pictures, is_new, how, name, reporter, further)
        _put(columns, len(rows), sample, places[number].seen)
        rest[sample] = False
    waiting = np.flatnonzero(rest)
    pictures_of_rest = zip(images.read(np.asarray(rows)[waiting].tolist(), *window), sources[waiting])
    retouched = (each._replace(pixels=places[at].retouch.apply(each.pixels)) for each, at in pictures_of_rest)
    for seen in model.see_images(retouched, how.batch_size, how.symmetries):
        here, waiting = np.split(waiting, [len(seen.novelty)])
        _put(columns, len(rows), here, seen)
        progress(len(rows) - len(waiting))
    return Seen(*columns), places


def _put(columns: list[np.ndarray], tile_count: int, positions: np.ndarray, seen: Seen) -> None:
    """Write what is seen in the tiles at some positions into the columns of all of them, which are held once."""
    if not columns:
        columns += [np.empty((tile_count, *part.shape[1:]), part.dtype) for part in seen]
    for column, part in zip(columns, seen):
        column[positions] = part


def _further(progress: Callable[[int], None], before: int, done: int) -> None:
    progress(before + done)
