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
    draws = _draws(about)
    for number in images.undivided:
        seed, with_copies = next(iter(draws.get(images.origins[number]["content"], ())), (None, False))
        if seed is not None:
            draw_missing_parts(images, [number], int(seed), reporter, with_copies)


def learned_part(about: dict[str, Any], images: ImageSet, part: str) -> str | None:
    """Return the part that images of `part` may have been in when a model learned from them; None if they were not.

    It is none where the model learned from other places only, or from these very images in the same parts.
    """
    training = about.get("training", ())
    if part in about.get("learned_from", (fields.TRAIN,)):
        return part
    draws = _draws(about)
    known = [origin for origin in images.origins if origin["content"] in draws or is_known(origin, training)]
    if part == "all":
        return fields.TRAIN if known else None
    alike = (draws.get(origin["content"]) == {_draw(origin)} for origin in known)
    return None if all(alike) else fields.TRAIN


def _draws(about: dict[str, Any]) -> dict[str, set[tuple[int | None, bool]]]:
    """Return how the parts of what a model learned from were drawn, by content.

    A model that goes on from another may have drawn those of the same library twice.
    """
    draws: dict[str, set[tuple[int | None, bool]]] = {}
    for origin in about.get("training", ()):
        if "content" in origin:
            draws.setdefault(origin["content"], set()).add(_draw(origin))
    return draws


def _draw(origin: dict[str, Any]) -> tuple[int | None, bool]:
    """Return the seed that the parts were drawn by, None where it had parts, and whether copies went together."""
    return origin.get("drawn_with"), bool(origin.get("with_copies"))
