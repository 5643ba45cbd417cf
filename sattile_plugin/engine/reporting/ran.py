"""Sections on how a run was made: learning curves, data, options, versions, words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...contract import fields
from . import charts
from .facts import columns, finite, mapping, rows
from .parts import Section, Table, number_cell, pairs, text_cell
from .speech import Speech

_STAGES = {"head": "C", "fine_tune": "epoch", "judges": "epoch", "train": "epoch"}
_TERMS = (
    "tile",
    "test_tiles",
    "interval_term",
    "accuracy",
    "balanced_accuracy",
    "precision",
    "recall",
    "f1",
    "roc_auc",
    "pr_auc",
    "threshold",
    "calibration",
    "split_optimism",
)
_TERMS_OF_BATI = ("roc_auc", "pr_auc", "threshold")
"""Words that stand only in reports of bati and non_bati."""
_TERMS_OF_SECTIONS = {"loss": "curves", "regularisation": "curves", "epoch": "curves", "mcnemar": "mcnemar"}
"""Words that stand only where a run has this key."""


def learning(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return the curves of each stage of the training."""
    curves = mapping(data.get("curves"))
    drawn, points = [], []
    for stage, step in _STAGES.items():
        table = columns(curves.get(stage), step, "training_loss", "validation_loss", "validation_accuracy")
        if table:
            drawn.append(charts.learning_curves(stage, table, _kept(curves[stage], table), speech))
            points.append(speech(f"learning.{stage}"))
    if not drawn:
        return None
    judged_on = {str(row.get("judged_on")) for stage in _STAGES for row in rows(curves.get(stage))}
    points += [speech(f"learning.{name}") for name in ("blocks", "places") if name in judged_on]
    lead = speech("learning.lead")
    return Section("learning", speech("learning"), lead, tuple(drawn), wide=True, points=tuple(points))


def _kept(curve: Any, table: list[tuple[float, ...]]) -> int:
    """Return the row of the state that was kept: the one that says so, else the one of the lowest validation loss."""
    chosen = [number for number, row in enumerate(rows(curve)) if row.get("chosen") is True]
    if chosen and len(rows(curve)) == len(table):
        return chosen[0]
    return min(range(len(table)), key=lambda number: table[number][2])


