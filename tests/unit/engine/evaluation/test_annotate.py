"""Pictures of errors: what is written, and what is coloured."""

from __future__ import annotations

import numpy as np
import pytest

from sattile_plugin.contract.fields import CLASSES
from sattile_plugin.engine.evaluation.annotate import annotated, heated, sheet_title, verdict
from sattile_plugin.engine.reporting.speech import Speech

GREY = np.full((60, 60, 3), 100, dtype=np.uint8)


@pytest.mark.parametrize(
    ("language", "probability", "said"),
    [
        ("en", 0.934, "Predicted: bâti 93\xa0%"),
        ("fr", 0.934, "Prédit : bâti 93\u202f%"),
        ("en", 0.9968, "Predicted: bâti 99.7\xa0%"),
        ("en", 0.99999, "Predicted: bâti > 99.9\xa0%"),
        ("en", 0.2, "Predicted: bâti 20\xa0%"),
    ],
)
def test_nothing_is_said_to_be_certain(language: str, probability: float, said: str):
    assert verdict("non_bati", "bati", probability, Speech(language))[0] == said


def test_the_label_is_said():
    assert verdict("non_bati", "bati", 0.5, Speech("fr"))[1] == "Étiquette : non bâti"
    assert verdict("dense_residential", "forest", 0.5, Speech("en"))[1] == "Label: dense residential"


def test_orange_is_bati_whichever_class_was_said():
    """The left half speaks for the class said."""
    heat = np.tile([2.0, 0.0, -2.0], (3, 1))
    tile = np.full((60, 60, 3), 100, dtype=np.uint8)
    for predicted, bati_column in (("bati", -57), ("non_bati", -3)):
        page = annotated(tile, heat, "bati", predicted, 0.9, CLASSES, Speech("en"))
        red, _, blue = page[30, bati_column].astype(int)
        assert red > 130 > blue


def test_of_other_classes_orange_is_the_one_said():
    """Also where that is non_bati beside others."""
    heat = np.tile([2.0, 0.0, -2.0], (3, 1))
    classes = ("forest", "non_bati", "water")
    for predicted in ("forest", "non_bati"):
        page = annotated(GREY, heat, "water", predicted, 0.9, classes, Speech("en"))
        red, _, blue = page[30, -57].astype(int)
        assert red > 130 > blue
    assert "the class said" in sheet_title(("field", "forest"), Speech("en"))
    assert "“bâti”" in sheet_title(("non_bati", "bati"), Speech("en"))


def test_orange_speaks_for_and_blue_against():
    heat = np.tile([2.0, 0.0, -2.0], (3, 1))
    (red, _, _), (_, green, _), (_, _, blue) = (heated(GREY, heat)[30, column].astype(int) for column in (3, 30, 57))
    assert red > 130 and green == 100 and blue > 130


def test_next_to_nothing_stays_grey():
    assert np.abs(heated(GREY, np.full((3, 3), 0.001)).astype(int) - 100).max() <= 1


@pytest.mark.parametrize("size_px", [40, 150, 400])
def test_no_pixel_of_the_tile_is_written_on(size_px: int):
    """The lines stand below, the heat on the right."""
    tile = np.full((size_px, size_px, 3), 77, dtype=np.uint8)
    page = annotated(tile, np.zeros((4, 4)), "bati", "non_bati", 0.97, CLASSES, Speech("fr"))
    assert (page[:size_px, :size_px] == 77).all() and (page[:size_px, -size_px:] == 77).all()
    strip = page[size_px:, :size_px]
    assert len(strip) >= 14 and strip.min() < 120


def test_long_names_fit_into_the_width():
    """Letters end before the edge: the last columns of the strip are paper."""
    tile = np.full((200, 200, 3), 77, dtype=np.uint8)
    classes = ("medium_residential", "sparse_residential")
    page = annotated(tile, np.zeros((4, 4)), *classes, 0.97, classes, Speech("en"))
    assert (page[200:, 198:200] > 200).all()
