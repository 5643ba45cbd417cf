"""The page: which sections a report has, and the template that draws them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ... import __version__
from . import layer, layer_map, measured, quality, ran
from .facts import finite, mapping
from .parts import Section
from .reading import verb_of
from .speech import Speech

Maker = Callable[[dict[str, Any], Speech], "Section | None"]

_TRAIN: tuple[Maker, ...] = (
    measured.confusion,
    measured.per_class,
    measured.threshold,
    measured.calibration,
    measured.examples,
    ran.learning,
    ran.places_learnt,
    ran.technical,
    ran.glossary,
)
_EVALUATE: tuple[Maker, ...] = (
    measured.confusion,
    measured.per_class,
    measured.mcnemar,
    measured.calibration,
    measured.examples,
    measured.places,
    ran.places_learnt,
    ran.technical,
    ran.glossary,
)
_SAYS_NOTHING: tuple[Maker, ...] = (ran.places_learnt, ran.technical, ran.glossary)
"""Of an evaluation on training tiles, none of whose figures tells of quality."""
_LAYER: tuple[Maker, ...] = (
    layer_map.layer_map,
    layer.first_to_look_at,
    layer.text_columns,
    layer.number_columns,
    layer.layer_run,
)


def render(data: dict[str, Any], language: str) -> str:
    """Return the report of a run as one HTML page.

    Parameters
    ----------
    data
        What reading.read_run gives; of a training or an evaluation any key may be absent.
    language
        One of contract.languages.LANGUAGES.
    """
    speech = Speech(language)
    is_layer = "frame" in data
    learned = quality.was_learned_from(data)
    measured_by = _SAYS_NOTHING if learned else _EVALUATE if verb_of(data) == "evaluate" else _TRAIN
    sections = [make(data, speech) for make in (_LAYER if is_layer else measured_by)]
    return _template().render(
        speech=speech,
        title=_title(data, speech),
        kind=_kind(data, speech),
        about=_about(data, speech),
        headline=None if is_layer else quality.headline(data, speech),
        nothing_measured=None if is_layer else speech("headline.train_only" if learned else "headline.none"),
        figures=[] if is_layer else quality.key_figures(data, speech),
        sections=[section for section in sections if section],
        version=__version__,
        has_intervals=not is_layer,
    )


def _template() -> Any:
    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = Markup
    environment.globals["css"] = Markup((folder / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return environment.get_template("page.html")


def _title(data: dict[str, Any], speech: Speech) -> str:
    if "name" in data:
        return str(data["name"])
    job = mapping(data.get("job"))
    name = job.get("model") if verb_of(data) == "evaluate" else job.get("output")
    return Path(str(name)).stem if name else speech(f"title.{verb_of(data) or 'train'}")


def _kind(data: dict[str, Any], speech: Speech) -> str:
    verb = str(verb_of(data))
    return speech.known(f"title.{verb}", verb)


def _about(data: dict[str, Any], speech: Speech) -> list[str]:
    """Return what the page says in the line under its title."""
    model = {**mapping(data.get("model")), **data}
    found = [speech.moment(data["created"])] if data.get("created") else []
    if "frame" in data:
        found.append(speech("about.file", moment=speech.moment(data["written"])))
        found += [speech("about.features", count=speech.count(len(data["frame"]))), str(data["crs"] or "")]
        found += [f"SatTile {data['sattile']}"] if data["sattile"] else []
    side, resolution = finite(model.get("tile_size_m")), finite(model.get("resolution_m_per_px"))
    if side:
        found.append(speech("about.tiles", side=speech.short(side)))
    if resolution:
        found.append(speech("about.resolution", resolution=speech.short(round(resolution, 3))))
    found += [str(model["backbone"])] if model.get("backbone") else []
    if seconds := finite(data.get("duration_s")):
        found.append(speech("about.duration", duration=speech.duration(seconds)))
    return [text for text in found if text]
