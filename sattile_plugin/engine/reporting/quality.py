"""How good a classifier is, in a sentence for a cartographer and in figures with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...contract import fields
from .facts import Measure, finite, mapping, measure_of, rows
from .speech import Speech

_FEW_TILES = 100
_ENOUGH_OF_A_CLASS = 50
_LEFT = ("share", "missed", "false_alarms")
_MEASURES = ("accuracy", "balanced_accuracy", "precision", "recall", "f1", "roc_auc", "pr_auc")


@dataclass(frozen=True)
class Headline:
    """What the report says first."""

    right: int
    """Of 100 tiles, how many are classed right."""
    low: int
    high: int
    """Its bounds with 95 % confidence; `right` where they are not known."""
    sentence: str
    sureness: str
    points: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def kinds(self) -> list[str]:
        """Kinds of squares among the hundred."""
        counts = {"sure": self.low, "likely": self.right - self.low, "maybe": self.high - self.right}
        return [kind for kind, count in {**counts, "wrong": 100 - self.high}.items() if count > 0]


@dataclass(frozen=True)
class Figure:
    """A measure with the place of its value and interval on a scale from 0 to 1."""

    label: str
    help: str
    value: str
    interval: str
    at: float
    low: float | None
    high: float | None


def was_learned_from(data: dict[str, Any]) -> bool:
    """Say whether an evaluation was of tiles of a part that the model learned from, at a place that it may know."""
    learned = mapping(data.get("model")).get("learned_from")
    return _may_know(data) and data.get("part") in ("train", *(learned if isinstance(learned, list) else ()))


def _may_know(data: dict[str, Any]) -> bool:
    """Say whether a model may have learned at the place of an evaluation; older ones do not tell."""
    return data.get("knows_place") is not False


def part_measured(data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the name and the measures of the part that tells most of a run's quality, never of tiles learned from.

    Returns
    -------
    part : str
        test, validation, all, train or empty where nothing was measured.
    measures : dict
        What metrics.measure gives.
    """
    if data.get("part") is not None:
        part = str(data["part"])
        return part, {} if was_learned_from(data) else data
    metrics = mapping(data.get("metrics"))
    for part in ("test", "validation"):
        if mapping(metrics.get(part)):
            return part, metrics[part]
    return "", {}


def headline(data: dict[str, Any], speech: Speech) -> Headline | None:
    """Return how good, on what and how sure; None where nothing was measured that says anything of it."""
    part, measures = part_measured(data)
    accuracy = measure_of(measures.get("accuracy"))
    if accuracy is None:
        return None
    low, high = (accuracy.value if bound is None else bound for bound in (accuracy.low, accuracy.high))
    tiles = finite(measures.get("tile_count"))
    right = round(100 * accuracy.value)
    return Headline(
        right,
        round(100 * low),
        round(100 * high),
        _sentence(speech, "all" if data.get("maybe_learned") else part, right),
        _sureness(accuracy, tiles, part, speech),
        tuple(_points(data, measures, speech)),
        tuple(_warnings(data, part, tiles, speech)),
    )


def _sentence(speech: Speech, part: str, right: int) -> str:
    key = {"test": "headline.test", "all": "headline.all"}.get(part, "headline.validation")
    return speech(key, right=right)


def _sureness(accuracy: Measure, tiles: float | None, part: str, speech: Speech) -> str:
    """Say on how many tiles and how surely."""
    name = speech.known(f"part.{part}", part)
    count = speech.count(tiles) if tiles is not None else "?"
    if accuracy.low is None or accuracy.high is None:
        return speech("sureness.plain", count=count, part=name)
    low, high = round(100 * accuracy.low), round(100 * accuracy.high)
    return speech("sureness.interval", count=count, part=name, low=low, high=high)


