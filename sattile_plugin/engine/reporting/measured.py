"""Sections on what was measured: confusion, threshold, calibration, classes, places, another model, tiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...contract import fields
from . import charts
from .facts import Measure, columns, finite, image_address, mapping, measure_of, rows
from .parts import Cell, Count, Example, Matrix, Section, Table, number_cell, share_cell, text_cell
from .quality import part_measured
from .speech import Speech

_MOST_ROWS = 30
_MOST_WRONG, _MOST_RIGHT = 12, 6
_RULES = ("missed", "false_alarms", "f1", "costs", "fixed")
_SHARES = ("accuracy", "balanced_accuracy", "precision", "recall", "f1", "review_share")


def confusion(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return how many tiles of each class were seen as which."""
    part, measures = part_measured(data)
    classes, table = _matrix(data, measures)
    if not table:
        return None
    names = tuple(speech.class_name(name) for name in classes)
    counted = []
    for truth, row in enumerate(table):
        whole = sum(row) or 1.0
        cells = (Count(speech.count(n), n / whole, truth == at) for at, n in enumerate(row))
        counted.append(tuple(cells))
    lead = speech("confusion.lead", part=speech.known(f"part.{part}", part))
    points = _two_class_points(table, names, speech) if _classes(data) == list(fields.CLASSES) else ()
    matrix = Matrix(names, tuple(counted))
    return Section("confusion", speech("confusion"), lead, matrix=matrix, points=points)


def _matrix(data: dict[str, Any], measures: dict[str, Any]) -> tuple[list[Any], list[list[float]]]:
    """Return the classes and the counts, truth down; both empty where there is no matrix."""
    named = mapping(measures.get("confusion"))
    keys = ("true_bati", "false_non_bati", "false_bati", "true_non_bati")
    counts = [finite(named.get(key)) for key in keys]
    if None not in counts:
        a, b, c, d = (count or 0.0 for count in counts)
        return ["bati", "non_bati"], [[a, b], [c, d]]
    classes, table = _classes(data), measures.get("confusion_matrix")
    if not isinstance(table, list) or len(table) != len(classes):
        return [], []
    numbers = [[finite(n) for n in row] if isinstance(row, list) else [] for row in table]
    if any(len(row) != len(classes) or None in row for row in numbers):
        return [], []
    return classes, [[n or 0.0 for n in row] for row in numbers]


def _classes(data: dict[str, Any]) -> list[Any]:
    """Return the names of the classes; an old file that names none is of the two."""
    found = data.get("classes") or mapping(data.get("model")).get("classes")
    return found if isinstance(found, list) else list(fields.CLASSES)


def _two_class_points(table: list[list[float]], names: tuple[str, ...], speech: Speech) -> tuple[str, ...]:
    missed, false = speech.count(table[0][1]), speech.count(table[1][0])
    return (
        speech("confusion.missed", count=missed, name=names[0]),
        speech("confusion.false", count=false, name=names[0]),
    )


