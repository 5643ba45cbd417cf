"""What a model learned from, held against the images that it is measured on or goes on with."""

from __future__ import annotations

from typing import Any

from ...contract import fields
from ...contract.messages import Reporter
from ..io.image_sets import ImageSet
from ..model.adaptation import is_known
from .tiles import draw_missing_parts


def draw_parts_again(images: ImageSet, about: dict[str, Any], reporter: Reporter) -> None:
    """Split libraries without folders of parts as training did, where the model learned from these very images.

    Parameters
    ----------
    images
        What the parts are drawn in.
    about
        Metadata of the model.
    reporter
        Is told of each library.
    """
    seeds = _seeds(about)
    for number in images.undivided:
        seed = next(iter(seeds.get(images.origins[number]["content"], ())), None)
        if seed is not None:
            draw_missing_parts(images, [number], int(seed), reporter)


def learned_part(about: dict[str, Any], images: ImageSet, part: str) -> str | None:
    """Return the part that images of `part` may have been in when a model learned from them; None if they were not.

    It is none where the model learned from other places only, or from these very images in the same parts.
    """
    training = about.get("training", ())
    if part in about.get("learned_from", (fields.TRAIN,)):
        return part
    seeds = _seeds(about)
    known = [origin for origin in images.origins if origin["content"] in seeds or is_known(origin, training)]
    if part == "all":
        return fields.TRAIN if known else None
    alike = (seeds.get(origin["content"]) == {origin.get("drawn_with")} for origin in known)
    return None if all(alike) else fields.TRAIN


def _seeds(about: dict[str, Any]) -> dict[str, set[int | None]]:
    """Return by what seeds the parts of what a model learned from were drawn, by content; None where it had parts.

    A model that goes on from another may have drawn those of the same library twice.
    """
    seeds: dict[str, set[int | None]] = {}
    for origin in about.get("training", ()):
        if "content" in origin:
            seeds.setdefault(origin["content"], set()).add(origin.get("drawn_with"))
    return seeds
