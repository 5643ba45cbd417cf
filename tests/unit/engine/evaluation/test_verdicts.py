"""What a model sees in tiles of two places, a sample of each place first, put together in the order of the rows."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest

from sattile_plugin.engine.evaluation import verdicts
from sattile_plugin.engine.io.tile_images import TileImage
from sattile_plugin.engine.model.acquaintance import Acquaintance, Looking
from sattile_plugin.engine.model.adaptation import PlaceFit
from sattile_plugin.engine.model.appearance import Retouch
from sattile_plugin.engine.model.onnx_file import Seen

from ...builders import Recorder

COUNT, WIDTH = 3000, 2560


def seen_in(pixels: list[np.ndarray]) -> Seen:
    """Return the first pixel of each image as all that is seen in it."""
    first = np.array([image[0, 0, 0] for image in pixels], dtype=float)
    return Seen(first[:, None].repeat(2, 1), np.full((len(first), WIDTH), first[:, None], np.float32), first)


class NumberedImages:
    """Images whose pixel is the number of their row; places take turns."""

    table = pd.DataFrame({"source": np.arange(COUNT) % 2, "target": 0})
    origins = ({"library": "a"}, {"library": "b"})

    def read(self, rows: list[int], size_px: int, surround: float = 0.0) -> Iterator[TileImage]:
        return (TileImage(np.full((1, 1, 3), row, dtype=np.int64), 1.0) for row in rows)


class Eye:
    metadata: ClassVar[dict[str, Any]] = {}
    tile_size_px, surround = 1, 0.0

    def see_images(self, images: Iterator[TileImage], batch_size: int, symmetries: bool) -> Iterator[Seen]:
        pixels = [image.pixels for image in images]
        for first in range(0, len(pixels), batch_size):
            yield seen_in(pixels[first : first + batch_size])


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> tuple[Seen, dict[int, Acquaintance], int]:
    """Look at all rows from the last to the first; return with it the most memory that it took, in bytes."""

    def get_to_know(model: Eye, images: list[TileImage], *_: object) -> Acquaintance:
        fit = PlaceFit(n_learned=1, weights=np.zeros(WIDTH), bias=1.0)
        return Acquaintance(seen_in([image.pixels for image in images]), fit, Retouch())

    monkeypatch.setattr(verdicts, "get_to_know", get_to_know)
    tracemalloc.start()
    how = Looking(adapt=True, symmetries=False, batch_size=32)
    found = verdicts.look(Eye(), NumberedImages(), range(COUNT - 1, -1, -1), how, Recorder(), lambda done: None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return *found, peak


def test_what_is_seen_stands_in_the_order_of_the_rows(looked: tuple):
    seen, places, _ = looked
    assert seen.novelty.tolist() == seen.embedding[:, -1].tolist() == list(range(COUNT - 1, -1, -1))
    assert sorted(places) == [0, 1]


def test_the_embeddings_are_held_once(looked: tuple):
    """Beside them stand those of the samples of the two places."""
    seen, places, peak = looked
    samples = sum(place.seen.embedding.nbytes for place in places.values())
    assert peak < 1.5 * (seen.embedding.nbytes + samples)


def test_a_place_judges_its_own_tiles(looked: tuple):
    """Log-odds of 0 are moved by the bias of the first place alone; the embeddings are not copied for it."""
    seen, places, _ = looked
    model, half = SimpleNamespace(), seen._replace(probability=np.full((COUNT, 2), 0.5))
    table = NumberedImages.table.iloc[::-1]
    tracemalloc.start()
    said = verdicts.Verdicts(model, table, half, {0: places[0], 1: places[1]._replace(fit=PlaceFit())})
    assert tracemalloc.get_traced_memory()[1] < seen.embedding.nbytes / 10
    tracemalloc.stop()
    expected = np.where(table["source"] == 0, 1 / (1 + np.exp(-1)), 0.5)
    assert said.seen.probability[:, 1] == pytest.approx(expected)