def _points(data: dict[str, Any], measures: dict[str, Any], speech: Speech) -> list[str]:
    """Return what else a cartographer asks first."""
    found = []
    recall, precision = (measure_of(measures.get(name)) for name in ("recall", "precision"))
    if recall and precision:
        values = {"recall": round(100 * recall.value), "precision": round(100 * precision.value)}
        found.append(speech("headline.bati", **values))
    classes = {name: mapping(row) for name, row in mapping(measures.get("per_class")).items()}
    recalls = {name: finite(row.get("recall")) for name, row in classes.items() if row.get("count") != 0}
    known = {name: value for name, value in recalls.items() if value is not None}
    if len(known) > 1:
        worst, best = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
        names = {"best": speech.class_name(best), "worst": speech.class_name(worst)}
        shares = {"best_recall": round(100 * known[best]), "worst_recall": round(100 * known[worst])}
        key = "headline.classes" if len(known) > 2 else "headline.two_classes"
        found.append(speech(key, count=len(known), **names, **shares))
    return found + _review(data, speech)


def _review(data: dict[str, Any], speech: Speech) -> list[str]:
    """Return what a look at the doubtful tiles leaves: on test tiles, else on validation where it has enough to tell.

    Of fewer than 50 tiles of a class a share of 2 % is less than one tile.
    """
    review = mapping(data.get("review"))
    share, test = finite(review.get("share")), mapping(review.get("test"))
    measured = {name: value for name in _LEFT if (value := finite(test.get(name))) is not None}
    if share and len(measured) == len(_LEFT):
        return [speech("headline.review_test", **{name: speech.percent(value) for name, value in measured.items()})]
    counts = [finite(count) or 0.0 for count in mapping(mapping(data.get("counts")).get("validation")).values()]
    if share and counts and min(counts) >= _ENOUGH_OF_A_CLASS:
        return [speech("headline.review", share=speech.percent(share))]
    return []


def _warnings(data: dict[str, Any], part: str, tiles: float | None, speech: Speech) -> list[str]:
    """Return why the figures may be better than the truth."""
    found = []
    if part == "validation" and _may_know(data):
        found.append(speech("warning.validation"))
    if data.get("maybe_learned"):
        found.append(speech("warning.learned"))
    elif part == "all" and _may_know(data):
        found.append(speech("warning.all"))
    if tiles is not None and tiles < _FEW_TILES:
        found.append(speech("warning.few", count=speech.count(tiles)))
    found += [speech("warning.absent", name=speech.class_name(name)) for name in _absent_classes(data)]
    if _has_neighbours_on_both_sides(data):
        found.append(speech("warning.library"))
    return found


def _absent_classes(data: dict[str, Any]) -> list[str]:
    """Return the classes that no measured tile is of."""
    _, measures = part_measured(data)
    counted = mapping(measures.get("confusion"))
    names = {fields.BATI: ("true_bati", "false_non_bati"), fields.NON_BATI: ("true_non_bati", "false_bati")}
    absent = [name for name, cells in names.items() if [counted.get(cell) for cell in cells] == [0, 0]]
    classes = mapping(measures.get("per_class"))
    return absent + [name for name, row in classes.items() if mapping(row).get("count") == 0]


def _has_neighbours_on_both_sides(data: dict[str, Any]) -> bool:
    """Say whether tiles without a place were learned from and are measured on."""
    if "model" not in data:
        return any("library" in origin for origin in rows(data.get("training") or data.get("trained_on")))
    learned = {origin.get("content") for origin in rows(mapping(data["model"]).get("training"))} - {None}
    return any("library" in origin and origin.get("content") in learned for origin in rows(data.get("data")))


def key_figures(data: dict[str, Any], speech: Speech) -> list[Figure]:
    """Return the measures that are there, in their usual order."""
    _, measures = part_measured(data)
    found = [(name, measure_of(measures.get(name))) for name in _MEASURES]
    return [_figure(name, measure, speech) for name, measure in found if measure]


def _figure(name: str, measure: Measure, speech: Speech) -> Figure:
    at, low, high = (None if bound is None else min(max(bound, 0.0), 1.0) for bound in measure)
    shown = speech.number(measure.value)
    return Figure(speech(name), speech(f"{name}.help"), shown, speech.interval(measure), at or 0.0, low, high)
