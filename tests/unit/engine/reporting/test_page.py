"""The page of a report: what stands in it by what the run holds, and that it is one whole, harmless HTML file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sattile_plugin.engine.reporting.page import render

from .runs import Page, evaluation, many_classes, training

OF_A_TRAINING = ["headline", "figures", "confusion", "threshold", "calibration", "examples", "learning", "data", "run"]
OF_AN_EVALUATION = ["headline", "figures", "confusion", "mcnemar", "calibration", "examples", "places", "data", "run"]
SECTIONS = {*OF_A_TRAINING, *OF_AN_EVALUATION, "classes", "glossary"}


def sections(data: dict[str, Any], language: str = "en") -> list[str]:
    return [name for name in Page(render(data, language)).ids if name in SECTIONS]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("run", [training, many_classes, evaluation])
def test_a_page_is_balanced_and_needs_no_other_file(run: Callable[[], dict[str, Any]], language: str):
    page = Page(render(run(), language))
    assert len(page.ids) == len(set(page.ids))
    assert "script" not in page.tags and page.tags.count("h1") == 1
    assert all(address.startswith(("data:image/jpeg;base64,", "#")) for address in page.addresses)


def test_everything_that_a_training_found_has_its_section():
    assert sections(training()) == [*OF_A_TRAINING, "glossary"]


def test_everything_that_an_evaluation_found_has_its_section():
    assert sections(evaluation()) == [*OF_AN_EVALUATION, "glossary"]


@pytest.mark.parametrize(
    ("keys", "gone"),
    [
        (["metrics"], {"figures", "confusion"}),
        (["calibration"], {"calibration"}),
        (["threshold", "threshold_curve", "review", "threshold_rule"], {"threshold"}),
        (["curves"], {"learning"}),
        (["examples"], {"examples"}),
        (["training", "counts", "split_optimism"], {"data"}),
    ],
)
def test_what_is_missing_has_no_section(keys: list[str], gone: set[str]):
    data = {key: value for key, value in training().items() if key not in keys}
    assert set(sections(data)) == {*OF_A_TRAINING, "glossary"} - gone


def test_a_file_that_says_next_to_nothing_gives_a_page():
    assert sections({"backbone": "cerema_cnn"}) == ["headline", "run", "glossary"]


@pytest.mark.parametrize(
    ("language", "sentence", "interval", "figure"),
    [
        ("en", "Of 100 tiles that it never saw, the classifier gets 80 right.", "between 49 and 94 of 100", "0.800"),
        (
            "fr",
            "Sur 100 tuiles jamais vues, le classifieur en classe 80 correctement.",
            "entre 49 et 94 sur 100",
            "0,800",
        ),
    ],
)
def test_the_headline_says_how_good_and_how_sure(language: str, sentence: str, interval: str, figure: str):
    text = Page(render(training(), language)).text
    assert sentence in text and interval in text and figure in text


def test_without_test_tiles_validation_counts_and_is_said_to_be_too_good():
    data = training()
    text = Page(render({**data, "metrics": {**data["metrics"], "test": None}}, "en")).text
    assert "gets 90 right" in text and "rather too good" in text


@pytest.mark.parametrize(("part", "learned"), [("train", None), ("validation", ["train", "validation"])])
def test_tiles_that_were_learned_from_are_never_shown_as_quality(part: str, learned: list | None):
    data = {**evaluation(), "part": part}
    data["model"] = {**data.get("model", {}), "learned_from": learned}
    text = Page(render(data, "en")).text
    assert sections(data) == ["headline", "data", "run", "glossary"]
    assert "learned from these tiles" in text and "0.800" not in text


@pytest.mark.parametrize("part", ["train", "validation"])
def test_parts_of_a_place_that_was_not_learned_from_are_measured_like_any_tiles(part: str):
    data = {**evaluation(), "part": part, "maybe_learned": False, "knows_place": False}
    data["model"] = {**data.get("model", {}), "learned_from": ["train", "validation"]}
    text = Page(render(data, "en")).text
    assert "0.800" in text and "tiles that it did not learn from, the classifier gets 80 right" in text
    assert "rather too good" not in text and "learned from these tiles" not in text


def test_a_place_that_was_learned_from_is_not_called_unseen():
    text = Page(render({**evaluation(), "maybe_learned": True}, "en")).text
    assert "it may know these tiles" in text and "tiles that it never saw, the" not in text


def test_a_class_that_no_tile_is_of_is_told():
    confusion = {"true_bati": 0, "false_bati": 1, "true_non_bati": 9, "false_non_bati": 0}
    text = Page(render({**evaluation(), "confusion": confusion}, "en")).text
    assert "No measured tile is bâti" in text and "No measured tile is non-bâti" not in text
    assert "No measured tile is" not in Page(render(evaluation(), "en")).text


def test_of_many_classes_one_that_no_tile_is_of_is_told_and_not_said_to_be_found_least():
    data = many_classes()
    absent = {"precision": 0.0, "recall": None, "f1": None, "count": 0}
    for row in (absent, {**absent, "recall": 0.0, "f1": 0.0}):
        data["metrics"]["test"]["per_class"]["pool"] = row
        text = Page(render(data, "en")).text
        assert "No measured tile is pool" in text and "“field” least (50)" in text and "Of the 3 classes" in text
        table = text[text.index("The hardest classes first") :]
        assert max(map(table.index, ("forest", "road", "field"))) < table.index("pool")
    assert "No measured tile is" not in Page(render(many_classes(), "en")).text


def test_options_of_several_values_are_read_with_commas_whether_from_a_file_or_a_run():
    for several, none in ((["a.gpkg", "b.gpkg"], []), (("a.gpkg", "b.gpkg"), ())):
        text = Page(render({**training(), "job": {"tiles": several, "library": none}}, "en")).text
        assert "a.gpkg, b.gpkg" in text and "not set" in text and "(" not in text[text.index("a.gpkg") - 2 :][:30]


def test_validation_counts_where_the_model_did_not_learn_from_it():
    data = {**evaluation(), "part": "validation"}
    data["model"] = {**data.get("model", {}), "learned_from": ["train"]}
    assert "0.800" in Page(render(data, "en")).text


def test_the_state_that_was_kept_is_marked_and_said_how_it_was_judged():
    """The second of three strengths was taken, though the third has the lowest loss."""
    curve = [
        {"C": 10.0**number, "training_loss": 0.1, "validation_loss": loss, "validation_accuracy": 0.9, "chosen": kept}
        for number, (loss, kept) in enumerate([(0.5, False), (0.3, True), (0.29, False)])
    ]
    pages = {}
    for judged_on in ("validation", "blocks", "places"):
        curves = {"head": [{**point, "judged_on": judged_on} for point in curve]}
        pages[judged_on] = render({**training(), "curves": curves}, "en")
    assert "Judged on blocks of tiles left out in turn" in pages["blocks"]
    assert "Judged on each place in turn" in pages["places"]
    assert "Judged on" not in pages["validation"]
    moved = [{**point, "chosen": number == 2} for number, point in enumerate(curve)]
    assert _picture(render({**training(), "curves": {"head": moved}}, "en")) != _picture(pages["validation"])


def _picture(page: str) -> str:
    """Return the learning curves of a page."""
    return page[page.index('id="learning"') : page.index('id="data"')]


def test_a_training_shows_the_loss_of_training_tiles_but_no_accuracy_of_theirs():
    rows = [{**row, "training_accuracy": 0.987} for row in training()["curves"]["train"]]
    text = Page(render({**training(), "curves": {"train": rows}}, "en")).text
    assert "Accuracy on tiles not learned from" in text and "0.987" not in text and "98.7" not in text


def test_older_files_have_measures_without_intervals_and_places_by_another_name():
    data = training()
    place = data.pop("training")
    older = {
        **data,
        "metrics": {"test": {"accuracy": 0.8, "f1": 0.75}},
        "trained_on": place,
        "tile_counts": {"train": 50},
    }
    text = Page(render(older, "en")).text
    assert "gets 80 right" in text and "no interval" in text and "0.750" in text and "tiles.gpkg" in text


def test_many_classes_have_a_matrix_and_the_hardest_are_named():
    page = Page(render(many_classes(), "en"))
    assert "“forest” is found best (100 of 100), “field” least (50)" in page.text
    assert [name for name in page.ids if name in SECTIONS][2:4] == ["confusion", "classes"]
    assert "share that is right" in page.text and "share that is bâti" not in page.text


def test_words_are_explained_for_the_classes_that_the_report_is_of():
    two, many = (Page(render(run, "en")).text for run in (training(), many_classes()))
    assert "Of the bâti tiles, the share that is found." in two and "Threshold Probability from which" in two
    assert "Of the tiles of a class, the share" in many and "Threshold Probability" not in many and "ROC" not in many
    assert "Loss How far" in two and "Loss How far" not in Page(render(evaluation(), "en")).text


def test_a_page_to_send_names_files_and_extents_that_can_be_pasted():
    data = training()
    data["training"][0] |= {"tiles": "plans/jeanne/tuiles.gpkg|layername=tiles", "raster": "plans/jeanne/ortho.tif"}
    text = Page(render(data, "en")).text
    places = text[text.index("Places") :][:400]
    assert "tuiles.gpkg|layername=tiles ortho.tif" in places and "jeanne" not in places
    assert "x 650000 to 651000" in places


def test_the_weakest_place_comes_first():
    text = Page(render(evaluation(), "en")).text
    assert text.index("south") < text.index("north")


@pytest.mark.parametrize(
    ("right_here", "right_there", "p_value", "words"),
    [(9, 1, 0.02, "this model is better"), (1, 9, 0.02, "the other model is better"), (6, 4, 0.75, "no difference")],
)
def test_another_model_is_better_only_by_more_than_chance(right_here, right_there, p_value, words: str):
    counts = {"b": right_here, "c": right_there, "p_value": p_value}
    assert words in Page(render({**evaluation(), "mcnemar": counts}, "en")).text


def test_the_headline_says_what_a_look_left_on_test_tiles():
    text = Page(render(training(), "en")).text
    assert "where it hesitates (10 %) leaves 25 % of the bâti tiles missed and 0 % of those called bâti" in text
    nothing = {"low": 0.5, "high": 0.5, "tiles": 0, "share": 0.0}
    assert "hesitates" not in Page(render({**training(), "review": nothing}, "en")).text


@pytest.mark.parametrize(("bati", "is_said"), [(49, False), (50, True)])
def test_without_test_tiles_it_promises_only_where_validation_can_tell_two_percent(bati: int, is_said: bool):
    review = {name: value for name, value in training()["review"].items() if name != "test"}
    counts = {"validation": {"bati": bati, "non_bati": 80}}
    text = Page(render({**training(), "review": review, "counts": counts}, "en")).text
    assert ("where it hesitates (20 %) leaves at most 2 % of errors" in text) == is_said


def test_chance_stands_beside_the_error_of_the_same_tiles():
    errors = {"ece_chance": 0.107, "ece_test": 0.117, "ece_chance_test": 0.092}
    data = {**training(), "calibration": {**training()["calibration"], **errors}}
    text = Page(render(data, "en")).text
    assert "validation tiles: 10.0 % before scaling, 2.0 % after. So few tiles give 10.7 % by chance" in text
    assert "On test tiles: 11.7 %. So few tiles give 9.2 %" in text and "It rose" not in text
    data["calibration"]["ece_after"] = 0.2
    assert "20.0 % after. It rose" in Page(render(data, "en")).text


def test_more_errors_than_are_shown_are_counted():
    data = training()
    text = Page(render(data, "en")).text
    assert "1 of the 2 classed wrong" in text and "1 of the 8 classed right" in text
    data["metrics"]["test"]["confusion"] = {"true_bati": 1, "false_bati": 0, "true_non_bati": 0, "false_non_bati": 1}
    text = Page(render(data, "en")).text
    assert "1 classed wrong" in text and "1 classed right" in text


def test_only_libraries_have_neighbours_on_both_sides():
    tiles = {"tiles": "tiles.gpkg", "content": "a"}
    library = {"library": "images", "content": "a"}
    for origin, is_said in ((tiles, False), (library, True)):
        data = {**evaluation(), "data": [origin]}
        data["model"] = {**data["model"], "training": [origin]}
        assert ("neighbours may stand on both sides" in Page(render(data, "en")).text) == is_said


@pytest.mark.parametrize(
    ("told", "is_said"),
    [
        ({}, True),
        ({"maybe_learned": False, "knows_place": True}, True),
        ({"maybe_learned": False, "knows_place": False}, False),
    ],
    ids=["an older report", "nothing tells, as of tiles by a model of a library", "new"],
)
def test_only_a_place_known_to_be_new_is_not_doubted(told: dict, is_said: bool):
    data = {**evaluation(), "part": "all", **told}
    assert ("If the classifier learned from this place" in Page(render(data, "en")).text) == is_said


def test_an_evaluation_says_when_it_was_made_and_how_the_model_was_fitted_to_the_place():
    fitted = {"source": "photos/ortho.tif", "parted_at": 0.24, "learned_from": 69, "temperature": 0.5}
    own = {"fitted": [fitted], "created": "2026-05-06T07:08:09+00:00", "duration_s": 12.0}
    data = {**evaluation(), **own}
    data["model"] = {**data["model"], "created": "2025-01-02T03:04:05+00:00"}
    text = Page(render(data, "en")).text
    assert text.index("2026-05-06") < text.index("2025-01-02") and "made in 12 s" in text
    assert "Fitted to ortho.tif, without its labels." in text and "the model says 0.24" in text
    assert "69 of its tiles" in text and "multiplied by 2.0" in text


def test_what_a_look_leaves_is_said_of_test_tiles():
    page = Page(render(training(), "en")).text
    assert "On the test tiles they are 10.0 %, and 25.0 % of the bâti tiles are missed and 0.0 % of those" in page
    untested = {name: value for name, value in training()["review"].items() if name != "test"}
    assert "On the test tiles they are" not in Page(render({**training(), "review": untested}, "en")).text


def test_two_classes_are_not_best_and_least():
    rows = {"road": {"recall": 0.9, "count": 5}, "forest": {"recall": 0.6, "count": 5}}
    two = {**evaluation(), "per_class": rows, "recall": None}
    text = Page(render(two, "en")).text
    assert (
        "Of 100 tiles that are “road” it finds 90, of 100 that are “forest” 60." in text
        and "classes “road”" not in text
    )


def test_the_comparison_says_by_how_much():
    text = Page(render(evaluation(), "fr")).text
    assert "par older.onnx seul : 1" in text and "20,0 points, à 95 % de confiance 1,0 à 40,0" in text


def test_names_from_the_file_do_no_harm():
    evil = '"><script>alert(1)</script><img src=x onerror="alert(2)">'
    data = training()
    data["examples"] = [{**row, "tile_id": evil, "truth": evil, "image": evil} for row in data["examples"]]
    data["job"] = {"verb": "train", "output": evil, evil: evil}
    data |= {"backbone": evil, "versions": {evil: evil}, "licence": evil, "created": evil}
    data["training"] = [{"tiles": evil, "crs": evil, "extent": evil}]
    html = render(data, "en")
    page = Page(html)
    assert "script" not in page.tags and evil in page.text and not re.search(r"<[^>]*onerror=\"alert", html)
    assert "no image" in page.text


def test_only_pictures_are_taken_as_pictures():
    data = training()
    data["examples"][0]["image"] = "PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+"
    page = Page(render(data, "en"))
    assert page.tags.count("img") == 1 and "no image" in page.text


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def spoilt(value: Any, draw: Callable[[Any], Any]) -> Any:
    """Return a run in which one thing somewhere is something else."""
    if isinstance(value, dict) and value and draw(st.integers(0, 4)):
        key = draw(st.sampled_from(sorted(value)))
        return {**value, key: spoilt(value[key], draw)}
    if isinstance(value, list) and value and draw(st.integers(0, 4)):
        return [spoilt(value[0], draw), *value[1:]]
    return draw(JUNK)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_damaged_run_still_gives_a_page(data: st.DataObject):
    run = data.draw(st.sampled_from([training, many_classes, evaluation]))()
    key = data.draw(st.sampled_from(sorted(run)))
    Page(render({**run, key: spoilt(run[key], data.draw)}, "fr"))
