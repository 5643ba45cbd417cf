"""What a model learned from, held against the images that it is measured on or goes on with."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from ...contract import fields
from ...contract.messages import Reporter
from ..io.image_sets import ImageSet
from ..model.adaptation import learned_ground
from .tiles import draw_missing_parts

_SLIVER = 0.01
"""Share of the tiles' ground up to which it is no matter that a model learned there: rounded edges touch."""


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
    if part in about.get("learned_from", (fields.TRAIN,)) and knows_place(about, images, part):
        return part
    draws, known = _draws(about), _known(about, images, part)
    if part == "all":
        return fields.TRAIN if known else None
    alike = (draws.get(origin["content"]) == {_draw(origin)} for origin in known)
    return None if all(alike) else fields.TRAIN


def knows_place(about: dict[str, Any], images: ImageSet, part: str) -> bool:
    """Say whether a model learned from the ground of images of a part, or from these very images.

    It may have, too, where nothing tells: of a model without a record of its training, and of tiles against a library,
    which has no place.
    """
    training = about.get("training", ())
    kinds = {"extent" in origin for origin in (*images.origins, *training)}
    return not training or len(kinds) > 1 or bool(_known(about, images, part))


def network_learned(about: dict[str, Any] | None) -> bool:
    """Say whether the network of a model learned, not only its head; of an old model that does not say, it may have."""
    return about is not None and bool(about.get("network_learned", True))


def network_knows(about: dict[str, Any], images: ImageSet) -> bool:
    """Say whether a model's network may have learned at the place of images: it sees there what it made itself."""
    return network_learned(about) and knows_place(about, images, "all")


def _known(about: dict[str, Any], images: ImageSet, part: str) -> list[dict[str, Any]]:
    """Return the origins of images that a model learned from, or of which it learned from the ground of a part."""
    draws = _draws(about)
    return [
        origin
        for number, origin in enumerate(images.origins)
        if origin["content"] in draws or _covers(about, origin, _ground_of(images, number, part))
    ]


def _covers(about: dict[str, Any], origin: dict[str, Any], tiles: np.ndarray) -> bool:
    """Say whether the extents that a model learned from cover more than a sliver of tiles."""
    if "extent" not in origin:
        return False
    ground = learned_ground(about.get("training", ()), origin["crs"])
    covered = shapely.area(shapely.intersection(tiles, ground)).sum()
    return bool(covered > _SLIVER * shapely.area(tiles).sum())


def _ground_of(images: ImageSet, number: int, part: str) -> np.ndarray:
    """Return the tiles of a part of one source, (n_tiles,) polygons in its system; a library has none."""
    table = images.table[images.table["source"] == number]
    chosen = table if part == "all" else table[table["split"] == part]
    return chosen["geometry"].to_numpy() if "geometry" in table else np.empty(0, dtype=object)


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
