"""English texts of steps and notices; the QGIS half shows them through Qt's translation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_LOOSE = re.compile(r" (?=[:;!?%»])|(?<=«) ")


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name that Qt's tools look for
    """Return `text`; the call marks it for the translators."""
    return text


def tied(text: str) -> str:
    """Return a French text whose lines do not break before a sign that French sets apart.

    >>> tied("À 95 % : « tuile »")
    'À 95\\xa0%\\xa0: «\\xa0tuile\\xa0»'
    """
    return _LOOSE.sub("\N{NO-BREAK SPACE}", text)


@dataclass(frozen=True)
class Phrase:
    """A text of ours with what fills it, as a value of an error or a notice: translated first, then filled."""

    text: str
    values: dict[str, Any]

    def __str__(self) -> str:
        return self.text.format(**self.values)


def phrase(text: str, **values: Any) -> Phrase:
    """Return a phrase; its text is one for the translators.

    >>> str(phrase("less than the {count} tiles", count=9))
    'less than the 9 tiles'
    """
    return Phrase(text, values)


STEPS = {
    "read": QT_TRANSLATE_NOOP("SatTile", "Reading the input"),
    "paint": QT_TRANSLATE_NOOP("SatTile", "Painting the scene"),
    "overviews": QT_TRANSLATE_NOOP("SatTile", "Building overviews"),
    "grid": QT_TRANSLATE_NOOP("SatTile", "Laying tiles"),
    "footprint": QT_TRANSLATE_NOOP("SatTile", "Looking where the raster has an image"),
    "canopy": QT_TRANSLATE_NOOP("SatTile", "Looking for buildings under trees"),
    "label": QT_TRANSLATE_NOOP("SatTile", "Measuring buildings in tiles"),
    "check": QT_TRANSLATE_NOOP("SatTile", "Looking for wrong labels"),
    "split": QT_TRANSLATE_NOOP("SatTile", "Splitting by blocks"),
    "images": QT_TRANSLATE_NOOP("SatTile", "Cutting tile images"),
    "weights": QT_TRANSLATE_NOOP("SatTile", "Loading the backbone"),
    "features": QT_TRANSLATE_NOOP("SatTile", "Computing image features"),
    "train": QT_TRANSLATE_NOOP("SatTile", "Training"),
    "fine_tune": QT_TRANSLATE_NOOP("SatTile", "Fine-tuning"),
    "sample": QT_TRANSLATE_NOOP("SatTile", "Getting to know the place"),
    "classify": QT_TRANSLATE_NOOP("SatTile", "Classifying tiles"),
    "evaluate": QT_TRANSLATE_NOOP("SatTile", "Measuring accuracy"),
    "compare": QT_TRANSLATE_NOOP("SatTile", "Comparing model and buildings"),
    "curves": QT_TRANSLATE_NOOP("SatTile", "Trying numbers of groups"),
    "cluster": QT_TRANSLATE_NOOP("SatTile", "Grouping what looks alike"),
    "likeness": QT_TRANSLATE_NOOP("SatTile", "Comparing with one another"),
    "pictures": QT_TRANSLATE_NOOP("SatTile", "Drawing pictures"),
    "write": QT_TRANSLATE_NOOP("SatTile", "Writing the result"),
}

STEPS_OF_VERB = {
    "sample": {"paint": 90, "overviews": 5, "write": 5},
    "grid": {"read": 10, "grid": 20, "footprint": 60, "write": 10},
    "label": {"read": 15, "label": 30, "canopy": 40, "write": 15},
    "check": {"read": 2, "weights": 13, "features": 70, "check": 13, "write": 2},
    "split": {"read": 30, "split": 40, "write": 30},
    "export": {"read": 5, "images": 90, "write": 5},
    "train": {
        "read": 5,
        "weights": 5,
        "images": 10,
        "label": 2,
        "features": 20,
        "train": 23,
        "fine_tune": 25,
        "evaluate": 5,
        "write": 5,
    },
    "classify": {"read": 2, "sample": 25, "classify": 70, "write": 3},
    "evaluate": {"read": 5, "classify": 85, "evaluate": 3, "pictures": 5, "write": 2},
    "report": {"read": 20, "write": 80},
    "compare": {"read": 15, "label": 30, "canopy": 30, "compare": 10, "write": 15},
    "describe": {"read": 2, "weights": 13, "features": 80, "write": 5},
    "segment": {"read": 10, "curves": 60, "cluster": 20, "write": 10},
    "cluster": {"read": 10, "curves": 40, "cluster": 10, "likeness": 25, "write": 5, "pictures": 10},
}
"""Steps of each verb in their order, with the share of the job's time that each takes, in percent."""