def per_class(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return the measures of each class where there are more than two."""
    _, measures = part_measured(data)
    found = {name: mapping(row) for name, row in mapping(measures.get("per_class")).items()}
    if not found:
        return None
    ordered = sorted(found, key=lambda name: _hardness(found[name]))
    names = ("recall", "precision", "f1")
    lines = []
    for name in ordered:
        shares = (share_cell(speech, finite(found[name].get(key))) for key in names)
        lines.append(
            (text_cell(speech.class_name(name)), number_cell(speech, finite(found[name].get("count"))), *shares)
        )
    header = (speech("class"), speech("chart.tiles"), *(speech(f"{name}.short") for name in names))
    return Section("classes", speech("per_class"), speech("per_class.lead"), tables=(Table(header, tuple(lines)),))


def _hardness(row: dict[str, Any]) -> float:
    """Return what classes are ordered by: F1, those without a tile last."""
    f1 = None if row.get("count") == 0 else finite(row.get("f1"))
    return 2.0 if f1 is None else f1


def threshold(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return what the threshold was chosen by, what others would have given, and which tiles deserve a look."""
    level, rule, review = (
        finite(data.get("threshold")),
        mapping(data.get("threshold_rule")),
        mapping(data.get("review")),
    )
    table = columns(data.get("threshold_curve"), "threshold", "precision", "recall")
    low, high = finite(review.get("low")), finite(review.get("high"))
    doubtful = (low, high) if low is not None and high is not None else None
    drawn: tuple[str, ...] = ()
    if len(table) > 1:
        drawn = (
            charts.precision_recall(table, level, _on_validation(data), speech),
            charts.threshold_choice(table, level, doubtful, speech),
        )
    points = [speech("threshold.is", value=speech.number(level, 2))] if level is not None else []
    if rule.get("rule") in _RULES:
        share, cost = finite(rule.get("max_share")) or 0.0, finite(rule.get("missed_cost")) or 1.0
        values = {"share": speech.percent(share, 0 if (100 * share).is_integer() else 1), "cost": speech.short(cost)}
        points.append(speech(f"threshold.{rule['rule']}", **values))
    if (least := finite(data.get("least_false_share"))) is not None:
        points.append(speech("threshold.least", share=speech.percent(least, 1)))
    tiles, share_left = finite(review.get("tiles")), finite(review.get("share"))
    if doubtful and tiles and share_left:
        bounds = {"low": speech.number(doubtful[0], 2), "high": speech.number(doubtful[1], 2)}
        counted = {"count": speech.count(tiles), "share": speech.percent(share_left, 1)}
        points.append(speech("threshold.review", **bounds, **counted))
        points += _left_on_test(mapping(review.get("test")), speech)
    if not drawn and not points:
        return None
    return Section("threshold", speech("threshold"), speech("threshold.lead"), charts=drawn, points=tuple(points))


def _on_validation(data: dict[str, Any]) -> tuple[float, float] | None:
    """Return precision and recall on the tiles that the curve is of; None where one is not known."""
    measures = mapping(mapping(data.get("metrics")).get("validation"))
    precision, recall = (measure_of(measures.get(name)) for name in ("precision", "recall"))
    return (precision.value, recall.value) if precision and recall else None


def _left_on_test(found: dict[str, Any], speech: Speech) -> list[str]:
    """Return what the tiles to look at are, and leave, on tiles that had no say in choosing them."""
    names = ("share", "missed", "false_alarms")
    shares = {name: share for name in names if (share := finite(found.get(name))) is not None}
    if len(shares) < len(names):
        return []
    return [speech("threshold.review_test", **{name: speech.percent(share, 1) for name, share in shares.items()})]


def calibration(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return whether a probability means what it says, before and after scaling."""
    found = mapping(data.get("calibration"))
    tables = {"before": found.get("reliability_before"), "after": found.get("reliability_after")}
    tables["after"] = tables["after"] or found.get("reliability")
    lines = {name: filled for name, table in tables.items() if (filled := _filled(table))}
    points = _calibration_errors(found, data, speech)
    if (temperature := finite(found.get("temperature"))) is not None:
        points.append(speech("calibration.temperature", value=speech.number(temperature, 2)))
    if found.get("prior"):
        points.append(speech("calibration.prior"))
    if not lines and not points:
        return None
    counts = columns(tables["after"] or tables["before"], "low", "high", "count")
    classes = _classes(data)
    name = speech.class_name(classes[1]) if len(classes) == 2 else None
    drawn = (charts.reliability(lines, counts, name, speech),) if lines else ()
    lead = speech("calibration.lead")
    return Section("calibration", speech("calibration"), lead, charts=drawn, points=tuple(points))


def _calibration_errors(found: dict[str, Any], data: dict[str, Any], speech: Speech) -> list[str]:
    """Return the errors, each with what chance alone gives on so many tiles."""
    part = str(found.get("part") or data.get("part") or "validation")
    names = ("ece_before", "ece_after", "ece", "ece_chance", "ece_test", "ece_chance_test")
    shares = {name: share for name in names if (share := finite(found.get(name))) is not None}
    said = {name: speech.percent(share, 1) for name, share in shares.items()}
    where = {"part": speech.known(f"part.{part}", part)}
    points = []
    if {"ece_before", "ece_after"} <= said.keys():
        points.append([speech("calibration.both", before=said["ece_before"], after=said["ece_after"], **where)])
        points[0] += [speech("calibration.rose")] if shares["ece_after"] > shares["ece_before"] else []
    elif "ece" in said:
        points.append([speech("calibration.one", ece=said["ece"], **where)])
    if points and "ece_chance" in said:
        points[0].append(speech("calibration.chance", ece=said["ece_chance"]))
    if "ece_test" in said:
        points.append([speech("calibration.test", ece=said["ece_test"])])
        points[-1] += [speech("calibration.chance", ece=said["ece_chance_test"])] if "ece_chance_test" in said else []
    return [" ".join(sentences) for sentences in points]


def _filled(table: Any) -> list[tuple[float, ...]]:
    """Return confidence, accuracy and count of the bins that hold tiles."""
    return [row for row in columns(table, "confidence", "accuracy", "count") if row[2] > 0]


def examples(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return tiles classed wrong, then right."""
    found = [_example(row, speech) for row in rows(data.get("examples"))]
    wrong = [example for example in found if not example.right][:_MOST_WRONG]
    right = [example for example in found if example.right][:_MOST_RIGHT]
    if not wrong and not right:
        return None
    part = data.get("examples_part")
    shown = {"wrong": len(wrong), "right": len(right)}
    lead = " ".join(_how_many(kind, count, data, speech) for kind, count in shown.items() if count)
    if part is not None:
        lead += " " + speech("examples.part", part=speech.known(f"part.{part}", str(part)))
    return Section("examples", speech("examples"), lead, examples=(*wrong, *right))


def _how_many(kind: str, shown: int, data: dict[str, Any], speech: Speech) -> str:
    """Say how many tiles of a kind are shown, and of how many where there are more."""
    _, table = _matrix(data, part_measured(data)[1])
    right = sum(row[number] for number, row in enumerate(table))
    total = right if kind == "right" else sum(map(sum, table)) - right
    if total > shown:
        return speech(f"examples.{kind}_of", count=shown, total=speech.count(total))
    return speech(f"examples.{kind}", count=shown)


def _example(row: dict[str, Any], speech: Speech) -> Example:
    truth, predicted = row.get("truth"), row.get("predicted")
    probability = finite(row.get("probability"))
    shown = "" if probability is None else speech("examples.probability", share=speech.certainty(probability))
    verdict = speech("examples.verdict", name=speech.class_name(predicted))
    label = speech("examples.truth", name=speech.class_name(truth))
    tile_id = str(row.get("tile_id", ""))
    return Example(image_address(row.get("image")), tile_id, label, verdict, shown, truth == predicted)


def places(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return the measures of each block, commune and land use."""
    found = (_place_table(key, rows(data.get(key)), speech) for key in ("by_commune", "by_land_use", "by_block"))
    tables = tuple(table for table in found if table)
    return Section("places", speech("places"), speech("places.lead"), tables=tables) if tables else None


def _place_table(key: str, lines: list[dict[str, Any]], speech: Speech) -> Table | None:
    """Return a table of places, those with the worst accuracy first; columns are what the rows have."""
    if not lines:
        return None
    names = list(dict.fromkeys(name for row in lines for name in row if _showable(row[name])))
    ordered = sorted(lines, key=_accuracy)
    shown = tuple(tuple(_place_cell(name, row.get(name), speech) for name in names) for row in ordered[:_MOST_ROWS])
    left = len(ordered) - len(shown)
    more = speech("more_rows", count=speech.count(left)) if left else ""
    header = tuple(speech.known(f"{name}.short", speech.known(name, name.replace("_", " "))) for name in names)
    return Table(header, shown, speech(key), more)


def _showable(value: Any) -> bool:
    return not isinstance(value, (dict, list)) or measure_of(value) is not None


def _accuracy(row: dict[str, Any]) -> float:
    found = measure_of(row.get("accuracy"))
    return found.value if found else 2.0


def _place_cell(name: str, value: Any, speech: Speech) -> Cell:
    measure = measure_of(value)
    if measure is None:
        return text_cell("–" if value is None else speech.class_name(value))
    if name in _SHARES or isinstance(value, dict):
        return share_cell(speech, measure.value, _bounds(measure, speech))
    return number_cell(speech, measure.value)


def _bounds(measure: Measure, speech: Speech) -> str:
    if measure.low is None or measure.high is None:
        return ""
    return f"({speech('interval', low=round(100 * measure.low), high=round(100 * measure.high))})"


def mcnemar(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return whether another model on the same tiles is better by more than chance."""
    found = mapping(data.get("mcnemar"))
    only_this, only_other, p_value = (finite(found.get(key)) for key in ("b", "c", "p_value"))
    if only_this is None or only_other is None or p_value is None:
        return None
    if p_value >= 0.05:
        verdict = speech("mcnemar.same")
    else:
        verdict = speech("mcnemar.better" if only_this > only_other else "mcnemar.worse")
    counts = {"this": speech.count(only_this), "other": speech.count(only_other)}
    name = Path(str(found.get("other") or speech("mcnemar.other"))).name
    points = [speech("mcnemar.counts", name=name, **counts), speech("mcnemar.p", value=speech.number(p_value))]
    difference = measure_of(found.get("accuracy_difference"))
    if difference and difference.low is not None and difference.high is not None:
        bounds = {key: speech.number(100 * bound, 1) for key, bound in difference._asdict().items()}
        points.append(speech("mcnemar.difference", **bounds))
    return Section("mcnemar", speech("mcnemar"), verdict, points=tuple(points))
