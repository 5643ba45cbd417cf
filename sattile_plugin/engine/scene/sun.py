"""The sun of the scene: late morning in summer, as for most aerial surveys."""

from __future__ import annotations

import math

_AZIMUTH_RAD = math.radians(152.0)
_ELEVATION_RAD = math.radians(47.0)
_AMBIENT = 0.44
"""Share of the light that comes from the whole sky."""

TO_SUN = (
    math.sin(_AZIMUTH_RAD) * math.cos(_ELEVATION_RAD),
    math.cos(_AZIMUTH_RAD) * math.cos(_ELEVATION_RAD),
    math.sin(_ELEVATION_RAD),
)
"""Unit vector towards the sun: east, north, up."""

SHADOW_PER_M = (-TO_SUN[0] / TO_SUN[2], -TO_SUN[1] / TO_SUN[2])
"""Metres east and north by which a point one metre high casts its shadow."""

SHADE = (0.40, 0.44, 0.50)
"""Share of red, green and blue that is left in shadow; the sky that lights it is blue."""


def brightness(down_east: float, down_north: float) -> float:
    """Return the brightness of a slope, 1 for flat ground.

    Parameters
    ----------
    down_east, down_north : float
        The way down the slope; its length is the fall for each metre.

    >>> brightness(0, 0)
    1.0
    >>> brightness(0, -0.5) > 1 > brightness(0, 0.5)
    True
    """
    normal_length = math.sqrt(1 + down_east**2 + down_north**2)
    facing = (down_east * TO_SUN[0] + down_north * TO_SUN[1] + TO_SUN[2]) / normal_length
    return _AMBIENT + (1 - _AMBIENT) * max(facing, 0.0) / TO_SUN[2]
