"""Roofs as solids: the height and slope of a wing at each point, and the shadow it casts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely

from . import sun
from .frame import Frame

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Wing:
    """One rectangular (or round) part of a building with a simple roof."""

    x_m: float
    y_m: float
    angle_rad: float
    """Direction of its long axis and of its ridge."""
    half_length_m: float
    half_width_m: float
    eave_m: float
    """Height of the eaves above the ground."""
    slope: float = 0.0
    """Rise of the roof for each metre across it."""
    form: Literal["gable", "hip", "flat", "round"] = "gable"

    @property
    def frame(self) -> Frame:
        return Frame(self.x_m, self.y_m, self.angle_rad)

    @property
    def ridge_m(self) -> float:
        """Height of the ridge above the ground.

        >>> Wing(0, 0, 0, 6, 4, eave_m=3, slope=0.5).ridge_m
        5.0
        """
        return self.eave_m + self.slope * self.half_width_m

    def polygon(self) -> shapely.Polygon:
        """Return the ground under the roof.

        >>> Wing(0, 0, 0, 6, 4, eave_m=3).polygon().area
        96.0
        """
        if self.form == "round":
            return shapely.Point(self.x_m, self.y_m).buffer(self.half_width_m, quad_segs=6)
        length, width = self.half_length_m, self.half_width_m
        return self.frame.box(-length, -width, length, width)

    def shadow(self) -> shapely.Polygon:
        """Return the ground that the wing shades: the hull of its corners and ridge, all cast down."""
        base = np.asarray(self.polygon().exterior.coords)
        eaves = base + np.asarray(sun.SHADOW_PER_M) * self.eave_m
        inset = {"hip": self.half_width_m, "round": self.half_length_m}.get(self.form, 0.0)
        ridge_half_m = max(self.half_length_m - inset, 0.0)
        ridge = np.array([self.frame.at(ridge_half_m, 0), self.frame.at(-ridge_half_m, 0)])
        ridge += np.asarray(sun.SHADOW_PER_M) * self.ridge_m
        return shapely.MultiPoint(np.vstack([base, eaves, ridge])).convex_hull

    def relief(self, x_m: FloatArray, y_m: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return height, brightness and distance along the wing at points.

        Parameters
        ----------
        x_m : (1, n_columns) float
            Scene coordinates east.
        y_m : (n_rows, 1) float
            Scene coordinates north.

        Returns
        -------
        tuple of (n_rows, n_columns) float32
            Height in metres, -1 beside the wing; brightness, 1 for flat ground; metres along the ridge.
        """
        cos, sin = math.cos(self.angle_rad), math.sin(self.angle_rad)
        east, north = x_m - self.x_m, y_m - self.y_m
        u, v = east * cos + north * sin, north * cos - east * sin
        to_side, to_end = self.half_width_m - np.abs(v), self.half_length_m - np.abs(u)
        if self.form == "round":
            to_side = to_end = self.half_width_m - np.hypot(u, v)
        inside = (to_side > 0) & (to_end > 0)
        on_end = (to_end < to_side) & (self.form == "hip")
        rise = np.where(on_end, to_end, to_side) * self.slope
        bright = np.where(on_end, self._facets(u, 0.0), self._facets(v, math.pi / 2))
        if self.form != "flat":
            # The ridge tiles catch the light, the gutter is in shade.
            bright = bright + 0.10 * (np.abs(v) < 0.14) - 0.14 * (to_side < 0.15)
        height = np.where(inside, self.eave_m + rise, -1.0)
        return height.astype(np.float32), bright.astype(np.float32), u.astype(np.float32)

    def _facets(self, across: FloatArray, turn_rad: float) -> FloatArray:
        """Return the brightness of the two facets on both sides of a line."""
        if self.form == "flat":
            return np.float32(1.0) + 0 * across
        angle = self.angle_rad + turn_rad
        down = np.array([math.cos(angle), math.sin(angle)]) * self.slope
        return np.where(across > 0, np.float32(sun.brightness(*down)), np.float32(sun.brightness(*-down)))
