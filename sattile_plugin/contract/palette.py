"""Colours of clusters and segments, the same in layers, pictures and the dashboard."""

from __future__ import annotations

import colorsys

_COLOURS = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#b8a800", "#6f4e9b", "#8c564b", "#17a398",
    "#e377c2", "#7f7f7f", "#aec7e8", "#ffbb78", "#98df8a", "#c5b0d5", "#ff9896", "#9edae5", "#c49c94", "#dbdb8d",
    "#3b5b92", "#7a5c00", "#1b5e3f", "#8b2e5c",
)  # fmt: skip
"""The first six are those of Okabe and Ito (2008), which people who see few colours tell apart."""
NO_NUMBER = "#bdbdbd"
"""Of what is in no cluster."""
_GOLDEN = 0.618034


def colour_of(number: int) -> str:
    """Return the colour of a cluster or segment, numbered from 1; beyond the list, hues that lie far apart.

    >>> colour_of(1), colour_of(0)
    ('#0072b2', '#bdbdbd')
    """
    if number < 1:
        return NO_NUMBER
    if number <= len(_COLOURS):
        return _COLOURS[number - 1]
    red, green, blue = colorsys.hsv_to_rgb(number * _GOLDEN % 1, 0.45 + 0.15 * (number % 3), 0.75)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