def places_learnt(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return where the tiles come from, how many of each class stand in which part, and what the split hides."""
    origins = rows(data.get("training") or data.get("trained_on") or data.get("data"))
    tables = [table for table in (_origins(origins, speech), _counts(data, speech)) if table]
    optimism = mapping(data.get("split_optimism"))
    random, blocks = finite(optimism.get("random")), finite(optimism.get("blocks"))
    points = [_fit(each, speech) for each in rows(data.get("fitted"))]
    if random is not None and blocks is not None:
        shares = {"random": speech.percent(random, 1), "blocks": speech.percent(blocks, 1)}
        points.append(speech("split_optimism.point", **shares))
    if not tables and not points:
        return None
    return Section("data", speech("data"), tables=tuple(tables), points=tuple(points))


def _fit(found: dict[str, Any], speech: Speech) -> str:
    """Say how the probabilities, and the photo, were fitted to a place."""
    parted, learned, temperature = (finite(found.get(key)) for key in ("parted_at", "learned_from", "temperature"))
    done = [speech(f"fit.{key}") for key in ("sharpened", "stretched") if found.get(key) is True]
    if parted is not None:
        done.append(speech("fit.parted", value=speech.number(parted, 2)))
    if learned is not None:
        done.append(speech("fit.learned", count=speech.count(learned)))
    if temperature is not None and temperature > 0:
        kind = "surer" if temperature < 1 else "less_sure"
        done.append(speech(f"fit.{kind}", times=speech.number(max(temperature, 1 / temperature), 1)))
    return speech("fit", name=Path(str(found.get("source"))).name, done=" ".join(done))


def _origins(origins: list[dict[str, Any]], speech: Speech) -> Table | None:
    if not origins:
        return None
    lines = []
    for origin in origins:
        lines.append(
            (
                text_cell(_file_name(origin.get("tiles") or origin.get("library"))),
                text_cell(_file_name(origin.get("raster"))),
                text_cell(origin.get("crs") or "–"),
                text_cell(_box(origin.get("extent"), speech)),
                number_cell(speech, finite(origin.get("tile_size_m"))),
                number_cell(speech, finite(origin.get("resolution_m_per_px"))),
            )
        )
    header = ("data.tiles", "data.raster", "data.crs", "data.extent", "data.tile_size", "data.resolution")
    return Table(tuple(speech(key) for key in header), tuple(lines), speech("data.places"))


def _file_name(path: Any) -> str:
    """Return the name of a file, which tells more than where it lies on somebody's disk; a dash where there is none."""
    return Path(str(path)).name if path else "–"


def _box(extent: Any, speech: Speech) -> str:
    """Return xmin, ymin, xmax, ymax in digits that can be pasted; a dash where they are not four numbers."""
    numbers = [finite(n) for n in extent] if isinstance(extent, list) else []
    names = ("west", "south", "east", "north")
    bounds = {name: f"{n:.0f}" for name, n in zip(names, numbers) if n is not None}
    return speech("data.box", **bounds) if len(bounds) == len(numbers) == len(names) else "–"


def _counts(data: dict[str, Any], speech: Speech) -> Table | None:
    """Return tiles a part and class; older files have those of parts only."""
    counts = {part: mapping(found) for part, found in mapping(data.get("counts")).items()}
    totals = mapping(data.get("tile_counts"))
    if not counts and not totals:
        return None
    classes = list(dict.fromkeys(name for found in counts.values() for name in found))
    lines = []
    for part in counts or totals:
        found = [finite(counts.get(part, {}).get(name)) for name in classes]
        whole = sum(n for n in found if n is not None) if classes else finite(totals.get(part))
        cells = (number_cell(speech, n) for n in found)
        lines.append((text_cell(speech.known(f"part_name.{part}", part)), *cells, number_cell(speech, whole)))
    header = (speech("data.part"), *(speech.class_name(name) for name in classes), speech("data.all"))
    return Table(header, tuple(lines), speech("data.counts"))


def technical(data: dict[str, Any], speech: Speech) -> Section | None:
    """Return the network, the versions, the time and every option of the job."""
    facts = [(speech(f"run.{name}"), text) for name, text in _facts(data, speech) if text]
    versions = [(str(name), str(version)) for name, version in mapping(data.get("versions")).items()]
    options = options_of(mapping(data.get("job")), speech)
    tables = [
        pairs(table, (speech("run.name"), speech("run.value")), speech(caption))
        for table, caption in ((facts, "run.model"), (versions, "run.versions"), (options, "run.options"))
        if table
    ]
    return Section("run", speech("run"), speech("run.lead"), tables=tuple(tables)) if tables else None


def _facts(data: dict[str, Any], speech: Speech) -> list[tuple[str, str]]:
    about = {**mapping(data.get("model")), **data}
    size, side, resolution = (finite(about.get(key)) for key in ("tile_size_px", "tile_size_m", "resolution_m_per_px"))
    created = mapping(data.get("model")).get("created") or data.get("created")
    duration, difference = finite(data.get("duration_s")), finite(data.get("onnx_difference"))
    classes = about.get("classes")
    return [
        ("backbone", str(about.get("backbone") or "")),
        ("classes", ", ".join(speech.class_name(name) for name in classes) if isinstance(classes, list) else ""),
        ("tile_size_px", _pixels(size, finite(about.get("surround")) or 0.0, speech) if size else ""),
        ("tile_size_m", f"{speech.short(side)} m" if side else ""),
        ("resolution", f"{speech.short(resolution)} m" if resolution else ""),
        ("seed", str(about.get("seed", ""))),
        ("duration", speech.duration(duration) if duration and "model" not in data else ""),
        ("created", speech.moment(created) if created else ""),
        ("onnx_difference", speech.short(difference) if difference is not None else ""),
        ("licence", str(about.get("licence") or "")),
    ]


def _pixels(size: float, surround: float, speech: Speech) -> str:
    """Say how many pixels a network sees on a side, and how many of them are the tile's."""
    if not surround:
        return f"{speech.short(size)} px"
    return speech("run.surrounded", size=speech.short(size), inner=speech.short(round(size / (1 + 2 * surround))))


def options_of(job: dict[str, Any], speech: Speech) -> list[tuple[str, str]]:
    """Return the options of a job with their values; what is not set is said so."""
    return [(name, _value(value, speech)) for name, value in job.items() if name not in ("verb", "sattile")]


def _value(value: Any, speech: Speech) -> str:
    if value is None or value in ([], ()):
        return speech("run.unset")
    if isinstance(value, bool):
        return speech("run.yes" if value else "run.no")
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(each, speech) for each in value)
    return str(value)


def glossary(data: dict[str, Any], speech: Speech) -> Section:
    """Return the words of the report and what they mean, for the classes that it is of."""
    classes = data.get("classes") or mapping(data.get("model")).get("classes") or list(fields.CLASSES)
    tells_bati = classes == list(fields.CLASSES)
    terms = [name for name in _TERMS if tells_bati or name not in _TERMS_OF_BATI]
    terms += [name for name, key in _TERMS_OF_SECTIONS.items() if data.get(key)]
    kind = "help" if tells_bati else "help_of_classes"
    means = {name: speech.known(f"{name}.{kind}", speech(f"{name}.help")) for name in terms}
    return Section("glossary", speech("glossary"), terms=tuple((speech(name), text) for name, text in means.items()))