NOTICES = {
    "geometries_mended": QT_TRANSLATE_NOOP("SatTile", "{count} invalid geometries of {layer} were mended."),
    "geometries_dropped": QT_TRANSLATE_NOOP(
        "SatTile", "{count} features of {layer} have no polygon geometry and were left out."
    ),
    "columns_renamed": QT_TRANSLATE_NOOP(
        "SatTile", "A GeoPackage tells no upper from lower case; columns were renamed to tell them apart: {names}."
    ),
    "values_unknown": QT_TRANSLATE_NOOP(
        "SatTile", "{count} tiles of {layer} do not count: their column {field} says {found}."
    ),
    "tiles_twice": QT_TRANSLATE_NOOP(
        "SatTile", "{count} tiles of {layer} lie where another one does; only the first of each place counts."
    ),
    "layer_chosen": QT_TRANSLATE_NOOP(
        "SatTile",
        "{path} holds several layers ({names}); {layer} was read. Another one is named so: {path}|layername=NAME.",
    ),
    "classes_beside_bati": QT_TRANSLATE_NOOP(
        "SatTile",
        "The column {field} says bati and non_bati, but also {found} ({count} tiles); each name is a class of its own "
        "to the model. Misspelt ones are to be corrected, and unsure tiles named unsure.",
    ),
    "reprojected": QT_TRANSLATE_NOOP("SatTile", "{layer} was reprojected from {found} to {wanted}."),
    "overlaps_dissolved": QT_TRANSLATE_NOOP(
        "SatTile", "{count} buildings overlap others; the ground they share is counted once."
    ),
    "small_buildings_skipped": QT_TRANSLATE_NOOP(
        "SatTile", "{count} buildings smaller than {min_building_area_m2:g} m² were not counted."
    ),
    "buildings_ignored": QT_TRANSLATE_NOOP("SatTile", "{count} buildings do not count ({kinds})."),
    "tiles_unlabelled": QT_TRANSLATE_NOOP(
        "SatTile", "{count} tiles are in no part: they are unsure, without a label or outside the areas."
    ),
    "tiles_suspicious": QT_TRANSLATE_NOOP(
        "SatTile", "{count} tiles are in no part: their labels are more suspicious than {max_suspicion}."
    ),
    "tiles_in_buffer": QT_TRANSLATE_NOOP(
        "SatTile", "{count} tiles are in no part: they are nearer than {buffer_m:g} m to a tile of another part."
    ),
    "part_without_class": QT_TRANSLATE_NOOP(
        "SatTile",
        "No tile of the part {part} is of the class {names}: nothing of it is learned or measured there; take smaller "
        "blocks or another seed.",
    ),
    "tiles_surplus": QT_TRANSLATE_NOOP("SatTile", "{count} tiles are in no part: fewer were asked for."),
    "tiles_without_image": QT_TRANSLATE_NOOP(
        "SatTile", "{count} tiles have too little image under them and were left out."
    ),
    "stretched": QT_TRANSLATE_NOOP(
        "SatTile", "{raster} is {dtype}; values from {low} to {high} (2 % to 98 %) were stretched to 0 to 255."
    ),
    "resampled": QT_TRANSLATE_NOOP(
        "SatTile", "Tiles do not fall on whole pixels of {raster}; each was taken from the nearest pixel corner."
    ),
    "weights_unavailable": QT_TRANSLATE_NOOP(
        "SatTile",
        "The ImageNet weights of {backbone} could be had neither from a file nor by download ({reason}); "
        "the small network cerema_cnn was trained instead. Name a weights file to use {backbone}.",
    ),
    "parts_drawn_at_random": QT_TRANSLATE_NOOP(
        "SatTile",
        "{library} has no folders train, validation and test; its images were split at random. Neighbours may stand on "
        "both sides, so the accuracy can be too good.",
    ),
    "copies_kept_together": QT_TRANSLATE_NOOP(
        "SatTile",
        "{count} images of {library} are copies of others there: each is in the part of its original, so that none is "
        "measured that was learned from.",
    ),
    "blocks_made_smaller": QT_TRANSLATE_NOOP(
        "SatTile",
        "Blocks of {wanted:g} m are too few to check labels by; blocks of {block_size_m:g} m were taken, so that "
        "neighbours are more alike.",
    ),
    "tile_size_differs": QT_TRANSLATE_NOOP(
        "SatTile", "The tiles measure {found:g} m, those that the model learned from {wanted:g} m; expect errors."
    ),
    "adapted": QT_TRANSLATE_NOOP(
        "SatTile",
        "The tiles of {place} fall in two clear groups that part where the model says {p_bati}; "
        "the probabilities were moved so that they part at 0.5.",
    ),
    "place_learned": QT_TRANSLATE_NOOP(
        "SatTile",
        "The model did not learn from most of {place}: which tiles look built there was learned from {count} of them "
        "as the model sees them, without labels.",
    ),
    "place_less_sure": QT_TRANSLATE_NOOP(
        "SatTile",
        "What is built and what is not differ less clearly in {place} than the model has it: its probabilities were "
        "brought nearer to 0.5.",
    ),
    "place_surer": QT_TRANSLATE_NOOP(
        "SatTile",
        "What is built and what is not differ more clearly in {place} than the model has it: its probabilities were "
        "moved away from 0.5.",
    ),
    "most_groups_chosen": QT_TRANSLATE_NOOP(
        "SatTile",
        "{k} groups were chosen, the greatest number that was tried: allow more to see whether they fit better.",
    ),
    "fewer_segments_than_classes": QT_TRANSLATE_NOOP(
        "SatTile",
        "The reference has {classes} classes and there are {k} segments: each class beyond them has none and counts as "
        "missed, so the accuracy is low for that alone; ask for {classes} segments to see how well they can be told.",
    ),
    "photo_blurred": QT_TRANSLATE_NOOP(
        "SatTile",
        "{place} shows little detail: as if its pixels were {times} times as large as in the photos that the model "
        "learned from; expect errors, and take a sharper photo if there is one.",
    ),
    "photo_sharpened": QT_TRANSLATE_NOOP(
        "SatTile",
        "{place} shows little detail: as if its pixels were {times} times as large as in the photos that the model "
        "learned from. It was sharpened before the model saw it; expect errors all the same, and take a sharper photo "
        "if there is one.",
    ),
    "photo_stretched": QT_TRANSLATE_NOOP(
        "SatTile",
        "{place} is dull beside the photos that the model learned from; its grey values were stretched before the "
        "model saw them.",
    ),
    "photo_dull": QT_TRANSLATE_NOOP(
        "SatTile",
        "{place} is dull beside the photos that the model learned from; expect errors, or let it be fitted to the "
        "new place.",
    ),
    "out_of_domain": QT_TRANSLATE_NOOP(
        "SatTile",
        "{count} of {total} tiles are unlike all that the model learned from (column out_of_domain); "
        "do not trust their class without a look.",
    ),
    "tiles_not_in_library": QT_TRANSLATE_NOOP(
        "SatTile", "{count} tiles are not in the library: they have no class or no part."
    ),
    "learned_part": QT_TRANSLATE_NOOP(
        "SatTile",
        "{model} learned from tiles of the part {part}; if they are these, the figures are too good: take the part "
        "test.",
    ),
    "place_maybe_learned": QT_TRANSLATE_NOOP(
        "SatTile",
        "{model} learned at this place, by another layer or split: it may know these tiles, and the figures then are "
        "too good.",
    ),
    "false_alarms_not_kept": QT_TRANSLATE_NOOP(
        "SatTile",
        "No threshold keeps to a share of {wanted} false alarms on validation; the one with the fewest, {least}, was "
        "taken.",
    ),
    "certainty_not_scaled": QT_TRANSLATE_NOOP(
        "SatTile",
        "How sure the classifier may be could not be told: it knows too little of tiles that it did not learn from, "
        "those of other places if there are several. Take its probabilities for an order, not for chances.",
    ),
    "tiles_judged_elsewhere": QT_TRANSLATE_NOOP(
        "SatTile",
        "{count} tiles of the part {part} were left out: they show ground that another tile layer judges or measures "
        "by.",
    ),
    "tiles_beside_judged": QT_TRANSLATE_NOOP(
        "SatTile",
        "{count} tiles of the part {part} touch tiles that another tile layer judges or measures by. Neighbours are "
        "alike, so the accuracy can be too good; merge the layers before they are split to have a buffer between them.",
    ),
    "threshold_rule_not_used": QT_TRANSLATE_NOOP(
        "SatTile",
        "The rule {rule} was not used: a threshold parts bati and non_bati alone; of other classes the most probable "
        "one counts.",
    ),
    "options_not_used": QT_TRANSLATE_NOOP(
        "SatTile", "What {backbone} learns as it is trained here does not depend on these options: {names}."
    ),
    "no_test_tiles": QT_TRANSLATE_NOOP(
        "SatTile", "No tile is in the part test, so nothing was measured on tiles that training never saw."
    ),
    "test_maybe_learned": QT_TRANSLATE_NOOP(
        "SatTile",
        "The model to go on from learned at this place by another layer or split: it may know the test tiles, and the "
        "figures are then too good.",
    ),
    "population_unreadable": QT_TRANSLATE_NOOP(
        "SatTile", "{count} rows have no number in the column {field}; their population is unknown."
    ),
    "population_not_joined": QT_TRANSLATE_NOOP(
        "SatTile", "{count} communes got no population, for you to settle: {names}."
    ),
    "population_rows_unused": QT_TRANSLATE_NOOP(
        "SatTile", "{count} rows of the population table were joined to no commune: {names}."
    ),
    "population_by_likeness": QT_TRANSLATE_NOOP(
        "SatTile", "{count} communes were joined to names spelled otherwise; see the column population_match."
    ),
    "population_placeholders": QT_TRANSLATE_NOOP(
        "SatTile",
        "{count} of {total} population figures look like placeholders: whole hundreds, or the same number many times.",
    ),
    "device": QT_TRANSLATE_NOOP("SatTile", "Computed on: {device}."),
    "card_not_used": QT_TRANSLATE_NOOP(
        "SatTile",
        "The engine is set up for a graphics card, but none could be used to the end: see whether its driver is up to "
        "date and its memory free. The processor computed instead, with the same result in more time.",
    ),
    "communes_without_image": QT_TRANSLATE_NOOP(
        "SatTile", "{count} communes have no described tile or image and are in no cluster."
    ),
    "names_lost": QT_TRANSLATE_NOOP(
        "SatTile", "The earlier names {names} fit no cluster any more: its communes went apart."
    ),
    "first_look": QT_TRANSLATE_NOOP(
        "SatTile", "First look, each tile seen once: validation accuracy {validation_accuracy:.3f}."
    ),
    "epoch": QT_TRANSLATE_NOOP(
        "SatTile", "Epoch {epoch}: training loss {training_loss:.4f}, validation accuracy {validation_accuracy:.3f}."
    ),
}


def overall_percent(verb: str, step: str, done: int, total: int) -> float:
    """Return how far the whole job is, 0 to 100, when one step has done so much.

    >>> overall_percent("split", "split", 1, 2)
    50.0
    """
    steps = STEPS_OF_VERB[verb]
    names = list(steps)
    before = sum(steps[name] for name in names[: names.index(step)])
    return before + steps[step] * (done / total if total else 1.0)
